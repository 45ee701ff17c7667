//! What stands before and after a number: approximations, and signs that it is no quantity.
//!
//! In: the text and the number's bytes. Out: a [`Bound`], or the [`Other`] that it is.

use super::{Bound, Other};

const BEFORE: &[(&str, Bound)] = &[
    ("约", Bound::About),
    ("大约", Bound::About),
    ("约为", Bound::About),
    ("约达", Bound::About),
    ("近", Bound::Nearly),
    ("将近", Bound::Nearly),
    ("接近", Bound::Nearly),
    ("超", Bound::AtLeast),
    ("超过", Bound::AtLeast),
    ("超过了", Bound::AtLeast),
    ("逾", Bound::AtLeast),
    ("突破", Bound::AtLeast),
    ("突破了", Bound::AtLeast),
    ("不低于", Bound::AtLeast),
    ("不少于", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("高于", Bound::AtLeast),
    ("不足", Bound::AtMost),
    ("不到", Bound::AtMost),
    ("低于", Bound::AtMost),
    ("不超过", Bound::AtMost),
    ("不高于", Bound::AtMost),
];

const AFTER: &[(&str, Bound)] = &[
    ("左右", Bound::About),
    ("上下", Bound::About),
    ("以上", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("之内", Bound::AtMost),
    ("余", Bound::AndMore),
    ("多", Bound::AndMore),
];

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

/// How exactly a number is meant by the words around it; the longest word counts.
pub(super) fn bound(before: &str, after: &str) -> Bound {
    let before = trimmed(before);
    let longest = |words: &[(&'static str, Bound)], fits: &dyn Fn(&str) -> bool| {
        let fitting = words.iter().filter(|(word, _)| fits(word));
        fitting.max_by_key(|(word, _)| word.len()).map(|(_, bound)| *bound)
    };
    let after = after.trim_start_matches(is_blank);
    longest(AFTER, &|word| after.starts_with(word))
        .or_else(|| longest(BEFORE, &|word| before.ends_with(word)))
        .unwrap_or_default()
}

/// The bytes of `余` or `多` at the start of a text, between a number and its unit.
pub(super) fn more(text: &str) -> usize {
    let more = ["余", "多"].into_iter().find(|word| text.starts_with(word));
    more.map_or(0, str::len)
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
    if matches!(last, Some('前')) && after.starts_with(['位', '名', '强', '个', '家', '项'])
    {
        return Some(Other::Ordinal);
    }
    if matches!(next, Some('号' | '#' | '强' | '路' | '线' | '室' | '楼' | '版' | '级'))
        || matches!(last, Some('表' | '图' | '附' | '№' | '#'))
        || trimmed_before.ends_with("No.")
    {
        return Some(Other::Code);
    }
    if matches!(next, Some('节' | '条' | '章' | '款' | '页')) && digits.contains('.') {
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
        3 => ["110", "114", "119", "120", "122", "315"].contains(&digits),
        4 => year(digits),
        5 => ["12", "95", "96", "10"].iter().any(|head| digits.starts_with(head)),
        length => length >= 7,
    }
}

/// Whether a calendar year is one that a report may speak of.
pub(super) fn calendar_year(digits: &str) -> Option<i32> {
    let year = digits.parse().ok().filter(|year| (1900..=2100).contains(year));
    year.filter(|_| digits.len() == 4)
}
