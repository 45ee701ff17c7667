//! Markdown to the tree; the only user of comrak.
//!
//! In: an expanded chapter or merge template. Out: a [`Chapter`] whose spans lie in the user's files.
//! comrak's types stay here; places come from its columns, corrected where they are known to be off.

mod adjacent;
mod attributes;
mod autolinks;
mod blocks;
mod captions;
mod characters;
mod context;
mod directives;
mod figures;
mod headings;
mod html;
mod inlines;
mod joins;
mod landscape;
mod links;
mod markers;
mod notes;
mod options;
mod positions;
mod products;
mod runs;
mod slips;
mod tables;

#[cfg(test)]
mod tests;

use crate::diag::Diagnostics;
use crate::document::Chapter;
use crate::expand::Expanded;
use crate::source::FileId;
use crate::workspace::{PictureFile, PictureProblem};

/// Finds a picture by the path as typed.
pub type FindPicture<'a> = dyn Fn(&str) -> Result<PictureFile, PictureProblem> + 'a;

/// What kind of text is lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A contribution: its headings begin at level 2.
    Chapter,
    /// A merge template: level 1 is allowed, and it may begin at any level. A paragraph that is
    /// nothing but a placeholder marker (`p`) stays a paragraph of that marker as one text.
    Template,
}

/// Lowers a text; problems are reported and what can't be kept is left out.
pub fn parse(
    file: FileId,
    expanded: Expanded,
    kind: Kind,
    pictures: &FindPicture<'_>,
    diagnostics: &mut Diagnostics,
) -> Chapter {
    let Expanded { text, values, charts } = expanded;
    let prepared = options::prepare(text.text(), &values);
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, &prepared.text, &options::options());
    let places = positions::Places::new(file, &text, &prepared.text);
    let mut lowering = context::Lowering::new(
        places,
        kind,
        &values,
        charts,
        prepared.directives,
        pictures,
        diagnostics,
    );
    lowering.doubtful = prepared.doubtful;
    lowering.collect_notes(root);
    let blocks = lowering.document(root);
    if let Some(at) = prepared.too_deep {
        lowering.nested_too_deep(at..at + 1);
    }
    let notes = lowering.into_notes();
    Chapter { file, blocks, notes, values }
}
