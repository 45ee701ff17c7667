//! Every change of every copy as an entry, before it is known what becomes of it.
//!
//! In: compared copies with their plans. Out: entries, with what each is known by should the copy come
//! back again.

use super::super::entry::{self, CommentFacts, Entry, Outcome, SentChange, SentPatch, SentStretch};
use super::super::patch::Plan;
use super::commented::commented_words;
use super::current::CurrentChapters;
use super::model::Copy;
use super::move_groups::is_alone;
use super::remembered::Memory;
use crate::document::BlockId;
use crate::document::anchor::{self, Marked};
use crate::document::places::{BlockPlace, places};
use crate::docx::Comment;
use crate::source::fingerprint;
use std::collections::BTreeMap;

/// Maximum number of characters shown before a point at which something was put in.
const MAX_LEAD: usize = 10;

/// The entries of each copy, one for each change, all of them as if they changed nothing.
pub(super) fn drafts(
    copies: &[Copy<'_>],
    current: &CurrentChapters<'_>,
    memory: &Memory,
) -> Vec<Vec<Entry>> {
    let drafts = copies.iter().enumerate().map(|(index, copy)| {
        let reviewer = match memory.files.get(index) {
            Some(file) => &file.reviewer,
            None => copy.returned.name,
        };
        Drafter::new(copy, reviewer).entries(index, current)
    });
    drafts.collect()
}

/// Makes the entries of a copy.
struct Drafter<'a> {
    copy: &'a Copy<'a>,
    /// Whose file it is.
    reviewer: &'a str,
    places: BTreeMap<BlockId, BlockPlace>,
    quoted: Vec<String>,
    /// How often each key was given.
    keys: BTreeMap<String, usize>,
}

impl<'a> Drafter<'a> {
    fn new(copy: &'a Copy<'a>, reviewer: &'a str) -> Drafter<'a> {
        let places = places(&copy.returned.sent.document);
        let quoted = commented_words(copy.returned.docx);
        Drafter { copy, reviewer, places, quoted, keys: BTreeMap::new() }
    }

    fn entries(mut self, index: usize, current: &CurrentChapters<'_>) -> Vec<Entry> {
        let copy = self.copy;
        let mut entries = Vec::with_capacity(copy.compared.changes.len());
        for (number, change) in copy.compared.changes.iter().enumerate() {
            let location = location(index, copy, number, current);
            let docx = copy.returned.docx;
            let mut entry =
                entry::of(index, docx, &copy.compared, change, location, Outcome::Present);
            self.complete(&mut entry, number);
            entries.push(entry);
        }

        // What goes in together is known by the first of it.
        for number in 0..entries.len() {
            let first = copy.groups[number];
            if !is_alone(&copy.groups, number) {
                entries[number].sent.group = entries[first].sent.key.clone();
            }
        }
        entries
    }

    fn complete(&mut self, entry: &mut Entry, number: usize) {
        if entry.reviewer.is_empty() {
            self.reviewer.clone_into(&mut entry.reviewer);
        }
        entry.comment = self.comment(number);

        let anchor = self.anchor(number);
        let position = self.position(&anchor);
        let start = self.copy.spans[number].map_or(0, |span| span.start as usize);
        let key = self.key(entry, &anchor);
        let (patches, stretch) = (self.patches(number), self.stretch(number));
        let (lead, group) = (self.lead(number), String::new());
        entry.sent = SentChange { anchor, position, lead, start, patches, stretch, key, group };
    }

    /// The last words before a change in its paragraph.
    fn lead(&self, number: usize) -> String {
        let location = self.copy.compared.changes[number].location;
        let Some(flow) = self.copy.compared.flows.get(location.flow) else { return String::new() };
        let index = flow.paragraph_index(location.token);
        let Some(paragraph) = flow.paragraphs.get(index) else { return String::new() };
        let tokens = paragraph.content();
        let text = flow.text(tokens.start..location.token.clamp(tokens.start, tokens.end));
        let skipped = text.chars().count().saturating_sub(MAX_LEAD);
        text.chars().skip(skipped).collect()
    }

    fn comment(&self, number: usize) -> Option<CommentFacts> {
        let index = self.copy.compared.changes[number].comment()?;
        let docx = self.copy.returned.docx;
        let comment = docx.comments.get(index)?;
        let is_same =
            |other: &&Comment| other.author == comment.author && other.text == comment.text;
        let sent = self.copy.returned.sent.docx.comments.iter().find(is_same);
        Some(CommentFacts {
            index,
            quoted: self.quoted.get(index).cloned().unwrap_or_default(),
            answers: comment.answers,
            is_done: comment.done && !sent.is_some_and(|sent| sent.done),
            was_sent: sent.is_some(),
        })
    }

    /// The anchor of the paragraph that a change stands in.
    fn anchor(&self, number: usize) -> String {
        let location = self.copy.compared.changes[number].location;
        let flow = self.copy.compared.flows.get(location.flow);
        let paragraph =
            flow.and_then(|flow| flow.paragraphs.get(flow.paragraph_index(location.token)));
        let anchor = paragraph.and_then(|paragraph| paragraph.anchors.first());
        anchor.map(|anchor| anchor::original(&anchor.name).to_owned()).unwrap_or_default()
    }

    /// The place of an anchor in words.
    fn position(&self, anchor: &str) -> String {
        let Some((id, marked)) = anchor::parse(anchor) else { return String::new() };
        let Some(place) = self.places.get(&id) else { return String::new() };
        let words = place.words();
        match marked {
            Marked::Block => words,
            Marked::Caption => format!("{words}标题"),
            Marked::Unit => format!("{words}单位"),
            Marked::Note => format!("{words}注"),
            Marked::Source => format!("{words}来源"),
            Marked::Row(row) => format!("{words}第{}行", row + 1),
        }
    }

    /// What the change is known by: equal ones of a paragraph are counted.
    fn key(&mut self, entry: &Entry, anchor: &str) -> String {
        let kind = format!("{:?}{:?}", entry.kind, entry.aside);
        let around = if anchor.is_empty() { entry.context.as_str() } else { "" };
        let texts = [anchor, &kind, &entry.before, &entry.after, &entry.reviewer, around];
        let pieces = texts.iter().flat_map(|text| [text.as_bytes(), &[0]]);
        let key = fingerprint(pieces);

        let count = self.keys.entry(key.clone()).or_default();
        *count += 1;
        let short = key.get(..16).unwrap_or(&key);
        if *count == 1 { short.to_owned() } else { format!("{short}-{count}") }
    }

    fn patches(&self, number: usize) -> Vec<SentPatch> {
        let Plan::Patches(patches) = &self.copy.plans[number] else { return Vec::new() };
        let sources = self.copy.returned.sent.sources();
        let patches = patches.iter().map(|patch| SentPatch {
            path: sources.path(patch.span.file).to_owned(),
            start: patch.span.start as usize,
            end: patch.span.end as usize,
            text: patch.text.clone(),
        });
        patches.collect()
    }

    fn stretch(&self, number: usize) -> Option<SentStretch> {
        let span = self.copy.stretches[number]?;
        let path = self.copy.returned.sent.sources().path(span.file).to_owned();
        Some(SentStretch { path, start: span.start as usize, end: span.end as usize })
    }
}

/// The file of a change and its line, as the chapter is now.
fn location(
    index: usize,
    copy: &Copy<'_>,
    change: usize,
    current: &CurrentChapters<'_>,
) -> Option<(String, usize)> {
    let span = copy.spans[change]?;
    let sources = copy.returned.sent.sources();
    let path = sources.path(span.file).to_owned();
    let line = match current.chapter(index, copy, span.file) {
        Some(chapter) if path.ends_with(".md") => {
            entry::line(&chapter.text, chapter.diff.carry(span.start as usize))
        }
        _ => sources.line_column(span.file, span.start).line,
    };
    Some((path, line))
}
