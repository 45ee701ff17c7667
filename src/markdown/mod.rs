//! Markdown to the tree; the only user of comrak.
//!
//! In: an expanded chapter or merge template. Out: a [`Chapter`](crate::document::Chapter) whose spans lie in the user's files.
//! comrak's types stay here; positions come from its columns, corrected where they are known to be off.

mod adjacent;
mod attributes;
mod autolinks;
mod blocks;
mod captions;
mod cell_merges;
mod characters;
mod context;
mod directives;
mod figures;
mod headings;
mod html;
mod inlines;
mod labels;
mod landscape;
mod links;
mod markers;
mod near_misses;
mod notes;
mod options;
mod parse;
mod positions;
mod products;
mod runs;
mod tables;

#[cfg(test)]
mod tests;

pub use context::{FindPicture, TextKind};
pub use labels::typed_labels;
pub use parse::parse;
