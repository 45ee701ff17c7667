//! One problem.

use super::code::Code;
use super::severity::Severity;
use crate::source::Span;

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be said; may be empty.
    pub text: String,
}

/// What `zishu fix` may put in the place of some text without changing what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// What is to stand there.
    pub replacement: String,
}

/// One problem. Messages are Chinese, one phrase, facts first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// What to type or do.
    pub help: Vec<String>,
    /// What `zishu fix` would do.
    pub fix: Option<Fix>,
    /// Whether it keeps a formal report from going out, though a draft may have it: for problems of
    /// which the code alone doesn't decide that.
    pub draft_only: bool,
}

impl Diagnostic {
    /// A problem at `span`, with the code's own severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: Vec::new(),
            fix: None,
            draft_only: false,
        }
    }

    /// Says something at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to type or do.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// The same as a warning, where the code's own severity is graver.
    pub fn warning(mut self) -> Diagnostic {
        self.severity = Severity::Warning;
        self
    }

    /// The same, which no formal report may have where `draft_only`.
    pub fn draft_only(mut self, draft_only: bool) -> Diagnostic {
        self.draft_only = draft_only;
        self
    }

    /// Says what `zishu fix` may put in the place of `span`.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }
}
