//! `number-range`: ranges of 万 and 亿 with the word at their end alone (GB/T 15835—2011, 5.1.3).

use super::characters::{before, half_width, is_part_of_word, is_range_mark, number_before, run};
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use std::ops::Range;

/// Reports each range that isn't written like 9亿～16亿.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    if passage.role == Role::Number {
        return;
    }
    let text = passage.text();
    for (at, scale) in text.match_indices(['万', '亿']) {
        let Some((range, right)) = read(text, at, scale) else { continue };
        let typed = &text[range.clone()];
        let message = format!("数值范围“{typed}”的前一个数没有写“{scale}”");
        // It isn't changed by itself: 9～16亿 might mean nine.
        let problem = passage.problem(Code::NumberRange, &range, message);
        diagnostics.extend(problem.map(|problem| problem.help(format!("改为 {right}"))));
    }
}

/// The range that ends with the word at `at`, and how it is written.
fn read(text: &str, at: usize, scale: &str) -> Option<(Range<usize>, String)> {
    let last = spaced_number_before(text, at)?;
    let joined = text[..last.start].trim_end_matches(' ');
    let connector = before(joined, joined.len())?;
    if !is_range_mark(connector) {
        return None;
    }
    let first = spaced_number_before(text, joined.len() - connector.len_utf8())?;

    let (low, high) = (half_width(&text[first.clone()]), half_width(&text[last]));
    let year = low.len() == 4 && (low.starts_with("19") || low.starts_with("20"));
    if year || is_part_of_word(text, first.start) {
        return None;
    }
    let end = run(text, at, |c| scale.starts_with(c));
    Some((first.start..end, format!("{low}{scale}～{high}{scale}")))
}

/// The number that ends at `end`, or before the blanks there.
fn spaced_number_before(text: &str, end: usize) -> Option<Range<usize>> {
    let end = text[..end].trim_end_matches(' ').len();
    Some(number_before(text, end)?..end)
}
