//! The report: a section for each entry of the outline, put together from its contributions.
//!
//! In: the chapters, lowered. Out: the [`Document`] that templates/report.md.j2 makes of the sections
//! that templates/section.md.j2 makes of their chapters.

use super::contribution::{meta, notice_empty};
use super::owed;
use super::renumber::Lists;
use super::sections::{Insertion, sections};
use super::template::{Expected, Item, LoweredTemplate, MergeTemplate, lower};
use super::unused::report_unused;
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
    mut chapters: Vec<Option<Chapter>>,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    chapters.resize_with(workspace.chapters.len(), || None);
    let is_present: Vec<bool> = chapters.iter().map(Option::is_some).collect();
    let mut lists = Lists::default();

    // Every section is tried, so that one run tells as much as it can.
    let mut insertions = Vec::new();
    let mut failed = None;
    for index in 0..workspace.outline.len() {
        match section(expander, index, &is_present, &mut chapters, &mut lists, diagnostics) {
            Ok(section) => insertions.push(Some(Insertion::Section(section))),
            Err(reported) => {
                failed = Some(reported);
                insertions.push(None);
            }
        }
    }

    let indices: Vec<usize> =
        (0..insertions.len()).filter(|index| insertions[*index].is_some()).collect();
    let titles = |index: usize| workspace.outline[index].title.clone();
    let expected = Expected { indices: &indices, required: true, titles: &titles };
    let template = MergeTemplate {
        name: REPORT,
        requested: Span::of_file(workspace.report.file),
        variables: variables::report(workspace, &is_present),
    };
    let template = lower(expander, template, &expected, diagnostics)?;
    let text = expander.sources.text(template.file);
    report_unused(&workspace.report.choices, REPORT, text, diagnostics);
    if let Some(reported) = failed {
        return Err(reported);
    }

    let sections = sections(template, &mut insertions, &mut lists);
    let (values, notes) = lists.into_parts();
    Ok(Document { meta: meta(expander), sections, notes, values, contents: Vec::new() })
}

/// One section of the outline, from its contributions.
fn section(
    expander: &Expander<'_>,
    index: usize,
    is_present: &[bool],
    chapters: &mut [Option<Chapter>],
    lists: &mut Lists,
    diagnostics: &mut Diagnostics,
) -> Result<Section, Reported> {
    let workspace = expander.workspace;
    let indices: Vec<usize> = (0..chapters.len())
        .filter(|chapter| is_present[*chapter] && workspace.chapters[*chapter].section == index)
        .collect();
    let titles = |chapter: usize| {
        let path = expander.sources.path(workspace.chapters[chapter].file);
        path.rsplit('/').next().unwrap_or(path).to_owned()
    };
    let expected = Expected { indices: &indices, required: true, titles: &titles };
    let template = MergeTemplate {
        name: SECTION,
        requested: Span::of_file(workspace.report.file),
        variables: variables::section(workspace, index, is_present),
    };
    let LoweredTemplate { file, items, values, notes } =
        lower(expander, template, &expected, diagnostics)?;

    let shift = lists.append(values, notes);
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        match item {
            Item::Blocks(mut blocks) => {
                shift.apply(&mut blocks);
                parts.push(Part { file, blocks });
            }
            Item::Placeholder(index) => {
                let Some(chapter) = chapters.get_mut(index).and_then(Option::take) else {
                    continue;
                };
                let chapter =
                    notice_empty(expander, &workspace.chapters[index], chapter, diagnostics);
                let Chapter { file, mut blocks, notes, values, .. } = chapter;
                lists.append(values, notes).apply(&mut blocks);
                if !blocks.is_empty() {
                    parts.push(Part { file, blocks });
                }
            }
        }
    }

    owed::insert(expander, index, &mut parts, lists, diagnostics);

    let outline = &workspace.outline[index];
    Ok(Section { id: outline.number.clone(), title: outline.title.clone(), parts })
}
