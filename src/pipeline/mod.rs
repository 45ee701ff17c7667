//! The order of the stages; every command calls it.
//!
//! In: a workspace's folder. Out: what a command asks for, with every problem. [`build()`] is the one way
//! from chapters to documents, pages and files; what comes from no chapter is set beside it.

mod build;
mod cache;
mod chapters;
mod charts;
mod compare;
mod design;
mod documents;
mod formal;
mod gaps;
mod gate;
mod inputs;
mod layout;
mod load;
mod opinions;
mod owner;
mod print;
mod printed;
mod recorded;
mod request;
mod side_documents;
mod slips;
mod unsettled;
mod unused;
mod waivers;

pub use crate::check::Checked;
pub use build::{Built, BuiltDocument, build, build_guarded};
pub use cache::Cache;
pub use compare::{Compared, Comparison, ReportState, compare};
pub use design::Design;
pub use documents::expander;
pub use formal::{Outstanding, count_samples};
pub use inputs::{Inputs, hash_of_text};
pub use layout::Pages;
pub use load::{Loaded, Unreadable, load, load_overlaid};
pub use opinions::print_opinions;
pub use owner::{Share, owner, owner_of_place, row_of_place, shares};
pub use print::{Files, print_review_copy, print_word};
pub use printed::printed_texts;
pub use request::{Checks, Edition, Formats, Goal, Observer, Output, Outputs, Request, Stage};
pub use slips::{print_pages, print_slips};
pub use waivers::Waived;
