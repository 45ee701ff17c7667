//! Characters that leave no mark on paper, as they are pasted along from web pages and chats.
//!
//! In: a text. Out: those of them that mean nothing there, or the text without them. They break words that
//! readers search for, and a PDF's text beneath its glyphs: a glyph's text in a PDF is that of its
//! first use in the file.

use super::is_han;
use std::borrow::Cow;
use std::ops::Range;

/// Whether the character leaves no mark of its own: Unicode's `Default_Ignorable_Code_Point`
/// (DerivedCoreProperties.txt of Unicode 16) and the three characters of interlinear annotation.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The characters that leave no mark and have no meaning in their context; each range is a character or
/// more. The others of [`is_invisible`] choose a form of a neighbour:
///
/// - variation selectors after a Chinese character (a registered variant, as in names) or an emoji,
/// - a joiner between emoji, and tags after one,
/// - joiners, selectors and direction marks in scripts whose letters they shape (Arabic, Mongolian, Thai …).
///
/// Marks that change the direction of whole passages (U+202A–U+202E, U+2066–U+2069) never count as such:
/// with them a text is printed in another order than it is read.
pub fn invisibles(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_invisible).map(|offset| from + offset) {
        let visible = text[start..].find(|c| !is_invisible(c));
        let end = visible.map_or(text.len(), |offset| start + offset);
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();

        for (offset, character) in text[start..end].char_indices() {
            let range = start + offset..start + offset + character.len_utf8();
            if has_meaning(character, before, after) {
                continue;
            }

            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }

        from = end;
    }

    ranges
}

/// The Chinese characters of a text that a selector asks a registered form of, with the selector and the bytes
/// that it takes (an Ideographic Variation Sequence of UTS 37, or a standardized one).
pub fn variants(text: &str) -> Vec<Variant> {
    if !text.contains(is_variant_selector) {
        return Vec::new();
    }

    let characters = text.char_indices();
    characters
        .clone()
        .zip(characters.skip(1))
        .filter(|((_, base), (_, next))| is_han(*base) && is_variant_selector(*next))
        .map(|((_, base), (offset, selector))| Variant {
            base,
            selector,
            range: offset..offset + selector.len_utf8(),
        })
        .collect()
}

/// A character with a selector behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The character.
    pub base: char,
    /// The selector.
    pub selector: char,
    /// The selector's bytes in the text.
    pub range: Range<usize>,
}

/// The text without [`invisibles`].
pub fn visible(text: &str) -> Cow<'_, str> {
    let hidden = invisibles(text);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }

    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for range in hidden {
        out.push_str(&text[copied..range.start]);
        copied = range.end;
    }

    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Whether an invisible character shapes a neighbour of the run of such characters that it is in.
fn has_meaning(character: char, before: Option<char>, after: Option<char>) -> bool {
    let is = |side: Option<char>, kind: fn(char) -> bool| side.is_some_and(kind);
    let emoji = is(before, is_emoji) || is(before, is_symbol) && is(after, is_emoji);

    match character {
        c if is_variant_selector(c) => is(before, is_han),
        // After a symbol alone (☎, ✔) it would ask for a coloured picture, which no report prints.
        '\u{FE0E}' | '\u{FE0F}' | '\u{E0020}'..='\u{E007F}' => emoji,
        '\u{200D}' if emoji && (is(after, is_emoji) || is(after, is_symbol)) => true,
        '\u{200B}'..='\u{200F}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{2060}' => is(before, is_shaped) || is(after, is_shaped),
        _ => false,
    }
}

fn is_variant_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE02}' | '\u{E0100}'..='\u{E01EF}')
}

/// Pictographs; skin tones and the letters of flags are among them.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FAFF}')
}

/// Symbols that are part of emoji sequences (❤, ♂).
fn is_symbol(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}')
}

/// Letters of scripts from right to left, of India and South-East Asia, Tibetan, Mongolian, jamo.
fn is_shaped(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{1CFF}' | '\u{A800}'..='\u{A97F}' | '\u{A9E0}'..='\u{AAFF}'
        | '\u{D7B0}'..='\u{D7FF}' | '\u{FB1D}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{11FFF}')
}

#[cfg(test)]
mod tests {
    use super::{invisibles, is_invisible, variants, visible};

    #[test]
    fn meaningless_characters_go() {
        let hidden = [
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{180E}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{2061}',
            '\u{2064}',
            '\u{2066}',
            '\u{2069}',
            '\u{206F}',
            '\u{3164}',
            '\u{FE0E}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FFA0}',
            '\u{FFF9}',
            '\u{E0001}',
            '\u{E0020}',
        ];
        for c in hidden {
            assert!(is_invisible(c), "{c:?}");
            for (before, after) in
                [("米", "价"), ("13", "80"), ("", ""), ("co", "op"), ("（", "）"), ("✔", "")]
            {
                let typed = format!("{before}{c}{after}");
                assert_eq!(visible(&typed), format!("{before}{after}"), "{typed:?}");
            }
        }
        assert_eq!(visible("1\u{FE0F}2，\u{FE00}\u{E0100}"), "12，");
    }

    #[test]
    fn meaningful_characters_stay() {
        let texts = [
            "葛\u{E0100}城",
            "辻\u{FE00}",
            "👨\u{200D}👩\u{200D}👧",
            "🏃🏽\u{200D}♂",
            "❤\u{FE0F}\u{200D}🔥",
            "🏳\u{FE0F}\u{200D}🌈",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "می\u{200C}خواهم",
            "ᠬᠠᠭᠠᠨ\u{180E}ᠠ",
            "ᠰ\u{180B}ᠠ",
            "ไทย\u{200B}ไทย",
            "全角　和\u{A0}半角\u{2009}空格，组合é",
        ];
        for text in texts {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn variants_know_their_base() {
        let variants = variants("葛\u{E0100}城，\u{FE00}辻\u{FE00}");
        let bases: Vec<_> = variants.into_iter().map(|one| (one.base, one.range)).collect();
        assert_eq!(bases, [('葛', 3..7), ('辻', 19..22)]);
    }

    #[test]
    fn ranges_are_runs() {
        assert_eq!(invisibles("甲\u{200B}\u{2060}乙\u{FEFF}"), [3..9, 12..15]);
        assert_eq!(invisibles("👨\u{200D}\u{200B}👩"), std::slice::from_ref(&(7..10)));
        assert!(invisibles("甲乙").is_empty());
    }

    #[test]
    fn a_long_run_takes_no_longer() {
        let text = "\u{200B}".repeat(1 << 20);
        assert_eq!(invisibles(&text), std::slice::from_ref(&(0..text.len())));
    }
}
