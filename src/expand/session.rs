//! What one expansion gathers while minijinja runs: values and charts behind markers, problems.

use super::markers::{Fragment, MARKER_OPEN, fragments, marker, without_markers};
use super::scanner::Site;
use crate::diag::{Code, Diagnostic};
use crate::document::{ChartForm, ValueUse};
use crate::indicator::Indicators;
use crate::source::{FileId, Span};
use minijinja::{Error, ErrorKind};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The workspace's data that functions read, the same for all expansions.
#[derive(Debug)]
pub(super) struct DataFacts {
    pub(super) indicators: Indicators,
    pub(super) years: Vec<i32>,
    /// Texts of the indicators that are printed as values, and their spans.
    pub(super) texts: BTreeMap<String, Span>,
    /// The file of each bureau's values.
    pub(super) value_files: BTreeMap<String, FileId>,
    /// Paths of these files.
    pub(super) value_paths: BTreeMap<String, String>,
    /// Groups and bureaus, for the nearest name.
    pub(super) groups: Vec<String>,
    pub(super) bureaus: Vec<String>,
    /// Ids of the plan's rows.
    pub(super) rows: Vec<String>,
}

/// What functions read; owned, because minijinja keeps functions for longer than a call.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) data: Arc<DataFacts>,
    pub(super) sites: Vec<Site>,
    /// Texts of the template's variables that are printed as values, and their spans.
    pub(super) texts: BTreeMap<String, Option<Span>>,
    /// The template that is expanded.
    pub(super) file: FileId,
}

impl Facts {
    /// Whether a text is one of the workspace's, which are printed as values.
    pub(super) fn is_text(&self, text: &str) -> bool {
        !text.is_empty() && (self.texts.contains_key(text) || self.data.texts.contains_key(text))
    }

    /// Where such a text stands, if that is known.
    fn span_of_text(&self, text: &str) -> Option<Span> {
        let own = self.texts.get(text).copied().flatten();
        own.or_else(|| self.data.texts.get(text).copied())
    }
}

/// A value behind a marker.
#[derive(Debug, Clone)]
pub(super) struct PrintedValue {
    pub(super) text: String,
    /// `None`: the expression that prints it.
    pub(super) origin: Option<Span>,
    pub(super) indicators: Vec<(String, i32)>,
    pub(super) sample: bool,
    /// The data among `indicators` that nobody has given yet.
    pub(super) missing: Vec<(String, i32)>,
}

impl PrintedValue {
    /// A text that is no datum: a name, a unit.
    pub(super) fn plain(text: String, origin: Option<Span>) -> PrintedValue {
        PrintedValue { text, origin, indicators: Vec::new(), sample: false, missing: Vec::new() }
    }

    /// The value for the tree; `expression` is what prints it.
    pub(super) fn into_value(self, expression: Span) -> ValueUse {
        let PrintedValue { text, origin, indicators, sample, missing } = self;
        let origin = origin.unwrap_or(expression);
        ValueUse { text, origin, indicators, sample, missing, is_notice: false }
    }
}

/// A text as typed, and its span.
#[derive(Debug, Clone)]
pub(super) struct Located {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A chart behind a marker; its texts may hold value markers.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) title: Option<Located>,
    pub(super) label: Option<Located>,
    pub(super) source: Option<Located>,
    pub(super) form: ChartForm,
    pub(super) unit: String,
    pub(super) categories: Vec<String>,
    pub(super) series: Vec<(String, Vec<Option<ValueUse>>)>,
}

/// The values, charts and problems gathered so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) values: Vec<PrintedValue>,
    pub(super) charts: Vec<Draft>,
    pub(super) problems: Vec<Diagnostic>,
    /// Sites of the macros that are being run, outermost first.
    pub(super) calls: Vec<usize>,
}

impl Gathered {
    /// The text of values behind markers, with the rest as it is.
    pub(super) fn plain(&self, text: &str) -> String {
        let text_of = |index: usize| self.values.get(index).map_or("", |value| value.text.as_str());
        let plain = fragments(text).into_iter().map(|fragment| match fragment {
            Fragment::Text(text) => text,
            Fragment::Marker('v', index) => text_of(index),
            Fragment::Marker(..) => "",
        });
        plain.collect()
    }
}

/// The facts and what is gathered, shared by all functions of one expansion.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) facts: Arc<Facts>,
    gathered: Arc<Mutex<Gathered>>,
}

impl Session {
    pub(super) fn new(facts: Facts) -> Session {
        Session { facts: Arc::new(facts), gathered: Arc::default() }
    }

    pub(super) fn gathered(&self) -> MutexGuard<'_, Gathered> {
        // A panic elsewhere can't leave a value or chart half-written.
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the gathered values, charts and problems, and starts again without any.
    pub(super) fn take(&self) -> Gathered {
        std::mem::take(&mut *self.gathered())
    }

    /// Keeps a value; gives its marker.
    pub(super) fn keep(&self, value: PrintedValue) -> String {
        let mut gathered = self.gathered();
        gathered.values.push(value);
        marker('v', gathered.values.len() - 1)
    }

    /// Keeps a text whose origin is the expression that prints it.
    pub(super) fn keep_text(&self, text: &str) -> String {
        let origin = self.facts.span_of_text(text).filter(|_| !text.is_empty());
        self.keep(PrintedValue::plain(without_markers(text), origin))
    }

    pub(super) fn keep_chart(&self, draft: Draft) -> String {
        let mut gathered = self.gathered();
        gathered.charts.push(draft);
        marker('c', gathered.charts.len() - 1)
    }

    pub(super) fn report(&self, problem: Diagnostic) {
        self.gathered().problems.push(problem);
    }

    /// The call in the chapter: the macro's call, when a macro runs.
    pub(super) fn outer_site(&self) -> Option<Site> {
        let first = self.gathered().calls.first().copied()?;
        self.facts.sites.get(first).cloned()
    }

    /// The text of values behind markers, with the rest as it is.
    pub(super) fn plain(&self, text: &str) -> String {
        self.gathered().plain(text)
    }
}

/// An error that carries a problem of this program through minijinja, which adds its location.
pub(super) fn problem_error(code: Code, message: &str, help: &str) -> Error {
    let detail = format!("{MARKER_OPEN}{}\n{message}\n{help}", code.name());
    Error::new(ErrorKind::InvalidOperation, detail)
}

/// The problem that such an error carries.
pub(super) fn carried(error: &Error) -> Option<(Code, String, String)> {
    let mut lines = error.detail()?.strip_prefix(MARKER_OPEN)?.splitn(3, '\n');
    let code = Code::from_name(lines.next()?)?;
    Some((code, lines.next()?.to_owned(), lines.next().unwrap_or("").to_owned()))
}
