//! What became of every change of every copy.

use super::super::change::Change;
use super::super::entry::{self, Entry, Merged, Outcome, Tally};
use super::super::patch::Plan;
use super::current::CurrentChapters;
use super::model::{Copy, Resolution, Status};
use std::collections::BTreeMap;

pub(super) fn report(
    copies: &[Copy<'_>],
    resolutions: Vec<Resolution>,
    current: &CurrentChapters<'_>,
) -> Merged {
    let chapters = current.with_edits(&resolutions);
    let mut statuses: BTreeMap<(usize, usize), Status> = BTreeMap::new();
    for resolution in resolutions {
        statuses.insert((resolution.copy, resolution.change), resolution.status);
    }

    let mut merged = Merged { chapters, entries: Vec::new(), tallies: Vec::new() };
    for (index, copy) in copies.iter().enumerate() {
        let mut tally = Tally::of(copy.returned.docx);
        for (number, change) in copy.compared.changes.iter().enumerate() {
            let plan = &copy.plans[number];
            let outcome = outcome(plan, statuses.remove(&(index, number)));
            let location = location(index, copy, number, current);
            let docx = copy.returned.docx;
            let entry = entry::of(index, docx, &copy.compared, change, location, outcome);
            if !is_idle(plan, change, &entry) {
                tally.count(&entry);
                merged.entries.push(entry);
            }
        }
        merged.tallies.push(tally);
    }
    merged
}

fn outcome(plan: &Plan, status: Option<Status>) -> Outcome {
    match plan {
        Plan::Patches(_) => match status {
            Some(Status::Clean) => Outcome::Applied,
            Some(Status::Present | Status::SameAs(_)) | None => Outcome::Present,
            Some(Status::Conflict { now, with }) => Outcome::Conflict { now, with },
        },
        Plan::Request { value, before, after } => {
            Outcome::Request { value: *value, before: before.clone(), after: after.clone() }
        }
        Plan::Refused(reason) => Outcome::Refused(reason.clone()),
        Plan::Nothing => Outcome::Present,
        Plan::Listed => Outcome::Listed,
    }
}

/// Whether it is an empty paragraph that a program put in or took out by itself as it saved.
fn is_idle(plan: &Plan, change: &Change, entry: &Entry) -> bool {
    let does_nothing = match plan {
        Plan::Nothing => true,
        Plan::Patches(patches) => patches.is_empty(),
        Plan::Request { .. } | Plan::Refused(_) | Plan::Listed => false,
    };
    does_nothing
        && change.revisions.is_empty()
        && entry.before.trim().is_empty()
        && entry.after.trim().is_empty()
}

/// The file of a change and its line, as the chapter is now.
fn location(
    index: usize,
    copy: &Copy<'_>,
    change: usize,
    current: &CurrentChapters<'_>,
) -> Option<(String, usize)> {
    let span = copy.spans[change]?;
    let sources = copy.returned.sent.sources();
    let path = sources.path(span.file).to_owned();
    let line = match current.chapter(index, copy, span.file) {
        Some(chapter) if path.ends_with(".md") => {
            entry::line(&chapter.text, chapter.diff.carry(span.start as usize))
        }
        _ => sources.line_column(span.file, span.start).line,
    };
    Some((path, line))
}
