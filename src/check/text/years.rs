//! `year-form`: years in two digits (GB/T 15835—2011, 5.1.4) and with a circle for 〇 (5.2.5).

use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use std::ops::Range;

/// Number of digits of a year.
const YEAR_DIGITS: usize = 4;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    if passage.role == Role::Number {
        return;
    }
    let text = passage.text();
    for (at, _) in text.match_indices('年') {
        if let Some((range, right)) = circled(text, at) {
            let message = format!("“{}年”里的零应写“〇”", &text[range.clone()]);
            diagnostics.extend(passage.fixable(Code::YearForm, &range, message, &right));
        } else if let Some(range) = short(text, at) {
            let message = format!("年份“{}”简写了，应写四位", &text[range.clone()]);
            let problem = passage.problem(Code::YearForm, &range, message);
            diagnostics.extend(problem.map(|problem| problem.help("写全四位，如 2009年")));
        }
    }
}

/// 二○一七 before 年, and how it is written.
fn circled(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let circle = |c: char| matches!(c, '○' | '◯' | 'O' | 'o' | 'Ｏ' | 'ｏ' | '0' | '０');
    let numeral = |c: char| "一二三四五六七八九〇零".contains(c);
    let before = text[..at].trim_end_matches(|c| circle(c) || numeral(c));
    let range = before.len()..at;
    let year = &text[range.clone()];

    let count = |wanted: &dyn Fn(char) -> bool| year.chars().filter(|c| wanted(*c)).count();
    let (circles, numerals) = (count(&circle), count(&numeral));
    if circles == 0 || numerals < 2 || circles + numerals != YEAR_DIGITS {
        return None;
    }
    let right = year.chars().map(|c| if circle(c) { '〇' } else { c }).collect();
    Some((range, right))
}

/// 09年, ’17年.
fn short(text: &str, at: usize) -> Option<Range<usize>> {
    let digits = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &text[digits.len()..at];
    let apostrophe = digits.ends_with(['’', '\'']);
    // 于09年, but not G09年.
    let part = digits.ends_with(|c: char| c.is_ascii_alphanumeric() || ".-/—～".contains(c));
    let short = year.len() == 2 && (year.starts_with('0') || apostrophe) && !part;
    let start = digits.len() - if apostrophe { digits.chars().next_back()?.len_utf8() } else { 0 };
    short.then(|| start..at + '年'.len_utf8())
}
