//! Kinds of characters, as every rule of the program distinguishes them.

/// Whether the character is Chinese: Unicode's unified and compatibility ideographs, 々 and 〇.
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// The ASCII character of which this is the full-width form, as `Ａ`, `１` and `％` are.
pub fn ascii_of_full_width(character: char) -> Option<char> {
    match character {
        // Unicode's block holds the forms in the order of ASCII, from `！` to `～`.
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_are_those_of_ascii() {
        assert_eq!(ascii_of_full_width('！'), Some('!'));
        assert_eq!(ascii_of_full_width('～'), Some('~'));
        assert_eq!(ascii_of_full_width('８'), Some('8'));
        for other in ['!', '8', '\u{3000}', '\u{FF00}', '\u{FF5F}', '中'] {
            assert_eq!(ascii_of_full_width(other), None, "{other:?}");
        }
    }
}
