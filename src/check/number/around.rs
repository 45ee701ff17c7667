//! What stands before and after a number: approximations, and signs that it is no quantity.
//!
//! In: the text and the number's bytes. Out: a [`Bound`], or the [`Other`] that it is.

use super::{Bound, Other};
use crate::check::words::{NUMBERS, WordList};

/// Whether a character is a digit, half-width or full-width.
pub(super) fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// A digit's worth.
pub(super) fn digit(character: char) -> Option<u32> {
    match character {
        '０'..='９' => Some(character as u32 - '０' as u32),
        _ => character.to_digit(10),
    }
}

/// Whether a character is a blank that may stand inside a number or before its unit.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2002}'..='\u{2006}')
}

/// A text without blanks at its end.
pub(super) fn trimmed(before: &str) -> &str {
    before.trim_end_matches(is_blank)
}

/// How exactly a number is meant by the words around it; the longest word counts, one after the
/// number before one in front of it.
pub(super) fn bound(before: &str, after: &str) -> Bound {
    let (before, after) = (trimmed(before), after.trim_start_matches(is_blank));
    let words = &*NUMBERS;
    let behind = [
        (&words.about_after, Bound::About),
        (&words.at_least_after, Bound::AtLeast),
        (&words.at_most_after, Bound::AtMost),
        (&words.and_more, Bound::AndMore),
    ];
    let in_front = [
        (&words.about_before, Bound::About),
        (&words.nearly_before, Bound::Nearly),
        (&words.at_least_before, Bound::AtLeast),
        (&words.at_most_before, Bound::AtMost),
    ];

    longest(behind, |list| list.strip_prefix(after).map(|rest| after.len() - rest.len()))
        .or_else(|| longest(in_front, |list| Some(before.len() - list.strip_suffix(before)?.len())))
        .unwrap_or_default()
}

/// What the list says whose word is the longest that fits.
fn longest(
    lists: [(&WordList, Bound); 4],
    fitting: impl Fn(&WordList) -> Option<usize>,
) -> Option<Bound> {
    let found = lists.into_iter().filter_map(|(list, bound)| Some((fitting(list)?, bound)));
    found.max_by_key(|(length, _)| *length).map(|(_, bound)| bound)
}

/// The bytes of `余` or `多` at the start of a text, between a number and its unit.
pub(super) fn more(text: &str) -> usize {
    NUMBERS.and_more.strip_prefix(text).map_or(0, |rest| text.len() - rest.len())
}

/// What an Arabic number without unit is by the words around it.
pub(super) fn other(before: &str, digits: &str, after: &str) -> Option<Other> {
    let trimmed_before = trimmed(before);
    let last = trimmed_before.chars().next_back();
    let next = after.chars().next();
    if last == Some('第') {
        return Some(Other::Ordinal);
    }
    let bracketed = matches!(last, Some('〔' | '［' | '[' | '【'))
        && matches!(next, Some('〕' | '］' | ']' | '】'));
    if bracketed
        || (next == Some('号') && matches!(last, Some('〕' | '］' | ']' | '】' | '）' | ')')))
    {
        return Some(Other::Document);
    }
    if last == Some('前') && NUMBERS.rank.begins(after) {
        return Some(Other::Ordinal);
    }
    if NUMBERS.after_code.begins(after) || NUMBERS.before_code.ends(trimmed_before) {
        return Some(Other::Code);
    }
    if NUMBERS.chapter.begins(after) && digits.contains('.') {
        return Some(Other::Ordinal);
    }
    marker(before, digits, after)
}

fn marker(before: &str, digits: &str, after: &str) -> Option<Other> {
    if digits.contains(['.', ',']) || digits.chars().count() > 2 {
        return None;
    }
    let closed = after.starts_with(['）', ')']);
    if closed && before.ends_with(['（', '(']) {
        return Some(Other::Marker);
    }
    let first = before.trim_end_matches(is_blank).chars().next_back();
    let starts = first.is_none_or(|c| matches!(c, '\n' | '。' | '；' | '：'));
    (starts && (closed || after.starts_with(['.', '．', '、']))).then_some(Other::Marker)
}

/// Whether bare digits are a telephone number, a year or another name.
pub(super) fn is_name(digits: &str) -> bool {
    let plain = digits.chars().all(|character| character.is_ascii_digit());
    if !plain {
        return false;
    }
    let year = |text: &str| text.parse().is_ok_and(|year: i32| (1900..=2100).contains(&year));
    if digits.len() > 1 && digits.starts_with('0') {
        return true;
    }
    match digits.len() {
        3 => NUMBERS.three_digit_name.contains(digits),
        4 => year(digits),
        5 => NUMBERS.five_digit_name.begins(digits),
        length => length >= 7,
    }
}

/// Whether a calendar year is one that a report may speak of.
pub(super) fn calendar_year(digits: &str) -> Option<i32> {
    let year = digits.parse().ok().filter(|year| (1900..=2100).contains(year));
    year.filter(|_| digits.len() == 4)
}
