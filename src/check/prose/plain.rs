//! The prose of a document as plain texts that lead back to the chapters.
//!
//! In: blocks. Out: one text for each paragraph, caption, line under a table and note; headings,
//! code and table cells are left out, but any content can be asked for.

use crate::document::{
    Block, BlockKind, Document, Inline, InlineKind, NoteId, Table, ValueId, visit,
};
use crate::source::{MappedText, Mapping, Sources, push_typed};
use std::ops::Range;

/// Stands for what is no prose: code, a reference, a picture.
const OBJECT: &str = "\u{fffc}";

/// A text, and which of its bytes are values of data.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub text: MappedText,
    /// The values in it, sorted.
    pub values: Vec<(Range<usize>, ValueId)>,
}

impl Text {
    /// The sentence around a part of the text; a value of data is one character of it.
    pub(super) fn sentence(&self, part: &Range<usize>) -> String {
        let text = self.text.text();
        let stops = ['。', '！', '？', '\n'];
        let start = text[..part.start]
            .rfind(stops)
            .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let end = text[part.end..].find(stops).map_or(text.len(), |at| part.end + at);

        let mut sentence = String::new();
        let mut next = start;
        let inside = |range: &&Range<usize>| range.start >= start && range.end <= end;
        for range in self.values.iter().map(|(range, _)| range).filter(inside) {
            sentence.push_str(&text[next..range.start.max(next)]);
            sentence.push_str(OBJECT);
            next = range.end.max(next);
        }
        sentence.push_str(&text[next..end.max(next)]);
        sentence
    }
}

/// A heading or a text, in reading order.
#[derive(Debug)]
pub(super) enum Passage {
    /// A heading of a level.
    Heading(u8, String),
    Text(Text),
}

/// The headings and texts of a part's blocks, each text followed by those of its notes.
pub(super) fn passages(blocks: &[Block], document: &Document, sources: &Sources) -> Vec<Passage> {
    let mut passages = Vec::new();
    visit::blocks(blocks, &mut |block| {
        if let BlockKind::Heading(heading) = &block.kind {
            let text = text(&heading.content, document, sources).text.text().to_owned();
            passages.push(Passage::Heading(heading.level, text));
        }
        for content in prose(block) {
            passages.push(Passage::Text(text(content, document, sources)));
            visit::inlines(content, &mut |inline| {
                if let InlineKind::Note(id) = inline.kind {
                    push_note(id, document, sources, &mut passages);
                }
            });
        }
    });
    passages
}

fn push_note(note: NoteId, document: &Document, sources: &Sources, passages: &mut Vec<Passage>) {
    let Some(note) = document.notes.get(note.0 as usize) else { return };
    visit::blocks(&note.blocks, &mut |block| {
        let texts = prose(block).into_iter().map(|content| text(content, document, sources));
        passages.extend(texts.map(Passage::Text));
    });
}

/// The inline lists of a block that are prose.
fn prose(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) => vec![content],
        BlockKind::Table(table) => around_table(table),
        BlockKind::Figure(_) | BlockKind::Chart(_) => visit::contents(block),
        _ => Vec::new(),
    }
}

fn around_table(table: &Table) -> Vec<&[Inline]> {
    let caption = table.caption.as_ref().map(|caption| caption.content.as_slice());
    [caption, table.note.as_deref(), table.source.as_deref()].into_iter().flatten().collect()
}

pub(super) fn text(content: &[Inline], document: &Document, sources: &Sources) -> Text {
    let mut text = Text::default();
    push(&mut text, content, document, sources);
    text
}

fn push(out: &mut Text, content: &[Inline], document: &Document, sources: &Sources) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) => {
                push_typed(&mut out.text, text, inline.span, sources.slice(inline.span));
            }
            InlineKind::Value(id) => {
                // What a notice says is nobody's sentence.
                let value = document.values.get(id.0 as usize).filter(|value| !value.is_notice);
                let Some(value) = value else { continue };
                let start = out.text.text().len();
                out.text.push(&value.text, inline.span, Mapping::Derived);
                out.values.push((start..out.text.text().len(), *id));
            }
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Link { content, .. } => push(out, content, document, sources),
            InlineKind::Reference(reference) if !reference.content.is_empty() => {
                push(out, &reference.content, document, sources);
            }
            // What is struck through is no longer said.
            InlineKind::Strikethrough(_)
            | InlineKind::Code(_)
            | InlineKind::Reference(_)
            | InlineKind::Picture(_) => out.text.push(OBJECT, inline.span, Mapping::Derived),
            InlineKind::Note(_) => {}
            InlineKind::LineBreak => out.text.push("\n", inline.span, Mapping::Derived),
        }
    }
}
