//! Characters of symbol fonts as Unicode, where there is one.

/// Greek letters from `A` and `a` in the font Symbol.
const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// The character that `w:sym` prints: `code` is hexadecimal, often in the private area from F000.
pub(super) fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let byte = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };

    let font = font.to_ascii_lowercase();
    match font.as_str() {
        "symbol" if byte < 0x100 => mathematical(byte),
        "wingdings" if byte < 0x100 => wingdings(byte),
        "wingdings 2" if byte < 0x100 => wingdings_2(byte),
        _ if font.contains("wingdings") || font.contains("webdings") => None,
        _ if code != byte => None,
        _ => char::from_u32(code).filter(|c| !c.is_control() && !crate::source::is_forbidden(*c)),
    }
}

fn mathematical(byte: u32) -> Option<char> {
    let nth = |letters: &str, first: u32| letters.chars().nth((byte - first) as usize);
    match byte {
        0x41..=0x5A => nth(UPPER, 0x41),
        0x61..=0x7A => nth(LOWER, 0x61),
        0x22 => Some('∀'),
        0x24 => Some('∃'),
        0xA2 => Some('′'),
        0xA3 => Some('≤'),
        0xA5 => Some('∞'),
        0xAB => Some('↔'),
        0xAC => Some('←'),
        0xAD => Some('↑'),
        0xAE => Some('→'),
        0xAF => Some('↓'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB2 => Some('″'),
        0xB3 => Some('≥'),
        0xB4 => Some('×'),
        0xB6 => Some('∂'),
        0xB7 => Some('•'),
        0xB8 => Some('÷'),
        0xB9 => Some('≠'),
        0xBA => Some('≡'),
        0xBB => Some('≈'),
        0xBC => Some('…'),
        0xCE => Some('∈'),
        0xD6 => Some('√'),
        0xDE => Some('⇒'),
        0xE5 => Some('∑'),
        0xF2 => Some('∫'),
        0x20..=0x3F => char::from_u32(byte),
        _ => None,
    }
}

fn wingdings(byte: u32) -> Option<char> {
    match byte {
        0x6C => Some('●'),
        0x6E => Some('■'),
        0x6F | 0xA8 => Some('□'),
        0x75 => Some('◆'),
        0x81..=0x8A => char::from_u32('①' as u32 + byte - 0x81),
        0x9F => Some('•'),
        0xA7 => Some('▪'),
        0xD8 => Some('➢'),
        0xE0 => Some('→'),
        0xFB => Some('✗'),
        0xFC => Some('✓'),
        0xFD => Some('☒'),
        0xFE => Some('☑'),
        _ => None,
    }
}

fn wingdings_2(byte: u32) -> Option<char> {
    match byte {
        0x50 => Some('✓'),
        0x51 | 0x54 => Some('☒'),
        0x52 => Some('☑'),
        0xA3 => Some('□'),
        _ => None,
    }
}
