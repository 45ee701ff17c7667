//! What minijinja says, in the words of those who write chapters: the only place that looks for its
//! English.
//!
//! Written against minijinja 3.1.0, mostly by the kind of an error, else by the tables. The tests raise
//! every kind and every line through the expander, so that a version that words something else fails
//! there. What is in no table still gives a Chinese message at the place that minijinja names.

mod lookup;
mod meaning;
mod table;

pub(super) use lookup::{BlockEnd, block_end, undefined_name};
pub(super) use meaning::meaning;
#[cfg(test)]
pub(super) use table::{OPERATIONS, SYNTAX};
