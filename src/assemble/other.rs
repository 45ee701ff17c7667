//! A document beside the report, as report.yaml lists them, from texts written for rows of the plan.
//!
//! In: those texts, lowered. Out: the [`Document`] that its template makes of them.

use super::contribution::{meta, notice_empty};
use super::renumber::Lists;
use super::sections::{Insertion, sections};
use super::template::{Expected, Item, LoweredTemplate, MergeTemplate, lower};
use super::unused::report_unused;
use super::variables;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Chapter, Document, Meta, Part, plain};
use crate::expand::Expander;
use crate::source::Span;
use crate::workspace::{OtherDocument, Workspace};
use std::collections::BTreeSet;

/// Makes a document beside the report; `chapters[i]` belongs to `workspace.row_chapters[i]`. Those
/// that its template prints are added to `printed`.
pub fn other_document(
    expander: &Expander<'_>,
    other: &OtherDocument,
    chapters: &[Option<Chapter>],
    printed: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    let titles = |index: usize| match workspace.row_chapters.get(index) {
        Some(chapter) => expander.sources.path(chapter.file).to_owned(),
        None => String::new(),
    };
    let indices: Vec<usize> =
        (0..chapters.len()).filter(|index| chapters[*index].is_some()).collect();
    let expected = Expected { indices: &indices, required: false, titles: &titles };
    let template = MergeTemplate {
        name: &other.template.value,
        requested: other.template.span,
        variables: variables::other(expander, other, chapters),
    };
    let template = lower(expander, template, &expected, diagnostics)?;
    let text = expander.sources.text(template.file);
    report_unused(&other.choices, &other.template.value, text, diagnostics);
    if template.items.is_empty() {
        let message = format!("模板没有为“{}”印出任何内容", other.output);
        diagnostics.report(Diagnostic::new(Code::EmptyChapter, other.template.span, message));
    }

    let mut lists = Lists::default();
    let mut insertions =
        insert_chapters(expander, &template, chapters, printed, &mut lists, diagnostics);
    let sections = sections(template, &mut insertions, &mut lists);
    let (values, notes) = lists.into_parts();
    let meta = Meta {
        title: plain::title(&other.title),
        title_lines: plain::title_lines(&other.title),
        subtitle: other.subtitle.clone(),
        arrangement: other.choices.arrangement,
        ..meta(expander)
    };
    Ok(Document { meta, sections, notes, values, contents: Vec::new() })
}

/// The chapters that the template prints, by index.
fn insert_chapters(
    expander: &Expander<'_>,
    template: &LoweredTemplate,
    chapters: &[Option<Chapter>],
    printed: &mut BTreeSet<usize>,
    lists: &mut Lists,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Insertion>> {
    let mut insertions: Vec<Option<Insertion>> = chapters.iter().map(|_| None).collect();
    for item in &template.items {
        let Item::Placeholder(index) = item else { continue };
        let Some(Some(chapter)) = chapters.get(*index) else { continue };
        let mut chapter = chapter.clone();
        if let Some(file) = expander.workspace.row_chapters.get(*index) {
            chapter = notice_empty(expander, file, chapter, diagnostics);
        }

        let Chapter { file, mut blocks, notes, values, .. } = chapter;
        lists.append(values, notes).apply(&mut blocks);
        insertions[*index] = Some(Insertion::Part(Part { file, blocks }));
        printed.insert(*index);
    }
    insertions
}

/// Reports the texts for rows of the plan that no document printed.
pub fn report_unprinted(
    workspace: &Workspace,
    printed: &BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) {
    let chapters = workspace.row_chapters.iter().enumerate();
    for (_, chapter) in chapters.filter(|(index, _)| !printed.contains(index)) {
        let message = "没有一份文件印出这份文稿";
        let span = Span::of_file(chapter.file);
        let problem = Diagnostic::new(Code::OmittedContribution, span, message);
        diagnostics.report(problem.help("在 report.yaml 的“其他文件”和它的模板中补上"));
    }
}
