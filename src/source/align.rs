//! Printed text aligned with the Markdown that was typed for it.
//!
//! In: text as the tree has it, and the slice of Markdown that it was read from. Out: which characters
//! are the same in the source, which a part of the source stands for, and which a template printed.

use super::{MappedText, Mapping, Span};
use std::ops::Range;

/// A stretch of printed text and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignedPart {
    /// Bytes of the text.
    pub text: Range<usize>,
    /// Bytes of the source.
    pub source: Range<usize>,
    /// How they relate.
    pub kind: AlignedKind,
}

/// How a stretch of text relates to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlignedKind {
    /// The same bytes.
    Verbatim,
    /// One character that other bytes stand for: `\*`, `&amp;`, a line's end printed as a space.
    Escaped,
    /// Text that a template printed.
    Templated,
}

/// A text aligned with its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The stretches, in order. A line's end that isn't printed belongs to none.
    pub parts: Vec<AlignedPart>,
    /// Whether all of the text and all of the source were found to agree; else the parts end where
    /// they first differ.
    pub complete: bool,
}

/// What comes next in a source.
#[derive(Debug, Clone)]
struct Token {
    source: Range<usize>,
    kind: TokenKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    /// A character that is printed as it is.
    Plain,
    /// A backslash and the punctuation that is printed.
    Escape,
    /// `&amp;` and the like.
    Entity,
    /// A line's end with the spaces and marks around it: a space or nothing.
    LineEnd,
    /// `{% … %}` and `{## … ##}`, which print nothing.
    Statement,
    /// `{{ … }}`, which prints anything.
    Expression,
}

/// Aligns text with its source.
pub fn align(text: &str, source: &str) -> Alignment {
    let tokens = tokenize(source);
    let whole = align_all(text, source, &tokens);
    let is_tag = |token: &Token| matches!(token.kind, TokenKind::Statement | TokenKind::Expression);
    let (first, last) = match (tokens.iter().position(is_tag), tokens.iter().rposition(is_tag)) {
        (Some(first), Some(last)) if !whole.complete => (first, last),
        _ => return whole,
    };

    // The tokens before the first tag and after the last one are aligned with both ends; a template
    // printed the text between.
    let mut parts = align_start(text, source, &tokens[..first]).unwrap_or_default();
    let start = parts.last().map_or(0, |part| part.text.end);
    let mut after = align_end(&text[start..], source, &tokens[last + 1..]).unwrap_or_default();
    after.iter_mut().for_each(|part| {
        part.text = part.text.start + start..part.text.end + start;
    });

    let end = after.first().map_or(text.len(), |part| part.text.start);
    let source_start = parts.last().map_or(0, |part| part.source.end);
    let source_end = after.first().map_or(source.len(), |part| part.source.start);
    if start < end {
        let kind = AlignedKind::Templated;
        parts.push(AlignedPart { text: start..end, source: source_start..source_end, kind });
    }

    parts.extend(after);
    Alignment { parts, complete: true }
}

/// Appends text as typed at `span`, of which `source` is the slice: each character with its span, as
/// far as they agree.
pub fn push_typed(out: &mut MappedText, text: &str, span: Span, source: &str) {
    let mut pushed = 0;
    for part in align(text, source).parts {
        let printed = &text[part.text.clone()];
        let (bytes, mapping) = match part.kind {
            AlignedKind::Verbatim => (part.source, Mapping::Exact),
            // Escaped punctuation is in the source too, after its backslash.
            AlignedKind::Escaped if source[part.source.clone()].starts_with('\\') => {
                (part.source.end - printed.len()..part.source.end, Mapping::Exact)
            }
            AlignedKind::Escaped | AlignedKind::Templated => (part.source, Mapping::Derived),
        };

        let start = span.start as usize;
        let origin = Span::new(span.file, start + bytes.start..start + bytes.end);
        out.push(printed, origin, mapping);
        pushed = part.text.end;
    }

    out.push(&text[pushed..], span, Mapping::Derived);
}

/// Aligns a text with all of the tokens; the parts end where they first differ.
fn align_all(text: &str, source: &str, tokens: &[Token]) -> Alignment {
    let mut parts = Vec::new();
    let mut printed = 0;
    for token in tokens {
        let Some((length, kind)) = match_token(&text[printed..], source, token, Side::Start) else {
            return Alignment { parts, complete: false };
        };
        push(&mut parts, printed..printed + length, token.source.clone(), kind);
        printed += length;
    }

    Alignment { parts, complete: printed == text.len() }
}

/// Aligns the beginning of a text with all of the tokens.
fn align_start(text: &str, source: &str, tokens: &[Token]) -> Option<Vec<AlignedPart>> {
    let mut parts = Vec::new();
    let mut printed = 0;
    for token in tokens {
        let (length, kind) = match_token(&text[printed..], source, token, Side::Start)?;
        push(&mut parts, printed..printed + length, token.source.clone(), kind);
        printed += length;
    }

    Some(parts)
}

/// Aligns the end of a text with all of the tokens.
fn align_end(text: &str, source: &str, tokens: &[Token]) -> Option<Vec<AlignedPart>> {
    let mut matched = Vec::new();
    let mut end = text.len();
    for token in tokens.iter().rev() {
        let (length, kind) = match_token(&text[..end], source, token, Side::End)?;
        matched.push((end - length..end, token.source.clone(), kind));
        end -= length;
    }

    let mut parts = Vec::new();
    for (text, source, kind) in matched.into_iter().rev() {
        push(&mut parts, text, source, kind);
    }

    Some(parts)
}

/// Appends a part, joined with the last one where both are verbatim and adjacent.
fn push(parts: &mut Vec<AlignedPart>, text: Range<usize>, source: Range<usize>, kind: AlignedKind) {
    if text.is_empty() {
        return;
    }

    match parts.last_mut() {
        Some(last)
            if kind == AlignedKind::Verbatim
                && last.kind == kind
                && last.text.end == text.start
                && last.source.end == source.start =>
        {
            last.text.end = text.end;
            last.source.end = source.end;
        }
        _ => parts.push(AlignedPart { text, source, kind }),
    }
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Start,
    End,
}

/// How many bytes of the text's start or end a token printed; `None` where they don't agree.
fn match_token(
    text: &str,
    source: &str,
    token: &Token,
    side: Side,
) -> Option<(usize, AlignedKind)> {
    let typed = &source[token.source.clone()];
    let is_printed = |part: &str| match side {
        Side::Start => text.starts_with(part),
        Side::End => text.ends_with(part),
    };
    let next = match side {
        Side::Start => text.chars().next(),
        Side::End => text.chars().next_back(),
    };

    match token.kind {
        TokenKind::Plain => is_printed(typed).then_some((typed.len(), AlignedKind::Verbatim)),
        TokenKind::Escape => is_printed(&typed[1..]).then_some((1, AlignedKind::Escaped)),
        TokenKind::Entity if !is_ampersand(typed) && is_printed(typed) => {
            Some((typed.len(), AlignedKind::Verbatim))
        }
        TokenKind::Entity => next.map(|next| (next.len_utf8(), AlignedKind::Escaped)),
        TokenKind::LineEnd => Some((usize::from(next == Some(' ')), AlignedKind::Escaped)),
        TokenKind::Statement => Some((0, AlignedKind::Templated)),
        TokenKind::Expression => None,
    }
}

/// Whether an entity prints a text that might begin as the entity itself does.
fn is_ampersand(typed: &str) -> bool {
    let typed = typed.to_ascii_lowercase();
    typed == "&amp;"
        || typed.trim_start_matches("&#").trim_start_matches('0') == "38;"
        || typed.trim_start_matches("&#x").trim_start_matches('0') == "26;"
}

fn tokenize(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    while let Some(character) = source[start..].chars().next() {
        let rest = &source[start..];
        let (length, kind) = match character {
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                (2, TokenKind::Escape)
            }
            '&' => entity(rest).map_or((1, TokenKind::Plain), |n| (n, TokenKind::Entity)),
            '{' => tag(rest).unwrap_or((1, TokenKind::Plain)),
            ' ' | '\t' | '\r' | '\n' => match line_end(rest) {
                Some(length) => (length, TokenKind::LineEnd),
                None => (1, TokenKind::Plain),
            },
            other => (other.len_utf8(), TokenKind::Plain),
        };
        tokens.push(Token { source: start..start + length, kind });
        start += length;
    }

    tokens
}

/// The length of spaces, a line's end, and the indent and marks of quotation before the next text.
pub fn line_end(source: &str) -> Option<usize> {
    let before = source.trim_start_matches([' ', '\t']);
    let after = before.strip_prefix("\r\n").or_else(|| before.strip_prefix(['\r', '\n']))?;
    let indent = ['\u{3000}', '\u{A0}', '\u{2002}', '\u{2003}', ' ', '\t', '\r', '\n', '>'];
    Some(source.len() - after.trim_start_matches(indent).len())
}

/// The length of a template's tag.
fn tag(source: &str) -> Option<(usize, TokenKind)> {
    let tags = [
        ("{%", "%}", TokenKind::Statement),
        ("{##", "##}", TokenKind::Statement),
        ("{{", "}}", TokenKind::Expression),
    ];
    let (_, close, kind) = tags.into_iter().find(|(open, ..)| source.starts_with(open))?;
    Some((source.find(close)? + close.len(), kind))
}

/// The length of `&amp;` and the like.
fn entity(source: &str) -> Option<usize> {
    let end = source.bytes().take(34).position(|byte| byte == b';')?;
    let named = source[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    (named && end > 1).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{AlignedKind, align, push_typed};
    use crate::source::{MappedText, Mapping, Sources, Span};

    fn describe(text: &str, source: &str) -> String {
        let alignment = align(text, source);
        let mut parts: Vec<String> = Vec::new();
        for part in &alignment.parts {
            let (printed, typed) = (&text[part.text.clone()], &source[part.source.clone()]);
            parts.push(match part.kind {
                AlignedKind::Verbatim => printed.to_owned(),
                AlignedKind::Escaped => format!("{printed}={typed:?}"),
                AlignedKind::Templated => format!("{printed}<{typed}"),
            });
        }

        if !alignment.complete {
            parts.push("…".to_owned());
        }
        parts.join("|")
    }

    #[test]
    fn typed_text_is_verbatim() {
        assert_eq!(describe("甲,乙", "甲,乙"), "甲,乙");
        assert_eq!(describe("甲*乙", "甲\\*乙"), "甲|*=\"\\\\*\"|乙");
        assert_eq!(describe("R&D", "R&amp;D"), "R|&=\"&amp;\"|D");
        assert_eq!(describe("R&D;", "R&D;"), "R&D;");
        assert_eq!(describe("甲\\乙", "甲\\乙"), "甲\\乙");
        assert_eq!(describe("", ""), "");
    }

    #[test]
    fn line_ends() {
        assert_eq!(describe("甲乙", "甲\r\n  > 乙"), "甲|乙");
        assert_eq!(describe("a b", "a \n  b"), "a| =\" \\n  \"|b");
    }

    #[test]
    fn templates() {
        assert_eq!(describe("甲乙", "甲{% if x %}乙{% endif %}"), "甲|乙");
        assert_eq!(
            describe("甲丙", "甲{% if x %}乙{% else %}丙{% endif %}"),
            "甲|丙<{% if x %}乙{% else %}丙{% endif %}"
        );
        assert_eq!(
            describe("甲乙乙丁", "甲{% for %}乙{% endfor %}\\丁"),
            "甲|乙乙丁<{% for %}乙{% endfor %}\\丁"
        );
        assert_eq!(describe("甲12丙", "甲{{ x }}丙"), "甲|12<{{ x }}|丙");
        assert_eq!(describe("甲丙", "甲{{ x }}丙"), "甲|丙");
    }

    #[test]
    fn parts_end_at_the_first_difference() {
        assert_eq!(describe("甲乙", "甲丙"), "甲|…");
        assert_eq!(describe("甲", "甲丙"), "甲|…");
        assert_eq!(describe("甲乙", "甲"), "甲|…");
    }

    /// Text pushed as typed: each stretch with an origin narrower than the whole, with that origin.
    fn origins(text: &str, source: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.md", format!("前{source}"));
        let span = Span::new(file, 3..3 + source.len());
        let mut out = MappedText::new();
        push_typed(&mut out, text, span, source);
        assert_eq!(out.text(), text);

        let narrower = out.segments().iter().filter(|one| one.origin != span);
        let described = narrower.map(|one| {
            let (stretch, typed) =
                (&text[one.start as usize..one.end as usize], sources.slice(one.origin));
            assert!(one.mapping == Mapping::Derived || stretch == typed, "{text} {source}");
            match one.mapping {
                Mapping::Exact => format!("{}:{stretch}", one.origin.start - 3),
                Mapping::Derived => format!("{stretch}={typed:?}"),
            }
        });
        described.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn typed_text_keeps_its_origins() {
        assert_eq!(origins("甲*,乙", "甲\\*,乙"), "0:甲 4:*,乙");
        assert_eq!(origins("甲乙", "甲\r\n  > 乙"), "0:甲 9:乙");
        assert_eq!(origins("a b", "a\nb"), "0:a  =\"\\n\" 2:b");
        assert_eq!(origins("R&D,甲", "R&amp;D,甲"), "0:R &=\"&amp;\" 6:D,甲");
        assert_eq!(origins("甲乙", "甲{% if x %}乙"), "0:甲 13:乙");
        assert_eq!(origins("甲丙", "甲乙"), "0:甲", "text that differs has the span of all");
        assert_eq!(origins("甲乙", "{{ x }}"), "", "printed by a template");
        assert_eq!(origins("甲乙", ""), "");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed(
            text in "[甲,乙a&;# \\\\{%}\\n]{0,20}",
            source in "[甲,乙a&;# \\\\{%}\\r\\n>]{0,20}",
        ) {
            let mut end = 0;
            for part in align(&text, &source).parts {
                assert!(part.text.start >= end);
                end = part.text.end;
                if part.kind == AlignedKind::Verbatim {
                    assert_eq!(text[part.text], source[part.source]);
                }
            }
            origins(&text, &source);
        }
    }
}
