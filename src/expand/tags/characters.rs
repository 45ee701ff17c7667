//! Full-width characters in a tag, and the ASCII ones that they were meant to be.

use crate::source::ascii_of_full_width;

/// A quotation mark of Chinese type.
pub(super) fn is_wide_quote(character: char) -> bool {
    matches!(character, '“' | '”' | '„' | '＂' | '‘' | '’' | '＇' | '「' | '」')
}

/// A letter, digit or mark of full width, as ＡＢ１２.
pub(super) fn is_wide(character: char) -> bool {
    ascii_of_full_width(character).is_some()
}

/// The ASCII sign that a full-width one was meant to be.
pub(super) fn half_width(character: char) -> Option<char> {
    Some(match character {
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '、' => ',',
        '。' => '.',
        '\u{3000}' => ' ',
        _ if is_wide_quote(character) => '"',
        _ => return ascii_of_full_width(character),
    })
}
