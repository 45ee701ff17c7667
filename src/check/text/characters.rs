//! Kinds of characters, as the rules on text tell them apart.

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
