//! From the byte at which serde_yaml puts an error to the key or value that is meant.

use super::tree::{Entry, Kind, Node};
use std::ops::Range;

/// Where an error lies.
pub(super) struct Place<'a> {
    /// The document.
    pub text: &'a str,
    /// Its places.
    pub root: &'a Node,
    /// The byte that serde_yaml names.
    pub at: usize,
}

/// A value, and the key before it.
pub(super) struct Found<'a> {
    /// The value.
    pub node: &'a Node,
    /// The nearest key above it.
    pub key: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// The range of the value that begins at the error, and its key; what lies around the error
    /// where no value of that kind begins there.
    pub fn value(&self, fits: impl Fn(&Node) -> bool) -> (Range<usize>, Option<&'a str>) {
        let exact = self.find(&mut |node| node.range.start == self.at && fits(node));
        let found = exact.or_else(|| {
            // libyaml puts a blank value right after its colon, or where the next thing begins.
            self.find(&mut |node| node.range.is_empty() && fits(node) && self.blank_between(node))
        });
        match found {
            Some(found) => (first_line(self.text, found.node.range.clone()), found.key),
            None => (self.at..self.at, None),
        }
    }

    /// The only value of the mapping at the error that a type's own message quotes: a complaint
    /// raised after a field was read stands at the mapping.
    pub fn quoted_in(&self, message: &str) -> Option<(Range<usize>, Option<&'a str>)> {
        let found = self.find(&mut |node| {
            node.range.start == self.at && matches!(node.kind, Kind::Mapping(_))
        })?;
        let Kind::Mapping(entries) = &found.node.kind else {
            return None;
        };
        let quoted = |entry: &&Entry| {
            let text = self.text.get(entry.value.range.clone()).unwrap_or("");
            let text = text.trim_matches(['"', '\'']);
            matches!(entry.value.kind, Kind::Scalar) && message.contains(&format!("“{text}”"))
        };
        let mut matching = entries.iter().filter(quoted);
        let only = matching.next()?;
        matching.next().is_none().then(|| (only.value.range.clone(), Some(only.key.as_str())))
    }

    /// The key that begins at the error.
    pub fn key(&self) -> Option<&'a Entry> {
        fn search(node: &Node, at: usize) -> Option<&Entry> {
            match &node.kind {
                Kind::Scalar => None,
                Kind::Sequence(items) => items.iter().find_map(|item| search(item, at)),
                Kind::Mapping(entries) => entries.iter().find_map(|entry| {
                    if entry.key_range.start == at { Some(entry) } else { search(&entry.value, at) }
                }),
            }
        }
        search(self.root, self.at)
    }

    fn blank_between(&self, node: &Node) -> bool {
        let (low, high) = (node.range.start.min(self.at), node.range.start.max(self.at));
        self.text.get(low..high).is_some_and(|between| between.trim().is_empty())
    }

    pub fn find(&self, fits: &mut dyn FnMut(&Node) -> bool) -> Option<Found<'a>> {
        fn search<'a>(
            node: &'a Node,
            key: Option<&'a str>,
            fits: &mut dyn FnMut(&Node) -> bool,
        ) -> Option<Found<'a>> {
            if fits(node) {
                return Some(Found { node, key });
            }
            match &node.kind {
                Kind::Scalar => None,
                Kind::Sequence(items) => items.iter().find_map(|item| search(item, key, fits)),
                Kind::Mapping(entries) => {
                    entries.iter().find_map(|entry| search(&entry.value, Some(&entry.key), fits))
                }
            }
        }
        search(self.root, None, fits)
    }
}

fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[range.clone()].lines().next().map_or(0, str::len);
    range.start..range.start + line
}
