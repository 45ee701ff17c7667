//! Returned copies into today's chapters: three ways, at the level of characters.
//!
//! In: each copy with what was sent, and the chapters now. Out: the chapters that change, and one
//! entry for every change of every copy. Nothing is taken over that doesn't read back as the copy
//! says, and a change goes in whole or not at all.

mod current;
mod meet;
mod plan;
mod sent;
mod ties;

pub(super) use sent::Rebuilt;
pub use sent::{Sent, SentError};

use super::change::{Change, Compared, What};
use super::entry;
use super::entry::{Entry, Merged, Outcome, Tally};
use super::patch::Plan;
use crate::docx::Docx;
use crate::pipeline::Loaded;
use crate::source::Span;
use current::CurrentChapters;
use meet::{clash, meet, settle};
use plan::planned;
use std::collections::BTreeMap;
use std::ops::Range;

/// A copy that came back.
#[derive(Debug, Clone, Copy)]
pub struct Returned<'a> {
    /// The file's name, for the list.
    pub name: &'a str,
    /// What was sent.
    pub sent: &'a Sent,
    /// The Word file as it came back, read.
    pub docx: &'a Docx,
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

/// What becomes of comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// They stand in the list.
    Listed,
    /// They stand in the list, and in the chapters after the paragraph that they speak of.
    Written,
}

/// Merges returned copies into the chapters of the workspace as it was loaded.
pub fn merge(copies: &[Returned<'_>], comments: Comments, current: &Loaded) -> Merged {
    let chapters = &CurrentChapters::new(current);
    let copies: Vec<Copy<'_>> = copies.iter().map(|copy| planned(*copy)).collect();
    let mut edits = meet(&copies, chapters);
    clash(&copies, &mut edits);
    if comments == Comments::Written {
        edits.extend(remarks(&copies, chapters));
    }
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

/// Comments as Markdown comments, each after the paragraph that it speaks of.
fn remarks(copies: &[Copy<'_>], chapters: &CurrentChapters<'_>) -> Vec<Fate> {
    let mut fates = Vec::new();
    for (index, copy) in copies.iter().enumerate() {
        for (at, change) in copy.compared.changes.iter().enumerate() {
            let (What::Comment(comment), Some(span)) = (&change.what, copy.places[at]) else {
                continue;
            };
            let path = copy.returned.sent.sources().path(span.file);
            let comment = copy.returned.docx.comments.get(*comment);
            let (Some(comment), true) = (comment, path.ends_with(".md")) else { continue };
            let Some((now, drift)) = chapters.drift(index, copy, span.file) else { continue };
            let start = drift.now(span.start as usize);
            let rest = now.get(start..).unwrap_or_default();
            let end = start + rest.find("\n\n").unwrap_or(rest.trim_end().len());
            let text = format!("\n\n<!-- 批注（{}）：{} -->", comment.author, comment.text);
            let text = remark(&text);
            if now.contains(text.trim_start()) {
                continue;
            }
            let edit = (path.to_owned(), end..end, text);
            let state = State::Free;
            fates.push(Fate { copy: index, change: at, edits: vec![edit], state });
        }
    }
    fates
}

/// A comment of one line that neither Markdown nor the chapter's template reads.
fn remark(text: &str) -> String {
    let (head, inner) = text.split_at(text.find('批').unwrap_or(0));
    let inner = inner.strip_suffix(" -->").unwrap_or(inner);
    let inner = inner.replace("--", "—").replace(['\n', '\r'], " ");
    let inner = inner.replace(['{', '｛'], "（").replace(['}', '｝'], "）").replace('>', "＞");
    format!("{head}{inner} -->")
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
    /// The same as another copy's, by its place among all: what becomes of that one.
    Twin(usize),
    Clash {
        now: String,
        with: Option<String>,
    },
}

/// The chapters with what is taken over.
fn written(fates: &[Fate], chapters: &CurrentChapters<'_>) -> BTreeMap<String, String> {
    let mut edits: BTreeMap<&str, Vec<(Range<usize>, &str)>> = BTreeMap::new();
    for fate in fates.iter().filter(|fate| fate.state == State::Free) {
        for (path, range, text) in &fate.edits {
            edits.entry(path).or_default().push((range.clone(), text));
        }
    }
    let texts = edits.into_iter().filter_map(|(path, edits)| {
        let now = chapters.text(path)?;
        let new = applied(&now, edits);
        (*new != *now).then(|| (path.to_owned(), new))
    });
    texts.collect()
}

fn report(copies: &[Copy<'_>], fates: Vec<Fate>, chapters: &CurrentChapters<'_>) -> Merged {
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
                    Some(State::Present | State::Twin(_)) | None => Outcome::Present,
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
            if idle(&copy.plans[at], &new) {
                continue;
            }
            tally.count(&new);
            merged.entries.push(new);
        }
        merged.tallies.push(tally);
    }
    merged
}

/// An empty paragraph that a program put in or took out by itself as it saved.
fn idle(plan: &Plan, entry: &Entry) -> bool {
    let nothing = match plan {
        Plan::Nothing => true,
        Plan::Patches(patches) => patches.is_empty(),
        Plan::Request(..) | Plan::Refused(_) | Plan::Listed => false,
    };
    nothing
        && entry.revisions.is_empty()
        && entry.before.trim().is_empty()
        && entry.after.trim().is_empty()
}

fn entry_of(
    index: usize,
    copy: &Copy<'_>,
    (at, change): (usize, &Change),
    outcome: Outcome,
    chapters: &CurrentChapters<'_>,
) -> Entry {
    let sources = copy.returned.sent.sources();
    let place = copy.places[at].map(|span| {
        let path = sources.path(span.file).to_owned();
        let line = match chapters.drift(index, copy, span.file) {
            Some((now, drift)) if path.ends_with(".md") => {
                entry::line(&now, drift.now(span.start as usize))
            }
            _ => sources.line_column(span.file, span.start).line,
        };
        (path, line)
    });
    entry::of(index, copy.returned.docx, &copy.compared, change, place, outcome)
}
