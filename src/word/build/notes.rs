//! Notes at the foot of the page, numbered in the order of their marks.

use super::blocks::Frame;
use super::inlines::{Line, Marks};
use super::styles;
use super::{Writer, paragraph, rendered};
use docx_rs::{DocumentChild, Paragraph, ParagraphChild, Run};
use std::collections::BTreeSet;

impl Writer<'_> {
    /// Renders the notes that the body has marked. A note marked twice stands twice: Word gives each
    /// mark a note of its own, and numbers start anew on every page.
    pub(super) fn render_notes(&mut self) -> String {
        self.in_note = true;
        let mut out = String::new();
        let document = self.document;
        let mut seen = BTreeSet::new();
        for (index, id) in std::mem::take(&mut self.notes).into_iter().enumerate() {
            let Some(note) = document.notes.get(id.0 as usize) else { continue };
            self.children.clear();
            self.first = seen.insert(id.0);
            self.blocks(&note.blocks, Frame::default());
            self.begin_note();
            self.end_with_paragraph();
            out.push_str(&format!("<w:footnote w:id=\"{}\">", index + 1));
            for child in self.children.drain(..) {
                match child {
                    DocumentChild::Paragraph(paragraph) => out.push_str(&rendered(&*paragraph)),
                    DocumentChild::Table(table) => out.push_str(&rendered(&*table)),
                    // Nothing else is ever pushed.
                    _ => {}
                }
            }
            out.push_str("</w:footnote>");
        }
        self.in_note = false;
        self.first = true;
        out
    }

    /// Puts the note's mark before its text.
    fn begin_note(&mut self) {
        let mark = ParagraphChild::Run(Box::new(Run::new().style(styles::NOTE_MARK)));
        let mut space = Line::default();
        space.text(" ", Marks::default());
        let start = std::iter::once(mark).chain(space.finish());
        let plain = |paragraph: &Paragraph| {
            let style = paragraph.property.style.as_ref().map(|style| style.val.as_str());
            style == Some(styles::NOTE)
        };
        match self.children.first_mut() {
            Some(DocumentChild::Paragraph(first)) if plain(first) => {
                first.children.splice(0..0, start);
            }
            _ => {
                let first = paragraph(styles::NOTE, start.collect());
                self.children.insert(0, DocumentChild::Paragraph(Box::new(first)));
            }
        }
    }

    /// A note, a cell and the body may not end with a table.
    pub(super) fn end_with_paragraph(&mut self) {
        if matches!(self.children.last(), Some(DocumentChild::Table(_))) {
            self.separate();
        }
    }
}
