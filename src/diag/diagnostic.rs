//! One problem.

use super::code::Code;
use super::severity::Severity;
use crate::source::Span;

/// A span and a note on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The span.
    pub span: Span,
    /// The note; may be empty.
    pub text: String,
}

/// What `zishu fix` may write instead of some text without changing what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The text to replace.
    pub span: Span,
    /// The text to write instead.
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
    /// Other spans that explain it.
    pub secondary: Vec<Label>,
    /// What to type or do.
    pub help: Vec<String>,
    /// What `zishu fix` would do.
    pub fix: Option<Fix>,
    /// The bureau that is to mend it, by its short name, where the place doesn't tell.
    pub owner: Option<String>,
    /// Whether it keeps a formal report from going out, though a draft may have it: for problems of
    /// which the code alone doesn't decide that.
    pub draft_only: bool,
}

impl Diagnostic {
    /// A problem at `span`, with the severity of its code.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: Vec::new(),
            fix: None,
            owner: None,
            draft_only: false,
        }
    }

    /// Adds a note to the primary span.
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Adds another span.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to type or do.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// The same as a warning, where the code's severity is graver.
    pub fn warning(mut self) -> Diagnostic {
        self.severity = Severity::Warning;
        self
    }

    /// The same, which no formal report may have where `draft_only`.
    pub fn draft_only(mut self, draft_only: bool) -> Diagnostic {
        self.draft_only = draft_only;
        self
    }

    /// Names the bureau that is to mend it.
    pub fn owned_by(mut self, bureau: &str) -> Diagnostic {
        self.owner = Some(bureau.to_owned());
        self
    }

    /// Adds what `zishu fix` may write instead of `span`.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }
}
