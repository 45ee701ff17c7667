//! Which characters are compared, and as what.

/// The character that stands for this one; `None` for one that isn't compared.
pub(super) fn compared(character: char) -> Option<char> {
    match character {
        // What forbids or allows a line's end.
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => None,
        // What chooses a variant of a Han character: where no face has it, the PDF prints the usual one,
        // with a warning of its own.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => None,
        // Word has a hyphen that doesn't end a line as an element of its own.
        '\u{2011}' => Some('-'),
        _ if character.is_whitespace() => None,
        _ => Some(character),
    }
}
