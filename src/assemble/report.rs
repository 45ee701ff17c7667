//! The report: a section for each entry of the outline, put together from its contributions.
//!
//! In: the chapters, lowered. Out: the [`Document`] that templates/report.md.j2 makes of the sections
//! that templates/section.md.j2 makes of their chapters.

use super::contribution::{meta, report_empty};
use super::shift::Lists;
use super::splice::{Expected, Item, Piece, Spliced, own_sections, template};
use super::variables;
use crate::diag::{Diagnostics, Reported};
use crate::document::{Chapter, Document, Part, Section};
use crate::expand::Expander;
use crate::source::Span;

/// The template that makes a section from its contributions.
const SECTION: &str = "section.md.j2";
/// The template that makes the document from its sections.
const REPORT: &str = "report.md.j2";

/// Merges the chapters; `chapters[i]` belongs to `workspace.chapters[i]`, `None` where it failed.
pub fn report(
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
    let variables = variables::report(expander.workspace, &present);
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
    let variables = variables::section(workspace, index, present);
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
