//! Every paragraph that a document prints, character by character with its place in the sources.
//!
//! In: a document, resolved. Out: passages in the order in which Word prints them, the notes last,
//! each named as [`crate::document::anchor`] names it. A passage's text is, to the character, what
//! the Word file's paragraph says.

mod gather;
mod line;

use crate::document::Document;
use crate::source::{Sources, Span};

/// A paragraph as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its anchor.
    pub name: String,
    /// The block that it belongs to: all that goes when the paragraph is deleted.
    pub block: Span,
    /// The heading, list item, cell or the like that it is.
    pub role: Role,
    /// Its characters.
    pub glyphs: Vec<Glyph>,
    /// Marks around stretches of its characters, outer before inner.
    pub wraps: Vec<Wrap>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph of running text.
    Paragraph,
    /// The first paragraph of a list's item; the item's place.
    Item(Span),
    /// A cell; row's place, row in head and body together, cell among the row's own.
    Cell {
        /// The row's place.
        row_span: Span,
        /// The row, from 0.
        row: usize,
        /// The cell, from 0.
        cell: usize,
    },
    /// Preformatted text.
    Code,
    /// A caption, a unit, note or source line, a picture's line.
    Line,
}

/// A printed character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The character; U+FFFC for what is no text (a picture, a note's mark).
    pub character: char,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a printed character comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A writer typed it: these bytes of a chapter, which stand for nothing else.
    Typed(Span),
    /// Part of a value of data: the value's index into `Document::values` and its expression's place.
    Value(crate::document::ValueId, Span),
    /// Part of what a piece of source stands for as a whole: a reference, a note's mark, a picture.
    Whole(Span),
    /// The program or a template made it; the place that caused it.
    Made(Span),
}

/// Marks around characters: `**…**`, `[…](…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The characters, by their indices.
    pub glyphs: std::ops::Range<usize>,
    /// The source with the marks.
    pub span: Span,
    /// What the marks say.
    pub kind: WrapKind,
}

/// What marks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrapKind {
    /// Strong.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Struck through.
    Strikethrough,
    /// Code.
    Code,
    /// A link or a reference with words of its own.
    Link,
}

/// The passages of a document.
pub fn passages(document: &Document, sources: &Sources) -> Vec<Passage> {
    gather::gather(document, sources)
}

impl Passage {
    /// What it says.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }
}

#[cfg(test)]
mod tests;
