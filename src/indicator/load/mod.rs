//! Reads chapters/indicators: what the indicators are, and the values that the bureaus give.
//!
//! In: files beginning with `_` (definitions) and the others (values of one bureau each). Out:
//! [`Indicators`](super::Indicators). It goes on after each problem, and takes what was surely meant, so that one
//! mistake is reported once and not again wherever the value is used.

mod definitions;
mod entry;
mod folder;
mod links;
mod names;
mod number;
mod rules;
#[cfg(test)]
mod tests;
mod values;

pub use entry::Entry;
pub use folder::load;
pub use number::{Misread, read as read_number};
