//! Which characters belong together without a space, and which never reach the tree.

/// Whether the character is Chinese, Japanese or Korean, or punctuation set in their width.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
        | '‘' | '’' | '“' | '”' | '…' | '—' | '·')
}

/// Whether neither Typst nor Word may get the character: controls and non-characters.
pub(super) fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    (character.is_control() && !matches!(character, '\t' | '\n'))
        || (0xFDD0..=0xFDEF).contains(&code)
        || code & 0xFFFE == 0xFFFE
}

/// The text with U+FFFD for every forbidden character.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(clean_character).collect()
}

/// U+FFFD for a forbidden character.
pub(super) fn clean_character(character: char) -> char {
    if is_forbidden(character) { '\u{FFFD}' } else { character }
}
