//! `percent-range`: ranges of percentages (GB/T 15835—2011, 5.1.3).

use super::characters::{before, half_width, is_part_of_word, is_range_mark, number_before, run};
use super::passage::Passage;
use crate::diag::{Code, Diagnostics};
use std::ops::Range;

/// Reports each range that isn't written like 15%～30%.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (at, _) in text.match_indices(['%', '％']) {
        let Some((range, right)) = read(text, at) else { continue };
        let typed = &text[range.clone()];
        if typed == right {
            continue;
        }

        let message = format!("百分数范围“{typed}”写法不合规范");
        diagnostics.extend(passage.fixable(Code::PercentRange, &range, message, &right));
    }
}

/// The range that ends with the percent sign at `at`, and how it is written.
fn read(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let last = decimal_before(text, at)?;
    let before_last = text[..last].trim_end_matches(' ');
    let connector = before(before_last, before_last.len())?;
    if !is_range_mark(connector) {
        return None;
    }

    let signed = before_last[..before_last.len() - connector.len_utf8()].trim_end_matches(' ');
    let first_end = signed.trim_end_matches(['%', '％']).len();
    let has_sign = first_end < signed.len();
    let first = decimal_before(text, first_end)?;

    if is_part_of_word(text, first) || (has_sign && matches!(connector, '—' | '～')) {
        return None;
    }

    let percent = run(text, at, |c| c == '%' || c == '％');
    let right =
        format!("{}%～{}%", half_width(&text[first..first_end]), half_width(&text[last..at]));
    Some((first..percent, right))
}

/// Where a number with one point at most begins that ends at `end`.
fn decimal_before(text: &str, end: usize) -> Option<usize> {
    let start = number_before(text, end)?;
    (text[start..end].matches(['.', '．']).count() < 2).then_some(start)
}
