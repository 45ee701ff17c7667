//! Chapter and merge templates to Markdown; the only user of minijinja.
//!
//! In: a chapter file or a template, the workspace's data. Out: [`Expanded`]. Values of data are not
//! printed: a marker stands for each, so that no value can change the Markdown around it.

mod arguments;
mod blank;
mod bounds;
mod context;
mod engine;
mod expanded;
mod expander;
mod failure;
mod finish;
mod functions;
mod job;
mod macros;
mod markers;
mod messages;
mod reference;
mod scan;
mod scanner;
mod session;
mod tags;
#[cfg(test)]
mod tests;

pub use context::Field;
pub use expanded::{Expanded, dump};
pub use expander::Expander;
pub use markers::{MARKER_CLOSE, MARKER_OPEN, placeholder, placeholders};
pub use reference::{Entry, EntryKind, Example, Parameter, Scope, Variable, entries, variables};
