//! The tree as plain text: what a reader reads, without marks.

use super::{Inline, InlineKind, Note, ValueUse, visit};

/// The text of inlines; `values` is the list that their [`ValueId`](super::ValueId)s index.
pub fn inlines(content: &[Inline], values: &[ValueUse]) -> String {
    let mut text = String::new();
    push_inlines(&mut text, content, values);
    text
}

/// The text of a note in one line.
pub fn note(note: &Note, values: &[ValueUse]) -> String {
    let mut text = String::new();
    visit::blocks(&note.blocks, &mut |block| {
        for content in visit::contents(block) {
            push_inlines(&mut text, content, values);
        }
    });
    text
}

fn push_inlines(out: &mut String, content: &[Inline], values: &[ValueUse]) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Value(id) => {
                if let Some(value) = values.get(id.0 as usize) {
                    out.push_str(&value.text);
                }
            }
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => push_inlines(out, content, values),
            InlineKind::Reference(reference) if reference.content.is_empty() => {
                out.push_str(&reference.text);
            }
            InlineKind::Reference(reference) => push_inlines(out, &reference.content, values),
            InlineKind::Note(_) => {}
            InlineKind::Picture(picture) => out.push_str(&picture.alt),
            InlineKind::LineBreak => out.push('\n'),
        }
    }
}
