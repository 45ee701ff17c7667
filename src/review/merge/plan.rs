//! What comes of each change of a copy, tried on the chapters that were sent.
//!
//! In: a returned copy. Out: its changes with their plans; those that don't read back as the copy says
//! are refused.

use super::super::change::{Compared, What, compare};
use super::super::patch::{Patch, Plan, Planner};
use super::super::places::Passages;
use super::super::{flow, verify};
use super::ties::{Carried, keep_ties, ties};
use super::{Copy, Rebuilt, Returned, applied};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rounds in which changes that don't read back are taken out.
const ROUNDS: usize = 6;

/// Tries to take changes in again, at most: each makes the document once.
const READMISSIONS: usize = 24;

const UNREADABLE: &str = "改进文稿后读出来的文字与收回稿不同，请人工改";
const BROKEN: &str = "改进去以后文稿有错误，请人工改";

pub(super) fn planned(returned: Returned<'_>) -> Copy<'_> {
    let compared = compare(&returned.sent.docx, returned.docx);
    let passages = Passages::new(&returned.sent.passages);
    let mut planner = Planner {
        sources: returned.sent.sources(),
        passages: &passages,
        flows: compared.flows.iter().map(|flow| (flow, passages.places(flow))).collect(),
        moved: BTreeMap::new(),
        stuck: BTreeSet::new(),
    };
    (planner.moved, planner.stuck) = moved(&compared, &planner);
    let (ties, carried) = ties(&compared, returned.docx);
    for Carried { flow, tokens, now } in carried {
        // Changed on the way, it would be typed: a value would no longer be one.
        let now = now.trim();
        if !planner.moved.contains_key(now) && planner.holds_more(flow, tokens) {
            planner.stuck.insert(now.to_owned());
        }
    }
    let mut plans: Vec<Plan> = compared.changes.iter().map(|change| planner.plan(change)).collect();
    let places = compared.changes.iter().map(|change| planner.place(change)).collect();
    refuse_overlaps(&mut plans);
    keep_ties(&ties, &mut plans);
    let trial = Trial { returned: &returned, compared: &compared };
    let before = plans.clone();
    for round in 0..ROUNDS {
        let all = everything(&plans);
        if all.is_empty() {
            break;
        }
        let (bad, why) = match trial.rebuilt(&all, &plans) {
            Some(rebuilt) => {
                (verify::contradicted(&compared, &plans, &planner, &rebuilt), UNREADABLE)
            }
            None => (trial.culprits(&all, &ties, &plans), BROKEN),
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
    returned: &'a Returned<'a>,
    compared: &'a Compared,
}

impl Trial<'_> {
    /// The sent document's passages with these changes in its chapters.
    fn rebuilt(&self, taken: &BTreeSet<usize>, plans: &[Plan]) -> Option<Rebuilt> {
        let mut files: BTreeMap<FileId, Vec<&Patch>> = BTreeMap::new();
        for at in taken {
            if let Plan::Patches(patches) = &plans[*at] {
                for patch in patches {
                    files.entry(patch.span.file).or_default().push(patch);
                }
            }
        }
        let sources = self.returned.sent.sources();
        let texts = files.into_iter().map(|(file, patches)| {
            let edits = patches.into_iter().map(|patch| (patch.span.range(), patch.text.as_str()));
            (sources.path(file).to_owned(), applied(sources.text(file), edits.collect()))
        });
        self.returned.sent.rebuild(texts.collect())
    }

    /// Changes without which the document can be made: halves are tried, and halves of those. What
    /// goes together is tried together.
    fn culprits(&self, taken: &BTreeSet<usize>, ties: &[usize], plans: &[Plan]) -> BTreeSet<usize> {
        let together: BTreeSet<usize> = taken.iter().map(|at| ties[*at]).collect();
        let mut bad = BTreeSet::new();
        let mut waiting: Vec<Vec<usize>> = vec![together.into_iter().collect()];
        while let Some(groups) = waiting.pop() {
            let own = taken.iter().filter(|at| groups.contains(&ties[**at]));
            let own: BTreeSet<usize> = own.copied().collect();
            if self.rebuilt(&own, plans).is_some() {
                continue;
            }
            if groups.len() <= 1 {
                bad.extend(own);
                continue;
            }
            let (first, second) = groups.split_at(groups.len() / 2);
            waiting.extend([first.to_vec(), second.to_vec()]);
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
            let reads = self.rebuilt(&everything(&tried), &tried).is_some_and(|rebuilt| {
                verify::contradicted(self.compared, &tried, planner, &rebuilt).is_empty()
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
            *plan = Plan::Refused("与同一份收回稿里的另一处改动交叠，请人工改".to_owned());
            continue;
        }
        for patch in patches {
            taken.entry(patch.span.file).or_default().push(patch.span.range());
        }
    }
}

/// The source of what was deleted, by its text, where it was put in again elsewhere: marks and values
/// in it move along. Beside it the texts whose marks and values can't.
fn moved(
    compared: &Compared,
    planner: &Planner<'_>,
) -> (BTreeMap<String, String>, BTreeSet<String>) {
    let mut new: BTreeSet<String> = BTreeSet::new();
    for change in &compared.changes {
        if let What::Text { inserted, .. } = &change.what {
            let segments = inserted.split(|token| token.key == flow::Key::Mark);
            let texts = segments.map(|segment| flow::shown(segment).trim().to_owned());
            new.extend(texts.filter(|text| text.chars().count() > 1));
        }
    }

    let (mut known, mut stuck) = (BTreeMap::new(), BTreeSet::new());
    for change in &compared.changes {
        let What::Text { deleted, .. } = &change.what else { continue };
        let flow = &compared.flows[change.place.0];
        let mut start = deleted.start;
        while start < deleted.end {
            let line = &flow.lines[flow.line_at(start)];
            let end = deleted.end.min(line.tokens.end - 1).max(start);
            let text = flow.text(start..end).trim().to_owned();
            if new.contains(&text) {
                match planner.source_of(change.place.0, start..end) {
                    Some(source) => {
                        known.entry(text).or_insert(source);
                    }
                    None if planner.holds_more(change.place.0, start..end) => {
                        stuck.insert(text);
                    }
                    None => {}
                }
            }
            start = end.max(start) + 1;
        }
    }
    stuck.retain(|text| !known.contains_key(text));
    (known, stuck)
}
