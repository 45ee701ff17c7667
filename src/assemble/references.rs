//! What every reference prints, and where it points.

use super::labels::{Target, TargetNumber};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Document, Inline, InlineKind, Reference, visit};
use crate::source::{Span, nearest};
use std::collections::BTreeMap;

type Labels = BTreeMap<String, Target>;

/// What is known of a label that stands for nothing in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnusedLabel {
    /// It is typed nowhere.
    Absent,
    /// It was lost with something of which an error was reported.
    Reported,
    /// It is typed here, where it isn't used.
    Typed(Span),
    /// It is typed in a file that isn't used, at this path.
    InStrayFile(String),
}

/// Says what is known of a label that stands for nothing.
pub type FindUnused<'a> = dyn Fn(&str) -> UnusedLabel + 'a;

/// The labels of a document, and what is known of others.
#[derive(Clone, Copy)]
pub(super) struct KnownLabels<'a> {
    pub used: &'a Labels,
    pub find_unused: &'a FindUnused<'a>,
}

/// Fills every reference of the sections and of their notes.
pub(super) fn fill(
    document: &mut Document,
    labels: KnownLabels<'_>,
    diagnostics: &mut Diagnostics,
) {
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
    labels: KnownLabels<'_>,
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
            _ => {}
        });
    }
}

fn fill_reference(
    reference: &mut Reference,
    span: Span,
    section: usize,
    labels: KnownLabels<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(target) = labels.used.get(&reference.label) else {
        reference.text = format!("〔没有标签“{}”〕", reference.label);
        diagnostics.extend(unknown_label(reference, span, labels));
        return;
    };

    reference.target = target.block;
    reference.text = match &target.number {
        TargetNumber::Whole(number) => number.clone(),
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

/// The problem of a reference to nothing; `None` where it follows from another.
fn unknown_label(reference: &Reference, span: Span, labels: KnownLabels<'_>) -> Option<Diagnostic> {
    let name = &reference.label;
    let problem = Diagnostic::new(Code::UnknownReference, span, format!("没有标签“{name}”"));
    Some(match (labels.find_unused)(name) {
        UnusedLabel::Reported => return None,
        // Advice to type a label that stands there would send the writer the wrong way.
        UnusedLabel::Typed(place) => problem
            .help("先照标签那一处的提醒改好；标签只在标题、图片的末尾和表格的题注里有用")
            .also(place, "标签写在这里，但没有用上"),
        UnusedLabel::InStrayFile(path) => {
            problem.help(format!("标签写在 {path} 里，这个文件没有用上；先照那里的提醒改好"))
        }
        UnusedLabel::Absent => match nearest(name, labels.used.keys().map(String::as_str)) {
            Some(name) => problem.help(format!("是否要写 [@{name}]？")),
            None => problem.help(format!("在标题或题注末尾加上 {{#{name}}}")),
        },
    })
}
