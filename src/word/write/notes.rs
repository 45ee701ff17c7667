//! Notes at the foot of the page, numbered in the order of their marks.

use super::blocks::Frame;
use super::inlines::ParagraphBuilder;
use super::style_ids;
use super::writer::{Writer, paragraph};
use docx_rs::{DocumentChild, Paragraph, ParagraphChild, Run};
use std::collections::BTreeSet;

impl Writer<'_> {
    /// Renders the notes that the body has marked. A note marked twice stands twice: Word gives each
    /// mark a note of its own, and numbers start anew on every page.
    pub(super) fn render_notes(&mut self) -> String {
        self.in_note = true;
        self.heading_level = 0;
        let mut out = String::new();
        let document = self.document;
        let mut printed = BTreeSet::new();
        for (index, id) in std::mem::take(&mut self.notes).into_iter().enumerate() {
            let Some(note) = document.notes.get(id.0 as usize) else { continue };
            self.is_first_use = printed.insert(id.0);
            self.at_note_start = true;
            self.blocks(&note.blocks, Frame::default());
            self.begin_note(None);
            self.end_with_paragraph();

            let number = index + 1;
            out.push_str(&format!(
                "<w:footnote w:id=\"{number}\">{}</w:footnote>",
                self.flow.finish()
            ));
        }
        self.in_note = false;
        self.is_first_use = true;
        out
    }

    /// Puts the note's mark before its text: into the paragraph that is written next, or into one of
    /// its own before a table or where there is no text.
    pub(super) fn begin_note(&mut self, next: Option<&mut Paragraph>) {
        if !std::mem::take(&mut self.at_note_start) {
            return;
        }

        let mark = ParagraphChild::Run(Box::new(Run::new().style(style_ids::NOTE_MARK)));
        let start = std::iter::once(mark).chain(ParagraphBuilder::plain(" "));
        let is_text = |paragraph: &&mut Paragraph| {
            let style = paragraph.property.style.as_ref().map(|style| style.val.as_str());
            style == Some(style_ids::NOTE)
        };

        match next.filter(is_text) {
            Some(first) => drop(first.children.splice(0..0, start)),
            None => {
                let first = paragraph(style_ids::NOTE, start.collect());
                self.flow.push(DocumentChild::Paragraph(Box::new(first)));
            }
        }
    }

    /// A note, a cell and the body may not end with a table.
    pub(super) fn end_with_paragraph(&mut self) {
        if self.flow.ends_with_table() {
            self.push_gap();
        }
    }
}
