//! How far a pass over a template's text has come, and what it has written and found.
//!
//! In: a text. Out: the text copied or replaced part by part, with origins; problems; call sites. It knows
//! no syntax: [`scan`](super::scan) reads text, [`tags`](super::tags) the insides of braces.

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, MappedText, Mapping, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// A call of a known function or macro.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// From the name to the closing bracket.
    pub(super) span: Span,
    /// The same as typed.
    pub(super) text: String,
    /// Its arguments, in order.
    pub(super) arguments: Vec<SiteArgument>,
}

/// An argument as typed.
#[derive(Debug, Clone)]
pub(super) struct SiteArgument {
    /// Its keyword.
    pub(super) key: Option<(String, Span)>,
    /// Its value.
    pub(super) span: Span,
}

impl SiteArgument {
    /// The span of its keyword, else of the argument itself.
    pub(super) fn key_span(&self) -> Span {
        self.key.as_ref().map_or(self.span, |(_, span)| *span)
    }
}

impl Site {
    /// An argument without a keyword, from 0.
    pub(super) fn positional(&self, index: usize) -> Option<&SiteArgument> {
        self.arguments.iter().filter(|argument| argument.key.is_none()).nth(index)
    }

    /// The argument with this keyword.
    pub(super) fn keyword(&self, key: &str) -> Option<&SiteArgument> {
        let has_key =
            |argument: &&SiteArgument| argument.key.as_ref().is_some_and(|(name, _)| name == key);
        self.arguments.iter().find(has_key)
    }

    /// What was typed at a span of this call.
    pub(super) fn typed(&self, span: Span) -> Option<&str> {
        let start = span.start.checked_sub(self.span.start)? as usize;
        let end = span.end.checked_sub(self.span.start)? as usize;
        self.text.get(start..end)
    }

    /// The span of `name` as a string of the call, with its quotes.
    pub(super) fn quoted(&self, name: &str) -> Option<Span> {
        let find = |quote: char| self.text.find(&format!("{quote}{name}{quote}"));
        let offset = find('"').or_else(|| find('\''))?;
        let start = self.span.start as usize + offset;
        Some(Span::new(self.span.file, start..start + name.len() + 2))
    }
}

/// A pass over one text.
pub(super) struct Scanner<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// The byte to be read next.
    pub(super) position: usize,
    pub(super) out: MappedText,
    pub(super) callable: &'a BTreeSet<String>,
    pub(super) sites: &'a mut Vec<Site>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) is_fatal: bool,
    /// Up to where code fences are counted, and how many there were.
    pub(super) fences: (usize, usize),
    /// The characters that leave no mark and mean nothing.
    pub(super) hidden: Vec<Range<usize>>,
}

/// Appends a part of a file's text unchanged.
fn push_exact(out: &mut MappedText, file: FileId, text: &str, range: Range<usize>) {
    out.push(&text[range.clone()], Span::new(file, range), Mapping::Exact);
}

impl<'a> Scanner<'a> {
    /// Reports a fault in a tag and continues after it.
    pub(super) fn drop_tag(&mut self, fault: usize, close: &str, message: &str, help: &str) {
        let width = self.text[fault..].chars().next().map_or(0, char::len_utf8);
        self.report(Code::TemplateSyntax, fault..fault + width, message, help);

        if let Some(length) = self.text[fault..].find(close) {
            self.position = fault + length + close.len();
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    /// Copies the text up to `end`, without the characters that leave no mark.
    pub(super) fn copy(&mut self, end: usize) {
        let mut start = self.position;
        let first = self.hidden.partition_point(|hidden| hidden.end <= start);
        for hidden in self.hidden[first..].iter().take_while(|hidden| hidden.start < end) {
            push_exact(&mut self.out, self.file, self.text, start..hidden.start.max(start));
            start = hidden.end.min(end);
        }

        push_exact(&mut self.out, self.file, self.text, start..end);
        self.position = end;
    }

    /// Writes `text` instead of the text up to `end`.
    pub(super) fn replace(&mut self, end: usize, text: &str) {
        let span = Span::new(self.file, self.position..end);
        self.out.push(text, span, Mapping::Derived);
        self.position = end;
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) {
        let span = Span::new(self.file, range);
        self.problems.push(Diagnostic::new(code, span, message).help(help));
    }
}
