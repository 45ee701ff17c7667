//! Two Word packages as one whose tracked changes turn the first into the second.
//!
//! In: packages that the writer made of two states of a document. Out: the second with insertions and
//! deletions marked, and a list of them. It works on the parts' XML, which is our own: accepting all
//! gives the second document's text, refusing all the first's. The contents, and numbers that Word
//! counts, are the second's.

// Why it is not a diff of two document trees, marked up by the writer:
// - What is compared isn't all in the tree: the writer makes the cover, the numbers and labels of
//   captions, the sections and their pages out of `Meta` and the profile. A tree with revisions would
//   leave them unmarked, or the writer would have to write both states of them.
// - The tree has no node that can be in one state alone: revisions belong to a run, to a paragraph's mark,
//   to a row, and to a format that was another one (`w:ins`, `w:del`, `w:rPrChange`; ISO/IEC 29500-1,
//   17.13.5). They would be fields of `Inline`, `Block` and `Row`, which every room from `markdown` to
//   `pdf` matches, for the sake of one command.
// - The writer counts what it writes: ids of bookmarks, drawings, notes and relationships, instances of
//   lists, SEQ fields, the paragraph that ends a section. What is deleted must be written and not counted,
//   and what it refers to must be found in the other state. That is what `merger` and `imports` do; it
//   would move into the writer, into every place that counts, and not go away.
// - docx-rs writes no `w:rPrChange`: it would be added to its XML afterwards, as it is here.
//
// So the pages that are compared are those that are printed, the writer knows nothing of revisions, and
// what is paired with what is decided by the house's one diff, `source::diff`.

mod atoms;
mod compare;
mod imports;
mod list;
mod merger;
mod model;
mod pairing;
mod paragraphs;
mod parsed;
mod revision_markup;
mod tables;
#[cfg(test)]
mod tests;
mod word_diff;

pub use compare::redline;
pub use list::{Titles, list};
pub use model::{Change, ChangeKind, ChangeLocation, Version, Writers};
