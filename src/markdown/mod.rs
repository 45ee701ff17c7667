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
mod code_ranges;
mod context;
mod directives;
mod figures;
mod fragments;
mod headings;
mod html;
mod inlines;
mod labels;
mod landscape;
mod links;
mod markers;
mod near_miss;
mod near_misses;
mod other_tools;
mod notes;
mod numbers;
mod options;
mod parse;
mod positions;
mod products;
mod runs;
mod scripts;
mod small_characters;
mod spaces;
mod tables;

#[cfg(test)]
mod tests;

pub use context::{FindPicture, TextKind};
pub use labels::typed_labels;
pub use parse::parse;
