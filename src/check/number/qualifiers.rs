//! What stands before and after a number: how exactly it is meant, or that it is no quantity.
//!
//! In: the text and the number's bytes. Out: a [`Bound`], or the [`NonQuantity`] that it is.

use super::characters::{is_space, without_spaces};
use super::quantity::{Bound, NonQuantity};
use crate::check::words::{NUMBERS, WordList};

/// How exactly a number is meant by the words around it; the longest word counts, one after the
/// number before one in front of it.
pub(super) fn bound(before: &str, after: &str) -> Bound {
    let (before, after) = (without_spaces(before), after.trim_start_matches(is_space));
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
    length: impl Fn(&WordList) -> Option<usize>,
) -> Option<Bound> {
    let fitting = lists.into_iter().filter_map(|(list, bound)| Some((length(list)?, bound)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, bound)| bound)
}

/// The bytes of `余` or `多` at the start of a text, between a number and its unit.
pub(super) fn and_more(text: &str) -> usize {
    NUMBERS.and_more.strip_prefix(text).map_or(0, |rest| text.len() - rest.len())
}

/// What an Arabic number without unit is by the words around it.
pub(super) fn non_quantity(before: &str, digits: &str, after: &str) -> Option<NonQuantity> {
    let trimmed = without_spaces(before);
    let last = trimmed.chars().next_back();
    let next = after.chars().next();
    if last == Some('第') {
        return Some(NonQuantity::Ordinal);
    }

    let bracketed = matches!(last, Some('〔' | '［' | '[' | '【'))
        && matches!(next, Some('〕' | '］' | ']' | '】'));
    if bracketed
        || (next == Some('号') && matches!(last, Some('〕' | '］' | ']' | '】' | '）' | ')')))
    {
        return Some(NonQuantity::Document);
    }

    if last == Some('前') && NUMBERS.rank.begins(after) {
        return Some(NonQuantity::Ordinal);
    }
    if NUMBERS.after_code.begins(after) || NUMBERS.before_code.ends(trimmed) {
        return Some(NonQuantity::Code);
    }
    if NUMBERS.chapter.begins(after) && digits.contains('.') {
        return Some(NonQuantity::Ordinal);
    }
    marker(before, digits, after)
}

fn marker(before: &str, digits: &str, after: &str) -> Option<NonQuantity> {
    if digits.contains(['.', ',']) || digits.chars().count() > 2 {
        return None;
    }

    let closed = after.starts_with(['）', ')']);
    if closed && before.ends_with(['（', '(']) {
        return Some(NonQuantity::Marker);
    }
    let first = before.trim_end_matches(is_space).chars().next_back();
    let starts = first.is_none_or(|c| matches!(c, '\n' | '。' | '；' | '：'));
    (starts && (closed || after.starts_with(['.', '．', '、']))).then_some(NonQuantity::Marker)
}

/// Whether bare digits are a telephone number, a year or another name.
pub(super) fn is_fixed_number(digits: &str) -> bool {
    if !digits.chars().all(|character| character.is_ascii_digit()) {
        return false;
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return true;
    }

    match digits.len() {
        3 => NUMBERS.three_digit_name.contains(digits),
        4 => calendar_year(digits).is_some(),
        5 => NUMBERS.five_digit_name.begins(digits),
        length => length >= 7,
    }
}

/// The year that four digits are, where a report may speak of it.
pub(super) fn calendar_year(digits: &str) -> Option<i32> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4);
    year.filter(|year| (1900..=2100).contains(year))
}
