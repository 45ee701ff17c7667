//! What a formal report may not lack: who is to give which values and texts.
//!
//! In: the merged documents and what was found. Out: errors in the place of warnings, and a list by
//! bureau of what is still to come.

use super::owner::{contribution, owing_row, owner, text_name};
use super::{Loaded, waivers};
use crate::check;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Document, visit};
use crate::workspace::WaivedKind;
use std::collections::{BTreeMap, BTreeSet};

/// What no formal copy may have, though it stops nobody in working: what is still to be written or isn't
/// printed, figures that differ from the data or from another chapter's, tables too wide to be read, another city's names.
const REFUSED_IN_FINAL: &[Code] = &[
    Code::EmptyChapter,
    Code::EmptyHeading,
    Code::Placeholder,
    Code::MissingValue,
    Code::ValueMismatch,
    Code::ConflictingFact,
    Code::ImpossibleDate,
    Code::MissingGlyph,
    Code::OmittedContribution,
    Code::FilesDiffer,
    Code::WideTable,
    Code::SampleCity,
];

/// What a bureau has still to give.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outstanding {
    /// Its short name.
    pub bureau: String,
    /// Indicators and their years.
    pub figures: Vec<(String, Vec<i32>)>,
    /// Sections and rows of the plan for which it has no file: `06-产品质量`, `申报表 sb-02`.
    pub absent: Vec<String>,
    /// Those whose text prints nothing.
    pub empty: Vec<String>,
    /// Those whose text has an empty heading or words that stand for something to come.
    pub unfinished: Vec<String>,
    /// Those whose text isn't final.
    pub not_final: Vec<String>,
    /// How many of its values aren't verified.
    pub unverified: usize,
    /// How many of its values are samples.
    pub samples: usize,
    /// How many originals are outstanding.
    pub originals: usize,
}

/// Makes errors of what a formal copy of these documents refuses.
pub(super) fn refuse_unfinished(
    loaded: &Loaded,
    documents: &[&Document],
    diagnostics: &mut Diagnostics,
) {
    diagnostics.escalate(|problem| {
        let absent = problem.code == Code::MissingContribution;
        REFUSED_IN_FINAL.contains(&problem.code)
            || problem.draft_only
            || absent && is_printed(loaded, documents, problem)
    });
}

/// What keeps a formal report from going out, a bureau each, in the order of bureaus.yaml.
pub(super) fn outstanding(
    loaded: &Loaded,
    documents: &[&Document],
    diagnostics: &Diagnostics,
) -> Vec<Outstanding> {
    let mut list: BTreeMap<(usize, String), Outstanding> = BTreeMap::new();
    add_figures(loaded, documents, &mut list);
    for problem in diagnostics.iter().filter(|problem| problem.severity == Severity::Error) {
        add_text(loaded, problem, &mut list);
    }
    list.into_values().collect()
}

type List = BTreeMap<(usize, String), Outstanding>;

/// What is noted of a bureau so far; those that bureaus.yaml doesn't list come last.
fn entry<'l>(loaded: &Loaded, name: &str, list: &'l mut List) -> &'l mut Outstanding {
    let index = loaded.workspace.find_bureau(name).unwrap_or(usize::MAX);
    let new = || Outstanding { bureau: name.to_owned(), ..Outstanding::default() };
    list.entry((index, name.to_owned())).or_insert_with(new)
}

fn add_figures(loaded: &Loaded, documents: &[&Document], list: &mut List) {
    for (id, year) in check::wanting(&loaded.indicators, documents) {
        let indicator = loaded.indicators.get(id);
        if waivers::lets_pass(loaded, WaivedKind::Missing, &indicator.owner) {
            continue;
        }

        let figures = &mut entry(loaded, &indicator.owner, list).figures;
        match figures.last_mut() {
            Some((name, years)) if *name == indicator.name => years.push(year),
            _ => figures.push((indicator.name.clone(), vec![year])),
        }
    }
}

fn add_text(loaded: &Loaded, problem: &Diagnostic, list: &mut List) {
    let Some(owner) = owner(loaded, problem) else { return };
    let own_text = || contribution(loaded, problem.primary.span.file).map(|text| text.name);

    match problem.code {
        Code::MissingContribution => {
            if let Some(row) = owing_row(loaded, problem) {
                let name = text_name(row, &loaded.workspace.outline, &loaded.workspace.plan);
                add(&mut entry(loaded, &owner, list).absent, Some(name));
            }
        }
        Code::EmptyChapter => add(&mut entry(loaded, &owner, list).empty, own_text()),
        Code::EmptyHeading | Code::Placeholder => {
            add(&mut entry(loaded, &owner, list).unfinished, own_text());
        }
        Code::UnfinishedText => add(&mut entry(loaded, &owner, list).not_final, own_text()),
        Code::UnverifiedValue => entry(loaded, &owner, list).unverified += 1,
        Code::SampleValue => entry(loaded, &owner, list).samples += 1,
        Code::OutstandingOriginal => entry(loaded, &owner, list).originals += 1,
        _ => {}
    }
}

fn add(list: &mut Vec<String>, name: Option<String>) {
    list.extend(name.filter(|name| !list.contains(name)));
}

/// Whether one of the documents would print the contribution: the report its sections, a document
/// that fills in the plan's rows their texts.
fn is_printed(loaded: &Loaded, documents: &[&Document], problem: &Diagnostic) -> bool {
    let Some(row) = owing_row(loaded, problem) else { return false };
    documents.iter().any(|document| match &row.section {
        Some(number) => document.sections.iter().any(|section| section.id == *number),
        None => fills_rows(loaded, document),
    })
}

/// Whether a document prints texts for the plan's rows, or indicators by their definitions.
fn fills_rows(loaded: &Loaded, document: &Document) -> bool {
    let rows = &loaded.workspace.row_chapters;
    let mut parts = document.sections.iter().flat_map(|section| &section.parts);
    let texts = parts.any(|part| rows.iter().any(|row| row.file == part.file));

    let defined = |file| loaded.indicators.definitions.iter().any(|one| one.span.file == file);
    let report = loaded
        .workspace
        .outline
        .iter()
        .any(|planned| document.sections.iter().any(|section| section.id == planned.number));
    texts || !report && document.values.iter().any(|value| defined(value.origin.file))
}

/// Reports every sample value that the document shows, at the place of the datum.
pub(super) fn refuse_samples(document: &Document, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for value in visit::values(document).into_iter().filter(|value| value.sample) {
        if !seen.insert(value.origin) {
            continue;
        }
        let message = match value.indicators.first() {
            Some((name, year)) => format!("正式稿用到了样例数值：{name}（{year}年）"),
            None => format!("正式稿用到了样例数值“{}”", value.text),
        };
        let problem = Diagnostic::new(Code::SampleValue, value.origin, message)
            .help("由归口单位核对后改正数值，并把状态改为“已核”");
        diagnostics.report(problem);
    }
}

/// How many distinct sample values the documents show.
pub fn count_samples<'a>(documents: impl IntoIterator<Item = &'a Document>) -> usize {
    let values = documents.into_iter().flat_map(visit::values);
    values.filter(|value| value.sample).map(|value| value.origin).collect::<BTreeSet<_>>().len()
}
