//! What changed between two rows of atoms, so that a reader of Chinese sees words.
//!
//! In: keys of both rows. Out: hunks that are equal and hunks that are replaced. A number or
//! a Latin word changes whole; what stays equal between two changes for less than a word goes with
//! them.

use super::atoms::Key;
use crate::source::{Hunk, diff, merge_neighbours};
use std::ops::Range;

/// Minimum number of equal characters between two changes that are worth showing.
const MIN_EQUAL: usize = 3;

/// Compares two rows.
pub(super) fn compare(old: &[&Key], new: &[&Key]) -> Vec<Hunk> {
    let (old_words, new_words) = (words(old), words(new));
    let old_texts: Vec<&[&Key]> = old_words.iter().map(|word| &old[word.clone()]).collect();
    let new_texts: Vec<&[&Key]> = new_words.iter().map(|word| &new[word.clone()]).collect();
    let by_atoms = |hunk: Hunk| Hunk {
        equal: hunk.equal,
        old: atoms_of(&old_words, hunk.old, old.len()),
        new: atoms_of(&new_words, hunk.new, new.len()),
    };

    let mut hunks: Vec<Hunk> = diff(&old_texts, &new_texts).into_iter().map(by_atoms).collect();

    while let Some(index) = short_equal_run(&hunks, new) {
        hunks[index].equal = false;
        hunks = merge_neighbours(hunks);
    }

    shift_boundaries(&mut hunks, old, new);
    hunks
}

fn atoms_of(words: &[Range<usize>], range: Range<usize>, end: usize) -> Range<usize> {
    let start_of = |index: usize| words.get(index).map_or(end, |word| word.start);
    start_of(range.start)..start_of(range.end)
}

/// The first equal hunk between two changes that is too short to be worth showing.
fn short_equal_run(hunks: &[Hunk], new: &[&Key]) -> Option<usize> {
    (1..hunks.len().saturating_sub(1)).find(|index| {
        let hunk = &hunks[*index];
        let size = |hunk: &Hunk| hunk.old.len().max(hunk.new.len());
        let smaller = size(&hunks[index - 1]).min(size(&hunks[index + 1]));

        let keys = &new[hunk.new.clone()];
        let is_text = keys.iter().all(|key| matches!(key, Key::Character(_)));
        let is_short = keys.len() < MIN_EQUAL || keys.len() * 4 < smaller;
        hunk.equal && is_text && is_short
    })
}

/// Moves a plain insertion or deletion to where a reader would see it begin: behind punctuation.
fn shift_boundaries(hunks: &mut [Hunk], old: &[&Key], new: &[&Key]) {
    for index in 1..hunks.len().saturating_sub(1) {
        let [before, changed, after] = &mut hunks[index - 1..=index + 1] else { continue };
        if changed.equal || !changed.old.is_empty() && !changed.new.is_empty() {
            continue;
        }
        let (row, range) = if changed.old.is_empty() {
            (new, changed.new.clone())
        } else {
            (old, changed.old.clone())
        };

        // As far to the left as the same text allows, but never all of what stands before.
        let room = before.new.len().min(range.len().max(MIN_EQUAL)).saturating_sub(1);
        let best = (0..=room)
            .take_while(|back| *back == 0 || row[range.start - back] == row[range.end - back])
            .find(|back| is_break(row.get((range.start - back).wrapping_sub(1)).copied()));
        let Some(back) = best.filter(|back| *back > 0) else { continue };

        before.old.end -= back;
        before.new.end -= back;
        changed.old = changed.old.start - back..changed.old.end - back;
        changed.new = changed.new.start - back..changed.new.end - back;
        after.old.start -= back;
        after.new.start -= back;
    }
}

/// Whether a reader pauses after it.
fn is_break(key: Option<&Key>) -> bool {
    matches!(key, Some(Key::Character('，' | '。' | '；' | '、' | '：' | '！' | '？' | '（' | '“')))
}

/// Words: numbers with their points, commas and signs, Latin words, and single characters.
fn words(keys: &[&Key]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::with_capacity(keys.len());
    let mut start = 0;
    while start < keys.len() {
        let mut end = start + 1;
        if is_latin(keys[start]) {
            while end < keys.len() && (is_latin(keys[end]) || is_inside_number(keys, end)) {
                end += 1;
            }
            if matches!(keys.get(end), Some(Key::Character('%' | '％' | '‰'))) {
                end += 1;
            }
        }
        words.push(start..end);
        start = end;
    }
    words
}

fn is_latin(key: &Key) -> bool {
    matches!(key, Key::Character(character) if character.is_ascii_alphanumeric())
}

/// A point or comma between digits.
fn is_inside_number(keys: &[&Key], index: usize) -> bool {
    let is_digit = |key: Option<&&Key>| matches!(key, Some(Key::Character('0'..='9')));
    matches!(keys[index], Key::Character('.' | ','))
        && is_digit(keys.get(index - 1))
        && is_digit(keys.get(index + 1))
}

#[cfg(test)]
mod tests {
    use super::{Key, compare};

    fn describe(old: &str, new: &str) -> String {
        let keys = |text: &str| text.chars().map(Key::Character).collect::<Vec<_>>();
        let (a, b) = (keys(old), keys(new));
        let row = |keys: &[Key]| -> String {
            keys.iter().map(|key| if let Key::Character(c) = key { *c } else { '?' }).collect()
        };
        let all = compare(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>());
        all.into_iter()
            .map(|hunk| {
                if hunk.equal {
                    row(&b[hunk.new])
                } else {
                    format!("[{}|{}]", row(&a[hunk.old]), row(&b[hunk.new]))
                }
            })
            .collect()
    }

    #[test]
    fn numbers_change_whole() {
        assert_eq!(describe("达1380亿元", "达1402亿元"), "达[1380|1402]亿元");
        assert_eq!(describe("占98.33%，", "占98.5%，"), "占[98.33%|98.5%]，");
        assert_eq!(describe("1,380.5。", "1,381.5。"), "[1,380.5|1,381.5]。");
        assert_eq!(describe("按GB/T 9704执行", "按GB/T 9705执行"), "按GB/T [9704|9705]执行");
    }

    #[test]
    fn words_not_confetti() {
        assert_eq!(
            describe("全面提升工作水平", "持续改进工作质效"),
            "[全面提升工作水平|持续改进工作质效]"
        );
        assert_eq!(describe("甲乙丙丁戊己", "甲乙丙丁戊己"), "甲乙丙丁戊己");
        assert_eq!(describe("", "甲"), "[|甲]");
        assert_eq!(describe("开展质量提升行动", "开展质量强市提升行动"), "开展质量[|强市]提升行动");
    }

    #[test]
    fn an_insertion_begins_behind_punctuation() {
        let described = describe("建成实验室，建成中心。", "建成实验室，建成基地，建成中心。");
        assert_eq!(described, "建成实验室，[|建成基地，]建成中心。");
    }
}
