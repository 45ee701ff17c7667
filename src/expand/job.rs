//! The input of one run of minijinja.

use super::session::Session;
use crate::source::{FileId, MappedText};
use minijinja::value::Value;

/// A template as minijinja sees it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its name; the expanded file's is its path.
    pub(super) name: String,
    /// The file.
    pub(super) file: FileId,
    /// The text, with call sites and origins.
    pub(super) mapped: MappedText,
    /// The same text, with failed expressions blanked.
    pub(super) text: String,
}

/// Everything that a run needs.
pub(super) struct Job<'a> {
    /// The template to run, then those it may use.
    pub(super) sources: Vec<Source>,
    /// Macros of macros.md.j2.
    pub(super) macros: &'a [String],
    /// Variables.
    pub(super) variables: Vec<(String, Value)>,
    pub(super) session: &'a Session,
}
