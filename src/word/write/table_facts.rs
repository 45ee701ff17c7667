//! What the finishing pass is told of each table: docx-rs has no words for it.

/// What a table is to those who can't see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::word) struct TableFacts {
    /// Number and words of its caption.
    pub caption: String,
    /// Whether the first column holds the heads of the rows.
    pub has_row_heads: bool,
}
