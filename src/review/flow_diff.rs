//! What a returned copy's text is, set against the copy that was sent.
//!
//! In: two flows. Out: steps in the order of the returned one. Anchors come first, then paragraphs
//! that say the same, then characters: so edits made without tracking are found as well.

use super::flow::{Flow, Key, Token};
use crate::source::{diff, diff_lines, equal_pairs};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A step through both flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A token of the base that stays, and its index in the returned flow.
    Kept(usize, usize),
    /// A token of the base that goes; `None` where nothing of it is left in the returned flow.
    Deleted(usize, Option<usize>),
    /// A token of the returned flow that is new.
    Inserted(usize),
    /// A token that was inserted and deleted again.
    Cancelled(usize),
}

/// Indices of two paragraphs, of the base and of the returned flow, that belong together.
type Pair = (usize, usize);

/// Sets `theirs` against `base`.
pub(super) fn align(base: &Flow, theirs: &Flow) -> Vec<Step> {
    let original = Original::of(theirs);
    let keys: Vec<Key> = base.tokens.iter().map(compared_key).collect();
    let starts = common_starts(base, &keys, theirs, &original);

    // Between two paragraphs that belong together, the tokens that are equal.
    let mut partners = vec![None; theirs.tokens.len()];
    let from = std::iter::once((0, 0)).chain(starts.iter().copied());
    let to = starts.iter().copied().chain([(keys.len(), original.keys.len())]);
    for ((b, o), (b_end, o_end)) in from.zip(to) {
        let hunks = diff(&keys[b..b_end], &original.keys[o..o_end]);
        for (by_b, by_o) in equal_pairs(hunks) {
            partners[original.tokens[o + by_o]] = Some(b + by_b);
        }
    }
    steps(base, theirs, &partners)
}

/// What a token is compared as: programs that know no check boxes leave their characters.
fn compared_key(token: &Token) -> Key {
    match (token.key, token.text.chars().next()) {
        (Key::CheckBox(_), Some(shown)) => Key::Character(shown),
        (key, _) => key,
    }
}

fn steps(base: &Flow, theirs: &Flow, partners: &[Option<usize>]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(theirs.tokens.len());
    let mut next = 0;

    for (index, token) in theirs.tokens.iter().enumerate() {
        match (partners[index], token.deleted) {
            (Some(partner), deleted) => {
                steps.extend((next..partner).map(|gone| Step::Deleted(gone, None)));
                next = partner + 1;
                steps.push(if deleted {
                    Step::Deleted(partner, Some(index))
                } else {
                    Step::Kept(partner, index)
                });
            }
            (None, true) => steps.push(Step::Cancelled(index)),
            (None, false) => steps.push(Step::Inserted(index)),
        }
    }

    steps.extend((next..base.tokens.len()).map(|gone| Step::Deleted(gone, None)));
    steps
}

/// The returned flow without what was inserted.
struct Original {
    /// Indices of its tokens in the returned flow.
    tokens: Vec<usize>,
    keys: Vec<Key>,
    /// Paragraphs, as ranges of `tokens`.
    paragraphs: Vec<Range<usize>>,
}

impl Original {
    fn of(theirs: &Flow) -> Original {
        let tokens: Vec<usize> =
            (0..theirs.tokens.len()).filter(|index| !theirs.tokens[*index].inserted).collect();
        let keys: Vec<Key> =
            tokens.iter().map(|index| compared_key(&theirs.tokens[*index])).collect();

        let mut paragraphs = Vec::new();
        let mut start = 0;
        for paragraph in keys.split_inclusive(|key| *key == Key::ParagraphMark) {
            paragraphs.push(start..start + paragraph.len());
            start += paragraph.len();
        }
        Original { tokens, keys, paragraphs }
    }

    /// The paragraph that holds the returned flow's token, or the next that is left.
    fn paragraph_of(&self, token: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|other| *other < token);
        let paragraph = self.paragraphs.partition_point(|paragraph| paragraph.end <= index);
        (paragraph < self.paragraphs.len()).then_some(paragraph)
    }
}

/// Starts of paragraphs that surely belong together: tokens of the base and of the original.
fn common_starts(base: &Flow, keys: &[Key], theirs: &Flow, original: &Original) -> Vec<Pair> {
    let base_keys = |range: Range<usize>| -> Vec<&[Key]> {
        base.paragraphs[range].iter().map(|paragraph| &keys[paragraph.tokens.clone()]).collect()
    };
    let original_keys = |range: Range<usize>| -> Vec<&[Key]> {
        original.paragraphs[range].iter().map(|tokens| &original.keys[tokens.clone()]).collect()
    };

    let anchored = longest_rising(anchored_pairs(base, theirs, original));

    let mut pairs = Vec::new();
    let (b_count, o_count) = (base.paragraphs.len(), original.paragraphs.len());
    let (mut b, mut o) = (0, 0);
    for (b_end, o_end) in anchored.iter().copied().chain([(b_count, o_count)]) {
        // Between two anchors' paragraphs, those that say the same.
        let hunks = diff_lines(&base_keys(b..b_end), &original_keys(o..o_end));
        pairs.extend(equal_pairs(hunks).map(|(by_b, by_o)| (b + by_b, o + by_o)));

        if b_end < b_count && o_end < o_count {
            pairs.push((b_end, o_end));
        }
        (b, o) = ((b_end + 1).min(b_count), (o_end + 1).min(o_count));
    }

    let start_of =
        |(b, o): &Pair| (base.paragraphs[*b].tokens.start, original.paragraphs[*o].start);
    pairs.iter().map(start_of).collect()
}

/// Paragraphs with the same anchor. Where paragraphs were joined the first anchor counts.
fn anchored_pairs(base: &Flow, theirs: &Flow, original: &Original) -> Vec<Pair> {
    let mut by_name = BTreeMap::new();
    for (index, paragraph) in base.paragraphs.iter().enumerate() {
        if let Some(anchor) = paragraph.anchors.first() {
            by_name.insert(anchor.name.as_str(), index);
        }
    }

    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for anchor in theirs.paragraphs.iter().flat_map(|paragraph| &paragraph.anchors) {
        // Word takes bookmarks along with what is cut and pasted.
        let tokens = theirs.tokens.get(anchor.tokens.clone()).unwrap_or_default();
        if !tokens.is_empty() && tokens.iter().all(|token| token.inserted) {
            continue;
        }
        if let Some(partner) = by_name.get(anchor.name.as_str())
            && let Some(paragraph) = original.paragraph_of(anchor.tokens.start)
            && taken.insert(paragraph)
        {
            pairs.push((*partner, paragraph));
        }
    }

    pairs.sort_unstable();
    pairs.dedup_by_key(|(partner, _)| *partner);
    pairs
}

/// The longest part of sorted pairs that rises on both sides: a paragraph moved without tracking goes.
fn longest_rising(pairs: Vec<Pair>) -> Vec<Pair> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|index| pairs[*index].1);
    let sorted: Vec<usize> = (0..pairs.len()).collect();
    equal_pairs(diff_lines(&sorted, &order)).map(|(index, _)| pairs[index]).collect()
}
