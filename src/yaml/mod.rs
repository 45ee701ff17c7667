//! YAML into types, with the position of every value; the only user of serde_yaml and yaml-edit.
//!
//! In: a range of a file. Out: the typed value and [`Positions`], or problems at their lines.
//! serde_yaml decides what is YAML and gives the values; yaml-edit, which would try to recover from
//! broken text, sees only what serde_yaml has accepted and gives the positions.

mod edit;
mod guard;
mod insert;
mod lines;
mod load;
mod location;
mod messages;
mod positions;
mod problem;
mod scalar;
mod shape;
mod structure;
mod syntax;
mod tree;

#[cfg(test)]
mod tests;

pub use edit::{quote, set_values};
pub use guard::is_blank;
pub use insert::{Content, EntryPosition, add_entry};
pub use load::load;
pub use positions::Positions;
pub use scalar::scalar;
pub use tree::Step;
