//! Marks with a space that isn't ASCII's: Chinese keyboards type U+3000 after `##`, programs paste
//! U+00A0 and U+2002. Markdown knows none of them, and would print `##　标题` as typed.
//!
//! In: the text for comrak. Out: the bytes to write in place of others, so that the marks are read as
//! meant and the text stays as long: an ASCII space, [`BLANK`] for the rest of a character, and
//! stand-ins for the sign after four digits, which is a year and no number of a list: `2017. 年份`.

use super::characters::{BLANK, BRACKET, DOT};
use super::code_ranges;

/// Maximum number of marks before the text of a line: `> - 1. 甲`.
const MAX_MARKS: usize = 8;

/// Digits from which on a number is a year and not a list's.
const YEAR_DIGITS: usize = 4;

/// A byte to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    at: usize,
    byte: u8,
}

/// Whether the character is a space that Markdown takes for a letter.
pub(super) fn is_wide_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Writes the bytes that let the marks of a text be read as meant.
pub(super) fn replace(text: &str, bytes: &mut [u8]) {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let body = line.trim_end_matches(['\n', '\r']);
        if !body.is_ascii() || body.contains(['.', ')']) {
            edit_line(body, start, &mut edits);
        }
        start += line.len();
    }

    if edits.is_empty() {
        return;
    }

    let code = code_ranges::of(text);
    let in_code = |at: usize| code.iter().any(|range| range.contains(&at));
    for Edit { at, byte } in edits.into_iter().filter(|edit| !in_code(edit.at)) {
        bytes[at] = byte;
    }
}

/// The edits of a line that begins at `start`.
fn edit_line(line: &str, start: usize, edits: &mut Vec<Edit>) {
    let is_separator = |c: char| matches!(c, '|' | '-' | ':' | ' ' | '\t') || is_wide_space(c);
    if line.contains('-') && line.contains('|') && line.chars().all(is_separator) {
        for (at, space) in line.char_indices().filter(|(_, c)| is_wide_space(*c)) {
            fill(start + at, space.len_utf8(), b' ', edits);
        }
        return;
    }

    let mut at = 0;
    for _ in 0..MAX_MARKS {
        at = line.len() - line[at..].trim_start_matches([' ', '\t', '>']).len();
        let rest = line[at..].trim_start_matches(is_wide_space);
        let lead = line.len() - rest.len() - at;
        if lead > 0 {
            move_mark(rest, start + at, lead, edits);
            return;
        }

        match Mark::at_start(rest) {
            Some(Mark::Heading(length)) => {
                let text = rest[length..].trim_start_matches(is_blank);
                if rest[length..].starts_with(is_wide_space) {
                    let blanks = rest.len() - length - text.len();
                    fill(start + at + length, blanks, b' ', edits);
                }
                return;
            }
            Some(Mark::Year(digits)) => {
                let sign = if rest[digits..].starts_with('.') { DOT } else { BRACKET };
                edits.push(Edit { at: start + at + digits, byte: sign as u8 });
                return;
            }
            Some(Mark::Item(length)) => {
                let space = rest[length..].chars().next().filter(|c| is_wide_space(*c));
                if let Some(space) = space {
                    edits.push(Edit { at: start + at + length, byte: b' ' });
                    let others = space.len_utf8() - 1;
                    fill(start + at + length + 1, others, BLANK as u8, edits);
                    return;
                }
                at += length;
            }
            None => return,
        }
    }
}

/// Moves the mark of a heading or of a table's row before the spaces that stand before it: `　## 标题`.
fn move_mark(rest: &str, at: usize, lead: usize, edits: &mut Vec<Edit>) {
    let is_row = rest.starts_with('|') && rest[1..].trim_end_matches(is_blank).ends_with('|');
    let (mark, after) = match Mark::at_start(rest) {
        Some(Mark::Heading(length)) => {
            let text = rest[length..].trim_start_matches(is_blank);
            (length, rest.len() - length - text.len())
        }
        _ if is_row => (1, 0),
        _ => return,
    };

    fill(at, lead + mark + after, b' ', edits);
    let byte = rest.as_bytes()[0];
    edits.extend((0..mark).map(|offset| Edit { at: at + offset, byte }));
}

fn fill(at: usize, length: usize, byte: u8, edits: &mut Vec<Edit>) {
    edits.extend((at..at + length).map(|at| Edit { at, byte }));
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t') || is_wide_space(character)
}

/// What a line begins with, by the bytes that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Heading(usize),
    Item(usize),
    /// By the bytes of its digits.
    Year(usize),
}

impl Mark {
    /// The mark, with a space or nothing behind it.
    fn at_start(text: &str) -> Option<Mark> {
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(is_blank);
        match text.chars().next()? {
            '#' => {
                let length = text.len() - text.trim_start_matches('#').len();
                (length <= 6 && ends(&text[length..])).then_some(Mark::Heading(length))
            }
            '-' | '+' | '*' => ends(&text[1..]).then_some(Mark::Item(1)),
            '0'..='9' => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let rest = text[digits..].strip_prefix(['.', ')'])?;
                let mark =
                    if digits >= YEAR_DIGITS { Mark::Year(digits) } else { Mark::Item(digits + 1) };
                ends(rest).then_some(mark)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::replace;

    fn replaced(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        replace(text, &mut bytes);
        assert_eq!(bytes.len(), text.len());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn marks_before_other_spaces() {
        let cases = [
            ("##　标题", "##   标题"),
            ("##\u{A0}\u{A0}标题", "##    标题"),
            ("　### 标题", "###    标题"),
            ("-　甲", "- \u{10}\u{10}甲"),
            ("> 1.\u{A0}甲", "> 1. \u{10}甲"),
            ("- 12)\u{2002}甲", "- 12) \u{10}\u{10}甲"),
            ("　　| 甲 | 乙 |", "|       甲 | 乙 |"),
            ("|　---　|\u{A0}:--|", "|   ---   |  :--|"),
            ("2017. 年份", "2017\u{11} 年份"),
            ("- 2017)　年份", "- 2017\u{12}　年份"),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stays() {
        let texts = [
            "甲　乙",
            "　　正文。",
            "　　1. 甲",
            "#标签　甲",
            "-甲　乙",
            "2017.5　万元",
            "201. 甲",
            "|　甲　|",
            "```\n##　标题\n```",
            "    ##　代码",
        ];
        for text in texts {
            assert_eq!(replaced(text), text);
        }
    }
}
