//! Digits, and the spaces that may stand inside a number.

pub(super) use crate::document::digits::{digit_value, is_digit};

/// Whether a character is a space that may stand inside a number or before its unit.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2002}'..='\u{2006}')
}

/// A text without spaces at its end.
pub(super) fn without_spaces(before: &str) -> &str {
    before.trim_end_matches(is_space)
}
