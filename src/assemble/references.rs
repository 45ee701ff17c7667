//! What every reference prints, and where it points.

use super::labels::{Target, TargetNumber};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Document, Inline, InlineKind, Reference, visit};
use crate::source::Span;
use std::collections::BTreeMap;

type Labels = BTreeMap<String, Target>;

/// Fills every reference of the sections and of their notes.
pub(super) fn fill(document: &mut Document, labels: &Labels, diagnostics: &mut Diagnostics) {
    let mut note_sections = vec![0; document.notes.len()];
    for (section, content) in document.sections.iter_mut().enumerate() {
        for part in &mut content.parts {
            visit::blocks_mut(&mut part.blocks, &mut |block| {
                fill_block(block, section, labels, &mut note_sections, diagnostics);
            });
        }
    }

    let sections = note_sections.clone();
    for (note, section) in document.notes.iter_mut().zip(sections) {
        visit::blocks_mut(&mut note.blocks, &mut |block| {
            fill_block(block, section, labels, &mut note_sections, diagnostics);
        });
    }
}

fn fill_block(
    block: &mut Block,
    section: usize,
    labels: &Labels,
    note_sections: &mut [usize],
    diagnostics: &mut Diagnostics,
) {
    for content in visit::contents_mut(block) {
        visit::inlines_mut(content, &mut |inline: &mut Inline| match &mut inline.kind {
            InlineKind::Reference(reference) => {
                fill_reference(reference, inline.span, section, labels, diagnostics);
            }
            InlineKind::Note(note) => {
                if let Some(entry) = note_sections.get_mut(note.0 as usize) {
                    *entry = section;
                }
            }
            InlineKind::Text(_)
            | InlineKind::Value(_)
            | InlineKind::Strong(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Picture(_)
            | InlineKind::LineBreak => {}
        });
    }
}

fn fill_reference(
    reference: &mut Reference,
    span: Span,
    section: usize,
    labels: &Labels,
    diagnostics: &mut Diagnostics,
) {
    let Some(target) = labels.get(&reference.label) else {
        reference.text = format!("[@{}]", reference.label);
        diagnostics.report(unknown_label(reference, span, labels));
        return;
    };

    reference.target = target.block;
    reference.text = match &target.number {
        TargetNumber::Captioned(number) => number.clone(),
        TargetNumber::Heading(path) => heading_text(path, target.section == section),
        TargetNumber::None => String::new(),
    };

    if reference.text.is_empty() && reference.content.is_empty() {
        let message = format!("“{}”没有编号，印不出引用", reference.label);
        let problem = Diagnostic::new(Code::ReferenceWithoutNumber, span, message)
            .also(target.span, "标签在这里")
            .help(format!("为它加上题注，或写明文字：[见此处](#{})", reference.label));
        diagnostics.report(problem);
    }
}

/// Within its section a heading is named by its numbers below the section's: `（二）1`; from another
/// section with the section's before them, as Word's `REF \w` gives: `六、（二）`. A section by itself
/// is `第六部分`.
fn heading_text(path: &[String], is_same_section: bool) -> String {
    let Some((section, below)) = path.split_first() else { return String::new() };
    if below.is_empty() {
        return format!("第{}部分", section.trim_end_matches('、'));
    }

    let number = below.concat();
    let number = number.trim_end_matches('.');
    if is_same_section { number.to_owned() } else { format!("{section}{number}") }
}

fn unknown_label(reference: &Reference, span: Span, labels: &Labels) -> Diagnostic {
    let message = format!("没有标签“{}”", reference.label);
    let problem = Diagnostic::new(Code::UnknownReference, span, message);
    let nearest = crate::source::nearest(&reference.label, labels.keys().map(String::as_str));
    match nearest {
        Some(name) => problem.help(format!("是否要写 [@{name}]？")),
        None => problem.help(format!("在标题或题注末尾加上 {{#{}}}", reference.label)),
    }
}
