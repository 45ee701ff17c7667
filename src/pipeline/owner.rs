//! Whose a problem is: each is somebody's, by name.
//!
//! In: problems. Out: the bureau that is to mend each, or 统稿人, and how many everybody has.

use super::Loaded;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Span};
use crate::workspace::{EDITOR, OutlineSection, PlanRow};
use std::collections::BTreeMap;

/// How many problems somebody is to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The bureau's short name, or 统稿人.
    pub owner: String,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// What everybody has to mend, in the order of bureaus.yaml, 统稿人 last; hints don't count. What several
/// documents show counts once.
pub fn shares(loaded: &Loaded, problems: &Diagnostics) -> Vec<Share> {
    let mut shares: BTreeMap<(usize, String), Share> = BTreeMap::new();
    for problem in problems.distinct().filter(|problem| problem.severity != Severity::Hint) {
        let owner = owner(loaded, problem).unwrap_or_else(|| EDITOR.to_owned());
        let rank = loaded.workspace.find_bureau(&owner).unwrap_or(usize::MAX);
        let new = Share { owner: owner.clone(), errors: 0, warnings: 0 };
        let share = shares.entry((rank, owner)).or_insert(new);
        if problem.severity == Severity::Error {
            share.errors += 1;
        } else {
            share.warnings += 1;
        }
    }
    shares.into_values().collect()
}

/// A bureau's text.
pub(super) struct Contribution {
    pub bureau: String,
    /// The section or row that it is for.
    pub name: String,
}

/// Whose a problem is: the one that it names, else that of its place.
pub fn owner(loaded: &Loaded, problem: &Diagnostic) -> Option<String> {
    problem.owner.clone().or_else(|| owner_of_place(loaded, problem.primary.span.file))
}

/// Whose a text or a data file is.
pub fn owner_of_place(loaded: &Loaded, file: FileId) -> Option<String> {
    contribution(loaded, file)
        .map(|contribution| contribution.bureau)
        .or_else(|| data_file_owner(loaded, file))
}

/// The row of the plan, by its index, that a place concerns: that of the text in which it lies, of the value or of
/// the definition, or the row itself.
pub fn row_of_place(loaded: &Loaded, span: Span) -> Option<usize> {
    let Loaded { workspace, indicators, .. } = loaded;
    if let Some(section) = section(loaded, span.file) {
        return Some(section.row);
    }
    if let Some(id) = indicators.at(span) {
        return workspace.plan.iter().position(|row| row.id == indicators.get(id).row);
    }
    workspace.plan.iter().position(|row| row.span.contains(span))
}

/// The bureau whose data file it is.
fn data_file_owner(loaded: &Loaded, file: FileId) -> Option<String> {
    let path = loaded.sources.path(file).strip_prefix("chapters/indicators/")?;
    let index = loaded.workspace.find_bureau(path.strip_suffix(".yaml")?.trim())?;
    Some(loaded.workspace.bureaus[index].short.clone())
}

/// The row of the plan that lacks a contribution.
pub(super) fn owing_row<'l>(loaded: &'l Loaded, problem: &Diagnostic) -> Option<&'l PlanRow> {
    let span = problem.primary.span;
    loaded.workspace.plan.iter().find(|row| row.lead.iter().any(|lead| lead.span == span))
}

/// The contribution that a chapter's file is.
pub(super) fn contribution(loaded: &Loaded, file: FileId) -> Option<Contribution> {
    let workspace = &loaded.workspace;
    let section = section(loaded, file)?;
    let (_, name) = loaded.sources.path(file).rsplit_once('/')?;

    let row = workspace.plan.get(section.row)?;
    let stem = name.strip_suffix(".md")?.trim();
    let bureau = workspace.find_bureau(stem).map(|index| workspace.bureaus[index].short.clone());
    let name = text_name(row, &workspace.outline, &workspace.plan);
    Some(Contribution { bureau: bureau.unwrap_or_else(|| EDITOR.to_owned()), name })
}

/// The section of the report, or the row with texts of its own, in whose folder a file lies.
fn section(loaded: &Loaded, file: FileId) -> Option<&OutlineSection> {
    let path = loaded.sources.path(file).strip_prefix("chapters/")?;
    let (folder, _) = path.split_once('/')?;
    loaded.workspace.section_in(folder)
}

/// What a row's text is called: its section's folder, or the row of the 申报表.
pub(super) fn text_name(row: &PlanRow, outline: &[OutlineSection], plan: &[PlanRow]) -> String {
    let is_of_row =
        |section: &&OutlineSection| plan.get(section.row).is_some_and(|r| r.id == row.id);
    match outline.iter().find(is_of_row) {
        Some(section) => section.folder.clone(),
        None => format!("申报表 {}", row.id),
    }
}
