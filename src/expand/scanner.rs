//! How far a pass over a template's text has come, and what it has written and found.
//!
//! In: a text. Out: the text copied or replaced part by part, with origins; problems; call sites. It knows
//! no syntax: [`scan`](super::scan) reads text, [`tags`](super::tags) what stands in braces.

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
    /// Where its keyword stands, else the argument itself.
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

    /// Where the call has `name` as a string, with its quotes.
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
    /// The byte that comes next.
    pub(super) at: usize,
    pub(super) out: MappedText,
    pub(super) callable: &'a BTreeSet<String>,
    pub(super) sites: &'a mut Vec<Site>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) is_fatal: bool,
    /// Up to where code fences are counted, and how many there were.
    pub(super) fences: (usize, usize),
    /// Where characters stand that leave no mark and mean nothing.
    pub(super) hidden: Vec<Range<usize>>,
}

/// Appends a part of a file's text as it stands there.
fn push_exact(out: &mut MappedText, file: FileId, text: &str, range: Range<usize>) {
    out.push(&text[range.clone()], Span::new(file, range), Mapping::Exact);
}

impl<'a> Scanner<'a> {
    /// Reports what is wrong in a tag and goes on after it.
    pub(super) fn drop_tag(&mut self, at: usize, close: &str, message: &str, help: &str) {
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        self.report(Code::TemplateSyntax, at..at + width, message, help);
        if let Some(length) = self.text[at..].find(close) {
            self.at = at + length + close.len();
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Copies the text up to `end`, without the characters that leave no mark.
    pub(super) fn copy(&mut self, end: usize) {
        let mut start = self.at;
        let first = self.hidden.partition_point(|hidden| hidden.end <= start);
        for hidden in self.hidden[first..].iter().take_while(|hidden| hidden.start < end) {
            push_exact(&mut self.out, self.file, self.text, start..hidden.start.max(start));
            start = hidden.end.min(end);
        }
        push_exact(&mut self.out, self.file, self.text, start..end);
        self.at = end;
    }

    /// Writes `text` in place of the text up to `end`.
    pub(super) fn replace(&mut self, end: usize, text: &str) {
        let span = Span::new(self.file, self.at..end);
        self.out.push(text, span, Mapping::Derived);
        self.at = end;
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
