//! The gate that every Word file passes before it is written: what validators don't see and Word or a
//! reader stumbles over.
//!
//! In: the trees of all parts, one after the other. Out: a line for each finding; none for a sound
//! file. Each rule looks at one kind of thing, keeps what it must compare over all parts, and says at
//! the end what is missing. A finding is a defect of this program.

mod bookmarks;
mod fields;
mod findings;
mod linter;
mod numbering;
mod relations;
mod revisions;
mod sections;
mod styles;
mod tables;
#[cfg(test)]
mod tests;

pub use linter::lint;
pub(super) use linter::{Linter, lint_parts};
