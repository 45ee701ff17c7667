//! What one expansion gathers while minijinja runs: values and charts behind markers, problems.

use super::scanner::Site;
use super::{MARKER_CLOSE, MARKER_OPEN};
use crate::diag::{Code, Diagnostic};
use crate::document::{ChartForm, ValueUse};
use crate::indicator::Indicators;
use crate::source::{FileId, Span};
use minijinja::{Error, ErrorKind};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Data that functions read; owned, because minijinja keeps functions for as long as it likes.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) indicators: Indicators,
    pub(super) years: Vec<i32>,
    pub(super) sites: Vec<Site>,
    /// Texts of the workspace that are printed as values, and where they stand.
    pub(super) texts: BTreeMap<String, Option<Span>>,
    /// Where a bureau's values are to be written.
    pub(super) value_files: BTreeMap<String, FileId>,
    /// Paths of these files.
    pub(super) value_paths: BTreeMap<String, String>,
    /// Groups and bureaus, for the nearest name.
    pub(super) groups: Vec<String>,
    pub(super) bureaus: Vec<String>,
    /// Ids of the plan's rows.
    pub(super) rows: Vec<String>,
    /// The template that is expanded.
    pub(super) file: FileId,
}

/// A value behind a marker.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) text: String,
    /// `None`: the expression that prints it.
    pub(super) origin: Option<Span>,
    pub(super) indicators: Vec<(String, i32)>,
    pub(super) sample: bool,
    /// The data among `indicators` that nobody has given yet.
    pub(super) missing: Vec<(String, i32)>,
}

impl Entry {
    /// A text that is no datum: a name, a unit.
    pub(super) fn plain(text: String, origin: Option<Span>) -> Entry {
        Entry { text, origin, indicators: Vec::new(), sample: false, missing: Vec::new() }
    }

    /// As the tree takes it; `place` is the expression that prints it.
    pub(super) fn into_value(self, place: Span) -> ValueUse {
        let Entry { text, origin, indicators, sample, missing } = self;
        ValueUse { text, origin: origin.unwrap_or(place), indicators, sample, missing }
    }
}

/// A chart behind a marker; its texts may hold value markers.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) title: Option<(String, Span)>,
    pub(super) label: Option<(String, Span)>,
    pub(super) source: Option<(String, Span)>,
    pub(super) form: ChartForm,
    pub(super) unit: String,
    pub(super) categories: Vec<String>,
    pub(super) series: Vec<(String, Vec<Option<ValueUse>>)>,
}

/// What was gathered so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) entries: Vec<Entry>,
    pub(super) charts: Vec<Draft>,
    pub(super) problems: Vec<Diagnostic>,
    /// Sites of the macros that are being run, outermost first.
    pub(super) calls: Vec<usize>,
}

impl Gathered {
    /// The text of values behind markers, with the rest as it is.
    pub(super) fn plain(&self, text: &str) -> String {
        let text_of =
            |index: usize| self.entries.get(index).map_or("", |entry| entry.text.as_str());
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Marker('v', index) => text_of(index),
                Piece::Marker(..) => "",
            })
            .collect()
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
        // A panic elsewhere leaves nothing half-written that matters.
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what was gathered and begins anew.
    pub(super) fn take(&self) -> Gathered {
        std::mem::take(&mut *self.gathered())
    }

    /// Keeps a value; gives its marker.
    pub(super) fn keep(&self, entry: Entry) -> String {
        let mut gathered = self.gathered();
        gathered.entries.push(entry);
        marker('v', gathered.entries.len() - 1)
    }

    /// Keeps a text whose origin is the expression that prints it.
    pub(super) fn keep_text(&self, text: &str) -> String {
        let origin = self.facts.texts.get(text).copied().flatten();
        let text = text.replace([MARKER_OPEN, MARKER_CLOSE], "");
        self.keep(Entry::plain(text, origin))
    }

    pub(super) fn keep_chart(&self, draft: Draft) -> String {
        let mut gathered = self.gathered();
        gathered.charts.push(draft);
        marker('c', gathered.charts.len() - 1)
    }

    pub(super) fn report(&self, problem: Diagnostic) {
        self.gathered().problems.push(problem);
    }

    /// The call in the chapter that led here: the macro's call, when a macro runs.
    pub(super) fn outer_site(&self) -> Option<Site> {
        let first = self.gathered().calls.first().copied()?;
        self.facts.sites.get(first).cloned()
    }

    /// The text of values behind markers, with the rest as it is.
    pub(super) fn plain(&self, text: &str) -> String {
        self.gathered().plain(text)
    }
}

/// The marker of something kept.
pub(super) fn marker(kind: char, index: usize) -> String {
    format!("{MARKER_OPEN}{kind}{index}{MARKER_CLOSE}")
}

/// A run of text or a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Marker(char, usize),
}

/// Splits a text at its markers; broken ones are left out.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut list = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find([MARKER_OPEN, MARKER_CLOSE]) {
        if at > 0 {
            list.push(Piece::Text(&rest[..at]));
        }
        let (sign, tail) = (&rest[at..], &rest[at + MARKER_OPEN.len_utf8()..]);
        rest = tail;
        if !sign.starts_with(MARKER_OPEN) {
            continue;
        }
        let Some(end) = tail.find([MARKER_CLOSE, MARKER_OPEN]) else { continue };
        let mut inside = tail[..end].chars();
        if let Some(kind @ ('v' | 'c' | 'p' | 's')) = inside.next()
            && let Ok(index) = inside.as_str().parse()
        {
            list.push(Piece::Marker(kind, index));
            rest = &tail[end + MARKER_CLOSE.len_utf8()..];
        }
    }
    if !rest.is_empty() {
        list.push(Piece::Text(rest));
    }
    list
}

/// An error that carries a problem of ours through minijinja, which adds the place.
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
