//! All problems of a run.

use super::{Code, Diagnostic, Severity};
use crate::source::{FileId, Sources};
use std::collections::BTreeSet;

/// Proof that a problem was reported; only [`Diagnostics::report`] makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

/// The sink of all problems.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes in a problem; one that doesn't say what to do gets its code's remedy.
    pub fn report(&mut self, mut diagnostic: Diagnostic) -> Reported {
        if diagnostic.help.is_empty() {
            let remedy = diagnostic.code.remedy();
            diagnostic.help.push(remedy.strip_suffix('。').unwrap_or(remedy).to_owned());
        }

        self.list.push(diagnostic);
        Reported(())
    }

    /// Takes in problems, such as all of another sink.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Diagnostic>) -> Option<Reported> {
        problems.into_iter().map(|problem| self.report(problem)).last()
    }

    /// Makes errors of the problems for which `refused` holds.
    pub fn escalate(&mut self, refused: impl Fn(&Diagnostic) -> bool) {
        for problem in self.list.iter_mut().filter(|problem| refused(problem)) {
            problem.severity = Severity::Error;
        }
    }

    /// Makes warnings of the errors for which `is_let_pass` holds.
    pub fn relent(&mut self, is_let_pass: impl Fn(&Diagnostic) -> bool) {
        let errors = self.list.iter_mut().filter(|problem| problem.severity == Severity::Error);
        for problem in errors.filter(|problem| is_let_pass(problem)) {
            problem.severity = Severity::Warning;
        }
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether an error was reported in this file.
    pub fn has_errors_in(&self, file: FileId) -> bool {
        let in_file = |problem: &Diagnostic| problem.primary.span.file == file;
        self.list.iter().any(|problem| problem.severity == Severity::Error && in_file(problem))
    }

    /// How many were reported with this severity; one that several documents show counts once.
    pub fn count(&self, severity: Severity) -> usize {
        self.distinct().filter(|problem| problem.severity == severity).count()
    }

    /// The problems as reported, each once, though several documents show it.
    pub fn distinct(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut seen = BTreeSet::new();
        self.list.iter().filter(move |problem| {
            let Diagnostic { severity, code, message, .. } = problem;
            seen.insert((*severity, problem.primary.span, *code, message.as_str()))
        })
    }

    /// The problems as reported, in the order of reporting.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The problems sorted by file path, span and code, without repetitions.
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

        // A faulty template is reported for each document, with the text that was laid out.
        let same = |a: &Diagnostic, b: &Diagnostic| {
            let typst = matches!(a.code, Code::Typst | Code::TypstWarning) && a.code == b.code;
            typst && a.primary.span == b.primary.span && a.message == b.message
        };

        self.list.dedup_by(|later, earlier| later == earlier || same(later, earlier));
        self.list
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
