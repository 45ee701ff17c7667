//! A merge template's blocks, split at its placeholders, and the sections they form.

use super::shift::Lists;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Block, BlockKind, InlineKind, Note, Part, Section, ValueUse, plain, visit};
use crate::expand::{Expanded, Expander, Field, MARKER_OPEN, placeholder, placeholders};
use crate::markdown;
use crate::source::{FileId, GeneratedOffset, Span};
use crate::workspace;
use std::collections::BTreeSet;

/// A run of the template's own blocks, or the place of something else.
pub(super) enum Item {
    Blocks(Vec<Block>),
    Placeholder(usize),
}

/// What may be printed.
pub(super) struct Expected<'a> {
    /// Indices of the placeholders.
    pub(super) known: &'a [usize],
    /// Whether leaving one out is worth a warning.
    pub(super) needed: bool,
    /// What they are called in messages.
    pub(super) titles: &'a dyn Fn(usize) -> String,
}

/// A merge template, lowered.
pub(super) struct Spliced {
    pub(super) file: FileId,
    pub(super) items: Vec<Item>,
    pub(super) values: Vec<ValueUse>,
    pub(super) notes: Vec<Note>,
}

/// Expands and lowers a merge template. A placeholder that is printed twice or within a line is an
/// error; one that is needed and isn't printed is a warning.
pub(super) fn template(
    expander: &Expander<'_>,
    (name, asked): (&str, Span),
    variables: Vec<(&'static str, Field)>,
    expected: &Expected<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Spliced, Reported> {
    let (file, expanded) = expander.template(name, asked, variables, diagnostics)?;
    check_placeholders(file, &expanded, name, expected, diagnostics);
    let root = &expander.workspace.root;
    let pictures = |path: &str| workspace::picture(root, "templates", path);
    let kind = markdown::TextKind::Template;
    let chapter = markdown::parse(file, expanded, kind, &pictures, diagnostics);
    let items = split(chapter.blocks, expected.known);
    Ok(Spliced { file, items, values: chapter.values, notes: chapter.notes })
}

fn check_placeholders(
    file: FileId,
    expanded: &Expanded,
    name: &str,
    expected: &Expected<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Expected { known, needed, titles } = expected;
    let text = expanded.text.text();
    let mut seen = BTreeSet::new();
    for (range, index) in placeholders(text) {
        let offsets = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
        let place = expanded.text.locate(offsets).unwrap_or(Span::of_file(file));
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
        if text[start..end].trim() != &text[range.clone()] {
            let problem = Diagnostic::new(Code::TemplateCall, place, "正文没有单独占一行");
            diagnostics.report(problem.help("把这个表达式单独写在一行，前后各空一行"));
        }
        if !seen.insert(index) {
            let message = format!("“{}”的正文印了两次", titles(index));
            let problem = Diagnostic::new(Code::TemplateCall, place, message);
            diagnostics.report(problem.help("一份正文只能印一次，请删去其中一处"));
        }
    }
    // Of a template that is wrong the error was told: it printed nothing after it.
    let whole = *needed && !diagnostics.has_errors_in(file);
    for index in known.iter().filter(|index| whole && !seen.contains(index)) {
        let message = format!("templates/{name} 没有印出“{}”的正文", titles(*index));
        let problem = Diagnostic::new(Code::OmittedContribution, Span::of_file(file), message);
        diagnostics.report(problem.help("在模板中印出 导语，并逐份印出 稿.正文（或 章.正文）"));
    }
}

fn split(blocks: Vec<Block>, known: &[usize]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut own: Vec<Block> = Vec::new();
    let mut seen = BTreeSet::new();
    for mut block in blocks {
        match placeholder_of(&block) {
            Some(index) => {
                if !own.is_empty() {
                    items.push(Item::Blocks(std::mem::take(&mut own)));
                }
                if known.contains(&index) && seen.insert(index) {
                    items.push(Item::Placeholder(index));
                }
            }
            None => {
                clear(&mut block);
                own.push(block);
            }
        }
    }
    if !own.is_empty() {
        items.push(Item::Blocks(own));
    }
    items
}

fn placeholder_of(block: &Block) -> Option<usize> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let [inline] = content.as_slice() else { return None };
    let InlineKind::Text(text) = &inline.kind else { return None };
    placeholder(text.trim())
}

/// Takes out markers that were reported: no text may hold one.
fn clear(block: &mut Block) {
    visit::blocks_mut(std::slice::from_mut(block), &mut |block| {
        for content in visit::contents_mut(block) {
            content.retain(|inline| {
                !matches!(&inline.kind, InlineKind::Text(text) if text.contains(MARKER_OPEN))
            });
        }
    });
}

/// What a placeholder stands for.
pub(super) enum Piece {
    /// A section of the outline.
    Section(Section),
    /// A chapter's blocks, which join the section before.
    Part(Part),
}

/// Puts the planned sections in; what else the template says forms sections of its own, each from a
/// heading of level 1 on. Blocks that begin with no such heading join the section before.
pub(super) fn own_sections(
    spliced: Spliced,
    planned: &mut [Option<Piece>],
    lists: &mut Lists,
) -> Vec<Section> {
    let Spliced { file, items, values, notes } = spliced;
    let values_before = values.clone();
    let shift = lists.enter(values, notes);
    let mut sections: Vec<Section> = Vec::new();
    for item in items {
        match item {
            Item::Placeholder(index) => match planned.get_mut(index).and_then(Option::take) {
                Some(Piece::Section(section)) => sections.push(section),
                Some(Piece::Part(part)) if part.blocks.is_empty() => {}
                Some(Piece::Part(part)) => match sections.last_mut() {
                    Some(section) => section.parts.push(part),
                    None => sections.push(untitled(part)),
                },
                None => {}
            },
            Item::Blocks(blocks) => {
                let mut fresh = true;
                for mut block in blocks {
                    let head = match &block.kind {
                        BlockKind::Heading(heading) if heading.level == 1 => Some((
                            heading.label.as_ref().map(|label| label.name.clone()),
                            plain::inlines(&heading.content, &values_before),
                        )),
                        BlockKind::Heading(_)
                        | BlockKind::Paragraph(_)
                        | BlockKind::List(_)
                        | BlockKind::Quote(_)
                        | BlockKind::Code(_)
                        | BlockKind::Rule
                        | BlockKind::Table(_)
                        | BlockKind::Figure(_)
                        | BlockKind::Chart(_)
                        | BlockKind::Landscape(_) => None,
                    };
                    shift.blocks(std::slice::from_mut(&mut block));
                    place(&mut sections, file, block, head, fresh);
                    fresh = false;
                }
            }
        }
    }
    sections
}

/// A section for text that stands before the first heading.
fn untitled(part: Part) -> Section {
    Section { id: free_id(&[], None), title: String::new(), parts: vec![part] }
}

fn place(
    sections: &mut Vec<Section>,
    file: FileId,
    block: Block,
    head: Option<(Option<String>, String)>,
    fresh: bool,
) {
    if head.is_some() || sections.is_empty() {
        let (label, title) = head.unwrap_or_default();
        let id = free_id(sections, label);
        sections.push(Section { id, title, parts: vec![Part { file, blocks: vec![block] }] });
        return;
    }
    let Some(section) = sections.last_mut() else { return };
    match section.parts.last_mut() {
        Some(part) if part.file == file && !fresh => part.blocks.push(block),
        Some(_) | None => section.parts.push(Part { file, blocks: vec![block] }),
    }
}

/// A section's id: its label where that is plain ASCII, else `appendix`, `appendix-2` and so on.
fn free_id(sections: &[Section], label: Option<String>) -> String {
    let plain = |name: &String| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let wanted = label.filter(plain).unwrap_or_else(|| "appendix".to_owned());
    let taken = |id: &str| sections.iter().any(|section| section.id == id);
    let mut id = wanted.clone();
    let mut count = 2;
    while taken(&id) {
        id = format!("{wanted}-{count}");
        count += 1;
    }
    id
}
