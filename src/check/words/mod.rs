//! The word lists that the rules on prose are made of, as text files that need no programmer.
//!
//! In: `*.txt`, built into the program. Out: one struct a file, with a [`WordList`] for each list in
//! it. [`file`](mod@file) says how a file is written; a file that breaks its form fails the tests.

mod context;
mod file;
mod index;
mod list;
mod names;
mod numbers;
mod scope;
mod sentence;
mod text;

#[cfg(test)]
mod tests;

pub(super) use context::CONTEXT;
pub(super) use index::WordIndex;
pub(super) use list::WordList;
pub(super) use names::NAMES;
pub(super) use numbers::{NUMBERS, UnitWord};
pub(super) use scope::SCOPE;
pub(super) use sentence::sentence_words;
pub(super) use text::TEXT;
