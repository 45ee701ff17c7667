//! Text as Typst string literals: nothing in it can be code, and each character knows its place.

use crate::source::{MappedText, Mapping, Sources, Span, visible};
use crate::typography::measure::is_known_address;
use std::ops::Range;

/// Maximum length of a literal, in bytes: Typst counts offsets into one in 16 bits, so longer text goes
/// out as adjacent literals.
const MAX_LITERAL: usize = 30_000;

/// Maximum number of letters in a row that a line of a page can hold.
const MAX_WORD: usize = 48;
/// Number of letters after which a longer word may break.
const BREAK_INTERVAL: usize = 24;

/// A text that is to be printed.
pub(super) struct Printed<'a> {
    /// The text.
    pub text: &'a str,
    /// The bytes of it that are left out, sorted.
    pub hidden: Vec<Range<usize>>,
}

/// Appends `#"…"`.
pub(super) fn push_markup(
    out: &mut MappedText,
    printed: &Printed<'_>,
    span: Span,
    sources: &Sources,
) {
    let text = printed.text;
    let is_exact = sources.slice(span) == text;
    let mut start = 0;
    for end in break_points(text) {
        if start > 0 {
            // A space too thin to see, not a character (one of no width is dropped): the line may break,
            // the text stays as typed.
            out.push_glue("#h(0.01pt)");
        }

        while start < end {
            let length = text[start..end].floor_char_boundary(MAX_LITERAL.min(end - start));
            out.push_glue("#");
            push_literal(out, printed, start..start + length, span, is_exact);
            start += length;
        }
    }
}

/// Minimum number of characters of an address that may break at its marks: a shorter one is a word.
const MIN_ADDRESS: usize = 16;

/// Where long words and addresses may break; the text's end is the last.
fn break_points(text: &str) -> Vec<usize> {
    let mut points = Vec::new();
    // Only a text with that many letters can hold such a word.
    if text.len() > MIN_ADDRESS {
        let mut word: Vec<(usize, char)> = Vec::new();
        for (index, character) in text.char_indices() {
            // Chinese text, which begins here, breaks anywhere.
            if character.is_whitespace() || character >= '\u{2E80}' {
                push_break_points(&word, &mut points);
                word.clear();
            } else {
                word.push((index, character));
            }
        }
        push_break_points(&word, &mut points);
    }

    points.push(text.len());
    points
}

fn push_break_points(word: &[(usize, char)], points: &mut Vec<usize>) {
    let mut last = 0;
    if is_address(word) {
        for (at, pair) in word.windows(2).enumerate() {
            let (before, after) = (pair[0].1, pair[1].1);
            if ADDRESS_MARKS.contains(before) && after.is_alphanumeric() {
                last = at + 1;
                points.push(pair[1].0);
            }
        }
    }
    if word.len() - last > MAX_WORD {
        let rest = word[last..].iter().skip(BREAK_INTERVAL).step_by(BREAK_INTERVAL);
        points.extend(rest.map(|(index, _)| index));
    }
}

/// Marks after which an address may break.
const ADDRESS_MARKS: &str = "/.@?&=_#-";

/// Whether a word is an address that Typst doesn't know for one: a mail address, a path, a host without
/// `http://` or `www.`.
fn is_address(word: &[(usize, char)]) -> bool {
    let text: String = word.iter().map(|(_, c)| c).collect();
    let marks = text.chars().filter(|c| "/.@".contains(*c)).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    word.len() >= MIN_ADDRESS && !is_known_address(&text) && marks >= 2 && letters * 2 > word.len()
}

/// Appends `"…"` as an argument.
pub(super) fn push_argument(out: &mut MappedText, printed: &Printed<'_>, span: Span) {
    push_literal(out, printed, 0..printed.text.len(), span, false);
}

/// Appends a part of a text; `span` is the origin of the whole text, byte by byte where `is_exact`.
fn push_literal(
    out: &mut MappedText,
    printed: &Printed<'_>,
    part: Range<usize>,
    span: Span,
    is_exact: bool,
) {
    let text = printed.text;
    let span_of = |range: Range<usize>| {
        if is_exact {
            let (start, end) = (span.start + range.start as u32, span.start + range.end as u32);
            Span { file: span.file, start, end }
        } else {
            span
        }
    };
    let mapping = if is_exact { Mapping::Exact } else { Mapping::Derived };

    out.push("\"", span_of(part.start..part.start), Mapping::Derived);
    let mut copied = part.start;
    for (index, character) in text[part.clone()].char_indices() {
        let index = part.start + index;
        let escaped = if is_in(&printed.hidden, index) { Some("") } else { escape(character) };
        let Some(escaped) = escaped else { continue };
        out.push(&text[copied..index], span_of(copied..index), mapping);
        copied = index + character.len_utf8();
        out.push(escaped, span_of(index..copied), Mapping::Derived);
    }
    out.push(&text[copied..part.end], span_of(copied..part.end), mapping);
    out.push("\"", span_of(part.end..part.end), Mapping::Derived);
}

/// Whether an index lies in one of these ranges, which are sorted.
fn is_in(ranges: &[Range<usize>], index: usize) -> bool {
    let next = ranges.get(ranges.partition_point(|range| range.end <= index));
    next.is_some_and(|range| range.start <= index)
}

/// How a character is written if not as itself. A line end would break the line, and control
/// characters are no text (PDF/A, 6.2.11.7).
fn escape(character: char) -> Option<&'static str> {
    match character {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        '\n' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(" "),
        character if character.is_control() => Some(""),
        // Non-characters: the expander's own markers among them.
        '\u{FDD0}'..='\u{FDEF}' | '\u{FFFE}' | '\u{FFFF}' => Some(""),
        _ => None,
    }
}

/// `"…"` for text that has no origin.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in visible(text).chars() {
        match escape(character) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{GeneratedOffset, invisibles};

    fn written(source: &str, text: &str) -> (MappedText, Span) {
        let mut sources = Sources::default();
        let file = sources.add("a.md", format!("前{source}后"));
        let span = Span::new(file, 3..3 + source.len());
        let mut out = MappedText::new();
        let printed = Printed { text, hidden: invisibles(text) };
        push_markup(&mut out, &printed, span, &sources);
        (out, span)
    }

    #[test]
    fn only_quotes_and_backslashes_are_escaped() {
        let text = r##"a"b\c#$]@*_<b>&{}"##;
        let (out, _) = written(text, text);
        assert_eq!(out.text(), r##"#"a\"b\\c#$]@*_<b>&{}""##);
    }

    #[test]
    fn control_characters_are_left_out() {
        let (out, _) = written("x", "a\u{0}b\u{1b}c\nd\u{FDD0}e");
        assert_eq!(out.text(), "#\"abc de\"");
    }

    #[test]
    fn invisible_characters_are_left_out() {
        let text = "米\u{2060}\"价\u{200B}8\u{FEFF}";
        let (out, span) = written(text, text);
        assert_eq!(out.text(), "#\"米\\\"价8\"");
        let offset = out.text().find('8').unwrap() as u32;
        let span_of_character = out.locate(GeneratedOffset(offset)..GeneratedOffset(offset + 1));
        let start = span.start + text.find('8').unwrap() as u32;
        assert_eq!(span_of_character, Some(Span { start, end: start + 1, ..span }));
        assert_eq!(quoted("标\u{AD}题"), "\"标题\"");
    }

    #[test]
    fn every_character_has_its_origin() {
        let (out, span) = written("甲\"乙", "甲\"乙");
        assert_eq!(out.text(), "#\"甲\\\"乙\"");
        let offset = out.text().find('乙').unwrap() as u32;
        let span_of_character = out.locate(GeneratedOffset(offset)..GeneratedOffset(offset + 3));
        assert_eq!(span_of_character, Some(Span { start: span.start + 4, end: span.end, ..span }));
        let all = out.locate(GeneratedOffset(1)..out.end());
        assert_eq!(all, Some(span));
    }

    #[test]
    fn changed_text_has_the_whole_origin() {
        let (out, span) = written(r"\*", "*");
        assert_eq!(out.locate(GeneratedOffset(2)..GeneratedOffset(3)), Some(span));
    }

    #[test]
    fn a_word_longer_than_a_line_can_break() {
        let text = format!("前{}后", "W".repeat(60));
        let (out, span) = written(&text, &text);
        let piece = "W".repeat(24);
        let expected =
            format!("#\"前{piece}\"#h(0.01pt)#\"{piece}\"#h(0.01pt)#\"{}后\"", "W".repeat(12));
        assert_eq!(out.text(), expected);
        let last = out.text().find('后').unwrap() as u32;
        let span_of_character = out.locate(GeneratedOffset(last)..GeneratedOffset(last + 3));
        assert_eq!(span_of_character, Some(Span { start: span.end - 3, ..span }));
    }

    #[test]
    fn long_text_is_cut() {
        let text = "字".repeat(25_000);
        let (out, span) = written(&text, &text);
        assert_eq!(out.text().matches('#').count(), 3);
        let last = GeneratedOffset(out.end().0 - 4)..GeneratedOffset(out.end().0 - 1);
        assert_eq!(out.locate(last), Some(Span { start: span.end - 3, ..span }));
    }
}
