//! Where a line may break between two characters (UAX #14 as Typst, Word and LibreOffice agree on it;
//! GB/T 15834—2011, 5.1). In: two neighbours. Out: yes or no.

/// Marks that begin no line.
const NOT_FIRST: &str =
    "，。、；：？！”’）》〉】〕〗」』…—～·／/％%‰℃°,.;:?!)]}>”’-–~'\"①②③④⑤⑥⑦⑧⑨⑩";
/// Marks that end no line.
const NOT_LAST: &str = "“‘（《〈【〔〖「『([{<$￥¥／";

/// Whether a character is Han or kana: a line breaks beside it, and Latin keeps a space from it.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a character is a letter or figure of Latin text.
pub(super) fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !is_wide(c)
}

/// Whether a line may break on either side of a character, if its neighbour doesn't forbid it.
fn is_wide(c: char) -> bool {
    is_east_asian(c)
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{2100}'..='\u{2E7F}'
            | '\u{3000}'..='\u{303F}' | '\u{3100}'..='\u{33FF}' | '\u{FF01}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFEF}' | '·' | '×' | '\u{FFFC}')
}

/// Whether a word is a network address that Typst and Word know by its beginning, and so break at its marks.
pub fn is_known_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether a line may break between two neighbours.
pub(super) fn may_break(before: char, after: char) -> bool {
    if after.is_whitespace() {
        return false;
    }
    if before.is_whitespace() {
        return true;
    }
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || before == '/' {
        return false;
    }
    is_wide(before) || is_wide(after)
}
