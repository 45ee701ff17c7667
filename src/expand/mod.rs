//! Chapter and merge templates to Markdown; the only user of minijinja.
//!
//! In: a chapter file or a template, the workspace's data. Out: [`Expanded`]. Values of data are not
//! printed: a marker stands for each, so that no value can change the Markdown around it.

mod arguments;
mod blank;
mod bounds;
mod chart;
mod comparison;
mod context;
mod dump;
mod engine;
mod expander;
mod failure;
mod finish;
mod functions;
mod job;
mod lookup;
mod macros;
mod meaning;
mod scan;
mod scanner;
mod session;
mod tags;
#[cfg(test)]
mod tests;

pub use context::Field;
pub use dump::{dump, placeholder, placeholders};
pub use expander::Expander;

use crate::document::{Block, ValueUse};
use crate::source::MappedText;

/// Opens a marker; then a kind letter (`v` value, `c` chart, `p` placeholder), a decimal index, and [`MARKER_CLOSE`].
pub const MARKER_OPEN: char = '\u{FDD0}';
/// Closes a marker.
pub const MARKER_CLOSE: char = '\u{FDD1}';

/// A template's text after expansion.
#[derive(Debug, Clone, Default)]
pub struct Expanded {
    /// The Markdown, without front matter, with markers.
    pub text: MappedText,
    /// What the value markers stand for.
    pub values: Vec<ValueUse>,
    /// What the chart markers stand for: blocks of kind `Chart`.
    pub charts: Vec<Block>,
}
