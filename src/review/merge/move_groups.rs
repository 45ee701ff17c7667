//! Changes of a copy that go together: what was taken away here and put there.
//!
//! In: a copy's changes. Out: for each the least of those that it goes with. Word connects a move's ends
//! by a name; where it, or WPS always, writes a cut and a paste as a deletion and an insertion, the words
//! connect them.

use super::super::change::{ChangeKind, Compared};
use super::super::flow::{self, Key, Token};
use super::super::patch::Plan;
use crate::docx::Docx;
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
/// Length of the stretches by which a changed text is recognized.
const STRETCH: usize = 8;

/// What stands before the reason of one half when it is given for the other.
const OTHER_HALF: &str = "移动的另一半没有采用：";
const PART_OF_VALUE: &str = "移动的文字里有数据的一部分，请人工移动";

/// Whether a change goes with no other; `groups` says the first of those that each goes with.
pub(super) fn is_alone(groups: &[usize], change: usize) -> bool {
    groups.iter().filter(|group| **group == groups[change]).count() == 1
}

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
    /// As it reads.
    readable: String,
}

impl Segment {
    /// Whether it is long enough to be recognized, as all of a paragraph or as a part.
    fn is_recognizable(&self, whole: bool) -> bool {
        let is_phrase = self.text.iter().all(|character| character.is_alphabetic());
        let least = match (whole, is_phrase) {
            (true, _) => MIN_PARAGRAPH,
            (false, true) => MIN_PHRASE,
            (false, false) => MIN_PART,
        };
        self.text.len() >= least
    }

    /// Whether it is what was put in elsewhere.
    fn is_same(&self, pasted: &Segment) -> bool {
        let whole = self.whole && (!self.stays || pasted.whole);
        pasted.text == self.text && self.is_recognizable(whole)
    }
}

/// What was taken away in one change and put in by another.
pub(super) struct MovedText {
    /// The flow that it was taken from.
    pub flow: usize,
    pub tokens: Range<usize>,
    /// What the paragraph, or the part of one, shows that holds it now.
    pub now: String,
}

/// For each change the least of those that it goes with, and what the words connect.
pub(super) fn move_groups(compared: &Compared, docx: &Docx) -> (Vec<usize>, Vec<MovedText>) {
    let mut groups: Vec<usize> = (0..compared.changes.len()).collect();
    unite_by_name(compared, docx, &mut groups);
    let moves = unite_by_words(compared, &mut groups);
    (groups, moves)
}

fn unite(groups: &mut [usize], one: usize, other: usize) {
    let (a, b) = (groups[one].min(groups[other]), groups[one].max(groups[other]));
    groups.iter_mut().filter(|group| **group == b).for_each(|group| *group = a);
}

/// A move's ends share a name.
fn unite_by_name(compared: &Compared, docx: &Docx, groups: &mut [usize]) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, change) in compared.changes.iter().enumerate() {
        for id in &change.revisions {
            let Some(revision) = docx.revision(*id) else { continue };
            if revision.kind.is_move() && !revision.name.is_empty() {
                let other = *first.entry(revision.name.as_str()).or_insert(index);
                unite(groups, index, other);
            }
        }
    }
}

/// A cut and its paste say the same.
fn unite_by_words(compared: &Compared, groups: &mut [usize]) -> Vec<MovedText> {
    let (mut cuts, mut pastes) = (taken_away(compared), put_in(compared));
    let mut moves = Vec::new();
    let mut connect = |cut: &Segment, pasted: &Segment| {
        unite(groups, cut.change, pasted.change);
        if cut.change != pasted.change && !cut.tokens.is_empty() {
            let flow = compared.changes[cut.change].location.flow;
            let (tokens, now) = (cut.tokens.clone(), pasted.readable.clone());
            moves.push(MovedText { flow, tokens, now });
        }
    };

    // Each cut has one paste, in their order; what was replaced by itself moved nowhere.
    for same_change in [true, false] {
        let mut is_free: Vec<bool> = vec![true; pastes.len()];
        cuts.retain(|cut| {
            let partner = (0..pastes.len()).find(|index| {
                let pasted = &pastes[*index];
                is_free[*index]
                    && cut.is_same(pasted)
                    && (pasted.change == cut.change) == same_change
            });
            if let Some(index) = partner {
                is_free[index] = false;
                connect(cut, &pastes[index]);
            }
            partner.is_none()
        });
        let mut is_free = is_free.into_iter();
        pastes.retain(|_| is_free.next().unwrap_or_default());
    }

    for (cut, pasted) in similar_pairs(&cuts, &pastes) {
        connect(&cuts[cut], &pastes[pasted]);
    }
    moves
}

/// What was taken away and is long enough to be recognized.
fn taken_away(compared: &Compared) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (index, change) in compared.changes.iter().enumerate() {
        match &change.kind {
            ChangeKind::Text { deleted, .. } => {
                let flow = &compared.flows[change.location.flow];
                let parts = flow.by_paragraph(deleted).into_iter();
                segments.extend(parts.map(|tokens| {
                    let paragraph = &flow.paragraphs[flow.paragraph_index(tokens.start)];
                    let readable = flow.text(tokens.clone());
                    Segment {
                        change: index,
                        text: letters(&readable),
                        whole: tokens == paragraph.content(),
                        stays: paragraph.tokens.end == flow.tokens.len(),
                        tokens,
                        readable,
                    }
                }));
            }
            ChangeKind::RowDeleted(flows) => {
                let cells = flows.iter().filter_map(|index| compared.flows.get(*index));
                let cells = cells.map(|flow| flow::text_of(&flow.tokens));
                segments.push(row(index, cells));
            }
            _ => {}
        }
    }

    segments.retain(|cut| cut.is_recognizable(cut.whole));
    segments
}

fn put_in(compared: &Compared) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (index, change) in compared.changes.iter().enumerate() {
        match &change.kind {
            ChangeKind::Text { inserted, .. } => {
                let parts = inserted.split_inclusive(|token| token.key == Key::ParagraphMark);
                segments.extend(parts.map(|part| {
                    let readable = flow::text_of(part).trim_end_matches('\n').to_owned();
                    Segment {
                        change: index,
                        text: letters(&readable),
                        whole: part.last().is_some_and(|last| last.key == Key::ParagraphMark),
                        stays: false,
                        tokens: 0..0,
                        readable,
                    }
                }));
            }
            ChangeKind::RowInserted { cells, .. } => {
                let cells = cells.iter().map(|cell| flow::text_of(cell));
                segments.push(row(index, cells));
            }
            _ => {}
        }
    }

    segments.retain(|segment| segment.text.len() >= MIN_PARAGRAPH);
    segments
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A row's cells, with a separator between them.
fn row(change: usize, cells: impl Iterator<Item = String>) -> Segment {
    let cells: Vec<String> = cells.map(|cell| letters(&cell).into_iter().collect()).collect();
    let readable = cells.join("｜");
    let text = readable.chars().collect();
    Segment { change, text, whole: true, stays: false, tokens: 0..0, readable }
}

/// Pairs of what was taken away and what was put in, where one says the other and more, or most of it.
fn similar_pairs(cuts: &[Segment], pastes: &[Segment]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (index, cut) in cuts.iter().enumerate() {
        let least = if cut.whole && !cut.stays { MIN_PARAGRAPH_WITHIN } else { MIN_PART_WITHIN };
        let holder = pastes.iter().position(|pasted| {
            pasted.change != cut.change
                && cut.text.len() >= least
                && contains(&pasted.text, &cut.text)
        });
        pairs.extend(holder.map(|pasted| (index, pasted)));
    }

    // Most of a paragraph, in whatever order; of two parts of a paragraph that was cut, each.
    let (in_cuts, in_pastes) = (StretchIndex::of(cuts), StretchIndex::of(pastes));
    let is_long = |segment: &Segment| segment.text.len() >= MIN_CHANGED;
    for (index, cut) in cuts.iter().enumerate().filter(|(_, cut)| is_long(cut)) {
        let (part, of) = if cut.whole { (1, 2) } else { (4, 5) };
        let counts = in_pastes.shared(&cut.text);
        let most = counts.values().max().copied().unwrap_or_default();
        if most * of < cut.text.len() * part {
            continue;
        }
        // It was moved; what else holds a good part of it holds the rest.
        let holders = counts.into_iter().filter(|(pasted, count)| {
            (*count == most || cut.whole && count * 4 >= cut.text.len())
                && pastes[*pasted].change != cut.change
        });
        pairs.extend(holders.map(|(pasted, _)| (index, pasted)));
    }

    for (index, pasted) in pastes.iter().enumerate().filter(|(_, pasted)| is_long(pasted)) {
        let best = in_cuts.shared(&pasted.text).into_iter().max_by_key(|(_, count)| *count);
        let best = best.filter(|(cut, count)| {
            count * 10 >= pasted.text.len() * 9 && cuts[*cut].change != pasted.change
        });
        pairs.extend(best.map(|(cut, _)| (cut, index)));
    }
    pairs
}

fn contains(text: &[char], part: &[char]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Which segments hold a stretch of text.
struct StretchIndex(BTreeMap<Vec<char>, BTreeSet<usize>>);

impl StretchIndex {
    fn of(segments: &[Segment]) -> StretchIndex {
        let mut holders: BTreeMap<Vec<char>, BTreeSet<usize>> = BTreeMap::new();
        for (index, segment) in segments.iter().enumerate() {
            for stretch in segment.text.windows(STRETCH) {
                holders.entry(stretch.to_vec()).or_default().insert(index);
            }
        }
        StretchIndex(holders)
    }

    /// How many of a text's characters stand in stretches that it shares with each of the segments.
    fn shared(&self, text: &[char]) -> BTreeMap<usize, usize> {
        let mut counts: BTreeMap<usize, Count> = BTreeMap::new();
        for (start, stretch) in text.windows(STRETCH).enumerate() {
            for holder in self.0.get(stretch).into_iter().flatten() {
                let count = counts.entry(*holder).or_default();
                count.characters += start + STRETCH - count.next.max(start);
                count.next = start + STRETCH;
            }
        }
        counts.into_iter().map(|(holder, count)| (holder, count.characters)).collect()
    }
}

/// Characters counted so far, and where the next one that isn't counted stands.
#[derive(Default)]
struct Count {
    characters: usize,
    next: usize,
}

/// Refuses all of those that go together where one of them isn't taken over.
pub(super) fn refuse_broken_groups(groups: &[usize], plans: &mut [Plan]) {
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        if groups.iter().filter(|other| *other == group).count() == 1 {
            continue;
        }
        let reason = match &plans[index] {
            Plan::Refused(reason) => reason.strip_prefix(OTHER_HALF).unwrap_or(reason),
            Plan::Request { .. } => PART_OF_VALUE,
            Plan::Patches(_) | Plan::Nothing | Plan::Listed => continue,
        };
        reasons.entry(*group).or_insert_with(|| reason.to_owned());
    }

    for (index, group) in groups.iter().enumerate() {
        let Some(reason) = reasons.get(group) else { continue };
        match &plans[index] {
            Plan::Patches(_) => plans[index] = Plan::Refused(format!("{OTHER_HALF}{reason}")),
            // What was cut through isn't to be another number.
            Plan::Request { .. } => plans[index] = Plan::Refused(PART_OF_VALUE.to_owned()),
            Plan::Refused(_) | Plan::Nothing | Plan::Listed => {}
        }
    }
}

/// Whether a change only takes something away.
pub(super) fn takes_away(kind: &ChangeKind) -> bool {
    match kind {
        ChangeKind::Text { inserted, .. } => says_nothing(inserted),
        ChangeKind::RowDeleted(_) => true,
        _ => false,
    }
}

/// Whether a change puts something in.
pub(super) fn puts_in(kind: &ChangeKind) -> bool {
    match kind {
        ChangeKind::Text { inserted, .. } => !says_nothing(inserted),
        ChangeKind::RowInserted { .. } => true,
        _ => false,
    }
}

fn says_nothing(tokens: &[Token]) -> bool {
    flow::text_of(tokens).trim().is_empty()
}
