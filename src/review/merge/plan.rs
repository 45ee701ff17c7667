//! What comes of each change of a copy, tried on the chapters that were sent.
//!
//! In: a returned copy. Out: its changes with their plans; those that don't read back as the copy says
//! are refused.

use super::super::change::{Compared, What, compare};
use super::super::patch::{Patch, Plan, Planner};
use super::super::places::Passages;
use super::super::{flow, verify};
use super::{Chapters, Copy, Remade, Returned, applied};
use crate::docx::{Docx, RevisionKind};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rounds in which changes that don't read back are taken out.
const ROUNDS: usize = 6;

/// Tries to take changes in again, at most: each makes the document once.
const READMISSIONS: usize = 24;

const UNREADABLE: &str = "改进章节后读出来的文字与审改稿不同，请人工改";
const BROKEN: &str = "改进去以后章节有错误，请人工改";

pub(super) fn planned<'a>(
    index: usize,
    returned: Returned<'a>,
    chapters: &dyn Chapters,
) -> Copy<'a> {
    let compared = compare(returned.sent.docx, returned.docx);
    let passages = Passages::new(returned.sent.passages);
    let mut planner = Planner {
        sources: returned.sent.sources,
        passages: &passages,
        flows: compared.flows.iter().map(|flow| (flow, passages.places(flow))).collect(),
        moved: BTreeMap::new(),
    };
    planner.moved = moved(&compared, &planner);
    let ties = ties(&compared, returned.docx);
    let mut plans: Vec<Plan> = compared.changes.iter().map(|change| planner.plan(change)).collect();
    let places = compared.changes.iter().map(|change| planner.place(change)).collect();
    refuse_overlaps(&mut plans);
    keep_ties(&ties, &mut plans);
    let trial = Trial { index, returned: &returned, compared: &compared, chapters };
    let before = plans.clone();
    for round in 0..ROUNDS {
        let all = everything(&plans);
        if all.is_empty() {
            break;
        }
        let (bad, why) = match trial.remade(&all, &plans) {
            Some(made) => (verify::contradicted(&compared, &plans, &planner, &made), UNREADABLE),
            None => (trial.culprits(all.clone(), &plans), BROKEN),
        };
        if bad.is_empty() {
            break;
        }
        let last = round + 1 == ROUNDS;
        for at in if last { all } else { bad } {
            plans[at] = Plan::Refused(why.to_owned());
        }
        keep_ties(&ties, &mut plans);
    }
    trial.readmit(&before, &ties, &planner, &mut plans);
    drop(planner);
    Copy { returned, compared, plans, places, ties }
}

fn everything(plans: &[Plan]) -> BTreeSet<usize> {
    let taken = |at: &usize| matches!(plans[*at], Plan::Patches(_));
    (0..plans.len()).filter(taken).collect()
}

/// What plans are tried with.
struct Trial<'a> {
    index: usize,
    returned: &'a Returned<'a>,
    compared: &'a Compared,
    chapters: &'a dyn Chapters,
}

impl Trial<'_> {
    /// The sent document's passages with these changes in its chapters.
    fn remade(&self, taken: &BTreeSet<usize>, plans: &[Plan]) -> Option<Remade> {
        let mut files: BTreeMap<FileId, Vec<&Patch>> = BTreeMap::new();
        for at in taken {
            if let Plan::Patches(patches) = &plans[*at] {
                for patch in patches {
                    files.entry(patch.span.file).or_default().push(patch);
                }
            }
        }
        let sources = self.returned.sent.sources;
        let texts = files.into_iter().map(|(file, patches)| {
            let edits = patches.into_iter().map(|patch| (patch.span.range(), patch.text.as_str()));
            (sources.path(file).to_owned(), applied(sources.text(file), edits.collect()))
        });
        self.chapters.remade(self.index, &texts.collect())
    }

    /// Changes without which the document can be made: halves are tried, and halves of those.
    fn culprits(&self, taken: BTreeSet<usize>, plans: &[Plan]) -> BTreeSet<usize> {
        let mut bad = BTreeSet::new();
        let mut waiting = vec![taken];
        while let Some(set) = waiting.pop() {
            if self.remade(&set, plans).is_some() {
                continue;
            }
            if set.len() <= 1 {
                bad.extend(set);
                continue;
            }
            let middle = set.iter().nth(set.len() / 2).copied().unwrap_or_default();
            let (mut first, mut second) = (set.clone(), set);
            first.retain(|at| *at < middle);
            second.retain(|at| *at >= middle);
            waiting.extend([first, second]);
        }
        bad
    }

    /// Takes changes in again that were taken out for another one's fault: one that opens a block
    /// may change how everything after it reads, and the nearest changes are blamed at first.
    fn readmit(
        &self,
        before: &[Plan],
        ties: &[usize],
        planner: &Planner<'_>,
        plans: &mut Vec<Plan>,
    ) {
        let out = |at: &usize| before[*at] != plans[*at];
        let together: BTreeSet<usize> = (0..plans.len()).filter(out).map(|at| ties[at]).collect();
        let together: Vec<usize> = together.into_iter().collect();
        let (first, second) = together.split_at(together.len() / 2);
        let mut waiting = vec![second.to_vec(), first.to_vec()];
        for _ in 0..READMISSIONS {
            let Some(set) = waiting.pop() else { return };
            if set.is_empty() {
                continue;
            }
            let mut tried = plans.clone();
            for at in (0..plans.len()).filter(|at| set.contains(&ties[*at])) {
                tried[at] = before[at].clone();
            }
            let reads = self.remade(&everything(&tried), &tried).is_some_and(|made| {
                verify::contradicted(self.compared, &tried, planner, &made).is_empty()
            });
            if reads {
                *plans = tried;
            } else if set.len() > 1 {
                let (first, second) = set.split_at(set.len() / 2);
                waiting.extend([second.to_vec(), first.to_vec()]);
            }
        }
    }
}

/// Two changes of one copy that want the same bytes: the later one is left to a person.
fn refuse_overlaps(plans: &mut [Plan]) {
    let mut taken: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
    for plan in plans {
        let Plan::Patches(patches) = plan else { continue };
        let crosses = |patch: &Patch| {
            let own = patch.span.range();
            let overlaps = |other: &Range<usize>| own.start < other.end && other.start < own.end;
            taken.get(&patch.span.file).is_some_and(|known| known.iter().any(overlaps))
        };
        if patches.iter().any(crosses) {
            *plan = Plan::Refused("与同一份稿子里的另一处改动交叠，请人工改".to_owned());
            continue;
        }
        for patch in patches {
            taken.entry(patch.span.file).or_default().push(patch.span.range());
        }
    }
}

/// The source of what was deleted, by its text, where it was put in again elsewhere: marks and values
/// in it move along.
fn moved(compared: &Compared, planner: &Planner<'_>) -> BTreeMap<String, String> {
    let mut new: BTreeSet<String> = BTreeSet::new();
    for change in &compared.changes {
        if let What::Text { inserted, .. } = &change.what {
            let segments = inserted.split(|token| token.key == flow::Key::Mark);
            new.extend(segments.map(flow::shown).filter(|text| text.chars().count() > 1));
        }
    }
    let mut known = BTreeMap::new();
    for change in &compared.changes {
        let What::Text { deleted, .. } = &change.what else { continue };
        let flow = &compared.flows[change.place.0];
        let mut start = deleted.start;
        while start < deleted.end {
            let line = &flow.lines[flow.line_at(start)];
            let end = deleted.end.min(line.tokens.end - 1).max(start);
            let text = flow.text(start..end);
            if new.contains(&text)
                && let Some(source) = planner.source_of(change.place.0, start..end)
            {
                known.entry(text).or_insert(source);
            }
            start = end.max(start) + 1;
        }
    }
    known
}

/// A move's ends share a name.
fn ties(compared: &Compared, docx: &Docx) -> Vec<usize> {
    let mut ties: Vec<usize> = (0..compared.changes.len()).collect();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, change) in compared.changes.iter().enumerate() {
        for id in &change.revisions {
            let Some(revision) = docx.revisions.get(id.0 as usize) else { continue };
            use RevisionKind::{MarkMoveFrom, MarkMoveTo, MoveFrom, MoveTo};
            let moves = matches!(revision.kind, MoveFrom | MoveTo | MarkMoveFrom | MarkMoveTo);
            if !moves || revision.name.is_empty() {
                continue;
            }
            let other = *first.entry(revision.name.as_str()).or_insert(at);
            let (a, b) = (ties[at].min(ties[other]), ties[at].max(ties[other]));
            ties.iter_mut().filter(|tie| **tie == b).for_each(|tie| *tie = a);
        }
    }
    ties
}

/// Where one of those that go together isn't taken over, none is.
fn keep_ties(ties: &[usize], plans: &mut [Plan]) {
    let mut why: BTreeMap<usize, String> = BTreeMap::new();
    for (at, tie) in ties.iter().enumerate() {
        let alone = ties.iter().filter(|other| *other == tie).count() == 1;
        match &plans[at] {
            Plan::Refused(reason) if !alone => {
                why.entry(*tie).or_insert_with(|| reason.clone());
            }
            Plan::Request(..) if !alone => {
                why.entry(*tie).or_insert_with(|| "移动的文字里有数据的一部分".to_owned());
            }
            Plan::Patches(_)
            | Plan::Refused(_)
            | Plan::Request(..)
            | Plan::Nothing
            | Plan::Listed => {}
        }
    }
    for (at, tie) in ties.iter().enumerate() {
        if let (Plan::Patches(_), Some(reason)) = (&plans[at], why.get(tie)) {
            plans[at] = Plan::Refused(reason.clone());
        }
    }
}
