//! `half-width-mark`: half-width punctuation among Chinese characters (GB/T 15834—2011, 5.1).

use super::characters::{after, before, is_closing, is_opening, is_wide};
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use crate::source::{ascii_of_full_width, is_han};
use std::ops::Range;

/// Half-width marks and what stands for them in Chinese.
const MARKS: [(char, &str); 6] =
    [(',', "，"), (';', "；"), (':', "："), ('!', "！"), ('?', "？"), ('.', "。")];

/// Reports each mark.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    if passage.role == Role::Number {
        return;
    }
    let text = passage.text();
    let pairs: Vec<_> = brackets(text).into_iter().chain(quotes(text)).collect();
    let fixed = fixed(text, &pairs);

    let pauses = (0..fixed.len()).filter_map(|index| pause(&fixed, index));
    for (range, replacement) in pauses.chain(pairs) {
        let mark = text[range.clone()].trim_end();
        let message = format!("中文里用了半角的“{mark}”");
        diagnostics.extend(passage.fixable(Code::HalfWidthMark, &range, message, replacement));
    }
}

/// The text's characters with their places, as they will be once the other fixes are made: those
/// decide what a mark stands beside.
fn fixed(text: &str, pairs: &[(Range<usize>, &'static str)]) -> Vec<(usize, char)> {
    let will_be = |at: usize, character: char| match character {
        '\u{3300}'..='\u{33FF}' => '米',
        '％' => '%',
        wide if is_wide(wide) => ascii_of_full_width(wide).unwrap_or(wide),
        '(' | ')' | '"' | '\'' => pairs
            .iter()
            .find(|(range, _)| range.start == at)
            .and_then(|(_, replacement)| replacement.chars().next())
            .unwrap_or(character),
        other => other,
    };
    text.char_indices().map(|(at, character)| (at, will_be(at, character))).collect()
}

/// A comma, full stop and the like.
fn pause(fixed: &[(usize, char)], index: usize) -> Option<(Range<usize>, &'static str)> {
    let (at, mark) = fixed[index];
    let (_, replacement) = MARKS.into_iter().find(|(half, _)| *half == mark)?;
    let (_, previous) = *fixed.get(index.checked_sub(1)?)?;
    let rest = &fixed[index + 1..];
    let spaces = rest.iter().take_while(|(_, c)| *c == ' ').count();
    let next = rest.get(spaces).map(|(_, next)| *next);
    let chinese_after = next.is_some_and(|next| is_han(next) || is_opening(next));
    let chinese_before = is_han(previous) || is_closing(previous);
    let alphanumeric_after = next.is_some_and(|next| next.is_ascii_alphanumeric());
    let ends = next.is_none_or(|next| next == '\n');

    let is_pause = match mark {
        // A point is a full stop only where nothing else can be meant.
        '.' => chinese_before && (ends || (spaces == 0 && next.is_some_and(is_han))),
        ':' => {
            let after_letter = chinese_after && previous.is_ascii_alphabetic();
            (chinese_before || after_letter) && !is_ratio(fixed, index)
        }
        _ => {
            let after_number = previous.is_ascii_alphanumeric() || previous == '%';
            (chinese_before && (chinese_after || ends || alphanumeric_after))
                || (chinese_after && after_number)
        }
    };

    // Spaces after the mark were its room; the full-width mark has its own.
    let room = if chinese_after || alphanumeric_after { spaces } else { 0 };
    is_pause.then_some((at..at + 1 + room, replacement))
}

/// Whether another colon is near: `一产:二产:三产`.
fn is_ratio(fixed: &[(usize, char)], index: usize) -> bool {
    let near = |c: &char| !matches!(c, '，' | '。' | '；' | ',' | ';' | '\n' | '“' | '”');
    let colon = |mut characters: &mut dyn Iterator<Item = char>| {
        (&mut characters).take(12).take_while(near).any(|c| c == ':')
    };
    colon(&mut fixed[index + 1..].iter().map(|(_, c)| *c))
        || colon(&mut fixed[..index].iter().rev().map(|(_, c)| *c))
}

/// Brackets around Chinese, or after it.
fn brackets(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut open = Vec::new();
    let mut brackets = Vec::new();
    for (at, mark) in text.char_indices() {
        match mark {
            '(' | '（' => open.push((at, mark)),
            ')' | '）' => {
                let Some((start, opening)) = open.pop() else { continue };
                let inner = &text[start + opening.len_utf8()..at];
                let around = before(text, start).is_some_and(|c| is_han(c) || is_closing(c))
                    || after(text, at + mark.len_utf8()).is_some_and(is_han);

                let number = is_document_year(text, inner, at + mark.len_utf8());
                if number || !(inner.contains(is_han) || (around && !inner.trim().is_empty())) {
                    continue;
                }

                if opening == '(' {
                    brackets.push((start..start + 1, "（"));
                }
                if mark == ')' {
                    brackets.push((at..at + 1, "）"));
                }
            }
            _ => {}
        }
    }
    brackets
}

/// The year of a 文号, of which another rule speaks.
fn is_document_year(text: &str, inner: &str, end: usize) -> bool {
    let year = inner.len() == 4 && inner.bytes().all(|byte| byte.is_ascii_digit());
    let number = text[end..].trim_start_matches(['第', ' ']);
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    year && digits > 0 && number[digits..].starts_with('号')
}

/// Straight quotation marks in pairs around Chinese; single ones inside double ones stay single (4.8.3.3).
fn quotes(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let double = paired(text, '"', |_| true);
    let outer: Vec<Range<usize>> = double.iter().chain(&curly(text)).cloned().collect();

    // An apostrophe stands behind a letter or a digit: don't, 5'30".
    let opens = |at: usize| !before(text, at).is_some_and(|c| c.is_ascii_alphanumeric());
    let single = paired(text, '\'', opens);
    let inside = |pair: &Range<usize>| {
        outer.iter().any(|outer| outer.start < pair.start && pair.end < outer.end)
    };

    let double = double.iter().map(|pair| (pair, ["“", "”"]));
    let single =
        single.iter().map(|pair| (pair, if inside(pair) { ["‘", "’"] } else { ["“", "”"] }));
    let marks = double.chain(single).flat_map(|(pair, [open, close])| {
        [(pair.start..pair.start + 1, open), (pair.end - 1..pair.end, close)]
    });
    marks.collect()
}

/// What stands between two of the same straight marks, with them, where that is Chinese; nothing
/// where one mark has no other.
fn paired(text: &str, mark: char, opens: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
    if marks.len() % 2 == 1 {
        return Vec::new();
    }
    let pairs = marks.chunks_exact(2).map(|pair| pair[0]..pair[1] + 1);
    pairs.filter(|pair| text[pair.clone()].contains(is_han) && opens(pair.start)).collect()
}

/// What stands in curly double quotation marks.
fn curly(text: &str) -> Vec<Range<usize>> {
    let opening = text.match_indices('“').map(|(at, _)| at);
    opening.filter_map(|at| Some(at..at + text[at..].find('”')? + '”'.len_utf8())).collect()
}
