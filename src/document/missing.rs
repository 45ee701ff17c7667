//! Characters that no face has, as they are printed: a mark stands in their place, in every file alike.
//!
//! In: a document and those characters. Out: the document to lay out. The tree that reviews and rules
//! read keeps what was typed.

use super::{Block, BlockKind, Chart, Document, Inline, InlineKind, Meta, ValueUse, visit};
use crate::source::Span;
use std::collections::BTreeSet;

/// What printers set in place of a character that they don't have (U+3013).
pub const MARK: char = '〓';

/// The document with a mark in place of each of these characters.
pub fn marked(document: &Document, missing: &BTreeSet<char>) -> Document {
    let mut document = document.clone();
    let marks = Marks { missing };
    marks.meta(&mut document.meta);
    document.values.iter_mut().for_each(|value| marks.value(value));
    document.contents.iter_mut().for_each(|entry| marks.text(&mut entry.text));

    let parts = document.sections.iter_mut().flat_map(|section| &mut section.parts);
    for part in parts {
        visit::blocks_mut(&mut part.blocks, &mut |block| marks.block(block));
    }

    for note in &mut document.notes {
        visit::blocks_mut(&mut note.blocks, &mut |block| marks.block(block));
    }
    document
}

struct Marks<'m> {
    missing: &'m BTreeSet<char>,
}

impl Marks<'_> {
    fn is_in(&self, text: &str) -> bool {
        text.chars().any(|c| self.missing.contains(&c))
    }

    fn text(&self, text: &mut String) {
        if self.is_in(text) {
            let mark = |c: char| if self.missing.contains(&c) { MARK } else { c };
            *text = text.chars().map(mark).collect();
        }
    }

    fn meta(&self, meta: &mut Meta) {
        for text in [&mut meta.title, &mut meta.subtitle, &mut meta.author, &mut meta.subject] {
            self.text(text);
        }
        meta.title_lines.iter_mut().for_each(|line| self.text(line));
    }

    fn value(&self, value: &mut ValueUse) {
        self.text(&mut value.text);
    }

    fn block(&self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Code(code) => self.text(&mut code.text),
            BlockKind::Chart(chart) => self.chart(chart),
            _ => {}
        }
        visit::contents_mut(block).into_iter().for_each(|content| self.inlines(content));
    }

    fn chart(&self, chart: &mut Chart) {
        self.text(&mut chart.unit);
        chart.categories.iter_mut().for_each(|category| self.text(category));
        for series in &mut chart.series {
            self.text(&mut series.name);
            series.values.iter_mut().flatten().for_each(|value| self.value(value));
        }
    }

    fn inlines(&self, content: &mut Vec<Inline>) {
        for mut inline in std::mem::take(content) {
            match &mut inline.kind {
                InlineKind::Text(text) if self.is_in(text) => {
                    content.extend(self.parts(text, inline.span));
                    continue;
                }
                InlineKind::Text(_)
                | InlineKind::Value(_)
                | InlineKind::Note(_)
                | InlineKind::Picture(_)
                | InlineKind::LineBreak => {}
                InlineKind::Code(text) => self.text(text),
                InlineKind::Strong(inner)
                | InlineKind::Emphasis(inner)
                | InlineKind::Strikethrough(inner)
                | InlineKind::Link { content: inner, .. } => self.inlines(inner),
                InlineKind::Reference(reference) => {
                    self.text(&mut reference.text);
                    self.inlines(&mut reference.content);
                }
            }

            content.push(inline);
        }
    }

    /// A text as parts, so that what stands beside a mark keeps its place.
    fn parts(&self, text: &str, span: Span) -> Vec<Inline> {
        let is_exact = text.len() == span.range().len();
        if !is_exact {
            let mut marked = text.to_owned();
            self.text(&mut marked);
            return vec![Inline { span, kind: InlineKind::Text(marked) }];
        }

        let mut parts = Vec::new();
        let mut next = 0;
        for part in text.split_inclusive(|c: char| self.missing.contains(&c)) {
            let last = part.chars().next_back().filter(|c| self.missing.contains(c));
            let plain = part.len() - last.map_or(0, char::len_utf8);
            let texts = [(part[..plain].to_owned(), plain), (MARK.to_string(), part.len() - plain)];
            for (text, length) in texts.into_iter().filter(|(_, length)| *length > 0) {
                let start = span.start + next as u32;
                next += length;
                let span = Span { start, end: span.start + next as u32, ..span };
                parts.push(Inline { span, kind: InlineKind::Text(text) });
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::{MARK, Marks};
    use crate::document::InlineKind;
    use crate::source::{Sources, Span};
    use std::collections::BTreeSet;

    #[test]
    fn what_stands_beside_a_mark_keeps_its_place() {
        let missing = BTreeSet::from(['𧮞']);
        let text = "何𧮞、何某𧮞";
        let file = Sources::default().add("甲.md", text);
        let span = Span::new(file, 10..10 + text.len());
        let parts = Marks { missing: &missing }.parts(text, span);
        let found: Vec<(String, std::ops::Range<usize>)> = parts
            .into_iter()
            .map(|inline| match inline.kind {
                InlineKind::Text(text) => (text, inline.span.range()),
                _ => (String::new(), 0..0),
            })
            .collect();
        let mark = MARK.to_string();
        let expected = [("何", 10..13), (&mark, 13..17), ("、何某", 17..26), (&mark, 26..30)];
        let expected = expected.map(|(text, range)| (text.to_owned(), range));
        assert_eq!(found, expected);
    }
}
