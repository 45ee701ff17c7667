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

/// The texts of a part's blocks, each followed by those of its notes.
pub(super) fn texts(blocks: &[Block], document: &Document, sources: &Sources) -> Vec<Text> {
    let mut texts = Vec::new();
    visit::blocks(blocks, &mut |block| {
        for content in prose(block) {
            texts.push(text(content, document, sources));
            visit::inlines(content, &mut |inline| {
                if let InlineKind::Note(id) = inline.kind {
                    push_note(id, document, sources, &mut texts);
                }
            });
        }
    });
    texts
}

fn push_note(note: NoteId, document: &Document, sources: &Sources, texts: &mut Vec<Text>) {
    let Some(note) = document.notes.get(note.0 as usize) else { return };
    visit::blocks(&note.blocks, &mut |block| {
        texts.extend(prose(block).into_iter().map(|content| text(content, document, sources)));
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
                let Some(value) = document.values.get(id.0 as usize) else { continue };
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
