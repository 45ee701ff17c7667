//! A block of the draft, read.

use super::losses::Location;
use super::paragraph::DraftParagraph;
use super::tables::Grid;

/// A paragraph or a table of the draft.
pub(super) enum DraftBlock {
    Paragraph(DraftParagraph),
    Table(DraftTable),
}

/// A table of the draft.
pub(super) struct DraftTable {
    pub grid: Grid,
    pub location: Location,
    /// The number of its section, where that section's pages lie on the long side.
    pub landscape_section: Option<usize>,
}

impl DraftBlock {
    /// The paragraph that it is.
    pub fn paragraph(&self) -> Option<&DraftParagraph> {
        match self {
            DraftBlock::Paragraph(paragraph) => Some(paragraph),
            DraftBlock::Table(_) => None,
        }
    }
}
