//! A document beside the report, as report.yaml lists them, from texts written for rows of the plan.
//!
//! In: those texts, lowered. Out: the [`Document`] that its template makes of them.

use super::contribution::{meta, report_empty};
use super::shift::Lists;
use super::splice::{Expected, Item, Piece, own_sections, template};
use super::variables;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Chapter, Document, Meta, Part};
use crate::expand::Expander;
use crate::source::Span;
use crate::workspace::{OtherDocument, Workspace};
use std::collections::BTreeSet;

/// Makes a document beside the report; `chapters[i]` belongs to `workspace.row_chapters[i]`. Those
/// that its template prints are marked in `printed`.
pub fn other_document(
    expander: &Expander<'_>,
    wanted: &OtherDocument,
    chapters: &[Option<Chapter>],
    printed: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    let variables = variables::other(workspace, wanted, chapters);
    let asked = (wanted.template.value.as_str(), wanted.template.span);
    let titles = |at: usize| match workspace.row_chapters.get(at) {
        Some(chapter) => expander.sources.path(chapter.file).to_owned(),
        None => String::new(),
    };
    let known: Vec<usize> = (0..chapters.len()).filter(|at| chapters[*at].is_some()).collect();
    let expected = Expected { known: &known, needed: false, titles: &titles };
    let spliced = template(expander, asked, variables, &expected, diagnostics)?;
    let mut lists = Lists::default();
    let mut pieces: Vec<Option<Piece>> = (0..chapters.len()).map(|_| None).collect();
    for item in &spliced.items {
        let Item::Placeholder(at) = item else { continue };
        if let (Some(Some(chapter)), Some(piece)) = (chapters.get(*at), pieces.get_mut(*at)) {
            if let Some(own) = workspace.row_chapters.get(*at) {
                report_empty(expander, own, chapter, diagnostics);
            }
            let Chapter { file, mut blocks, notes, values } = chapter.clone();
            lists.enter(values, notes).blocks(&mut blocks);
            *piece = Some(Piece::Part(Part { file, blocks }));
            printed.insert(*at);
        }
    }
    if spliced.items.is_empty() {
        let message = format!("模板没有为“{}”印出任何内容", wanted.output);
        let problem = Diagnostic::new(Code::EmptyChapter, wanted.template.span, message);
        diagnostics.report(problem);
    }
    let sections = own_sections(spliced, &mut pieces, &mut lists);
    let (values, notes) = lists.into_parts();
    let meta = Meta {
        title: wanted.title.clone(),
        subtitle: wanted.subtitle.clone(),
        arrangement: wanted.arrangement,
        ..meta(expander)
    };
    Ok(Document { meta, sections, notes, values, contents: Vec::new() })
}

/// Tells of the texts for rows of the plan that no document printed.
pub fn report_unprinted(
    workspace: &Workspace,
    printed: &BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) {
    let chapters = workspace.row_chapters.iter().enumerate();
    for (_, chapter) in chapters.filter(|(at, _)| !printed.contains(at)) {
        let message = "没有一份文件印出这份文稿";
        let place = Span::of_file(chapter.file);
        let problem = Diagnostic::new(Code::OmittedContribution, place, message);
        diagnostics.report(problem.help("在 report.yaml 的“其他文件”和它的模板中补上"));
    }
}
