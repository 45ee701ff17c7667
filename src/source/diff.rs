//! What differs between two sequences, and between two states of a text.
//!
//! In: the old and the new one. Out: [`Hunk`]s that cover both, in order; [`TextDiff`], which also leads
//! an offset in the old text to its offset in the new one. All comparison in the program goes through
//! here: paragraphs, words, characters, rows.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::hash::Hash;
use std::ops::Range;

/// Maximum product of the lengths of two texts that is searched; a larger one counts as rewritten.
const MAX_SEARCH: usize = 30_000_000;
/// The same for lines, of which few are equal by chance. Both are limits on time.
const MAX_LINE_SEARCH: usize = 1_000_000_000;

/// A stretch of both sequences that is equal, or that was replaced. One side of a replacement may be
/// empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Whether both are equal.
    pub equal: bool,
    /// The stretch of the old sequence.
    pub old: Range<usize>,
    /// The stretch of the new sequence.
    pub new: Range<usize>,
}

/// Compares two sequences of characters, words or cells by the fewest insertions and deletions (Myers).
pub fn diff<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Hunk> {
    diff_by(Algorithm::Myers, MAX_SEARCH, old, new)
}

/// Compares two sequences of lines or paragraphs by what occurs only once in each (patience): short ones
/// repeat, and would be paired with any other.
pub fn diff_lines<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Hunk> {
    diff_by(Algorithm::Patience, MAX_LINE_SEARCH, old, new)
}

/// The pairs of equal items, as indices of the old and of the new sequence.
pub fn equal_pairs(hunks: Vec<Hunk>) -> impl Iterator<Item = (usize, usize)> {
    let equal = hunks.into_iter().filter(|hunk| hunk.equal);
    equal.flat_map(|hunk| hunk.old.zip(hunk.new))
}

fn diff_by<T: Eq + Hash>(
    algorithm: Algorithm,
    max_search: usize,
    old: &[T],
    new: &[T],
) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();

    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let (old_middle, new_middle) = (&old[start..old_end], &new[start..new_end]);

    let mut hunks = vec![Hunk { equal: true, old: 0..start, new: 0..start }];
    if old_middle.len().saturating_mul(new_middle.len()) > max_search {
        hunks.push(Hunk { equal: false, old: start..old_end, new: start..new_end });
    } else {
        for op in capture_diff_slices(algorithm, old_middle, new_middle) {
            let (_, a, b) = op.as_tag_tuple();
            hunks.push(Hunk {
                equal: matches!(op, DiffOp::Equal { .. }),
                old: a.start + start..a.end + start,
                new: b.start + start..b.end + start,
            });
        }
    }

    hunks.push(Hunk { equal: true, old: old_end..old.len(), new: new_end..new.len() });

    merge_neighbours(hunks)
}

/// Makes one hunk of neighbours that are both equal or both replaced, and leaves out empty ones.
pub fn merge_neighbours(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut merged: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for next in hunks {
        if next.old.is_empty() && next.new.is_empty() {
            continue;
        }

        match merged.last_mut() {
            Some(last) if last.equal == next.equal => {
                last.old.end = next.old.end;
                last.new.end = next.new.end;
            }
            _ => merged.push(next),
        }
    }

    merged
}

/// What differs between two states of a text, in bytes: whole lines first, then characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextDiff {
    changes: Vec<Hunk>,
}

impl TextDiff {
    /// Compares two states of a text.
    pub fn new(old: &str, new: &str) -> TextDiff {
        let mut changes = Vec::new();
        if old != new {
            let (old_lines, new_lines) = (lines(old), lines(new));
            let hunks = diff_lines(&texts(old, &old_lines), &texts(new, &new_lines));
            for hunk in hunks.into_iter().filter(|hunk| !hunk.equal) {
                let old_bytes = bytes_of(&old_lines, hunk.old, old.len());
                let new_bytes = bytes_of(&new_lines, hunk.new, new.len());
                push_characters(old, old_bytes, new, new_bytes, &mut changes);
            }
        }

        TextDiff { changes }
    }

    /// The stretches that differ.
    pub fn changes(&self) -> &[Hunk] {
        &self.changes
    }

    /// The offset in the new text of an offset in the old one; within a stretch that differs, its start.
    pub fn carry(&self, offset: usize) -> usize {
        let before = self
            .changes
            .partition_point(|hunk| hunk.old.end <= offset && hunk.old.start < offset.max(1));
        if let Some(inside) = self.changes.get(before).filter(|hunk| hunk.old.start < offset) {
            return inside.new.start;
        }

        match before.checked_sub(1).and_then(|index| self.changes.get(index)) {
            Some(hunk) => hunk.new.end + (offset - hunk.old.end),
            None => offset,
        }
    }
}

/// The characters that differ within lines that differ.
fn push_characters(
    old: &str,
    old_bytes: Range<usize>,
    new: &str,
    new_bytes: Range<usize>,
    changes: &mut Vec<Hunk>,
) {
    let (old_offsets, new_offsets) = (offsets(old, &old_bytes), offsets(new, &new_bytes));

    let old: Vec<char> = old[old_bytes].chars().collect();
    let new: Vec<char> = new[new_bytes].chars().collect();
    let changed = diff(&old, &new).into_iter().filter(|hunk| !hunk.equal);
    changes.extend(changed.map(|hunk| Hunk {
        equal: false,
        old: old_offsets[hunk.old.start]..old_offsets[hunk.old.end],
        new: new_offsets[hunk.new.start]..new_offsets[hunk.new.end],
    }));
}

/// The offset of each character of a range, and the end of the last one.
fn offsets(text: &str, range: &Range<usize>) -> Vec<usize> {
    let starts = text[range.clone()].char_indices().map(|(offset, _)| range.start + offset);
    starts.chain([range.end]).collect()
}

/// Lines, each with the blank ones after it: blank lines are alike, and would be paired with any other.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match lines.last_mut() {
            Some(last) if line.trim().is_empty() => last.end = end,
            Some(_) | None => lines.push(start..end),
        }
        start = end;
    }

    lines
}

fn texts<'t>(text: &'t str, lines: &[Range<usize>]) -> Vec<&'t str> {
    lines.iter().map(|line| &text[line.clone()]).collect()
}

fn bytes_of(lines: &[Range<usize>], range: Range<usize>, end: usize) -> Range<usize> {
    let start_of = |index: usize| lines.get(index).map_or(end, |line| line.start);
    start_of(range.start)..start_of(range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(old: &str, new: &str, word: &str) -> String {
        let offset = TextDiff::new(old, new).carry(old.find(word).unwrap());
        new[offset..].chars().take(3).collect()
    }

    #[test]
    fn hunks_cover_both_and_alternate() {
        let (old, new) = (['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e']);
        let hunks: Vec<String> = diff(&old, &new)
            .into_iter()
            .map(|hunk| format!("{} {:?} {:?}", hunk.equal, hunk.old, hunk.new))
            .collect();
        assert_eq!(
            hunks,
            ["true 0..1 0..1", "false 1..2 1..2", "true 2..4 2..4", "false 4..4 4..5"]
        );
        let pairs: Vec<_> = equal_pairs(diff(&old, &new)).collect();
        assert_eq!(pairs, [(0, 0), (2, 2), (3, 3)]);
        assert_eq!(diff::<char>(&[], &[]), []);
    }

    #[test]
    fn too_much_to_search_is_rewritten() {
        let old: Vec<u32> = (0..6_000).collect();
        let mut new: Vec<u32> = old.iter().rev().copied().collect();
        new.push(7_000);
        let hunks = diff(&old, &new);
        assert_eq!(hunks, [Hunk { equal: false, old: 0..6_000, new: 0..6_001 }]);

        // A paragraph that moved through a long report leaves all others where they are.
        let mut new = old.clone();
        let moved = new.remove(3);
        new.insert(5_990, moved);
        assert_eq!(equal_pairs(diff_lines(&old, &new)).count(), 5_999);
    }

    #[test]
    fn offsets_outside_of_edits_are_exact() {
        assert_eq!(carried("甲乙丙丁戊", "甲乙新丁戊", "乙"), "乙新丁");
        assert_eq!(carried("甲乙丙丁戊", "甲乙很新的丁戊", "丁"), "丁戊");
        assert_eq!(carried("一\n\n二\n\n三", "新\n\n一\n\n二\n\n三", "二"), "二\n\n");
        let (old, new) = (
            "头\n\n第一段甲。\n\n第二段乙。\n\n尾",
            "新头\n更多\n\n第一段甲。\n\n第二段乙。\n\n新尾巴",
        );
        assert_eq!(carried(old, new, "第一段"), "第一段");
        assert_eq!(carried(old, new, "二段乙"), "二段乙");
        assert_eq!(carried("甲\n同\n乙词\n同\n丙", "子\n同\n同\n乙词\n同\n丑", "词"), "词\n同");
    }

    #[test]
    fn deleted_text_leads_to_the_start_of_its_replacement() {
        assert_eq!(carried("甲\n\n删去的段。\n\n乙", "甲\n\n乙", "删去"), "乙");
        assert_eq!(TextDiff::new("甲乙丙", "").carry(3), 0);
        assert_eq!(TextDiff::new("", "甲").carry(0), 3, "at the end as before");
        assert_eq!(TextDiff::new("甲\n乙\n丙\n", "甲\n新\n乙\n丙\n").carry(0), 0);
    }

    proptest::proptest! {
        #[test]
        fn equal_stretches_are_equal(old in "[甲乙丙\n]{0,30}", new in "[甲乙丙\n]{0,30}") {
            let mut text = String::new();
            let mut copied = 0;
            for change in TextDiff::new(&old, &new).changes() {
                text.push_str(&old[copied..change.old.start]);
                text.push_str(&new[change.new.clone()]);
                copied = change.old.end;
            }
            text.push_str(&old[copied..]);
            proptest::prop_assert_eq!(text, new);
        }
    }
}
