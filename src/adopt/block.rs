//! A block of the draft, read.

use super::losses::Location;
use super::paragraph::DraftParagraph;
use super::tables::Grid;

/// A paragraph or a table of the draft.
pub(super) enum DraftBlock {
    Paragraph(DraftParagraph),
    Table(Grid, Location),
}

impl DraftBlock {
    /// The paragraph that it is.
    pub fn paragraph(&self) -> Option<&DraftParagraph> {
        match self {
            DraftBlock::Paragraph(paragraph) => Some(paragraph),
            DraftBlock::Table(..) => None,
        }
    }
}
