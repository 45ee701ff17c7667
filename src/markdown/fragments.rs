//! Text that stands for itself, though comrak has read it as part of something else: the values of
//! attributes (`来源="见[@tbl-甲]"`), a picture's title, what a chart is called. It is read as the
//! inlines of a paragraph, as a table's caption is.
//!
//! In: a range of the text, or a text that `expand` made. Out: inlines; `None` where the text is no
//! single paragraph. Notes can't stand there, which is reported.

use super::context::Lowering;
use super::inlines::Frame;
use super::options;
use super::positions::Positions;
use crate::document::{Inline, InlineKind};
use crate::expand::{MARKER_CLOSE, MARKER_OPEN};
use crate::source::{MappedText, Mapping, Span};
use comrak::nodes::NodeValue;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

impl Lowering<'_, '_> {
    /// The inlines of a range of the text.
    pub fn fragment(&mut self, range: Range<usize>) -> Option<Vec<Inline>> {
        // With the quote before it the text is no heading, list or table.
        let (from, _) = self.source()[..range.start].char_indices().next_back()?;
        let positions = self.positions.part(from..range.end);
        let text = self.source()[from..range.end].to_owned();
        self.nested(positions, &text, range.start)
    }

    /// The inlines of a chart's text, which are plain text and values so far.
    pub fn made_fragment(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let is_text =
            |inline: &Inline| matches!(inline.kind, InlineKind::Text(_) | InlineKind::Value(_));
        let Some(span) = content.first().map(|inline| inline.span) else { return content };
        if !content.iter().all(is_text) {
            return content;
        }

        let mut text = "\"".to_owned();
        for inline in &content {
            match &inline.kind {
                InlineKind::Value(id) => {
                    text.push_str(&format!("{MARKER_OPEN}v{}{MARKER_CLOSE}", id.0));
                }
                InlineKind::Text(typed) => text.push_str(typed),
                _ => {}
            }
        }

        self.parse_made(&text, span).unwrap_or(content)
    }

    fn parse_made(&mut self, text: &str, span: Span) -> Option<Vec<Inline>> {
        let prepared = options::prepare(text, self.values);
        let mut mapped: MappedText = MappedText::default();
        mapped.push(&prepared.text, span, Mapping::Derived);
        let positions = Positions::new(span.file, &mapped, &prepared.text);
        self.nested(positions, &prepared.text, 1)
    }

    /// Lowers the one paragraph of `text`, from a byte of the positions' text on.
    fn nested(&mut self, positions: Positions<'_>, text: &str, from: usize) -> Option<Vec<Inline>> {
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, text, &options::options());
        let paragraph = root.first_child()?;
        let is_paragraph = matches!(paragraph.data().value, NodeValue::Paragraph);
        if !is_paragraph || paragraph.next_sibling().is_some() {
            return None;
        }

        let mut lowering = Lowering {
            positions,
            kind: self.kind,
            values: self.values,
            charts: Vec::new(),
            directives: Vec::new(),
            pictures: self.pictures,
            diagnostics: &mut *self.diagnostics,
            definitions: BTreeMap::new(),
            mistyped_notes: BTreeSet::new(),
            noted: BTreeSet::new(),
            notes: Vec::new(),
            in_note: false,
            in_fragment: true,
            last_level: 0,
            too_deep: self.too_deep,
            doubtful: std::mem::take(&mut self.doubtful),
            joints: BTreeSet::new(),
            reported_marks: self.reported_marks,
            dropped_labels: BTreeSet::new(),
        };

        let content = lowering.inlines(paragraph, &mut Frame { from, ..Frame::default() });

        let Lowering { too_deep, doubtful, reported_marks, dropped_labels, .. } = lowering;
        self.too_deep = too_deep;
        self.doubtful = doubtful;
        self.reported_marks = reported_marks;
        self.dropped_labels.extend(dropped_labels);
        Some(content)
    }
}
