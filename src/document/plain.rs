//! The tree as plain text: what a reader reads, without marks.

use super::{Block, BlockKind, Caption, Inline, InlineKind, Note, ValueUse, visit};

/// The text of inlines; `values` is the list that their [`ValueId`](super::ValueId)s index.
pub fn inlines(content: &[Inline], values: &[ValueUse]) -> String {
    let mut text = String::new();
    push_inlines(&mut text, content, values);
    text
}

/// A title in one line, though its writer broke it: between Latin words stands a space.
pub fn title(typed: &str) -> String {
    let mut out = String::new();
    for line in title_lines(typed) {
        let is_latin = |c: char| c.is_ascii_alphanumeric();
        if out.ends_with(is_latin) && line.starts_with(is_latin) {
            out.push(' ');
        }
        out.push_str(&line);
    }
    out
}

/// The lines of a title, as its writer broke it.
pub fn title_lines(typed: &str) -> Vec<String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
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

/// What a picture or a chart shows, for those who can't see it: no file may be without (PDF/UA-1, 7.3).
/// Where nobody says, its caption.
pub fn alternative(alt: &str, caption: Option<&Caption>, values: &[ValueUse]) -> String {
    if !alt.trim().is_empty() {
        return alt.to_owned();
    }
    let caption = caption.map(|caption| inlines(&caption.content, values));
    let caption = caption.filter(|text| !text.trim().is_empty());
    caption.unwrap_or_else(|| "图片".to_owned())
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

/// Whether blocks say anything of their own: headings, captions, heads of tables, note marks, lines
/// and punctuation don't; a picture and a chart do.
pub fn has_text(blocks: &[Block], values: &[ValueUse]) -> bool {
    let mut has_text = false;
    visit::blocks(blocks, &mut |block| has_text |= block_has_text(block, values));
    has_text
}

fn block_has_text(block: &Block, values: &[ValueUse]) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => prints_text(content, values),
        BlockKind::Code(code) => !code.text.trim().is_empty(),
        BlockKind::Table(table) => {
            let mut cells = table.body.iter().flat_map(|row| &row.cells);
            cells.any(|cell| prints_text(&cell.content, values))
        }
        BlockKind::Figure(_) | BlockKind::Chart(_) => true,
        _ => false,
    }
}

/// Whether inlines print more than spaces, punctuation, note marks and notices.
pub fn prints_text(content: &[Inline], values: &[ValueUse]) -> bool {
    let mut prints = false;

    visit::inlines(content, &mut |inline| {
        prints |= match &inline.kind {
            InlineKind::Text(text) => is_readable(text),
            InlineKind::Code(text) => !text.trim().is_empty(),
            InlineKind::Value(id) => {
                let value = values.get(id.0 as usize).filter(|value| !value.is_notice);
                value.is_some_and(|value| is_readable(&value.text))
            }
            // What a reference prints isn't known before the labels are.
            InlineKind::Reference(_) | InlineKind::Picture(_) => true,
            _ => false,
        };
    });

    prints
}

fn is_readable(text: &str) -> bool {
    let empty = |c: char| {
        let mark = matches!(c,
            '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}');
        c.is_whitespace() || c.is_control() || c.is_ascii_punctuation() || mark
    };
    !text.chars().all(empty)
}
