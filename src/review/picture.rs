//! A picture of a Word file.

/// A picture: its name in [`crate::docx::Docx::media`], and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub media: String,
    pub alt: String,
}
