//! Plain text as Markdown that reads back as just that text.
//!
//! In: text and where it goes. Out: the same with a backslash or an entity before the characters that
//! would mean something there, to the chapter's template (`{{`), to Markdown or to zishu's own writing
//! (`表：`, `^^`). Characters that mean nothing where they stand stay as typed. Used by whoever writes chapters.

use super::signs::{self, MERGED_ABOVE, MERGED_LEFT};

/// What the text becomes part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A paragraph.
    Paragraph,
    /// A heading's text.
    Heading,
    /// A table's cell.
    Cell,
    /// A table's caption, after `表：`.
    Caption,
    /// The words of a link, or what a picture shows.
    Words,
    /// Between the quotes of an attribute: `来源="…"`.
    Attribute,
    /// Between the quotes of a picture's caption.
    Title,
}

/// Where text goes.
#[derive(Debug, Clone, Copy)]
pub struct EscapeContext<'a> {
    /// What it becomes part of.
    pub room: Room,
    /// What stands before it in its block, as Markdown, without the marks of lists, quotes, headings
    /// and cells. Empty where the text begins there.
    pub before: &'a str,
    /// What follows in its block, as Markdown, or how that begins. Empty where the text ends there.
    pub after: &'a str,
}

impl EscapeContext<'_> {
    /// Text that is all there is in its room.
    pub fn whole(room: Room) -> EscapeContext<'static> {
        EscapeContext { room, before: "", after: "" }
    }
}

/// The text as Markdown for its context. Line ends become spaces.
pub fn escape(text: &str, context: EscapeContext<'_>) -> String {
    let line = text.replace(['\r', '\n'], " ");
    escape_markdown(&line, context)
}

fn escape_markdown(text: &str, context: EscapeContext<'_>) -> String {
    let EscapeContext { room, before, after } = context;
    let whole = format!("{before}{text}{after}");
    let (start, end) = (before.len(), before.len() + text.len());
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let mark = line_mark(&whole[line..], room).map(|offset| line + offset);

    // A # at a heading's end would close it.
    let closing = match room {
        Room::Heading if after.trim().is_empty() => whole[..end].trim_end(),
        Room::Heading
        | Room::Paragraph
        | Room::Cell
        | Room::Caption
        | Room::Words
        | Room::Attribute
        | Room::Title => "",
    };
    let hashes = closing.trim_end_matches('#').len();

    let mut out = String::new();
    for (at, character) in whole.char_indices().filter(|(at, _)| (start..end).contains(at)) {
        let closes = character == '#' && at >= hashes && at < closing.len();
        let follows =
            at == start && matches!(character, '(' | ':' | '：') && whole[..at].ends_with(']');

        if closes || follows || mark == Some(at) || has_meaning(&whole, line, at, character, room) {
            push_escaped(&mut out, character);
        } else {
            out.push(character);
        }
    }

    out
}

fn push_escaped(out: &mut String, character: char) {
    if character.is_ascii_punctuation() {
        out.push('\\');
        out.push(character);
    } else {
        out.push_str(&format!("&#x{:X};", u32::from(character)));
    }
}

/// Whether a character means something where it stands in its block; its line begins at `start`.
// long: one arm for each character of Markdown
fn has_meaning(block: &str, start: usize, at: usize, character: char, room: Room) -> bool {
    let before = block[..at].chars().next_back();
    let rest = &block[at + character.len_utf8()..];
    let after = rest.chars().next();
    let space = |side: Option<char>| side.is_some_and(char::is_whitespace);
    let word = |side: Option<char>| side.is_some_and(|c| c.is_ascii_alphanumeric());

    match character {
        '`' => true,
        '\\' if room == Room::Paragraph && signs::is_page_break(block) => true,
        '[' | '@' if room == Room::Paragraph && signs::is_contents(block) => true,
        // A backslash before a letter prints.
        '\\' => after.is_none_or(|next| next.is_ascii_punctuation() || "｛％：".contains(next)),
        '*' => !(space(before) && space(after)),
        // One alone strikes nothing: 5~10. Beside marks it would be looked past.
        '~' => {
            let mark = |side: Option<char>| matches!(side, Some('*' | '_'));
            mark(before) || mark(after) || block.matches('~').nth(1).is_some()
        }
        // [^1][@甲](…) would be a reference.
        '@' => room == Room::Words && before == Some('['),
        '_' => !(word(before) && word(after) || space(before) && space(after)),
        '[' if room == Room::Words => true,
        '[' => after.is_some_and(|next| matches!(next, '@' | '^')),
        ']' if room == Room::Words => true,
        ']' => after.is_some_and(|next| matches!(next, '(' | '[' | ':')),
        '!' => after == Some('['),
        '<' => opens_address(rest),
        '&' => is_entity(rest),
        '{' => true,
        '｛' => opens_wide(before, rest),
        // To a template a backslash before the brace means nothing.
        '%' | '％' | '#' => matches!(before, Some('{' | '｛')),
        '}' => before == Some('}'),
        '|' => matches!(room, Room::Cell | Room::Words) || block[start..at].trim().is_empty(),
        '"' => matches!(room, Room::Title | Room::Attribute),
        _ => false,
    }
}

/// Whether `<` may begin HTML or an address, whose name may hold characters of marks.
fn opens_address(rest: &str) -> bool {
    match rest.chars().next() {
        Some('0'..='9' | '=' | '<') => {
            rest.bytes().take_while(u8::is_ascii_graphic).any(|byte| byte == b'@')
        }
        Some(next) => next.is_ascii_graphic(),
        None => false,
    }
}

/// Whether `&` and what follows it is read as one character.
fn is_entity(rest: &str) -> bool {
    let name: &str = rest.split(';').next().unwrap_or("");
    let body = name.trim_start_matches('#');
    name.len() < rest.len()
        && !body.is_empty()
        && body.len() <= 32
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a full-width brace is taken for a template's or an attribute's.
fn opens_wide(before: Option<char>, rest: &str) -> bool {
    let tag = rest.starts_with(['{', '｛', '%', '％']);
    matches!(before, Some('{' | '｛'))
        || tag
        || rest.trim_start().starts_with(['#', '＃', '.', '．'])
}

/// The byte of the character that makes the line something else than text by its beginning.
fn line_mark(line: &str, room: Room) -> Option<usize> {
    let text = line.trim_start();
    let start = line.len() - text.len();

    match room {
        Room::Paragraph => paragraph_mark(text).map(|offset| start + offset),
        Room::Cell if matches!(text.trim_end(), MERGED_ABOVE | MERGED_LEFT) => Some(start),
        // An attribute's braces are all that counts in these.
        _ => None,
    }
}

fn paragraph_mark(text: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let first = text.chars().next()?;
    let task = |rest: &str| ["[ ]", "[x]", "[X]"].iter().any(|task| rest.starts_with(task));

    let fits = match first {
        '#' | '>' => true,
        '-' | '=' if is_rule(text) => true,
        '-' | '+' | '*' => ends(&text[1..]),
        ':' => text.starts_with(":::"),
        '[' => task(text),
        '0'..='9' => return numbered(text).filter(|mark| ends(&text[mark + 1..])),
        '表' | 'T' => return caption(text),
        _ => false,
    };
    fits.then_some(0)
}

/// Whether the line is an underline of headings or a line across the page.
fn is_rule(text: &str) -> bool {
    let sign = text.chars().next();
    text.chars().all(|c| Some(c) == sign || matches!(c, ' ' | '\t' | '|' | ':'))
}

/// Where the sign after the digits of `1.` or `1)` stands; a year with a full stop is no number.
fn numbered(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].starts_with(['.', ')']);
    ((1..=3).contains(&digits) && sign).then_some(digits)
}

/// Where the colon of `表：` stands.
fn caption(text: &str) -> Option<usize> {
    let heads = ["表", "Table"];
    let length = heads.iter().find(|head| text.starts_with(**head))?.len();
    text[length..].starts_with([':', '：']).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::{EscapeContext, Room, escape};

    fn paragraph(text: &str) -> String {
        escape(text, EscapeContext::whole(Room::Paragraph))
    }

    #[test]
    fn usual_prose_stays_as_typed() {
        let prose = [
            "衢政办发[2015]12号、（一）办法，占98.5%，“品字标”。",
            "1.5倍、2017年、3、甲；a_b、5 * 6、5~10、A&B、R&D 甲<5、a>b、$5、@甲、#5、C:\\路径",
            "1.甲 -5 =3 甲：乙 甲|乙 表 6-1 表面：光 甲! 乙] （见表：）",
            "http://a.cn/b?c=d#e",
        ];
        for text in prose {
            assert_eq!(paragraph(text), text);
        }
    }

    #[test]
    fn characters_with_a_meaning_are_escaped() {
        let cases = [
            ("5*6", "5\\*6"),
            ("5~10、6~20", "5\\~10、6\\~20"),
            ("`a`", "\\`a\\`"),
            ("_a_", "\\_a\\_"),
            ("[甲](乙)", "[甲\\](乙)"),
            ("见[@甲][^1]", "见\\[@甲\\]\\[^1]"),
            ("![甲]", "\\![甲]"),
            ("<b>", "\\<b>"),
            ("&amp; &#20; &;", "\\&amp; \\&#20; &;"),
            ("{{ 值 }}", "\\{\\{ 值 }\\}"),
            ("{% a %}", "\\{\\% a %}"),
            ("甲{## 乙", "甲\\{\\## 乙"),
            ("｛｛甲｝｝", "&#xFF5B;&#xFF5B;甲｝｝"),
            ("\\*", "\\\\\\*"),
            ("甲\\", "甲\\\\"),
        ];
        for (text, expected) in cases {
            assert_eq!(paragraph(text), expected, "{text}");
        }
    }

    #[test]
    fn the_beginning_of_a_line_counts() {
        let cases = [
            ("# 甲", "\\# 甲"),
            ("> 甲", "\\> 甲"),
            ("- 甲", "\\- 甲"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("+", "\\+"),
            ("12. 甲", "12\\. 甲"),
            ("1) 甲", "1\\) 甲"),
            ("::: 横排", "\\::: 横排"),
            ("[x] 甲", "\\[x] 甲"),
            ("| 甲 |", "\\| 甲 |"),
            ("表：甲", "表&#xFF1A;甲"),
            ("Table: 甲", "Table\\: 甲"),
        ];
        for (text, expected) in cases {
            assert_eq!(paragraph(text), expected, "{text}");

            let context = EscapeContext { room: Room::Paragraph, before: "甲", after: "" };
            let within = escape(text, context);
            assert_eq!(within, text, "{text} within a line");
        }
    }

    #[test]
    fn neighbours_count() {
        let between = |text, before, after| {
            escape(text, EscapeContext { room: Room::Paragraph, before, after })
        };
        assert_eq!(between("甲!", "", "[乙](http://a.cn)"), "甲\\!");
        assert_eq!(between("(乙)", "甲[^1]", ""), "\\(乙)");
        assert_eq!(between(". 乙", "1", ""), "\\. 乙");
        assert_eq!(between("{", "{", ""), "\\{");
        assert_eq!(between("\\", "", "**"), "\\\\");
    }

    #[test]
    fn rooms_differ_in_their_characters() {
        let cases = [
            (Room::Cell, "甲|乙", "甲\\|乙"),
            (Room::Cell, "^^", "\\^^"),
            (Room::Cell, "<<", "\\<<"),
            (Room::Heading, "甲 ##", "甲 \\#\\#"),
            (Room::Heading, "甲{#a}", "甲\\{\\#a}"),
            (Room::Heading, "1. 甲", "1. 甲"),
            (Room::Words, "[甲]", "\\[甲\\]"),
            (Room::Attribute, "\"甲\"*\\", "\\\"甲\\\"\\*\\\\"),
            (Room::Attribute, "{{}}", "\\{\\{}\\}"),
            (Room::Title, "\"甲\"", "\\\"甲\\\""),
        ];
        for (room, text, expected) in cases {
            assert_eq!(escape(text, EscapeContext::whole(room)), expected, "{text}");
        }
    }
}
