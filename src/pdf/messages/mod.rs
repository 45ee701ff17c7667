//! What Typst says, in the words of those who change a template: the only place that looks for its
//! English.
//!
//! Written against typst and typst-pdf 0.15.1. The tests raise every line of the table through the
//! library, so that a version that words something else fails there. What isn't in the table is quoted
//! at the place that Typst names.

mod lookup;
mod table;
#[cfg(test)]
mod tests;

pub(super) use lookup::{chinese, is_about_picture, unprintable};
