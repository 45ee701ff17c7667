//! What a line of Markdown consists of.

use crate::document::digits;

/// Separates delimiters that would be read as one: an empty comment, which prints nothing.
pub(super) const SEPARATOR: &str = digits::JOINT;

/// A delimiter of emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    Bold,
    Italic,
    /// Italic in a line that has bold text too: another character, so that the two never pair.
    Underscore,
    Strike,
}

impl Delimiter {
    /// What is typed on both sides.
    pub fn markdown(self) -> &'static str {
        match self {
            Delimiter::Bold => "**",
            Delimiter::Italic => "*",
            Delimiter::Underscore => "_",
            Delimiter::Strike => "~~",
        }
    }
}

/// A part of a line of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Text(String),
    Break,
    /// Finished Markdown: a note's mark, a picture.
    Atom(String),
    LinkOpen,
    LinkClose(String),
    Open(Delimiter),
    Close(Delimiter),
    Separator,
}

impl Token {
    /// Its first characters, for the text before it.
    pub fn markdown(&self) -> &str {
        match self {
            Token::Text(text) | Token::Atom(text) => text,
            Token::Break => "\\",
            Token::LinkOpen => "[",
            Token::LinkClose(_) => "]",
            Token::Open(delimiter) | Token::Close(delimiter) => delimiter.markdown(),
            Token::Separator => SEPARATOR,
        }
    }

    pub fn is_delimiter(&self) -> bool {
        matches!(self, Token::Open(_) | Token::Close(_))
    }
}
