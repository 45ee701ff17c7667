//! A paragraph as printed: its text with the origin of every character, and the marks around them.

use crate::document::{ValueId, task_box};
use crate::source::{self, MappedText, Span};
use std::ops::Range;

/// A paragraph as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its anchor.
    pub name: String,
    /// The block that it belongs to: all that goes when the paragraph is deleted.
    pub block: Span,
    /// The heading, list item, cell or the like that it is.
    pub role: Role,
    /// Its text; U+FFFC stands for what is no text (a picture, a note's mark).
    pub text: MappedText<Origin>,
    /// Marks around stretches of its text, outer before inner.
    pub wraps: Vec<Wrap>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph of running text.
    Paragraph,
    /// The first paragraph of a list's item; the item's span.
    Item(Span),
    /// A cell; the row's span, the row in head and body together, the cell among the row's own.
    Cell {
        /// The row's span.
        row_span: Span,
        /// The row, from 0.
        row: usize,
        /// The cell, from 0.
        cell: usize,
    },
    /// Preformatted text.
    Code,
    /// What goes with a table or a picture: a caption, a unit, note or source line, the picture's line.
    Attached,
}

/// Where a printed character comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A writer typed it: these bytes of a chapter, which stand for nothing else.
    Typed(Span),
    /// Part of a value of data: the value's index into `Document::values` and its expression's span.
    Value(ValueId, Span),
    /// Part of what a piece of source stands for as a whole: a reference, a note's mark, a picture.
    Whole(Span),
    /// The program or a template made it; the span that caused it.
    Generated(Span),
}

impl Origin {
    /// Its span.
    pub fn span(self) -> Span {
        let (Origin::Typed(span)
        | Origin::Value(_, span)
        | Origin::Whole(span)
        | Origin::Generated(span)) = self;
        span
    }

    /// Its span in the sources, unless the program or a template made it.
    pub(in crate::review) fn source_span(self) -> Option<Span> {
        match self {
            Origin::Typed(span) | Origin::Value(_, span) | Origin::Whole(span) => Some(span),
            Origin::Generated(_) => None,
        }
    }

    /// The same of another span.
    fn with_span(self, span: Span) -> Origin {
        match self {
            Origin::Typed(_) => Origin::Typed(span),
            Origin::Value(id, _) => Origin::Value(id, span),
            Origin::Whole(_) => Origin::Whole(span),
            Origin::Generated(_) => Origin::Generated(span),
        }
    }
}

impl source::Origin for Origin {
    fn part(self, bytes: Range<u32>) -> Origin {
        self.with_span(source::Origin::part(self.span(), bytes))
    }

    fn joined(self, next: Origin) -> Option<Origin> {
        let same = self.with_span(next.span()) == next;
        let joined = source::Origin::joined(self.span(), next.span())?;
        same.then(|| self.with_span(joined))
    }
}

/// Marks around characters: `**…**`, `[…](…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The bytes of the passage's text.
    pub bytes: Range<usize>,
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

impl Passage {
    /// What it says.
    pub fn text(&self) -> &str {
        self.text.text()
    }

    /// The box that it begins with as a task, with the space behind it.
    pub(in crate::review) fn task_box(&self) -> Option<&str> {
        let is_item = matches!(self.role, Role::Item(_));
        let boxes = [true, false].map(|done| format!("{} ", task_box(done)));
        let mark = boxes.iter().find(|mark| self.text().starts_with(mark.as_str()))?;
        is_item.then(|| &self.text()[..mark.len()])
    }

    /// Its characters with the byte at which each begins and its origin.
    pub fn characters(&self) -> impl Iterator<Item = Character> {
        self.text().char_indices().filter_map(|(start, character)| {
            let origin = self.text.origin_of_char(start)?;
            Some(Character { start, character, origin })
        })
    }

    /// Whether nobody typed anything in it.
    pub fn is_generated(&self) -> bool {
        let mut segments = self.text.segments().iter();
        segments.all(|segment| matches!(segment.origin, Origin::Generated(_)))
    }
}

/// A character of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Character {
    /// The byte of the passage's text at which it begins.
    pub start: usize,
    /// The character.
    pub character: char,
    /// Where it comes from.
    pub origin: Origin,
}
