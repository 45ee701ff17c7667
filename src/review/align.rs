//! What a returned copy's text is, set against the copy that was sent.
//!
//! In: two flows. Out: steps in the order of the returned one. Anchors come first, then paragraphs
//! that say the same, then characters: so edits made without tracking are found as well.

use super::flow::{Flow, Key};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// A step through both flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A token of the base that stays, and where it is now.
    Kept(usize, usize),
    /// A token of the base that goes; `None` where nothing of it is left in the returned flow.
    Deleted(usize, Option<usize>),
    /// A token of the returned flow that is new.
    Inserted(usize),
    /// A token that was inserted and deleted again.
    Cancelled(usize),
}

/// Beyond so many steps of the search a stretch counts as rewritten: it is a limit on time.
const LARGEST_SEARCH: usize = 30_000_000;

/// Sets `theirs` against `base`.
pub(super) fn align(base: &Flow, theirs: &Flow) -> Vec<Step> {
    let original = Original::of(theirs);
    let mut partner = vec![None; theirs.tokens.len()];
    let keys: Vec<Key> = base.tokens.iter().map(|token| token.key).collect();
    let syncs = syncs(base, &keys, theirs, &original);
    let starts = std::iter::once((0, 0)).chain(syncs.iter().copied());
    let ends = syncs.iter().copied().chain([(keys.len(), original.keys.len())]);
    for ((b, o), (b_end, o_end)) in starts.zip(ends) {
        pair(&keys, b..b_end, &original.keys, o..o_end, |b, o| {
            partner[original.tokens[o]] = Some(b);
        });
    }
    steps(base, theirs, &partner)
}

fn steps(base: &Flow, theirs: &Flow, partner: &[Option<usize>]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(theirs.tokens.len());
    let mut next = 0;
    for (at, token) in theirs.tokens.iter().enumerate() {
        match (partner[at], token.deleted) {
            (Some(own), deleted) => {
                steps.extend((next..own).map(|gone| Step::Deleted(gone, None)));
                next = own + 1;
                steps.push(match deleted {
                    true => Step::Deleted(own, Some(at)),
                    false => Step::Kept(own, at),
                });
            }
            (None, true) => steps.push(Step::Cancelled(at)),
            (None, false) => steps.push(Step::Inserted(at)),
        }
    }
    steps.extend((next..base.tokens.len()).map(|gone| Step::Deleted(gone, None)));
    steps
}

/// The returned flow without what was inserted.
struct Original {
    /// Places in the returned flow.
    tokens: Vec<usize>,
    keys: Vec<Key>,
    /// Paragraphs, as ranges of `tokens`.
    lines: Vec<Range<usize>>,
}

impl Original {
    fn of(theirs: &Flow) -> Original {
        let tokens: Vec<usize> =
            (0..theirs.tokens.len()).filter(|at| !theirs.tokens[*at].inserted).collect();
        let keys: Vec<Key> = tokens.iter().map(|at| theirs.tokens[*at].key).collect();
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, key) in keys.iter().enumerate() {
            if *key == Key::Mark {
                lines.push(start..at + 1);
                start = at + 1;
            }
        }
        if start < keys.len() {
            lines.push(start..keys.len());
        }
        Original { tokens, keys, lines }
    }

    /// The paragraph that holds the returned flow's token, or the next that is left.
    fn line_of(&self, token: usize) -> Option<usize> {
        let at = self.tokens.partition_point(|own| *own < token);
        let line = self.lines.partition_point(|line| line.end <= at);
        (line < self.lines.len()).then_some(line)
    }
}

/// Starts of paragraphs that surely belong together: tokens of the base and of the original.
fn syncs(base: &Flow, keys: &[Key], theirs: &Flow, original: &Original) -> Vec<(usize, usize)> {
    let named = rising(named(base, theirs, original));
    let mut all = Vec::new();
    let bounds = named.iter().copied().chain([(base.lines.len(), original.lines.len())]);
    let (mut b, mut o) = (0, 0);
    for (b_end, o_end) in bounds {
        // Between two anchors' paragraphs, those that say the same.
        let texts: Vec<&[Key]> =
            base.lines[b..b_end].iter().map(|line| &keys[line.tokens.clone()]).collect();
        let others: Vec<&[Key]> =
            original.lines[o..o_end].iter().map(|line| &original.keys[line.clone()]).collect();
        for op in capture_diff_slices(Algorithm::Myers, &texts, &others) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                all.extend((0..len).map(|by| (b + old_index + by, o + new_index + by)));
            }
        }
        if b_end < base.lines.len() && o_end < original.lines.len() {
            all.push((b_end, o_end));
        }
        (b, o) = ((b_end + 1).min(base.lines.len()), (o_end + 1).min(original.lines.len()));
    }
    all.iter().map(|(b, o)| (base.lines[*b].tokens.start, original.lines[*o].start)).collect()
}

/// Paragraphs with the same anchor. Where paragraphs were joined the first anchor counts.
fn named(base: &Flow, theirs: &Flow, original: &Original) -> Vec<(usize, usize)> {
    let mut known = BTreeMap::new();
    for (at, line) in base.lines.iter().enumerate() {
        if let Some((name, _)) = line.anchors.first() {
            known.insert(name.as_str(), at);
        }
    }
    let mut taken = std::collections::BTreeSet::new();
    let mut pairs = Vec::new();
    for (name, range) in theirs.lines.iter().flat_map(|line| &line.anchors) {
        // Word takes bookmarks along with what is cut and pasted.
        let new = theirs.tokens.get(range.clone()).unwrap_or_default();
        if !new.is_empty() && new.iter().all(|token| token.inserted) {
            continue;
        }
        if let (Some(own), Some(line)) = (known.get(name.as_str()), original.line_of(range.start))
            && taken.insert(line)
        {
            pairs.push((*own, line));
        }
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|(own, _)| *own);
    pairs
}

/// The longest part of pairs that rises on both sides: a paragraph moved without tracking goes.
fn rising(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // best[n]: the pair with the least end that closes a row of n + 1.
    let mut best: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (at, (_, o)) in pairs.iter().enumerate() {
        let length = best.partition_point(|known| pairs[*known].1 < *o);
        before[at] = length.checked_sub(1).map(|shorter| best[shorter]);
        match best.get_mut(length) {
            Some(slot) => *slot = at,
            None => best.push(at),
        }
    }
    let mut row = Vec::new();
    let mut next = best.last().copied();
    while let Some(at) = next {
        row.push(pairs[at]);
        next = before[at];
    }
    row.reverse();
    row
}

/// Pairs equal tokens of two stretches.
pub(super) fn pair<K: Ord + std::hash::Hash + Eq>(
    base: &[K],
    within: Range<usize>,
    theirs: &[K],
    other: Range<usize>,
    mut found: impl FnMut(usize, usize),
) {
    let (a, b) = (&base[within.clone()], &theirs[other.clone()]);
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail =
        a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (0..head).for_each(|by| found(within.start + by, other.start + by));
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    if !a.is_empty() && !b.is_empty() && a.len().saturating_mul(b.len()) <= LARGEST_SEARCH {
        for op in capture_diff_slices(Algorithm::Myers, a, b) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|by| {
                    found(
                        within.start + head + old_index + by,
                        other.start + head + new_index + by,
                    );
                });
            }
        }
    }
    (0..tail).rev().for_each(|by| found(within.end - 1 - by, other.end - 1 - by));
}
