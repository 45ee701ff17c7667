//! `impossible-date`: days and months that no calendar has.

use super::characters::run;
use super::passage::Passage;
use crate::diag::{Code, Diagnostics};
use crate::document::Date;
use crate::workspace::is_date;
use std::ops::Range;

/// A year that has every day that any year has.
const LEAP_YEAR: i32 = 2000;

/// Reports each.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (at, _) in text.match_indices('月') {
        let Some(range) = impossible(text, at) else { continue };
        let message = format!("没有“{}”这个日期", &text[range.clone()]);
        let problem = passage.problem(Code::ImpossibleDate, &range, message);
        diagnostics.extend(problem.map(|problem| problem.help("核对后改正")));
    }
}

/// The date around the 月 at `at`, where there is none.
fn impossible(text: &str, at: usize) -> Option<Range<usize>> {
    let month = digits_before(text, at, 2)?;
    let year = text[..month.start].trim_end_matches(' ').strip_suffix('年');
    let year = year.and_then(|before| digits_before(text, before.len(), 4));
    let start = year.as_ref().map_or(month.start, |year| year.start);
    let month: u8 = text[month].parse().ok()?;

    let after = run(text, at + '月'.len_utf8(), |c| c == ' ');
    let day_end = run(text, after, |c| c.is_ascii_digit());
    let has_day = (1..=2).contains(&(day_end - after)) && text[day_end..].starts_with('日');
    if !(1..=12).contains(&month) {
        let end = if has_day { day_end + '日'.len_utf8() } else { at + '月'.len_utf8() };
        // 13月龄 is an age.
        return (year.is_some() || has_day).then_some(start..end);
    }

    let day = text[after..day_end].parse().ok().filter(|_| has_day)?;
    let year = year.and_then(|year| text[year].parse().ok()).unwrap_or(LEAP_YEAR);
    let exists = is_date(Date { year, month, day });
    (!exists).then_some(start..day_end + '日'.len_utf8())
}

/// The digits that end at `end`, where there are at most so many.
fn digits_before(text: &str, end: usize, most: usize) -> Option<Range<usize>> {
    let before = text[..end].trim_end_matches(' ');
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let count = before.len() - start;
    let part = before[..start].ends_with(['.', '-', '/', '．']);
    (count > 0 && count <= most && !part).then_some(start..before.len())
}
