//! YAML into types, with the place of every value; the only user of serde_yaml and yaml-edit.
//!
//! In: a range of a file. Out: the typed value and [`Positions`], or problems at their lines.
//! serde_yaml decides what is YAML and gives the values; yaml-edit, which would try to recover from
//! broken text, sees only what serde_yaml has accepted and gives the places.

mod edit;
mod form;
mod guard;
mod insert;
mod lines;
mod place;
mod scalar;
mod shape;
mod syntax;
mod tree;

#[cfg(test)]
mod tests;

pub use edit::{quote, set_values};
pub use guard::is_blank;
pub use insert::{Content, Place, add_entry};
pub use scalar::scalar;

use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Sources, Span, visible};
use form::Form;
use serde::de::DeserializeOwned;
use std::ops::Range;
use tree::Node;

/// One step of a path into a YAML document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a mapping's key, as written in the file.
    Key(&'a str),
    /// An item of a sequence, from 0.
    Index(usize),
}

/// Where the keys and values of a document stand.
#[derive(Debug, Clone)]
pub struct Positions {
    file: FileId,
    base: usize,
    root: Node,
}

impl Positions {
    /// Place of the value at `path`; of the nearest existing parent where there is none.
    pub fn value(&self, path: &[Step<'_>]) -> Span {
        self.span(self.root.nearest(path).range.clone())
    }

    /// Place of the key that ends `path`; of the nearest existing parent where there is none.
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

    /// Place of the value under whichever of `keys` (a key and its aliases) the mapping at `parents`
    /// has; of the mapping where it has none.
    pub fn value_under(&self, parents: &[Step<'_>], keys: &[&str]) -> Span {
        match self.entry_under(parents, keys) {
            Some(entry) => self.span(entry.value.range.clone()),
            None => self.value(parents),
        }
    }

    /// Place of whichever of `keys` (a key and its aliases) the mapping at `parents` has; of the
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

    fn entry_under(&self, parents: &[Step<'_>], keys: &[&str]) -> Option<&tree::Entry> {
        let mapping = self.root.find(parents)?;
        keys.iter().find_map(|key| mapping.entry(key))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// Reads the YAML in `range` of `file` as `T`.
///
/// A field of type `String` takes any scalar with its text as written (`93.10` stays `93.10`), and
/// a blank one as an empty text; `Option<String>` takes a blank one, `~` and `null` as `None`.
/// What `T` says of a wrong value is shown to the user where it is Chinese.
pub fn load<T: DeserializeOwned>(
    sources: &Sources,
    file: FileId,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Result<(T, Positions), Reported> {
    let text = sources.text(file).get(range.clone()).unwrap_or("");
    let place = |at: Range<usize>| Span::new(file, range.start + at.start..range.start + at.end);
    let root = match parse(text) {
        Ok(root) => root,
        Err(problem) => return Err(diagnostics.report(problem.at(place))),
    };
    let mut repeated = None;
    root.visit_duplicates(&mut |first, second| {
        let problem = Diagnostic::new(
            Code::DuplicateEntry,
            place(second.key_range.clone()),
            format!("“{}”写了两次", second.key),
        );
        let problem = problem.also(place(first.key_range.clone()), "第一次在这里");
        repeated = Some(diagnostics.report(problem));
    });
    if let Some(reported) = repeated {
        return Err(reported);
    }
    // Characters that mean nothing are no part of a value; a complaint tells columns of the text as typed.
    let read = serde_yaml::from_str::<T>(&visible(text));
    match read.or_else(|_| serde_yaml::from_str::<T>(text)) {
        Ok(value) => Ok((value, Positions { file, base: range.start, root })),
        Err(error) => Err(diagnostics.report(shape::explain(&error, text, &root).at(place))),
    }
}

/// The places in a text that serde_yaml accepts.
fn parse(text: &str) -> Result<Node, Problem> {
    guard::check(text)?;
    // The form first: it reaches every node, so that depth and length are known to be harmless.
    match serde_yaml::from_str::<Form>(text) {
        Ok(form) => {
            let root = tree::build(text);
            // The two parsers differ on forms that nobody writes; then only the whole has a place.
            Ok(if form.fits(&root) { root } else { tree::whole(text) })
        }
        // Text without any value is for `T` to accept or refuse.
        Err(_) if is_blank(text) => Ok(tree::build("")),
        Err(error) => Err(syntax::explain(&error, text)),
    }
}

/// A problem at a range of the text, before the file is known.
#[derive(Debug, Clone)]
struct Problem {
    code: Code,
    range: Range<usize>,
    message: String,
    help: Vec<String>,
}

impl Problem {
    fn new(code: Code, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem { code, range, message: message.into(), help: Vec::new() }
    }

    fn help(mut self, text: impl Into<String>) -> Problem {
        self.help.push(text.into());
        self
    }

    fn at(self, place: impl Fn(Range<usize>) -> Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, place(self.range), self.message);
        self.help.into_iter().fold(diagnostic, Diagnostic::help)
    }
}

/// The byte at which an error lies.
fn byte_of(error: &serde_yaml::Error, text: &str) -> Option<usize> {
    let mut at = error.location()?.index().min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Some(at)
}
