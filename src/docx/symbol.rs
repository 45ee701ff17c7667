//! Characters of symbol fonts as Unicode, where there is one.

/// Greek letters from `A` and `a` in the font Symbol.
const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// Where symbol fonts have their signs: a private area, byte by byte.
const PRIVATE: std::ops::RangeInclusive<u32> = 0xF000..=0xF0FF;

/// Whether a font's bytes are signs.
pub(super) fn is_symbol_font(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    font == "symbol" || font.starts_with("wingdings") || font.starts_with("webdings")
}

/// A text whose characters a symbol font may print, with those that it prints; `font` is the run's where it
/// is such a font. `None` where nothing is to be changed. A character of the private area without a font
/// is Wingdings', as writers of other programs have it; one that isn't known stays.
pub(super) fn symbols_as_text(text: &str, font: Option<&str>) -> Option<String> {
    let is_sign = |c: char| {
        PRIVATE.contains(&u32::from(c)) || (font.is_some() && u32::from(c) < 0x100 && c != ' ')
    };
    text.contains(is_sign).then(|| {
        let printed = |c: char| symbol(font.unwrap_or("wingdings"), u32::from(c)).unwrap_or(c);
        text.chars().map(|c| if is_sign(c) { printed(c) } else { c }).collect()
    })
}

/// The character that a code of a font prints, often in the private area from F000.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    let byte = if PRIVATE.contains(&code) { code - 0xF000 } else { code };

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
        // An arrow before items, which few fonts have.
        0xD8 => Some('•'),
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
