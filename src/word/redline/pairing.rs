//! Which paragraph, table or row became which.
//!
//! In: two rows of things with what they say. Out: steps in order. What says the same is paired
//! first; between, by likeness, so that the sum of likenesses is greatest.

use crate::source::{Hunk, diff_lines};

/// One step through both rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Both have it, perhaps changed.
    Both(usize, usize),
    /// Only the old row has it.
    Old(usize),
    /// Only the new row has it.
    New(usize),
}

/// A thing to be paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is: only things of one kind are paired.
    pub kind: String,
    /// What it says; things of one kind that say the same are equal.
    pub text: String,
    /// What it begins with, where that names it, as the first cell of a row.
    pub head: String,
    /// Pairs of neighbouring characters, sorted.
    pairs: Vec<(char, char)>,
}

/// Likeness in thousandths from which on two things are taken for the same, changed.
const MIN_LIKENESS: u32 = 380;
/// Likeness of two things of one name.
const LIKENESS_BY_NAME: u32 = 600;
/// Maximum number of comparisons in one gap; a report of 1,000 pages has fewer.
const MAX_COMPARISONS: usize = 6_000_000;

impl Token {
    /// A thing.
    pub fn new(kind: impl Into<String>, text: String, head: String) -> Token {
        let mut pairs = Vec::with_capacity(text.len() / 3 + 1);
        let mut last = '\0';
        for character in text.chars() {
            // A digit is any digit: `2017年1380亿元` is like `2018年1402亿元`.
            let character = if character.is_ascii_digit() { '0' } else { character };
            pairs.push((last, character));
            last = character;
        }

        pairs.sort_unstable();
        Token { kind: kind.into(), text, head, pairs }
    }

    /// Likeness in thousandths; 0 where they can't be the same.
    fn likeness(&self, other: &Token) -> u32 {
        if self.kind != other.kind {
            return 0;
        }
        let (a, b) = (self.pairs.len(), other.pairs.len());
        if a + b == 0 {
            return 1000;
        }

        let share = |common: usize| u32::try_from(2000 * common / (a + b)).unwrap_or(0);
        let same_name = !self.head.is_empty() && self.head == other.head;
        let least = if same_name { LIKENESS_BY_NAME } else { 0 };
        if share(a.min(b)) < MIN_LIKENESS {
            return least;
        }
        least.max(share(common(&self.pairs, &other.pairs)))
    }
}

fn common(a: &[(char, char)], b: &[(char, char)]) -> usize {
    let (mut x, mut y, mut count) = (0, 0, 0);
    while let (Some(one), Some(other)) = (a.get(x), b.get(y)) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                x += 1;
                y += 1;
            }
        }
    }
    count
}

/// Pairs two rows.
pub(super) fn align(old: &[Token], new: &[Token]) -> Vec<Step> {
    let names = |row: &[Token]| -> Vec<String> {
        row.iter().map(|token| format!("{}\u{1}{}", token.kind, token.text)).collect()
    };
    let mut steps = Vec::with_capacity(old.len().max(new.len()));
    for hunk in diff_lines(&names(old), &names(new)) {
        if hunk.equal {
            steps.extend(hunk.old.zip(hunk.new).map(|(x, y)| Step::Both(x, y)));
        } else {
            push_gap(old, new, &hunk, &mut steps);
        }
    }
    steps
}

/// The steps through a hunk none of whose things are equal.
fn push_gap(old: &[Token], new: &[Token], gap: &Hunk, steps: &mut Vec<Step>) {
    let comparisons = gap.old.len().saturating_mul(gap.new.len());
    let pairs = if (1..=MAX_COMPARISONS).contains(&comparisons) {
        most_alike(&old[gap.old.clone()], &new[gap.new.clone()])
    } else {
        Vec::new()
    };

    let (mut next_old, mut next_new) = (gap.old.start, gap.new.start);
    for (x, y) in pairs {
        let (x, y) = (gap.old.start + x, gap.new.start + y);
        steps.extend((next_old..x).map(Step::Old));
        steps.extend((next_new..y).map(Step::New));
        steps.push(Step::Both(x, y));
        (next_old, next_new) = (x + 1, y + 1);
    }

    steps.extend((next_old..gap.old.end).map(Step::Old));
    steps.extend((next_new..gap.new.end).map(Step::New));
}

/// The pairs whose likenesses add up to most.
fn most_alike(old: &[Token], new: &[Token]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut sums = vec![0u32; (old.len() + 1) * width];
    let mut paired = vec![false; old.len() * new.len()];
    for x in (0..old.len()).rev() {
        for y in (0..new.len()).rev() {
            let skipped = sums[(x + 1) * width + y].max(sums[x * width + y + 1]);
            let likeness = old[x].likeness(&new[y]);
            let with = sums[(x + 1) * width + y + 1] + likeness;
            let take = likeness >= MIN_LIKENESS && with > skipped;
            sums[x * width + y] = if take { with } else { skipped };
            paired[x * new.len() + y] = take;
        }
    }

    let (mut x, mut y, mut pairs) = (0, 0, Vec::new());
    while x < old.len() && y < new.len() {
        if paired[x * new.len() + y] {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if sums[(x + 1) * width + y] >= sums[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Step, Token, align};

    fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
        let tokens = |texts: &[&str]| -> Vec<Token> {
            texts.iter().map(|text| Token::new("p", (*text).to_owned(), String::new())).collect()
        };
        align(&tokens(old), &tokens(new))
    }

    #[test]
    fn equal_first_then_alike() {
        let old = ["甲章开头", "实现地区生产总值1380亿元，增长7.3%。", "删去的一段话语", "结尾"];
        let new = ["甲章开头", "新增的段落内容", "实现地区生产总值1402亿元，增长7.5%。", "结尾"];
        use Step::{Both, New, Old};
        assert_eq!(steps(&old, &new), [Both(0, 0), New(1), Both(1, 2), Old(2), Both(3, 3)]);
    }

    #[test]
    fn nothing_in_common() {
        use Step::{New, Old};
        assert_eq!(steps(&["一二三四"], &["五六七八"]), [Old(0), New(0)]);
        assert_eq!(steps(&[], &["五"]), [New(0)]);
        assert_eq!(steps(&[], &[]), []);
    }

    #[test]
    fn things_of_two_kinds_are_not_paired() {
        let token = |kind: &str| Token::new(kind, "同样的文字".to_owned(), String::new());
        assert_eq!(align(&[token("a")], &[token("b")]), [Step::Old(0), Step::New(0)]);
    }
}
