//! The words of a Word file in the order of its text, as Word prints them.

use crate::docx::{self, Counters, Docx, Paragraph, PieceKind, Story};

/// The words of a Word file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WordText {
    /// The main text, with automatic numbers and what stands for a picture.
    pub body: String,
    /// The notes, in the order of their marks.
    pub notes: Vec<String>,
}

/// Reads a Word file's words.
pub(super) fn words(docx: &Docx) -> WordText {
    let mut reader = Reader { docx, counters: Counters::default(), note_ids: Vec::new() };
    let mut body = String::new();
    reader.story(&docx.body, &mut body);

    let mut notes = Vec::new();
    for id in std::mem::take(&mut reader.note_ids) {
        let mut note = String::new();
        if let Some(story) = docx.notes.get(&id) {
            reader.story(story, &mut note);
        }

        notes.push(note);
    }

    WordText { body, notes }
}

struct Reader<'a> {
    docx: &'a Docx,
    counters: Counters,
    /// In the order of their marks.
    note_ids: Vec<i64>,
}

impl Reader<'_> {
    fn story(&mut self, story: &Story, output: &mut String) {
        for paragraph in docx::paragraphs(&story.blocks) {
            self.paragraph(paragraph, output);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, output: &mut String) {
        if let Some(numbering) = paragraph.numbering.filter(|(instance, _)| *instance != 0) {
            self.counters.next(numbering, self.docx);
            match self.docx.numbering.get(&numbering) {
                Some(level) if level.format == "bullet" => output.push_str(&level.text),
                _ => output.push_str(&self.counters.label(numbering, self.docx)),
            }
        }

        for piece in paragraph.pieces.iter().filter(|piece| !piece.format.hidden) {
            match &piece.kind {
                PieceKind::Text(text) | PieceKind::Picture { alt: text, .. } => {
                    output.push_str(text);
                }
                PieceKind::CheckBox(_) => output.extend(piece.kind.check_box()),
                PieceKind::Note(id) => self.note_ids.push(*id),
                PieceKind::Tab
                | PieceKind::LineBreak
                | PieceKind::PageBreak
                | PieceKind::OwnMark
                | PieceKind::TextBox(_)
                | PieceKind::Object(_)
                | PieceKind::BookmarkStart(_)
                | PieceKind::BookmarkEnd(_)
                | PieceKind::CommentStart(_)
                | PieceKind::CommentEnd(_)
                | PieceKind::CommentMark(_) => {}
            }
        }
    }
}
