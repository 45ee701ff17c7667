//! The place of a pass in a template's text, and what it has written and found so far.
//!
//! In: a text. Out: its pieces copied or replaced, with their origins; problems; call sites. It knows
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

/// A pass over one text.
pub(super) struct Scanner<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) out: MappedText,
    pub(super) callable: &'a BTreeSet<String>,
    pub(super) sites: &'a mut Vec<Site>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) fatal: bool,
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
        self.report(Code::TemplateSyntax, at..at + width, message).push_help(help);
        if let Some(length) = self.text[at..].find(close) {
            self.at = at + length + close.len();
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Copies the text up to `end`, without the characters that leave no mark.
    pub(super) fn copy(&mut self, end: usize) {
        let mut kept = self.at;
        let first = self.hidden.partition_point(|hidden| hidden.end <= kept);
        for hidden in self.hidden[first..].iter().take_while(|hidden| hidden.start < end) {
            push_exact(&mut self.out, self.file, self.text, kept..hidden.start.max(kept));
            kept = hidden.end.min(end);
        }
        push_exact(&mut self.out, self.file, self.text, kept..end);
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
        place: Range<usize>,
        message: impl Into<String>,
    ) -> Reporting<'_> {
        let span = Span::new(self.file, place);
        self.problems.push(Diagnostic::new(code, span, message));
        Reporting(self.problems.last_mut())
    }
}

/// A problem just reported, to be completed.
pub(super) struct Reporting<'a>(Option<&'a mut Diagnostic>);

impl Reporting<'_> {
    /// Adds what to type.
    pub(super) fn push_help(self, text: &str) {
        if let Some(diagnostic) = self.0 {
            diagnostic.help.push(text.to_owned());
        }
    }
}
