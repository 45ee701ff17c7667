//! A problem in a text of YAML, before the file is known.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use std::ops::Range;

/// A problem at a range of the text, before the file is known.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    code: Code,
    range: Range<usize>,
    pub(super) message: String,
    help: Vec<String>,
}

impl Problem {
    pub(super) fn new(code: Code, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem { code, range, message: message.into(), help: Vec::new() }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Problem {
        self.help.push(text.into());
        self
    }

    pub(super) fn diagnostic(self, span: impl Fn(Range<usize>) -> Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, span(self.range), self.message);
        self.help.into_iter().fold(diagnostic, Diagnostic::help)
    }
}

/// The byte at which an error lies.
pub(super) fn byte_of(error: &serde_yaml::Error, text: &str) -> Option<usize> {
    Some(text.floor_char_boundary(error.location()?.index().min(text.len())))
}
