//! Printed text set against the source that was typed for it.
//!
//! In: text as the tree has it, and the slice of Markdown that it was read from. Out: which characters
//! are the source's own, which a piece of source stands for, and which a template printed.

use std::ops::Range;

/// A stretch of printed text and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
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
    Same,
    /// One character that other bytes stand for: `\*`, `&amp;`, a line's end printed as a blank.
    Stands,
    /// Text that a template printed.
    Printed,
}

/// A text set against its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The stretches, in order. A line's end that isn't printed belongs to none.
    pub pieces: Vec<Aligned>,
    /// Whether all of the text and all of the source were found to agree; else the pieces end where
    /// they first differ.
    pub whole: bool,
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
    /// A backslash and the sign that is printed.
    Escape,
    /// `&amp;` and the like.
    Entity,
    /// A line's end with the blanks and marks around it: a blank or nothing.
    LineEnd,
    /// `{% … %}` and `{## … ##}`, which print nothing.
    Statement,
    /// `{{ … }}`, which prints anything.
    Expression,
}

/// Sets text against its source.
pub fn align(text: &str, source: &str) -> Alignment {
    let tokens = tokens(source);
    let straight = forward(text, source, &tokens);
    let is_tag = |token: &Token| matches!(token.kind, TokenKind::Statement | TokenKind::Expression);
    let (first, last) = match (tokens.iter().position(is_tag), tokens.iter().rposition(is_tag)) {
        (Some(first), Some(last)) if !straight.whole => (first, last),
        _ => return straight,
    };
    let mut pieces = forward_part(text, source, &tokens[..first]).unwrap_or_default();
    let start = pieces.last().map_or(0, |piece| piece.text.end);
    let mut after = backward(&text[start..], source, &tokens[last + 1..]).unwrap_or_default();
    after.iter_mut().for_each(|piece| {
        piece.text = piece.text.start + start..piece.text.end + start;
    });
    let end = after.first().map_or(text.len(), |piece| piece.text.start);
    let from = pieces.last().map_or(0, |piece| piece.source.end);
    let until = after.first().map_or(source.len(), |piece| piece.source.start);
    if start < end {
        let kind = AlignedKind::Printed;
        pieces.push(Aligned { text: start..end, source: from..until, kind });
    }
    pieces.extend(after);
    Alignment { pieces, whole: true }
}

fn forward(text: &str, source: &str, tokens: &[Token]) -> Alignment {
    let mut pieces = Vec::new();
    let mut at = 0;
    for token in tokens {
        match taken(&text[at..], source, token, Side::Start) {
            Some((length, kind)) => {
                push(&mut pieces, at..at + length, token.source.clone(), kind);
                at += length;
            }
            None => return Alignment { pieces, whole: false },
        }
    }
    Alignment { pieces, whole: at == text.len() }
}

/// The beginning of a text against all of the tokens.
fn forward_part(text: &str, source: &str, tokens: &[Token]) -> Option<Vec<Aligned>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for token in tokens {
        let (length, kind) = taken(&text[at..], source, token, Side::Start)?;
        push(&mut pieces, at..at + length, token.source.clone(), kind);
        at += length;
    }
    Some(pieces)
}

/// The end of a text against all of the tokens.
fn backward(text: &str, source: &str, tokens: &[Token]) -> Option<Vec<Aligned>> {
    let mut found = Vec::new();
    let mut end = text.len();
    for token in tokens.iter().rev() {
        let (length, kind) = taken(&text[..end], source, token, Side::End)?;
        found.push((end - length..end, token.source.clone(), kind));
        end -= length;
    }
    let mut pieces = Vec::new();
    for (text, source, kind) in found.into_iter().rev() {
        push(&mut pieces, text, source, kind);
    }
    Some(pieces)
}

fn push(pieces: &mut Vec<Aligned>, text: Range<usize>, source: Range<usize>, kind: AlignedKind) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last)
            if kind == AlignedKind::Same
                && last.kind == kind
                && last.text.end == text.start
                && last.source.end == source.start =>
        {
            last.text.end = text.end;
            last.source.end = source.end;
        }
        _ => pieces.push(Aligned { text, source, kind }),
    }
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Start,
    End,
}

/// How many bytes of the text's start or end a token printed; `None` where they don't agree.
fn taken(text: &str, source: &str, token: &Token, side: Side) -> Option<(usize, AlignedKind)> {
    let typed = &source[token.source.clone()];
    let begins = |what: &str| match side {
        Side::Start => text.starts_with(what),
        Side::End => text.ends_with(what),
    };
    let next = match side {
        Side::Start => text.chars().next(),
        Side::End => text.chars().next_back(),
    };
    match token.kind {
        TokenKind::Plain => begins(typed).then_some((typed.len(), AlignedKind::Same)),
        TokenKind::Escape => begins(&typed[1..]).then_some((1, AlignedKind::Stands)),
        TokenKind::Entity if !ampersand(typed) && begins(typed) => {
            Some((typed.len(), AlignedKind::Same))
        }
        TokenKind::Entity => next.map(|next| (next.len_utf8(), AlignedKind::Stands)),
        TokenKind::LineEnd => Some((usize::from(next == Some(' ')), AlignedKind::Stands)),
        TokenKind::Statement => Some((0, AlignedKind::Printed)),
        TokenKind::Expression => None,
    }
}

/// Whether an entity prints a text that might begin as the entity itself does.
fn ampersand(typed: &str) -> bool {
    let typed = typed.to_ascii_lowercase();
    typed == "&amp;"
        || typed.trim_start_matches("&#").trim_start_matches('0') == "38;"
        || typed.trim_start_matches("&#x").trim_start_matches('0') == "26;"
}

fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        let rest = &source[at..];
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
        tokens.push(Token { source: at..at + length, kind });
        at += length;
    }
    tokens
}

/// The length of blanks, a line's end, and the indent and marks of quotation before the next text.
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
    use super::{AlignedKind, align};

    fn shown(text: &str, source: &str) -> String {
        let alignment = align(text, source);
        let mut parts: Vec<String> = Vec::new();
        for piece in &alignment.pieces {
            let (printed, typed) = (&text[piece.text.clone()], &source[piece.source.clone()]);
            parts.push(match piece.kind {
                AlignedKind::Same => printed.to_owned(),
                AlignedKind::Stands => format!("{printed}={typed:?}"),
                AlignedKind::Printed => format!("{printed}<{typed}"),
            });
        }
        if !alignment.whole {
            parts.push("…".to_owned());
        }
        parts.join("|")
    }

    #[test]
    fn typed() {
        assert_eq!(shown("甲,乙", "甲,乙"), "甲,乙");
        assert_eq!(shown("甲*乙", "甲\\*乙"), "甲|*=\"\\\\*\"|乙");
        assert_eq!(shown("R&D", "R&amp;D"), "R|&=\"&amp;\"|D");
        assert_eq!(shown("R&D;", "R&D;"), "R&D;");
        assert_eq!(shown("甲\\乙", "甲\\乙"), "甲\\乙");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn line_ends() {
        assert_eq!(shown("甲乙", "甲\r\n  > 乙"), "甲|乙");
        assert_eq!(shown("a b", "a \n  b"), "a| =\" \\n  \"|b");
    }

    #[test]
    fn templates() {
        assert_eq!(shown("甲乙", "甲{% if x %}乙{% endif %}"), "甲|乙");
        assert_eq!(
            shown("甲丙", "甲{% if x %}乙{% else %}丙{% endif %}"),
            "甲|丙<{% if x %}乙{% else %}丙{% endif %}"
        );
        assert_eq!(
            shown("甲乙乙丁", "甲{% for %}乙{% endfor %}\\丁"),
            "甲|乙乙丁<{% for %}乙{% endfor %}\\丁"
        );
        assert_eq!(shown("甲12丙", "甲{{ x }}丙"), "甲|12<{{ x }}|丙");
        assert_eq!(shown("甲丙", "甲{{ x }}丙"), "甲|丙");
    }

    #[test]
    fn what_differs() {
        assert_eq!(shown("甲乙", "甲丙"), "甲|…");
        assert_eq!(shown("甲", "甲丙"), "甲|…");
        assert_eq!(shown("甲乙", "甲"), "甲|…");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed(
            text in "[甲,乙a&;# \\\\{%}\\n]{0,20}",
            source in "[甲,乙a&;# \\\\{%}\\r\\n>]{0,20}",
        ) {
            let mut end = 0;
            for piece in align(&text, &source).pieces {
                assert!(piece.text.start >= end);
                end = piece.text.end;
                if piece.kind == AlignedKind::Same {
                    assert_eq!(text[piece.text], source[piece.source]);
                }
            }
        }
    }
}
