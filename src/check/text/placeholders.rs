//! `placeholder`: words that stand where something is still to be filled in.

use super::characters::{after, before, run};
use super::passage::Passage;
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use std::ops::Range;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    let placeholders = crosses(text).into_iter().chain(words(text)).chain(brackets(text));
    for range in placeholders {
        let message = format!("占位的“{}”还没有换成内容", &text[range.clone()]);
        if let Some(problem) = passage.problem(Code::Placeholder, &range, message) {
            diagnostics.report(problem.help("补上内容，或删去这句话"));
        }
    }
}

/// XX, ××, ＸＸ and lines to be written on: ____.
fn crosses(text: &str) -> Vec<Range<usize>> {
    let mut crosses = Vec::new();
    for cross in ['X', 'x', '×', 'Ｘ', '＿', '_'] {
        let least = if cross == '_' { 3 } else { 2 };
        let mut next = 0;
        while let Some(distance) = text[next..].find(cross) {
            let start = next + distance;
            let end = run(text, start, |c| c == cross);
            next = end;

            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let point = before(text, start) == Some('.') || after(text, end) == Some('.');
            let word = letter(before(text, start)) || letter(after(text, end));
            let count = text[start..end].chars().count();
            let counted = cross != '_' && is_counted(text, start..end);
            if (count >= least && !word && !point) || (count < least && !word && counted) {
                crosses.push(start..end);
            }
        }
    }
    crosses
}

/// Whether a single cross stands for a number, as a unit behind it shows: X月X日, ×家企业, 增长X%. 3×4个 and
/// X光 are something else.
fn is_counted(text: &str, cross: Range<usize>) -> bool {
    let number =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | ')' | '）' | ' ');
    let free = !before(text, cross.start).is_some_and(number);
    free && after(text, cross.end).is_some_and(|next| "年月日家个项件万亿次%％".contains(next))
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for word in TEXT.placeholder.iter() {
        for (start, _) in text.match_indices(word) {
            let range = start..start + word.len();
            // 有待补充 means something else, and 待补充完善 is none.
            let otherwise = TEXT.not_placeholder.ends(&text[..start])
                || after(text, range.end).is_some_and(is_han);
            let in_longer_word = words.iter().any(|other| other.start == start);
            if !otherwise && !in_longer_word {
                words.push(range);
            }
        }
    }

    for word in TEXT.english_placeholder.iter() {
        for (start, _) in text.match_indices(word) {
            let range = start..start + word.len();
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if !letter(before(text, start)) && !letter(after(text, range.end)) {
                words.push(range);
            }
        }
    }
    words
}

/// Empty brackets, and 【请填写…】.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut brackets = Vec::new();
    for (open, close) in [('【', '】'), ('（', '）'), ('［', '］')] {
        for (start, _) in text.match_indices(open) {
            let inside = start + open.len_utf8();
            let Some(length) = text[inside..].find(close) else { continue };
            let inner = &text[inside..inside + length];
            let asks = open == '【' && TEXT.fill_in.is_in(inner);
            if inner.trim().is_empty() || asks {
                brackets.push(start..inside + length + close.len_utf8());
            }
        }
    }
    brackets
}
