//! What became of every change of every copy.

use super::super::change::Change;
use super::super::entry::{Entry, Merged, Outcome, Tally};
use super::super::patch::Plan;
use super::current::CurrentChapters;
use super::model::{Copy, Resolution, Status};
use super::remembered::Memory;
use std::collections::BTreeMap;

/// Gives each entry its outcome, and counts them.
pub(super) fn report(
    copies: &[Copy<'_>],
    drafts: Vec<Vec<Entry>>,
    resolutions: Vec<Resolution>,
    current: &CurrentChapters<'_>,
    memory: &Memory,
) -> Merged {
    let chapters = current.with_edits(&resolutions);
    let mut statuses: BTreeMap<(usize, usize), Status> = BTreeMap::new();
    for resolution in resolutions {
        statuses.insert((resolution.copy, resolution.change), resolution.status);
    }

    let mut merged = Merged { chapters, entries: Vec::new(), tallies: Vec::new() };
    for (index, (copy, drafts)) in copies.iter().zip(drafts).enumerate() {
        let mut tally = Tally::of(copy.returned.docx);
        for (number, draft) in drafts.into_iter().enumerate() {
            let plan = &copy.plans[number];
            let change = &copy.compared.changes[number];
            let status = statuses.remove(&(index, number));
            let outcome = memory.outcome(&draft).unwrap_or_else(|| outcome(plan, status));
            let entry = Entry { outcome, ..draft };
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
