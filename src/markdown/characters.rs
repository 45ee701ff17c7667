//! Which characters belong together without a space, and which never reach the tree.

use crate::source::{is_forbidden, visible};

/// Whether the character is Chinese, Japanese or Korean, or punctuation set in their width.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
        | '‘' | '’' | '“' | '”' | '…' | '—' | '·')
}

/// Whether the character is punctuation of Chinese alone, beside which no space ever stands.
pub(super) fn is_wide_sign(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF1F}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF5B}'..='\u{FF5E}')
}

/// Whether neither Typst nor Word may get the character; in the tree, lines end with `\n` alone.
pub(super) fn is_unprintable(character: char) -> bool {
    character == '\r' || is_forbidden(character)
}

/// The text without what leaves no mark, and with U+FFFD for every unprintable character.
pub(super) fn clean(text: &str) -> String {
    visible(text).chars().filter(|c| *c != BLANK).map(clean_character).collect()
}

/// U+FFFD for an unprintable character, a mark for its stand-in.
pub(super) fn clean_character(character: char) -> char {
    match restored(character) {
        character if is_unprintable(character) => '\u{FFFD}',
        character => character,
    }
}

/// A mark for its stand-in.
pub(super) fn restored(character: char) -> char {
    match character {
        TILDE => '~',
        STAR => '*',
        TICK => '`',
        DOT => '.',
        BRACKET => ')',
        character => character,
    }
}

/// Stands for a single `~`, which comrak would take for a mark of strikethrough; no file can hold it.
pub(super) const TILDE: char = '\u{2}';

/// Stands for a `*` that is printed as typed: in a product.
pub(super) const STAR: char = '\u{3}';

/// Stands for a backtick that is printed as typed: between figures.
pub(super) const TICK: char = '\u{4}';

/// Stands for the rest of a space of several bytes after a mark; it isn't printed.
pub(super) const BLANK: char = '\u{10}';

/// Stands for the full stop after a year, which begins no list.
pub(super) const DOT: char = '\u{11}';

/// Stands for the bracket after a year.
pub(super) const BRACKET: char = '\u{12}';
