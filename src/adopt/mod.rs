//! A bureau's first draft in Word as a chapter.
//!
//! In: a Word file as [`crate::docx`] reads it. Out: Markdown, pictures to be written beside it, and a
//! list of everything that Markdown can't carry. It writes nothing.

mod accept;
mod body;
mod captions;
mod carrier;
mod figures;
mod headings;
mod inline;
mod ledger;
mod lists;
mod marks;
mod numbers;
mod report;
mod runs;
mod tables;
#[cfg(test)]
mod tests;

pub use ledger::Left;
pub use report::{data, text};

use crate::docx::{Docx, Piece, PieceKind, RevisionKind};
use std::collections::BTreeMap;

/// Folder of a chapter's pictures, beside it.
pub const PICTURES: &str = "图片";

/// Where the draft goes.
pub struct Target<'a> {
    /// The section's title: a draft's own first heading of the same words is left out.
    pub title: &'a str,
    /// Name of the chapter's file without ending; its pictures begin with it.
    pub stem: &'a str,
    /// A picture file that lies in [`PICTURES`] already.
    pub existing: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// A picture to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedPicture {
    /// Its name in [`PICTURES`].
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What was carried over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Headings.
    pub headings: usize,
    /// Paragraphs outside of lists.
    pub paragraphs: usize,
    /// Items of lists.
    pub items: usize,
    /// Tables.
    pub tables: usize,
    /// Pictures, each time that one is shown.
    pub pictures: usize,
    /// Notes.
    pub notes: usize,
}

/// A comment of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Who.
    pub author: String,
    /// When, as the file says.
    pub date: String,
    /// Where: `第 3 段`; empty where the file doesn't say.
    pub place: String,
    /// The first words there.
    pub words: String,
    /// Its text.
    pub text: String,
}

/// A draft as a chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The chapter below its front matter.
    pub body: String,
    /// Pictures to be written.
    pub pictures: Vec<AdoptedPicture>,
    /// What was carried over.
    pub counts: Counts,
    /// Tracked changes, all taken as accepted, by kind.
    pub revisions: BTreeMap<RevisionKind, usize>,
    /// Comments, which stay out of the chapter.
    pub comments: Vec<Remark>,
    /// What was not carried, or not as it was.
    pub left: Vec<Left>,
}

/// Makes a chapter of a draft.
pub fn adopt(docx: &Docx, target: &Target<'_>) -> Adopted {
    let mut carrier = carrier::Carrier::new(docx, target);
    let body = body::write(&mut carrier);
    let mut revisions = BTreeMap::new();
    // Those in headers and footers are in no chapter.
    let own = docx.revisions.len() - docx.counted.in_edges.min(docx.revisions.len());
    for revision in &docx.revisions[..own] {
        *revisions.entry(revision.kind).or_insert(0) += 1;
    }
    carrier.finish(body, revisions)
}

/// The text of pieces as they stand, for a place's first words.
fn words_of(pieces: &[Piece]) -> String {
    let mut words = String::new();
    for piece in pieces.iter().filter(|piece| !piece.format.hidden) {
        match &piece.kind {
            PieceKind::Text(text) => words.push_str(text),
            PieceKind::Tab | PieceKind::LineBreak => words.push(' '),
            PieceKind::PageBreak
            | PieceKind::Note(_)
            | PieceKind::OwnMark
            | PieceKind::Picture { .. }
            | PieceKind::TextBox(_)
            | PieceKind::Object(_)
            | PieceKind::BookmarkStart(_)
            | PieceKind::BookmarkEnd(_)
            | PieceKind::CommentStart(_)
            | PieceKind::CommentEnd(_)
            | PieceKind::CommentMark(_) => {}
        }
    }
    words
}
