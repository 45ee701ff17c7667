//! The generated Typst text.

use crate::document::{BlockId, Date};
use crate::source::{MappedText, Span, fingerprint};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Path of the file that includes all others.
pub(super) const MAIN: &str = "/zishu/main.typ";
/// The line with which it calls for a whole document.
pub(super) const WHOLE: &str = "#show: report\n";
/// The generated Typst text: one file per part, and a main file.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    pub(super) files: Vec<(String, Arc<MappedText>)>,
    /// The pictures that may be read, by path in the workspace, and where each is first used.
    pub(super) pictures: BTreeMap<String, Span>,
    pub(super) headings: Vec<BlockId>,
    /// Number of sections.
    pub(super) sections: usize,
    /// Where the profile is chosen: the origin of what has no other.
    pub(super) origin: Span,
    pub(super) date: Date,
}

impl Generated {
    /// Shares the texts that are the same as in an earlier one, so that a pointer tells that they are.
    pub fn share(&mut self, before: &Generated) {
        for (path, text) in &mut self.files {
            let old = before.files.iter().find(|(old_path, _)| old_path == path);
            if let Some((_, old_text)) = old.filter(|(_, old_text)| old_text == text) {
                *text = old_text.clone();
            }
        }
    }

    /// The [`fingerprint`] of the texts.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.files.iter().map(|(_, text)| text.text().as_bytes()))
    }

    /// Path and text of every generated file, for `dump typst`.
    pub fn texts(&self) -> Vec<(String, &MappedText)> {
        self.files.iter().map(|(path, text)| (path.clone(), text.as_ref())).collect()
    }
}
