//! The paragraphs of a Word file by which a later state of it is told from an earlier one.
//!
//! In: a Word file, read. Out: the words of each paragraph that has any: the main text with its tables, then
//! the notes in the order of their marks, then headers, footers and text boxes, each text once. What is
//! deleted with tracked changes is left out. What a program counts anew when it opens a file isn't read: page
//! numbers, and with them the contents.

use super::compared::compared;
use crate::docx::{self, Docx, Paragraph, Piece, PieceKind, RevisionKind};
use crate::source::fingerprint;
use std::collections::BTreeSet;

/// Digits of a paragraph's hash.
const DIGITS: usize = 8;

/// The words of each paragraph.
pub fn paragraphs(docx: &Docx) -> Vec<String> {
    let mut texts = Vec::new();
    let mut note_ids = Vec::new();
    for paragraph in docx::paragraphs(&docx.body.blocks) {
        note_ids.extend(notes(paragraph));
        texts.push(words(docx, paragraph));
    }

    for story in note_ids.iter().filter_map(|id| docx.notes.get(id)) {
        let paragraphs = docx::paragraphs(&story.blocks);
        texts.extend(paragraphs.into_iter().map(|paragraph| words(docx, paragraph)));
    }

    let asides = docx.asides.iter().flat_map(|aside| docx::paragraphs(&aside.story.blocks));
    texts.extend(asides.map(|paragraph| words(docx, paragraph)).collect::<BTreeSet<String>>());
    texts.retain(|text| text.chars().any(|c| compared(c).is_some()));
    texts
}

/// A hash of each paragraph's words: what isn't printed, and blanks, don't count.
pub fn paragraph_hashes(paragraphs: &[String]) -> Vec<String> {
    let hash = |text: &String| {
        let text: String = text.chars().filter_map(compared).collect();
        let mut hash = fingerprint([text.as_bytes()]);
        hash.truncate(DIGITS);
        hash
    };
    paragraphs.iter().map(hash).collect()
}

fn notes(paragraph: &Paragraph) -> impl Iterator<Item = i64> {
    paragraph.pieces.iter().filter_map(|piece| match piece.kind {
        PieceKind::Note(id) => Some(id),
        _ => None,
    })
}

fn words(docx: &Docx, paragraph: &Paragraph) -> String {
    let pieces = paragraph.pieces.iter().filter(|piece| !piece.format.hidden);
    let shown = pieces.filter(|piece| {
        !is_counted_anew(piece) && !docx.has_kind(&piece.revisions, RevisionKind::is_deletion)
    });
    shown.filter_map(text).collect()
}

fn text(piece: &Piece) -> Option<&str> {
    match &piece.kind {
        PieceKind::Text(text) => Some(text),
        PieceKind::CheckBox(_) => piece.kind.check_box(),
        PieceKind::Tab | PieceKind::LineBreak => Some(" "),
        _ => None,
    }
}

fn is_counted_anew(piece: &Piece) -> bool {
    const FIELDS: [&str; 5] = ["PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC"];
    let name = piece.field.as_deref().and_then(|code| code.split_whitespace().next());
    name.is_some_and(|name| FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)))
}
