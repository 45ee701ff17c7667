//! Chapters to one document, in the order and with the additions that templates/*.md.j2 give.

use crate::diag::{Diagnostics, Reported};
use crate::document::{Chapter, Document};
use crate::expand::Expander;

/// Merges the chapters; `chapters[i]` belongs to `workspace.chapters[i]`, `None` where it failed.
pub fn document(
    expander: &Expander<'_>,
    chapters: Vec<Option<Chapter>>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let _ = (expander, chapters, diagnostics);
    todo!()
}
