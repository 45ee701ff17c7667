//! `percent-range`: ranges of percentages (GB/T 15835—2011, 5.1.3).

use super::characters::{before, half_width, run};
use super::passage::Passage;
use crate::diag::{Code, Diagnostics};
use crate::document::digits::is_digit;
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
    let last = number_before(text, at)?;
    let before_last = text[..last].trim_end_matches(' ');
    let connector = before(before_last, before_last.len())?;
    if !matches!(connector, '-' | '–' | '—' | '~' | '～' | '－') {
        return None;
    }

    let signed = before_last[..before_last.len() - connector.len_utf8()].trim_end_matches(' ');
    let first_end = signed.trim_end_matches(['%', '％']).len();
    let has_sign = first_end < signed.len();
    let first = number_before(text, first_end)?;

    // 2015-16%, GB-3-5% and the like are no ranges.
    let previous = before(text, first);
    let part_of_word = previous.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '~' | '～' | '.' | '/' | '第')
    });
    if part_of_word || (has_sign && matches!(connector, '—' | '～')) {
        return None;
    }

    let percent = run(text, at, |c| c == '%' || c == '％');
    let right =
        format!("{}%～{}%", half_width(&text[first..first_end]), half_width(&text[last..at]));
    Some((first..percent, right))
}

/// Where a number begins that ends at `end`.
fn number_before(text: &str, end: usize) -> Option<usize> {
    let digits = text[..end].trim_end_matches(|c: char| is_digit(c) || matches!(c, '.' | '．'));
    let number = &text[digits.len()..end];
    let good = number.starts_with(is_digit)
        && number.ends_with(is_digit)
        && number.matches(['.', '．']).count() < 2;
    good.then_some(digits.len())
}
