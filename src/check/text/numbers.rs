//! `document-number`: how a 文号 is written (GB/T 9704—2012, 7.2.5).

use super::characters::{before, half_width, run};
use super::passage::Passage;
use crate::diag::{Code, Diagnostics};
use crate::document::digits::is_digit;
use crate::source::is_han;
use std::ops::Range;

const BRACKETS: [(char, char); 7] =
    [('[', ']'), ('［', '］'), ('(', ')'), ('（', '）'), ('【', '】'), ('〈', '〉'), ('〔', '〕')];

/// Reports each 文号 that differs from 〔2017〕15号.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (at, bracket) in text.char_indices() {
        let Some((open, close)) = BRACKETS.into_iter().find(|(open, _)| *open == bracket) else {
            continue;
        };
        let Some((range, right)) = read(text, at, open, close) else {
            if let Some(range) = short_year(text, at) {
                let message = format!("发文字号“{}”的年份简写了", &text[range.clone()]);
                let problem = passage.problem(Code::DocumentNumber, &range, message);
                diagnostics.extend(problem.map(|problem| problem.help("年份写全四位，如〔2017〕")));
            }
            continue;
        };
        let typed = &text[range.clone()];
        if typed == right {
            continue;
        }

        let message = format!("发文字号“{typed}”写法不合规范");
        diagnostics.extend(passage.fixable(Code::DocumentNumber, &range, message, &right));
    }
}

/// 〔17〕29号, from its bracket to 号.
fn short_year(text: &str, at: usize) -> Option<Range<usize>> {
    let inner = text[at..].strip_prefix('〔')?;
    let (year, after) = inner.split_once('〕')?;
    let short = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    let start = text.len() - after.len();
    let end = run(text, start, is_digit);
    let numbered = end > start && text[end..].starts_with('号');
    (short && numbered).then(|| at..end + '号'.len_utf8())
}

/// A 文号 from its bracket to 号, and how it is written.
fn read(text: &str, at: usize, open: char, close: char) -> Option<(Range<usize>, String)> {
    // The issuing office's sign goes before.
    before(text, at).filter(|previous| is_han(*previous))?;
    let year_start = run(text, at + open.len_utf8(), |c| c == ' ');
    let year_end = run(text, year_start, is_digit);
    let year = half_width(&text[year_start..year_end]);

    let closing = run(text, year_end, |c| c == ' ');
    let after = text[closing..].strip_prefix(close)?;
    let mut number_start = text.len() - after.len();
    number_start = run(text, number_start, |c| c == ' ' || c == '第');
    let number_end = run(text, number_start, is_digit);
    let number = half_width(&text[number_start..number_end]);
    let end = run(text, number_end, |c| c == ' ');

    let plausible = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    if !plausible || number.is_empty() || !text[end..].starts_with('号') {
        return None;
    }
    let number = number.trim_start_matches('0');
    let number = if number.is_empty() { "0" } else { number };
    Some((at..end + '号'.len_utf8(), format!("〔{year}〕{number}号")))
}
