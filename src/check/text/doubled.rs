//! `doubled-word`: a unit typed behind a value that brings its own (1380.00亿元亿元), or 表 before a
//! reference that prints 表 6-1.

use super::passage::Passage;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use std::ops::Range;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
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
