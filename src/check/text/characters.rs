//! Kinds of characters, as the rules on text tell them apart.

use crate::document::digits::is_digit;
use crate::source::ascii_of_full_width;

/// Chinese punctuation that closes something.
pub(super) fn is_closing(character: char) -> bool {
    matches!(character, '”' | '’' | '）' | '》' | '〉' | '】' | '〕' | '」' | '』')
}

/// Chinese punctuation that opens something.
pub(super) fn is_opening(character: char) -> bool {
    matches!(character, '“' | '‘' | '（' | '《' | '〈' | '【' | '〔' | '「' | '『')
}

/// The character before a byte of the text.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character from a byte of the text on.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Bytes from `at` on as long as the characters are wanted.
pub(super) fn run(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !wanted(c)).map_or(text.len(), |length| at + length)
}

/// Where the digits and points begin that end at `end`, if they make a number.
pub(super) fn number_before(text: &str, end: usize) -> Option<usize> {
    let start =
        text[..end].trim_end_matches(|c: char| is_digit(c) || matches!(c, '.' | '．')).len();
    let number = &text[start..end];
    (number.starts_with(is_digit) && number.ends_with(is_digit)).then_some(start)
}

/// What stands between the numbers of a range.
pub(super) fn is_range_mark(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '~' | '～' | '－')
}

/// Whether a number at `start` is part of something else: 2015-16%, 第3-5万 and GB-3-5% are no ranges.
pub(super) fn is_part_of_word(text: &str, start: usize) -> bool {
    before(text, start).is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '~' | '～' | '.' | '/' | '第')
    })
}

/// A full-width digit or letter.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// A number in half width.
pub(super) fn half_width(number: &str) -> String {
    let narrowed = number.chars().map(|character| match character {
        '０'..='９' | '．' => ascii_of_full_width(character).unwrap_or(character),
        other => other,
    });
    narrowed.collect()
}
