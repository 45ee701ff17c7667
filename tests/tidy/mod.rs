//! Rules of the code's form, held by a test: who may use what, how long things are, what is banned.
//!
//! In: the repository's own sources. Out: one trial a rule, with every breach at its line.

mod graph;
mod listing;
mod modules;
mod rules;
mod source;
mod style;

pub(crate) use rules::trials;
