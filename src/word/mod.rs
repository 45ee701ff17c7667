//! Document to Word; the only user of docx-rs.
//!
//! `write` renders the tree with docx-rs, `finish` completes every part, [`lint`](mod@lint) is the gate that each
//! passes; then the contents' page numbers are printed and the parts packed. `redline` compares two
//! states. Nothing here reads files.

mod dump;
mod finish;
mod input;
mod lint;
mod names;
mod package;
mod redline;
#[cfg(test)]
mod tests;
mod write;

pub use dump::dump;
pub use finish::is_comparison;
pub use input::{CarriedComment, CarriedReply, ImageBytes, Place, ReviewCopy, WordAssets};
pub use lint::lint;
pub use package::{Package, Unsound, build, build_copy, finish, finish_comparison};
pub use redline::{Change, ChangeKind, ChangeLocation, Titles, Version, Writers, list, redline};
