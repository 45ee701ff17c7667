//! Every example of the CommonMark and GFM specifications, as a chapter.
//!
//! In: the specifications' texts. Out: for each example its problems (golden); its text and structure
//! held against the specification's own HTML; and for those without errors a PDF and a Word file that
//! the validators accept, many examples in one report.

mod examples;
mod html;
mod node;
mod readings;
mod tree;

pub(crate) use examples::trials;
