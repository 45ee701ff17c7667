//! Chapters to one document, in the order and with the additions that templates/*.md.j2 give.
//!
//! In: the chapters, lowered. Out: a [`Document`]. The templates print a placeholder where a chapter
//! or a section belongs; the blocks are spliced in there.

mod context;
mod shift;
mod splice;
#[cfg(test)]
mod tests;

use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Arrangement, Chapter, Document, Meta, Part, Section, plain};
use crate::expand::Expander;
use crate::source::Span;
use crate::workspace::{ChapterFile, OtherDocument, Workspace};
use shift::Lists;
use splice::{Expected, Item, Piece, Spliced, own_sections, template};
use std::collections::BTreeSet;

/// The template that makes a section from its contributions.
const SECTION: &str = "section.md.j2";
/// The template that makes the document from its sections.
const REPORT: &str = "report.md.j2";

/// Merges the chapters; `chapters[i]` belongs to `workspace.chapters[i]`, `None` where it failed.
pub fn document(
    expander: &Expander<'_>,
    chapters: Vec<Option<Chapter>>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let mut lists = Lists::default();
    let mut chapters = chapters;
    chapters.resize_with(expander.workspace.chapters.len(), || None);
    let present: Vec<bool> = chapters.iter().map(Option::is_some).collect();
    let mut planned = Vec::new();
    let mut failed = None;
    for index in 0..expander.workspace.outline.len() {
        match section(expander, index, &present, &mut chapters, &mut lists, diagnostics) {
            Ok(section) => planned.push(Some(Piece::Section(section))),
            Err(reported) => {
                failed = Some(reported);
                planned.push(None);
            }
        }
    }
    let variables = context::report(expander.workspace, &present);
    let known: Vec<usize> = (0..planned.len()).filter(|at| planned[*at].is_some()).collect();
    let titles = |at: usize| expander.workspace.outline[at].title.clone();
    let asked = Span::of_file(expander.workspace.report.file);
    let expected = Expected { known: &known, needed: true, titles: &titles };
    let spliced = template(expander, (REPORT, asked), variables, &expected, diagnostics)?;
    if let Some(reported) = failed {
        return Err(reported);
    }
    let sections = own_sections(spliced, &mut planned, &mut lists);
    let (values, notes) = lists.into_parts();
    let meta = meta(expander);
    Ok(Document { meta, sections, notes, values, contents: Vec::new() })
}

/// Makes a document beside the report; `chapters[i]` belongs to `workspace.row_chapters[i]`. Those
/// that its template prints are marked in `printed`.
pub fn other(
    expander: &Expander<'_>,
    wanted: &OtherDocument,
    chapters: &[Option<Chapter>],
    printed: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    let variables = context::other(workspace, wanted, chapters);
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

/// Reports a contribution that prints no text of its own. A body without a character was reported by
/// the workspace, and where an error took a block away nothing is certain.
fn report_empty(
    expander: &Expander<'_>,
    file: &ChapterFile,
    chapter: &Chapter,
    diagnostics: &mut Diagnostics,
) {
    let text = expander.sources.text(file.file);
    let body = text.get(file.front.body_start as usize..).unwrap_or("");
    if body.trim().is_empty()
        || diagnostics.has_errors_in(file.file)
        || plain::has_text(&chapter.blocks, &chapter.values)
    {
        return;
    }

    let message = if chapter.blocks.is_empty() {
        "文稿没有会印出的内容"
    } else {
        "文稿只有标题、空格之类，没有正文"
    };
    let problem = Diagnostic::new(Code::EmptyChapter, Span::of_file(file.file), message);
    diagnostics.report(problem.help("写入正文；{## ##} 里的提示、<!-- --> 里的注释都不会印出"));
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

/// One section of the outline, from its contributions.
fn section(
    expander: &Expander<'_>,
    index: usize,
    present: &[bool],
    chapters: &mut [Option<Chapter>],
    lists: &mut Lists,
    diagnostics: &mut Diagnostics,
) -> Result<Section, Reported> {
    let workspace = expander.workspace;
    let outline = &workspace.outline[index];
    let variables = context::section(workspace, index, present);
    let known: Vec<usize> = (0..chapters.len())
        .filter(|at| present[*at] && workspace.chapters[*at].section == index)
        .collect();
    let titles = |at: usize| {
        let path = expander.sources.path(workspace.chapters[at].file);
        path.rsplit('/').next().unwrap_or(path).to_owned()
    };
    let asked = Span::of_file(workspace.report.file);
    let expected = Expected { known: &known, needed: true, titles: &titles };
    let Spliced { file, items, values, notes } =
        template(expander, (SECTION, asked), variables, &expected, diagnostics)?;
    let shifted = lists.enter(values, notes);
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        match item {
            Item::Blocks(mut blocks) => {
                shifted.blocks(&mut blocks);
                parts.push(Part { file, blocks });
            }
            Item::Placeholder(at) => {
                let Some(chapter) = chapters.get_mut(at).and_then(Option::take) else { continue };
                report_empty(expander, &workspace.chapters[at], &chapter, diagnostics);
                let Chapter { file, mut blocks, notes, values } = chapter;
                lists.enter(values, notes).blocks(&mut blocks);
                if !blocks.is_empty() {
                    parts.push(Part { file, blocks });
                }
            }
        }
    }
    Ok(Section { id: outline.number.clone(), title: outline.title.clone(), parts })
}

fn meta(expander: &Expander<'_>) -> Meta {
    let report = &expander.workspace.report;
    Meta {
        title: report.title.clone(),
        subtitle: report.subtitle.clone(),
        author: report.author.clone(),
        subject: report.subject.clone(),
        date: report.date,
        sample: false,
        arrangement: Arrangement::default(),
    }
}
