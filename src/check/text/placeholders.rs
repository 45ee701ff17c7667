//! `placeholder`: words that stand where something is still to be filled in.

use super::characters::{after, before, run};
use super::passage::Passage;
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use std::ops::Range;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = &passage.text;
    let found = crosses(text).into_iter().chain(words(text)).chain(brackets(text));
    for range in found {
        let message = format!("占位的“{}”还没有换成内容", &text[range.clone()]);
        if let Some(problem) = passage.problem(Code::Placeholder, &range, message) {
            diagnostics.report(problem.help("补上内容，或删去这句话"));
        }
    }
}

/// XX, ××, ＸＸ and blanks to be written on: ____.
fn crosses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for cross in ['X', 'x', '×', 'Ｘ', '＿', '_'] {
        let least = if cross == '_' { 3 } else { 2 };
        let mut at = 0;
        while let Some(start) = text[at..].find(cross).map(|found| at + found) {
            let end = run(text, start, |c| c == cross);
            at = end;
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || c == '.');
            let word = letter(before(text, start)) || letter(after(text, end));
            if text[start..end].chars().count() >= least && !word {
                found.push(start..end);
            }
        }
    }
    found
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in TEXT.placeholder.iter() {
        for (at, _) in text.match_indices(word) {
            let range = at..at + word.len();
            let otherwise = TEXT.not_placeholder.ends(&text[..at]);
            let longer = after(text, range.end).is_some_and(is_han);
            let told = found.iter().any(|other| other.start == at);
            if !otherwise && !longer && !told {
                found.push(range);
            }
        }
    }
    for word in TEXT.english_placeholder.iter() {
        for (at, _) in text.match_indices(word) {
            let range = at..at + word.len();
            let within = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if !within(before(text, at)) && !within(after(text, range.end)) {
                found.push(range);
            }
        }
    }
    found
}

/// Empty brackets, and 【请填写…】.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in [('【', '】'), ('（', '）'), ('［', '］')] {
        for (at, _) in text.match_indices(open) {
            let start = at + open.len_utf8();
            let Some(length) = text[start..].find(close) else { continue };
            let inner = &text[start..start + length];
            let asks = open == '【' && TEXT.fill_in.is_in(inner);
            if inner.trim().is_empty() || asks {
                found.push(at..start + length + close.len_utf8());
            }
        }
    }
    found
}
