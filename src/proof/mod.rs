//! The PDF's words held against the Word file's, so that nobody has to compare the two.
//!
//! In: the words of the pages as they were laid out, and the Word file as it was written, read back as a
//! stranger's is. Out: how much agrees, and each difference at its place in the chapter. Blanks aren't
//! compared: a line's end has none.

mod compare;
mod compared;
mod paragraphs;
mod report;
#[cfg(test)]
mod tests;
mod words;

pub use compare::{Difference, Proof, compare};
pub use paragraphs::{paragraph_hashes, paragraphs};
pub use report::{report, report_unread};
