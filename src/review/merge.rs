//! Returned copies into today's chapters: three ways, at the level of characters.
//!
//! In: each copy with what was sent, and the chapters now. Out: the chapters that change, and one
//! entry for every change of every copy. Nothing is taken over that doesn't read back as the copy
//! says, and a change goes in whole or not at all.

mod meet;
mod plan;

use super::change::{Change, Compared};
use super::drift::Drift;
use super::entry::{Entry, Merged, Outcome, Tally};
use super::patch::Plan;
use super::{Passage, entry};
use crate::document::Document;
use crate::docx::Docx;
use crate::source::{Sources, Span};
use meet::{clash, meet, settle};
use plan::planned;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What was sent.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The document, made anew from the sources kept with the copy.
    pub document: &'a Document,
    /// Those sources.
    pub sources: &'a Sources,
    /// Its passages.
    pub passages: &'a [Passage],
    /// The Word file as it was sent, read.
    pub docx: &'a Docx,
}

/// A copy that came back.
#[derive(Debug, Clone, Copy)]
pub struct Returned<'a> {
    /// The file's name, for the list.
    pub name: &'a str,
    /// What was sent.
    pub sent: Sent<'a>,
    /// The Word file as it came back, read.
    pub docx: &'a Docx,
}

/// What the merge asks of its caller.
pub trait Chapters {
    /// A chapter as it is now; `None` where it is gone.
    fn now(&self, path: &str) -> Option<String>;
    /// The passages of the document that was sent, made with these chapters instead; `None` where it
    /// can't be made, or has errors that it didn't have.
    fn remade(&self, copy: usize, chapters: &BTreeMap<String, String>) -> Option<Vec<Passage>>;
    /// Those of these chapters that have errors now and had none.
    fn broken(&self, chapters: &BTreeMap<String, String>) -> BTreeSet<String>;
}

/// A copy's changes, and what comes of each.
struct Copy<'a> {
    returned: Returned<'a>,
    compared: Compared,
    plans: Vec<Plan>,
    places: Vec<Option<Span>>,
    /// Changes that go together, as a move's two ends: the least of them for each.
    ties: Vec<usize>,
}

/// Merges returned copies.
pub fn merge(copies: &[Returned<'_>], chapters: &dyn Chapters) -> Merged {
    let copies: Vec<Copy<'_>> =
        copies.iter().enumerate().map(|(at, copy)| planned(at, *copy, chapters)).collect();
    let mut edits = meet(&copies, chapters);
    clash(&copies, &mut edits);
    settle(&copies, &mut edits, chapters);
    report(&copies, edits, chapters)
}

/// A text with edits that don't overlap; insertions at one place keep their order.
fn applied(text: &str, mut edits: Vec<(Range<usize>, &str)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(new);
        at = at.max(range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// What became of a change of a copy on its way into today's chapters.
#[derive(Debug, Clone)]
struct Fate {
    copy: usize,
    change: usize,
    /// Edits of today's chapters: path, bytes, text.
    edits: Vec<(String, Range<usize>, String)>,
    state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Free,
    Present,
    Clash { now: String, with: Option<String> },
}

/// The chapters with what is taken over.
fn written(fates: &[Fate], chapters: &dyn Chapters) -> BTreeMap<String, String> {
    let mut edits: BTreeMap<&str, Vec<(Range<usize>, &str)>> = BTreeMap::new();
    for fate in fates.iter().filter(|fate| fate.state == State::Free) {
        for (path, range, text) in &fate.edits {
            edits.entry(path).or_default().push((range.clone(), text));
        }
    }
    let texts = edits.into_iter().filter_map(|(path, edits)| {
        let now = chapters.now(path)?;
        let new = applied(&now, edits);
        (new != now).then(|| (path.to_owned(), new))
    });
    texts.collect()
}

fn report(copies: &[Copy<'_>], fates: Vec<Fate>, chapters: &dyn Chapters) -> Merged {
    let written = written(&fates, chapters);
    let mut states: BTreeMap<(usize, usize), State> = BTreeMap::new();
    for fate in fates {
        states.insert((fate.copy, fate.change), fate.state);
    }
    let mut merged = Merged { chapters: written, entries: Vec::new(), tallies: Vec::new() };
    for (index, copy) in copies.iter().enumerate() {
        let mut tally = Tally::of(copy.returned.docx);
        for (at, change) in copy.compared.changes.iter().enumerate() {
            let outcome = match &copy.plans[at] {
                Plan::Patches(_) => match states.remove(&(index, at)) {
                    Some(State::Free) => Outcome::Applied,
                    Some(State::Present) | None => Outcome::Present,
                    Some(State::Clash { now, with }) => Outcome::Conflict { now, with },
                },
                Plan::Request(value, before, after) => {
                    Outcome::Request { value: *value, before: before.clone(), after: after.clone() }
                }
                Plan::Refused(reason) => Outcome::Refused(reason.clone()),
                Plan::Nothing => Outcome::Present,
                Plan::Listed => Outcome::Listed,
            };
            let new = entry_of(index, copy, (at, change), outcome, chapters);
            tally.count(&new);
            merged.entries.push(new);
        }
        merged.tallies.push(tally);
    }
    merged
}

fn entry_of(
    index: usize,
    copy: &Copy<'_>,
    (at, change): (usize, &Change),
    outcome: Outcome,
    chapters: &dyn Chapters,
) -> Entry {
    let sources = copy.returned.sent.sources;
    let place = copy.places[at].map(|span| {
        let path = sources.path(span.file).to_owned();
        let line = match chapters.now(&path) {
            Some(now) if path.ends_with(".md") => {
                let drift = Drift::of(sources.text(span.file), &now);
                entry::line(&now, drift.now(span.start as usize))
            }
            _ => sources.line_column(span.file, span.start).line,
        };
        (path, line)
    });
    entry::of(index, copy.returned.docx, &copy.compared, change, place, outcome)
}
