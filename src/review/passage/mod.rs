//! Every paragraph that a document prints, character by character with its place in the sources.
//!
//! In: a document, resolved. Out: passages in the order in which Word prints them, the notes last,
//! each named as [`crate::document::anchor`] names it. A passage's text is, to the character, what
//! the Word file's paragraph says.

mod builder;
mod code;
mod gather;
mod literal;
mod model;
#[cfg(test)]
mod tests;

pub use gather::passages;
pub use model::{Character, Origin, Passage, Role, Wrap, WrapKind};
