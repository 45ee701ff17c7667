//! Changes of a copy that go together: what was taken away here and put there.
//!
//! In: a copy's changes. Out: for each the least of those that it goes with. Word ties a move's ends by
//! a name; where it, or WPS always, writes a cut and a paste as a deletion and an insertion, the words
//! tie them.

use super::super::change::{Compared, What};
use super::super::flow::{self, Key, Token};
use super::super::patch::Plan;
use crate::docx::{Docx, RevisionKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Characters that a paragraph, or a part of one, must have in common with what was put in elsewhere:
/// fewer come about by chance.
const MIN_PARAGRAPH: usize = 2;
const MIN_PART: usize = 6;
/// The same for words alone, without a figure or a mark of punctuation: reports repeat their phrases.
const MIN_PHRASE: usize = 12;
/// The same where what was put in says more than that.
const MIN_PARAGRAPH_WITHIN: usize = 6;
const MIN_PART_WITHIN: usize = 12;
/// The same where what was put in was changed on the way.
const MIN_CHANGED: usize = 16;
/// Length of the stretches that a changed text is known by.
const STRETCH: usize = 8;

/// What stands before the reason of one half when it is given for the other.
const OTHER_HALF: &str = "移动的另一半没有采用：";
const PART_OF_VALUE: &str = "移动的文字里有数据的一部分，请人工移动";

/// A paragraph or a part of one, or a row, that was taken away or put in.
struct Segment {
    change: usize,
    /// Without spaces: they come and go at the ends of what is pasted.
    text: Vec<char>,
    /// Whether it is all of a paragraph or a row.
    whole: bool,
    /// Whether its mark can't go: what one cell says, others say as well.
    stays: bool,
    /// Its tokens, where it was taken away.
    tokens: Range<usize>,
    /// What it shows.
    shown: String,
}

impl Segment {
    /// Whether it is long enough to be known again, as all of a paragraph or as a part.
    fn is_known(&self, whole: bool) -> bool {
        let phrase = self.text.iter().all(|character| character.is_alphabetic());
        let least = match (whole, phrase) {
            (true, _) => MIN_PARAGRAPH,
            (false, true) => MIN_PHRASE,
            (false, false) => MIN_PART,
        };
        self.text.len() >= least
    }

    /// Whether it is what was put in there.
    fn is_same(&self, pasted: &Segment) -> bool {
        let whole = self.whole && (!self.stays || pasted.whole);
        pasted.text == self.text && self.is_known(whole)
    }
}

/// What was taken away in one change and put in by another.
pub(super) struct Carried {
    /// The flow that it was taken from.
    pub flow: usize,
    /// Its tokens there.
    pub tokens: Range<usize>,
    /// What the paragraph, or the part of one, shows that holds it now.
    pub now: String,
}

/// For each change the least of those that it goes with, and what the words tie.
pub(super) fn ties(compared: &Compared, docx: &Docx) -> (Vec<usize>, Vec<Carried>) {
    let mut ties: Vec<usize> = (0..compared.changes.len()).collect();
    by_name(compared, docx, &mut ties);
    let carried = by_words(compared, &mut ties);
    (ties, carried)
}

fn unite(ties: &mut [usize], one: usize, other: usize) {
    let (a, b) = (ties[one].min(ties[other]), ties[one].max(ties[other]));
    ties.iter_mut().filter(|tie| **tie == b).for_each(|tie| *tie = a);
}

/// A move's ends share a name.
fn by_name(compared: &Compared, docx: &Docx, ties: &mut [usize]) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, change) in compared.changes.iter().enumerate() {
        for id in &change.revisions {
            let Some(revision) = docx.revisions.get(id.0 as usize) else { continue };
            use RevisionKind::{MarkMoveFrom, MarkMoveTo, MoveFrom, MoveTo};
            let moves = matches!(revision.kind, MoveFrom | MoveTo | MarkMoveFrom | MarkMoveTo);
            if moves && !revision.name.is_empty() {
                let other = *first.entry(revision.name.as_str()).or_insert(at);
                unite(ties, at, other);
            }
        }
    }
}

/// A cut and its paste say the same.
fn by_words(compared: &Compared, ties: &mut [usize]) -> Vec<Carried> {
    let (mut gone, mut new) = (taken_away(compared), put_in(compared));
    let mut carried = Vec::new();
    let mut tie = |cut: &Segment, pasted: &Segment| {
        unite(ties, cut.change, pasted.change);
        if cut.change != pasted.change && !cut.tokens.is_empty() {
            let flow = compared.changes[cut.change].place.0;
            let (tokens, now) = (cut.tokens.clone(), pasted.shown.clone());
            carried.push(Carried { flow, tokens, now });
        }
    };

    // Each cut has one paste, in their order; what was replaced by itself moved nowhere.
    for same_change in [true, false] {
        let mut left: Vec<bool> = vec![true; new.len()];
        gone.retain(|cut| {
            let found = (0..new.len()).find(|at| {
                let pasted = &new[*at];
                left[*at] && cut.is_same(pasted) && (pasted.change == cut.change) == same_change
            });
            if let Some(at) = found {
                left[at] = false;
                tie(cut, &new[at]);
            }
            found.is_none()
        });
        let mut left = left.into_iter();
        new.retain(|_| left.next().unwrap_or_default());
    }

    for (cut, pasted) in within(&gone, &new) {
        tie(&gone[cut], &new[pasted]);
    }
    carried
}

/// What was taken away and is long enough to be known again.
fn taken_away(compared: &Compared) -> Vec<Segment> {
    let mut found = Vec::new();
    for (change, one) in compared.changes.iter().enumerate() {
        match &one.what {
            What::Text { deleted, .. } => {
                let flow = &compared.flows[one.place.0];
                let mut start = deleted.start;
                while start < deleted.end {
                    let line = &flow.lines[flow.line_at(start)];
                    let content = line.tokens.start..line.tokens.end - 1;
                    let end = deleted.end.min(content.end).max(start);
                    let whole = (start..end) == content;
                    let stays = line.tokens.end == flow.tokens.len();
                    let shown = flow.text(start..end);
                    let (text, tokens) = (letters(&shown), start..end);
                    found.push(Segment { change, text, whole, stays, tokens, shown });
                    start = end + 1;
                }
            }
            What::RowDeleted(flows) => {
                let cells = flows.iter().filter_map(|index| compared.flows.get(*index));
                let cells = cells.map(|flow| flow::shown(&flow.tokens));
                found.push(row(change, cells));
            }
            _ => {}
        }
    }
    found.retain(|cut| cut.is_known(cut.whole));
    found
}

fn put_in(compared: &Compared) -> Vec<Segment> {
    let mut found = Vec::new();
    for (change, one) in compared.changes.iter().enumerate() {
        match &one.what {
            What::Text { inserted, .. } => {
                let segments = inserted.split_inclusive(|token| token.key == Key::Mark);
                found.extend(segments.map(|segment| {
                    let whole = segment.last().is_some_and(|token| token.key == Key::Mark);
                    let shown = flow::shown(segment).trim_end_matches('\n').to_owned();
                    let text = letters(&shown);
                    Segment { change, text, whole, stays: false, tokens: 0..0, shown }
                }));
            }
            What::RowInserted { cells, .. } => {
                let cells = cells.iter().map(|cell| flow::shown(cell));
                found.push(row(change, cells));
            }
            _ => {}
        }
    }
    found.retain(|segment| segment.text.len() >= MIN_PARAGRAPH);
    found
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A row's cells, told apart.
fn row(change: usize, cells: impl Iterator<Item = String>) -> Segment {
    let cells: Vec<String> = cells.map(|cell| letters(&cell).into_iter().collect()).collect();
    let shown = cells.join("｜");
    let text = shown.chars().collect();
    Segment { change, text, whole: true, stays: false, tokens: 0..0, shown }
}

/// Pairs of what was taken away and what was put in, where one says the other and more, or most of it.
fn within(gone: &[Segment], new: &[Segment]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (cut, own) in gone.iter().enumerate() {
        let least = if own.whole && !own.stays { MIN_PARAGRAPH_WITHIN } else { MIN_PART_WITHIN };
        let found = new.iter().position(|pasted| {
            pasted.change != own.change
                && own.text.len() >= least
                && contains(&pasted.text, &own.text)
        });
        pairs.extend(found.map(|at| (cut, at)));
    }

    // Most of a paragraph, in whatever order; of two parts of a paragraph that was cut, each.
    let stretches = |list: &[Segment]| {
        let mut index: BTreeMap<Vec<char>, BTreeSet<usize>> = BTreeMap::new();
        for (at, segment) in list.iter().enumerate() {
            for stretch in segment.text.windows(STRETCH) {
                index.entry(stretch.to_vec()).or_default().insert(at);
            }
        }
        index
    };
    let (in_gone, in_new) = (stretches(gone), stretches(new));
    for (cut, own) in gone.iter().enumerate().filter(|(_, own)| own.text.len() >= MIN_CHANGED) {
        let (part, of) = if own.whole { (1, 2) } else { (4, 5) };
        let counts = shared(&own.text, &in_new);
        let most = counts.values().max().copied().unwrap_or_default();
        if most * of < own.text.len() * part {
            continue;
        }
        // It was moved; what else holds a good part of it holds the rest.
        let others = counts.into_iter().filter(|(at, count)| {
            (*count == most || own.whole && count * 4 >= own.text.len())
                && new[*at].change != own.change
        });
        pairs.extend(others.map(|(at, _)| (cut, at)));
    }
    for (pasted, own) in new.iter().enumerate().filter(|(_, own)| own.text.len() >= MIN_CHANGED) {
        let best = shared(&own.text, &in_gone).into_iter().max_by_key(|(_, count)| *count);
        let best = best.filter(|(at, count)| {
            count * 10 >= own.text.len() * 9 && gone[*at].change != own.change
        });
        pairs.extend(best.map(|(at, _)| (at, pasted)));
    }
    pairs
}

fn contains(text: &[char], part: &[char]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// How many of a text's characters stand in stretches that it shares with each of the others.
fn shared(text: &[char], index: &BTreeMap<Vec<char>, BTreeSet<usize>>) -> BTreeMap<usize, usize> {
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, stretch) in text.windows(STRETCH).enumerate() {
        for other in index.get(stretch).into_iter().flatten() {
            // Characters counted so far, and where the next one that isn't counted stands.
            let (count, next) = counts.entry(*other).or_default();
            *count += at + STRETCH - (*next).max(at);
            *next = at + STRETCH;
        }
    }
    counts.into_iter().map(|(other, (count, _))| (other, count)).collect()
}

/// Where one of those that go together isn't taken over, none is.
pub(super) fn keep_ties(ties: &[usize], plans: &mut [Plan]) {
    let mut why: BTreeMap<usize, String> = BTreeMap::new();
    for (at, tie) in ties.iter().enumerate() {
        if ties.iter().filter(|other| *other == tie).count() == 1 {
            continue;
        }
        let reason = match &plans[at] {
            Plan::Refused(reason) => reason.strip_prefix(OTHER_HALF).unwrap_or(reason),
            Plan::Request(..) => PART_OF_VALUE,
            Plan::Patches(_) | Plan::Nothing | Plan::Listed => continue,
        };
        why.entry(*tie).or_insert_with(|| reason.to_owned());
    }

    for (at, tie) in ties.iter().enumerate() {
        let Some(reason) = why.get(tie) else { continue };
        match &plans[at] {
            Plan::Patches(_) => plans[at] = Plan::Refused(format!("{OTHER_HALF}{reason}")),
            // What was cut through isn't to be another number.
            Plan::Request(..) => plans[at] = Plan::Refused(PART_OF_VALUE.to_owned()),
            Plan::Refused(_) | Plan::Nothing | Plan::Listed => {}
        }
    }
}

/// Whether a change only takes something away.
pub(super) fn takes_away(what: &What) -> bool {
    match what {
        What::Text { inserted, .. } => says_nothing(inserted),
        What::RowDeleted(_) => true,
        _ => false,
    }
}

/// Whether a change puts something in.
pub(super) fn puts_in(what: &What) -> bool {
    match what {
        What::Text { inserted, .. } => !says_nothing(inserted),
        What::RowInserted { .. } => true,
        _ => false,
    }
}

fn says_nothing(tokens: &[Token]) -> bool {
    flow::shown(tokens).trim().is_empty()
}
