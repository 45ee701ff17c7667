//! `doubled-word`: a unit typed behind a value that brings its own (1380.00亿元亿元), 表 before a
//! reference that prints 表 6-1, or words and marks typed twice: 全市全市, 的的, ，，.

use super::characters::after as character_after;
use super::passage::{Passage, Role};
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use std::ops::Range;

/// Maximum characters of a word that may stand twice.
const MAX_WORD: usize = 8;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    if passage.role != Role::Number {
        typed_twice(passage, diagnostics);
    }
    let text = passage.text();
    for range in &passage.printed {
        let printed = text[range.clone()].trim_matches('\u{2060}');
        let both = [before(text, range, printed), after(text, range, printed)];
        for doubled in both.into_iter().flatten() {
            let word = &text[doubled.clone()];
            let message = format!("“{word}”重复：花括号、方括号印出的是“{printed}”");
            diagnostics.extend(passage.fixable(Code::DoubledWord, &doubled, message, ""));
        }
    }
}

/// Words and marks typed twice in a row. Only what can't be meant is taken away by a fix.
fn typed_twice(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (word, range, certain) in marks(text).into_iter().chain(words(text)) {
        let message = format!("“{word}”重复");
        diagnostics.extend(if certain {
            passage.fixable(Code::DoubledWord, &range, message, "")
        } else {
            let problem = passage.problem(Code::DoubledWord, &range, message);
            problem.map(|problem| problem.help(format!("多写的，删去一个“{word}”")))
        });
    }
}

/// 的的 and ，，: the second of them.
fn marks(text: &str) -> Vec<(&str, Range<usize>, bool)> {
    let mut marks = Vec::new();
    for mark in ["的", "，", "。", "、", "；", "："] {
        for (start, _) in text.match_indices(mark) {
            let second = start + mark.len();
            let Some(rest) = text[second..].strip_prefix(mark) else { continue };
            let more = text[..start].ends_with(mark) || rest.starts_with(mark);
            // 目的的 has two words in it, 的的确确 one.
            let words = mark == "的"
                && (TEXT.before_doubled.ends(&text[..start]) || rest.starts_with('确'));
            if !more && !words {
                marks.push((mark, second..second + mark.len(), true));
            }
        }
    }
    marks
}

/// 全市全市, 市人民政府市人民政府: both of them.
fn words(text: &str) -> Vec<(&str, Range<usize>, bool)> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut words = Vec::new();
    let mut next = 0;
    while next < starts.len() {
        let found = (2..=MAX_WORD).rev().find_map(|length| {
            let (first, middle) = (*starts.get(next)?, *starts.get(next + length)?);
            let end = *starts.get(next + 2 * length)?;
            let word = &text[first..middle];
            let twice = word == &text[middle..end] && word.chars().all(is_han);
            (twice && !is_reduplicated(text, word, end)).then_some((word, first..end, length))
        });

        match found {
            Some((word, range, length)) => {
                words.push((word, range, false));
                next += 2 * length;
            }
            None => next += 1,
        }
    }
    words
}

/// 研究研究, 一个一个, 很多很多; 发展发展中国家 has two words that only begin alike.
fn is_reduplicated(text: &str, word: &str, end: usize) -> bool {
    let alike = word.chars().all(|c| word.starts_with(c));
    let begins_longer = character_after(text, end)
        .is_some_and(|c| TEXT.longer_word.contains(c.encode_utf8(&mut [0; 4])));
    alike || TEXT.reduplicated.begins(word) || begins_longer
}

/// What stands before a printed text and begins it: 表 before `[@tbl-x]`, 增长 before `{{ 增减(…) }}`.
fn before(text: &str, range: &Range<usize>, printed: &str) -> Option<Range<usize>> {
    let lead = printed.find(|c: char| !is_han(c)).map_or(printed, |end| &printed[..end]);
    let names = !lead.is_empty() && lead.len() < printed.len();
    let doubled = names && text[..range.start].ends_with(lead);
    doubled.then(|| range.start - lead.len()..range.start)
}

/// The unit that a printed number ends with, typed again behind it.
fn after(text: &str, range: &Range<usize>, printed: &str) -> Option<Range<usize>> {
    let unit = &printed[printed.rfind(|c: char| c.is_ascii_digit())? + 1..];
    let rest = &text[range.end..];
    let typed = rest.trim_start_matches(' ');
    let start = range.end + rest.len() - typed.len();
    if unit.is_empty() || !typed.starts_with(unit) {
        return None;
    }

    // 120户 and 户籍: one character may begin another word.
    let word = typed[unit.len()..].chars().next().is_some_and(is_han);
    let short = unit.chars().count() == 1 && unit.chars().all(is_han);
    (!(short && word)).then(|| start..start + unit.len())
}
