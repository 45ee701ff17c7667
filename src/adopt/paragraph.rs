//! A paragraph of the draft, read.

use super::annotations::{Annotation, annotation};
use super::losses::Location;
use super::runs::{Run, RunKind};
use crate::document::digits::is_digit;
use crate::document::task_box;
use crate::docx::{Docx, Paragraph, Piece, PieceKind, Story};

/// A paragraph of the draft.
pub(super) struct DraftParagraph {
    pub runs: Vec<Run>,
    /// The text of its runs.
    pub text: String,
    /// Its style's name, in small letters.
    pub style: String,
    pub outline: Option<u8>,
    pub numbering: Option<(i64, u8)>,
    /// The state of the check box that it begins with, and how long the box is in `text`, in bytes.
    pub task: Option<(bool, usize)>,
    /// Whether its style, or a content control, makes it part of a list of contents.
    pub in_contents: bool,
    pub location: Location,
}

impl DraftParagraph {
    /// Whether it is the title of the whole file.
    pub fn is_title(&self) -> bool {
        matches!(self.style.as_str(), "title" | "标题") && self.outline.is_none()
    }

    /// Whether it is the mark above an annex's title: 附件 with or without a number (GB/T 9704-2012,
    /// 7.3.7).
    pub fn is_annex_mark(&self) -> bool {
        let number = self.text.trim().strip_prefix("附件");
        number.is_some_and(|number| {
            let number = number.trim_start().trim_end_matches(['：', ':']);
            number.chars().all(is_digit)
        })
    }

    /// What it says about a table or picture that stands right beside it.
    pub fn annotation(&self) -> Option<Annotation> {
        annotation(&self.text, is_caption_style(&self.style))
    }

    /// Whether a note is marked in it.
    pub fn has_note(&self) -> bool {
        self.runs.iter().any(|run| matches!(run.kind, RunKind::Note(_)))
    }
}

/// Whether a style of this name, in small letters, is that of captions; 表题 is ours.
pub(super) fn is_caption_style(name: &str) -> bool {
    matches!(name, "caption" | "题注" | "表题")
}

/// The texts of the boxes that stand in a paragraph.
pub(super) fn text_boxes<'a>(
    paragraph: &Paragraph,
    docx: &'a Docx,
) -> impl Iterator<Item = &'a Story> {
    let indices: Vec<usize> = paragraph
        .pieces
        .iter()
        .filter_map(|piece| match piece.kind {
            PieceKind::TextBox(index) if !piece.format.hidden => Some(index),
            _ => None,
        })
        .collect();
    indices.into_iter().filter_map(|index| docx.asides.get(index)).map(|aside| &aside.story)
}

/// The text of pieces as they stand, for an excerpt.
pub(super) fn text_of_pieces(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces.iter().filter(|piece| !piece.format.hidden) {
        match &piece.kind {
            PieceKind::Text(part) => text.push_str(part),
            PieceKind::CheckBox(checked) => text.push_str(task_box(*checked)),
            PieceKind::Tab | PieceKind::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
