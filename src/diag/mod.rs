//! Problems in a report: what is wrong, where, and what to type instead.
//!
//! In: [`Diagnostic`]s from every stage. Out: one sorted list, printed once as `human`, `short` or
//! `json`. A stage that can't produce its output returns [`Reported`], which only the sink makes.

mod code;
mod emit;
mod excerpt;
mod length;

pub use code::Code;
pub use emit::{Format, emit};
pub use length::{LONGEST_NAME, LONGEST_TITLE};

use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The report is wrong or can't be made.
    Error,
    /// The report can be made; a reader would stumble.
    Warning,
    /// Something could be done better.
    Hint,
}

impl Severity {
    /// Its name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }

    /// Its name in messages.
    pub fn chinese(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
            Severity::Hint => "建议",
        }
    }
}

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

/// Proof that a problem was reported; only [`Diagnostics::report`] makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

/// The sink of all problems.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes in a problem.
    pub fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.list.push(diagnostic);
        Reported(())
    }

    /// Takes in all problems of another sink.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Makes errors of the problems that `refused` holds for.
    pub fn insist(&mut self, refused: impl Fn(&Diagnostic) -> bool) {
        for problem in self.list.iter_mut().filter(|problem| refused(problem)) {
            problem.severity = Severity::Error;
        }
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether an error was reported in this file.
    pub fn has_errors_in(&self, file: FileId) -> bool {
        let own = |one: &Diagnostic| one.primary.span.file == file;
        self.list.iter().any(|one| one.severity == Severity::Error && own(one))
    }

    /// How many were reported with this severity; one that several documents show counts once.
    pub fn count(&self, severity: Severity) -> usize {
        let such = self.list.iter().filter(|diagnostic| diagnostic.severity == severity);
        let distinct: BTreeSet<_> =
            such.map(|one| (one.primary.span, one.code, one.message.as_str())).collect();
        distinct.len()
    }

    /// The problems as reported, in the order of reporting.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The problems sorted by file path, place and code, without repetitions.
    pub fn into_sorted(mut self, sources: &Sources) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            let key =
                |d: &Diagnostic| (d.primary.span.start, d.severity, d.code, d.primary.span.end);
            let path = |d: &Diagnostic| sources.path(d.primary.span.file).to_owned();
            path(a)
                .cmp(&path(b))
                .then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.message.cmp(&b.message))
        });
        // Each document that a template spoils says where it was laid out.
        let same = |a: &Diagnostic, b: &Diagnostic| {
            let typst = matches!(a.code, Code::Typst | Code::TypstWarning) && a.code == b.code;
            typst && a.primary.span == b.primary.span && a.message == b.message
        };
        self.list.dedup_by(|later, earlier| later == earlier || same(later, earlier));
        self.list
    }
}
