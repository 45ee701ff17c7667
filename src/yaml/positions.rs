//! The spans of a document's keys and values.

use super::tree::{Entry, Node, Step};
use crate::source::{FileId, Span};
use std::ops::Range;

/// The spans of a document's keys and values.
#[derive(Debug, Clone)]
pub struct Positions {
    file: FileId,
    /// Offset of the document in the file.
    base: usize,
    pub(super) root: Node,
}

impl Positions {
    /// Those of a document that begins at byte `base` of a file.
    pub(super) fn new(file: FileId, base: usize, root: Node) -> Positions {
        Positions { file, base, root }
    }

    /// Span of the value at `path`; of the nearest existing parent where there is none.
    pub fn value(&self, path: &[Step<'_>]) -> Span {
        self.span(self.root.nearest(path).range.clone())
    }

    /// Span of the key that ends `path`; of the nearest existing parent where there is none.
    pub fn key(&self, path: &[Step<'_>]) -> Span {
        let Some((Step::Key(key), parents)) = path.split_last() else {
            return self.value(path);
        };

        let entry = self.root.find(parents).and_then(|parent| parent.entry(key));
        match entry {
            Some(entry) => self.span(entry.key_range.clone()),
            None => self.value(parents),
        }
    }

    /// Span of the value under whichever of `keys` (a key and its aliases) the mapping at `parents`
    /// has; of the mapping where it has none.
    pub fn value_under(&self, parents: &[Step<'_>], keys: &[&str]) -> Span {
        match self.entry_under(parents, keys) {
            Some(entry) => self.span(entry.value.range.clone()),
            None => self.value(parents),
        }
    }

    /// Span of whichever of `keys` (a key and its aliases) the mapping at `parents` has; of the
    /// mapping where it has none.
    pub fn key_under(&self, parents: &[Step<'_>], keys: &[&str]) -> Span {
        match self.entry_under(parents, keys) {
            Some(entry) => self.span(entry.key_range.clone()),
            None => self.value(parents),
        }
    }

    /// Whichever of `keys` (a key and its aliases) the mapping at `parents` has.
    pub fn name_under<'a>(&self, parents: &[Step<'_>], keys: &[&'a str]) -> Option<&'a str> {
        let mapping = self.root.find(parents)?;
        keys.iter().copied().find(|key| mapping.entry(key).is_some())
    }

    fn entry_under(&self, parents: &[Step<'_>], keys: &[&str]) -> Option<&Entry> {
        let mapping = self.root.find(parents)?;
        keys.iter().find_map(|key| mapping.entry(key))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}
