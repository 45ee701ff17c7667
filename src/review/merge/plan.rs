//! What comes of each change of a copy, tried on the chapters that were sent.
//!
//! In: a returned copy. Out: its changes with their plans; those that don't read back as the copy says
//! are refused.

use super::super::change::{Change, ChangeKind, Compared, compare};
use super::super::patch::{Patch, Plan, PlannedFlow, Planner};
use super::super::token_origins::PassageIndex;
use super::super::{flow, verify};
use super::current::applied;
use super::model::{Copy, Returned};
use super::move_groups::{MovedText, move_groups, refuse_broken_groups};
use super::phrases::unite_phrases;
use super::pictures::new_pictures;
use super::sent::Rebuilt;
use super::values::part_values;
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rounds in which changes that don't read back are taken out.
const ROUNDS: usize = 6;

/// Maximum number of trials to take changes in again: each makes the document once.
const MAX_READMISSIONS: usize = 24;

const UNREADABLE: &str = "改进文稿后读出来的文字与收回稿不同，请人工改";
const BROKEN: &str = "改进去以后文稿有错误，请人工改";

pub(super) fn planned(returned: Returned<'_>) -> Copy<'_> {
    let mut compared = compare(&returned.sent.docx, returned.docx);
    let passages = PassageIndex::new(&returned.sent.passages);
    let planned_flow = |flow| PlannedFlow { flow, origins: passages.origins(flow) };
    let mut planner = Planner {
        sources: returned.sent.sources(),
        passages: &passages,
        media: &returned.docx.media,
        flows: compared.flows.iter().map(planned_flow).collect(),
        moved: BTreeMap::new(),
        stuck: BTreeSet::new(),
    };

    find_moved(&compared, &mut planner);
    let (groups, moves) = move_groups(&compared, returned.docx);
    for MovedText { flow, tokens, now } in moves {
        // Changed on the way, it would be typed: a value would no longer be one.
        let now = now.trim();
        if !planner.moved.contains_key(now) && planner.at(flow).holds_more(tokens) {
            planner.stuck.insert(now.to_owned());
        }
    }

    let groups = part_values(&mut compared.changes, &groups, &planner);
    let groups = unite_phrases(&mut compared.changes, &groups, &planner, returned.docx);
    let mut plans: Vec<Plan> = compared.changes.iter().map(|change| planner.plan(change)).collect();
    let spans = compared.changes.iter().map(|change| planner.span(change)).collect();
    refuse_overlaps(&mut plans);
    refuse_broken_groups(&groups, &mut plans);

    let trial = Trial { returned: &returned, compared: &compared };
    let first_plans = plans.clone();
    trial.refuse_contradicted(&groups, &planner, &mut plans);
    trial.readmit(&first_plans, &groups, &planner, &mut plans);
    let stretch = |(change, plan): (&Change, &Plan)| match plan {
        Plan::Patches(patches) => planner.stretch(change, patches),
        _ => None,
    };
    let stretches = compared.changes.iter().zip(&plans).map(stretch).collect();
    drop(planner);
    Copy { returned, compared, plans, spans, stretches, groups }
}

/// The changes that are taken over.
fn taken(plans: &[Plan]) -> BTreeSet<usize> {
    let is_taken = |index: &usize| matches!(plans[*index], Plan::Patches(_));
    (0..plans.len()).filter(is_taken).collect()
}

/// What plans are tried with.
struct Trial<'a> {
    returned: &'a Returned<'a>,
    compared: &'a Compared,
}

impl Trial<'_> {
    /// Refuses the changes that don't read back as the copy says, round by round.
    fn refuse_contradicted(&self, groups: &[usize], planner: &Planner<'_>, plans: &mut [Plan]) {
        for round in 0..ROUNDS {
            let all = taken(plans);
            if all.is_empty() {
                break;
            }
            let (bad, reason) = match self.rebuilt(&all, plans) {
                Some(rebuilt) => {
                    (verify::contradicted(self.compared, plans, planner, &rebuilt), UNREADABLE)
                }
                None => (self.culprits(&all, groups, plans), BROKEN),
            };
            if bad.is_empty() {
                break;
            }

            let is_last = round + 1 == ROUNDS;
            for index in if is_last { all } else { bad } {
                plans[index] = Plan::Refused(reason.to_owned());
            }
            refuse_broken_groups(groups, plans);
        }
    }

    /// The sent document's passages with these changes in its chapters.
    fn rebuilt(&self, changes: &BTreeSet<usize>, plans: &[Plan]) -> Option<Rebuilt> {
        let mut files: BTreeMap<FileId, Vec<&Patch>> = BTreeMap::new();
        for index in changes {
            if let Plan::Patches(patches) = &plans[*index] {
                for patch in patches {
                    files.entry(patch.span.file).or_default().push(patch);
                }
            }
        }

        let sources = self.returned.sent.sources();
        let texts = files.into_iter().map(|(file, patches)| {
            let edits = patches.into_iter().map(|patch| (patch.span.range(), patch.text.as_str()));
            (sources.path(file).to_owned(), applied(sources.text(file), edits.collect()).text)
        });
        let pictures = new_pictures(self.returned, self.compared, plans);
        self.returned.sent.rebuild(texts.collect(), pictures)
    }

    /// Changes without which the document can be made: halves are tried, and halves of those. What
    /// goes together is tried together.
    fn culprits(
        &self,
        changes: &BTreeSet<usize>,
        groups: &[usize],
        plans: &[Plan],
    ) -> BTreeSet<usize> {
        let firsts: BTreeSet<usize> = changes.iter().map(|index| groups[*index]).collect();
        let mut bad = BTreeSet::new();

        let mut waiting: Vec<Vec<usize>> = vec![firsts.into_iter().collect()];
        while let Some(set) = waiting.pop() {
            let tried = changes.iter().filter(|index| set.contains(&groups[**index]));
            let tried: BTreeSet<usize> = tried.copied().collect();
            if self.rebuilt(&tried, plans).is_some() {
                continue;
            }
            if set.len() <= 1 {
                bad.extend(tried);
                continue;
            }
            let (first, second) = set.split_at(set.len() / 2);
            waiting.extend([first.to_vec(), second.to_vec()]);
        }

        bad
    }

    /// Takes changes in again that were taken out for another one's fault: one that opens a block
    /// may change how everything after it reads, and the nearest changes are blamed at first.
    fn readmit(
        &self,
        first_plans: &[Plan],
        groups: &[usize],
        planner: &Planner<'_>,
        plans: &mut Vec<Plan>,
    ) {
        let is_out = |index: &usize| first_plans[*index] != plans[*index];
        let firsts: BTreeSet<usize> =
            (0..plans.len()).filter(is_out).map(|index| groups[index]).collect();
        let firsts: Vec<usize> = firsts.into_iter().collect();
        let (first, second) = firsts.split_at(firsts.len() / 2);
        let mut waiting = vec![second.to_vec(), first.to_vec()];

        for _ in 0..MAX_READMISSIONS {
            let Some(set) = waiting.pop() else { return };
            if set.is_empty() {
                continue;
            }

            let mut tried = plans.clone();
            for index in (0..plans.len()).filter(|index| set.contains(&groups[*index])) {
                tried[index] = first_plans[index].clone();
            }
            let is_confirmed = self.rebuilt(&taken(&tried), &tried).is_some_and(|rebuilt| {
                verify::contradicted(self.compared, &tried, planner, &rebuilt).is_empty()
            });
            if is_confirmed {
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
    let mut edited: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
    for plan in plans {
        let Plan::Patches(patches) = plan else { continue };
        let crosses = |patch: &Patch| {
            let range = patch.span.range();
            let overlaps =
                |other: &Range<usize>| range.start < other.end && other.start < range.end;
            edited.get(&patch.span.file).is_some_and(|ranges| ranges.iter().any(overlaps))
        };
        if patches.iter().any(crosses) {
            *plan = Plan::Refused("与同一份收回稿里的另一处改动交叠，请人工改".to_owned());
            continue;
        }
        for patch in patches {
            edited.entry(patch.span.file).or_default().push(patch.span.range());
        }
    }
}

/// Finds the source of what was deleted, by its text, where it was put in again elsewhere: marks and
/// values in it move along. Beside it the texts whose marks and values can't.
fn find_moved(compared: &Compared, planner: &mut Planner<'_>) {
    let mut inserted_texts: BTreeSet<String> = BTreeSet::new();
    for change in &compared.changes {
        if let ChangeKind::Text { inserted, .. } = &change.kind {
            let segments = inserted.split(|token| token.key == flow::Key::ParagraphMark);
            let texts = segments.map(|segment| flow::text_of(segment).trim().to_owned());
            inserted_texts.extend(texts.filter(|text| text.chars().count() > 1));
        }
    }

    let (mut moved, mut stuck) = (BTreeMap::new(), BTreeSet::new());
    for change in &compared.changes {
        let ChangeKind::Text { deleted, .. } = &change.kind else { continue };
        let index = change.location.flow;
        let flow = &compared.flows[index];
        for tokens in flow.by_paragraph(deleted) {
            let text = flow.text(tokens.clone()).trim().to_owned();
            if !inserted_texts.contains(&text) {
                continue;
            }
            match planner.at(index).source_of(tokens.clone()) {
                Some(source) => {
                    moved.entry(text).or_insert(source);
                }
                None if planner.at(index).holds_more(tokens) => {
                    stuck.insert(text);
                }
                None => {}
            }
        }
    }

    stuck.retain(|text| !moved.contains_key(text));
    (planner.moved, planner.stuck) = (moved, stuck);
}
