//! Digits, and the spaces that may stand inside a number.

pub(super) use crate::document::digits::is_digit;

/// The value of a digit, half-width or full-width.
pub(super) fn digit_value(character: char) -> Option<u32> {
    match character {
        '０'..='９' => Some(character as u32 - '０' as u32),
        _ => character.to_digit(10),
    }
}

/// Whether a character is a space that may stand inside a number or before its unit.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2002}'..='\u{2006}')
}

/// A text without spaces at its end.
pub(super) fn without_spaces(before: &str) -> &str {
    before.trim_end_matches(is_space)
}
