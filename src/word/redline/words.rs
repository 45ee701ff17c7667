//! What changed between two rows of atoms, so that a reader of Chinese sees words.
//!
//! In: keys of both rows. Out: stretches that are equal and stretches that are replaced. A number or
//! a Latin word changes whole; what stays equal between two changes for less than a word goes with
//! them.

use super::atoms::Key;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longer rows than this are replaced whole where they differ: no paragraph comes near.
const LONGEST: usize = 20_000;
/// Equal characters between two changes that are worth showing.
const ISLAND: usize = 3;

/// A stretch of both rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Whether both say the same.
    pub equal: bool,
    /// Atoms of the old row.
    pub old: Range<usize>,
    /// Atoms of the new row.
    pub new: Range<usize>,
}

/// Compares two rows.
pub(super) fn compare(old: &[&Key], new: &[&Key]) -> Vec<Stretch> {
    let (old_words, new_words) = (words(old), words(new));
    let mut known: BTreeMap<&[&Key], u32> = BTreeMap::new();
    let old_ids: Vec<u32> =
        old_words.iter().map(|word| id(&mut known, &old[word.clone()])).collect();
    let new_ids: Vec<u32> =
        new_words.iter().map(|word| id(&mut known, &new[word.clone()])).collect();
    let place = |words: &[Range<usize>], at: usize, end: usize| {
        words.get(at).map_or(end, |word| word.start)
    };
    let range = |old_range: Range<usize>, new_range: Range<usize>, equal| Stretch {
        equal,
        old: place(&old_words, old_range.start, old.len())
            ..place(&old_words, old_range.end, old.len()),
        new: place(&new_words, new_range.start, new.len())
            ..place(&new_words, new_range.end, new.len()),
    };
    let found: Vec<Stretch> = changed(&old_ids, &new_ids)
        .into_iter()
        .map(|(equal, old, new)| range(old, new, equal))
        .collect();
    let mut stretches = joined(found);
    while let Some(at) = island(&stretches, new) {
        stretches[at].equal = false;
        stretches = joined(stretches);
    }
    slide(&mut stretches, old, new);
    stretches
}

fn id<'k>(known: &mut BTreeMap<&'k [&'k Key], u32>, word: &'k [&'k Key]) -> u32 {
    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
    *known.entry(word).or_insert(next)
}

type Piece = (bool, Range<usize>, Range<usize>);

fn changed(old: &[u32], new: &[u32]) -> Vec<Piece> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = (old.len() - head).min(new.len() - head);
    let tail = (1..=rest).take_while(|back| old[old.len() - back] == new[new.len() - back]).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut pieces = vec![(true, 0..head, 0..head)];
    let (old_middle, new_middle) = (&old[head..old_end], &new[head..new_end]);
    if old_middle.len() + new_middle.len() > LONGEST {
        pieces.push((false, head..old_end, head..new_end));
    } else {
        for op in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
            let (_, a, b) = op.as_tag_tuple();
            let equal = matches!(op, DiffOp::Equal { .. });
            pieces.push((equal, a.start + head..a.end + head, b.start + head..b.end + head));
        }
    }
    pieces.push((true, old_end..old.len(), new_end..new.len()));
    pieces
}

/// Neighbours of one kind as one, nothing empty.
fn joined(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for next in stretches {
        if next.old.is_empty() && next.new.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.equal == next.equal => {
                last.old.end = next.old.end;
                last.new.end = next.new.end;
            }
            _ => out.push(next),
        }
    }
    out
}

/// The first equal stretch between two changes that is too short to be worth showing.
fn island(stretches: &[Stretch], new: &[&Key]) -> Option<usize> {
    (1..stretches.len().saturating_sub(1)).find(|at| {
        let stretch = &stretches[*at];
        let around = [&stretches[at - 1], &stretches[at + 1]];
        let size = |one: &Stretch| one.old.len().max(one.new.len());
        let least = around.map(size).into_iter().min().unwrap_or(0);
        let own = &new[stretch.new.clone()];
        let plain = own.iter().all(|key| matches!(key, Key::Character(_)));
        stretch.equal && plain && (own.len() < ISLAND || own.len() * 4 < least)
    })
}

/// Moves a plain insertion or deletion to where a reader would see it begin: behind a stop.
fn slide(stretches: &mut [Stretch], old: &[&Key], new: &[&Key]) {
    for at in 1..stretches.len().saturating_sub(1) {
        let [before, own, after] = &mut stretches[at - 1..=at + 1] else { continue };
        if own.equal || !own.old.is_empty() && !own.new.is_empty() {
            continue;
        }
        let (row, range) = match own.old.is_empty() {
            true => (new, own.new.clone()),
            false => (old, own.old.clone()),
        };
        // As far to the left as the same text allows, but never all of what stands before.
        let room = before.new.len().min(range.len().max(ISLAND)).saturating_sub(1);
        let best = (0..=room)
            .take_while(|back| *back == 0 || row[range.start - back] == row[range.end - back])
            .find(|back| ends(row.get((range.start - back).wrapping_sub(1)).copied()));
        let Some(back) = best.filter(|back| *back > 0) else { continue };
        before.old.end -= back;
        before.new.end -= back;
        own.old = own.old.start - back..own.old.end - back;
        own.new = own.new.start - back..own.new.end - back;
        after.old.start -= back;
        after.new.start -= back;
    }
}

fn ends(key: Option<&Key>) -> bool {
    matches!(key, Some(Key::Character('，' | '。' | '；' | '、' | '：' | '！' | '？' | '（' | '“')))
}

/// Words: numbers with their points, commas and signs, Latin words, and single characters.
fn words(keys: &[&Key]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::with_capacity(keys.len());
    let mut at = 0;
    while at < keys.len() {
        let mut end = at + 1;
        if latin(keys[at]) {
            while end < keys.len() && (latin(keys[end]) || inner(keys, end)) {
                end += 1;
            }
            if matches!(keys.get(end), Some(Key::Character('%' | '％' | '‰'))) {
                end += 1;
            }
        }
        words.push(at..end);
        at = end;
    }
    words
}

fn latin(key: &Key) -> bool {
    matches!(key, Key::Character(character) if character.is_ascii_alphanumeric())
}

/// A point or comma between digits.
fn inner(keys: &[&Key], at: usize) -> bool {
    let digit = |key: Option<&&Key>| matches!(key, Some(Key::Character('0'..='9')));
    matches!(keys[at], Key::Character('.' | ','))
        && digit(keys.get(at - 1))
        && digit(keys.get(at + 1))
}

#[cfg(test)]
mod tests {
    use super::{Key, compare};

    fn shown(old: &str, new: &str) -> String {
        let keys = |text: &str| text.chars().map(Key::Character).collect::<Vec<_>>();
        let (a, b) = (keys(old), keys(new));
        let row = |keys: &[Key]| -> String {
            keys.iter().map(|key| if let Key::Character(c) = key { *c } else { '?' }).collect()
        };
        let all = compare(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>());
        all.into_iter()
            .map(|one| match one.equal {
                true => row(&b[one.new]),
                false => format!("[{}|{}]", row(&a[one.old]), row(&b[one.new])),
            })
            .collect()
    }

    #[test]
    fn numbers_change_whole() {
        assert_eq!(shown("达1380亿元", "达1402亿元"), "达[1380|1402]亿元");
        assert_eq!(shown("占98.33%，", "占98.5%，"), "占[98.33%|98.5%]，");
        assert_eq!(shown("1,380.5。", "1,381.5。"), "[1,380.5|1,381.5]。");
        assert_eq!(shown("按GB/T 9704执行", "按GB/T 9705执行"), "按GB/T [9704|9705]执行");
    }

    #[test]
    fn words_not_confetti() {
        assert_eq!(
            shown("全面提升工作水平", "持续改进工作质效"),
            "[全面提升工作水平|持续改进工作质效]"
        );
        assert_eq!(shown("甲乙丙丁戊己", "甲乙丙丁戊己"), "甲乙丙丁戊己");
        assert_eq!(shown("", "甲"), "[|甲]");
        assert_eq!(shown("开展质量提升行动", "开展质量强市提升行动"), "开展质量[|强市]提升行动");
    }

    #[test]
    fn an_insertion_begins_behind_a_stop() {
        let shown = shown("建成实验室，建成中心。", "建成实验室，建成基地，建成中心。");
        assert_eq!(shown, "建成实验室，[|建成基地，]建成中心。");
    }
}
