//! What became of every change of every copy.

use super::super::change::Change;
use super::super::entry::{Entry, Merged, OpinionKey, Outcome, SameSentence, Tally};
use super::super::patch::Plan;
use super::current::CurrentChapters;
use super::model::{Copy, Resolution, Status};
use super::pictures::pictures_of;
use super::remembered::Memory;
use super::sentences::same_sentences;
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
    let rivals = rivals(&drafts, &resolutions, memory);
    let sentences = same_sentences(copies, &resolutions, current);
    let mut statuses: BTreeMap<(usize, usize), Resolved> = BTreeMap::new();
    for ((resolution, rivals), same_sentence) in resolutions.into_iter().zip(rivals).zip(sentences)
    {
        let resolved = Resolved { status: resolution.status, rivals, same_sentence };
        statuses.insert((resolution.copy, resolution.change), resolved);
    }

    let mut merged = Merged { chapters, ..Merged::default() };
    for (index, (copy, drafts)) in copies.iter().zip(drafts).enumerate() {
        let mut tally = Tally::of(copy.returned.docx);
        for (number, mut draft) in drafts.into_iter().enumerate() {
            let plan = &copy.plans[number];
            let change = &copy.compared.changes[number];
            let resolved = statuses.remove(&(index, number));
            let status = resolved.map(|resolved| {
                draft.rivals.extend(resolved.rivals);
                draft.same_sentence = resolved.same_sentence;
                resolved.status
            });
            let outcome = memory.outcome(&draft).unwrap_or_else(|| outcome(plan, status));
            if outcome == Outcome::Applied {
                merged.pictures.extend(pictures_of(&copy.returned, change, plan));
            }
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

/// What became of a change, and whom it meets.
struct Resolved {
    status: Status,
    rivals: Vec<OpinionKey>,
    same_sentence: SameSentence,
}

/// For each edit what those are known by that it clashes with.
fn rivals(
    drafts: &[Vec<Entry>],
    resolutions: &[Resolution],
    memory: &Memory,
) -> Vec<Vec<OpinionKey>> {
    let key = |index: &usize| {
        let Resolution { copy, change, .. } = resolutions[*index];
        let file = memory.files.get(copy);
        let key = drafts[copy][change].sent.key.clone();
        OpinionKey { copy: file.map(|file| file.copy.clone()).unwrap_or_default(), key }
    };
    resolutions.iter().map(|one| one.rivals.iter().map(key).collect()).collect()
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
