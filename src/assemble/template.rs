//! A merge template expanded and lowered, its blocks split at the placeholders.

use super::faults;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Block, BlockKind, Chapter, InlineKind, Note, ValueUse, notices, visit};
use crate::expand::{Expanded, Expander, Field, MARKER_OPEN, placeholder, placeholders};
use crate::markdown;
use crate::source::{FileId, GeneratedOffset, Span};
use crate::workspace::{self, EDITOR};
use std::collections::BTreeSet;

/// A merge template that is to be expanded.
pub(super) struct MergeTemplate<'a> {
    /// Its file in templates/.
    pub name: &'a str,
    /// Where it is asked for.
    pub requested: Span,
    pub variables: Vec<(&'static str, Field)>,
}

/// A run of the template's own blocks, or a placeholder.
pub(super) enum Item {
    Blocks(Vec<Block>),
    Placeholder(usize),
}

/// The placeholders that a template may print.
pub(super) struct Expected<'a> {
    /// Their indices.
    pub indices: &'a [usize],
    /// Whether leaving one out is worth a warning.
    pub required: bool,
    /// What they are called in messages.
    pub titles: &'a dyn Fn(usize) -> String,
}

/// A merge template, lowered.
pub(super) struct LoweredTemplate {
    pub file: FileId,
    pub items: Vec<Item>,
    pub values: Vec<ValueUse>,
    pub notes: Vec<Note>,
}

/// Expands and lowers a merge template. A placeholder that is printed twice or within a line is an
/// error; one that is required and isn't printed is a warning.
pub(super) fn lower(
    expander: &Expander<'_>,
    template: MergeTemplate<'_>,
    expected: &Expected<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<LoweredTemplate, Reported> {
    let mut problems = Diagnostics::default();
    let lowered = lower_text(expander, template, expected, &mut problems).map(|mut chapter| {
        let errors = faults::notices(&problems, chapter.file, EDITOR);
        let source = expander.sources.text(chapter.file);
        notices::insert(&mut chapter, source, errors);
        chapter
    });
    diagnostics.extend(problems);
    let Chapter { file, blocks, values, notes, .. } = lowered?;

    let items = split(blocks, expected.indices);
    Ok(LoweredTemplate { file, items, values, notes })
}

fn lower_text(
    expander: &Expander<'_>,
    template: MergeTemplate<'_>,
    expected: &Expected<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Chapter, Reported> {
    let MergeTemplate { name, requested, variables } = template;
    let (file, expanded) = expander.template(name, requested, variables, diagnostics)?;
    check_placeholders(file, &expanded, name, expected, diagnostics);

    let root = &expander.workspace.root;
    let pictures = |path: &str| workspace::picture(root, "templates", path, &|_| None);
    let kind = markdown::TextKind::Template;
    Ok(markdown::parse(file, expanded, kind, &pictures, diagnostics))
}

fn check_placeholders(
    file: FileId,
    expanded: &Expanded,
    name: &str,
    expected: &Expected<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Expected { indices, required, titles } = expected;
    let text = expanded.text.text();
    let mut printed = BTreeSet::new();
    for (range, index) in placeholders(text) {
        let offsets = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
        let span = expanded.text.locate(offsets).unwrap_or(Span::of_file(file));

        let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
        if text[start..end].trim() != &text[range.clone()] {
            let problem = Diagnostic::new(Code::TemplateCall, span, "正文没有单独占一行");
            diagnostics.report(problem.help("把这个表达式单独写在一行，前后各空一行"));
        }

        if !printed.insert(index) {
            let message = format!("“{}”的正文印了两次", titles(index));
            let problem = Diagnostic::new(Code::TemplateCall, span, message);
            diagnostics.report(problem.help("一份正文只能印一次，请删去其中一处"));
        }
    }

    // A template with an error printed nothing after it.
    if !*required || diagnostics.has_errors_in(file) {
        return;
    }
    for index in indices.iter().filter(|index| !printed.contains(index)) {
        let message = format!("templates/{name} 没有印出“{}”的正文", titles(*index));
        let problem = Diagnostic::new(Code::OmittedContribution, Span::of_file(file), message);
        diagnostics.report(problem.help("在模板中印出 导语，并逐份印出 稿.正文（或 章.正文）"));
    }
}

fn split(blocks: Vec<Block>, indices: &[usize]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut run: Vec<Block> = Vec::new();
    let mut printed = BTreeSet::new();
    for mut block in blocks {
        let Some(index) = placeholder_of(&block) else {
            remove_markers(&mut block);
            run.push(block);
            continue;
        };

        if !run.is_empty() {
            items.push(Item::Blocks(std::mem::take(&mut run)));
        }
        if indices.contains(&index) && printed.insert(index) {
            items.push(Item::Placeholder(index));
        }
    }

    if !run.is_empty() {
        items.push(Item::Blocks(run));
    }
    items
}

fn placeholder_of(block: &Block) -> Option<usize> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let [inline] = content.as_slice() else { return None };
    let InlineKind::Text(text) = &inline.kind else { return None };
    placeholder(text.trim())
}

/// Removes markers that were reported: no text may hold one.
fn remove_markers(block: &mut Block) {
    visit::blocks_mut(std::slice::from_mut(block), &mut |block| {
        for content in visit::contents_mut(block) {
            content.retain(|inline| {
                !matches!(&inline.kind, InlineKind::Text(text) if text.contains(MARKER_OPEN))
            });
        }
    });
}
