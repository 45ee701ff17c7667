//! Chinese characters, as every rule of the program tells them from others.

/// Whether the character is Chinese: Unicode's unified and compatibility ideographs, 々 and 〇.
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}
