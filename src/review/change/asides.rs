//! What was written in headers, footers and text boxes, which stand in no chapter.
//!
//! In: the stories beside the main text. Out: changes that say every word of it, for people to read.

use super::super::flow::{Flow, Key, Part, Reader, Row, Token};
use super::tables::{accepted_text, all_marks, marks_of, said};
use super::{Comparison, What};
use crate::docx::{AsideKind, Docx, RevisionId};
use std::collections::{BTreeMap, BTreeSet};

/// The text boxes that were met in the main text and the notes.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// Where each stands in the base.
    places: BTreeMap<usize, (usize, usize)>,
    /// The marks around those that were put in.
    new: BTreeMap<usize, BTreeSet<RevisionId>>,
    /// Those that were put in and taken out again.
    gone: BTreeSet<usize>,
}

impl Boxes {
    /// Notes where a token stands, if it is a text box.
    pub fn stands(&mut self, token: &Token, place: (usize, usize)) {
        self.places.extend(token.text_box.map(|index| (index, place)));
    }

    /// Notes that a token, if it is a text box, was put in.
    pub fn is_new(&mut self, token: &Token) {
        let Some(index) = token.text_box else { return };
        let formats = token.formatted.iter().map(|(id, _)| *id);
        let marks = token.revisions.iter().copied().chain(formats).collect();
        self.new.insert(index, marks);
    }

    /// Gives the boxes within a box its place and its marks.
    fn inherit(&mut self, outer: usize, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Flow(flow) => {
                    for inner in flow.tokens.iter().filter_map(|token| token.text_box) {
                        let place = self.places.get(&outer).copied();
                        self.places.extend(place.map(|place| (inner, place)));
                        let marks = self.new.get(&outer).cloned();
                        self.new.extend(marks.map(|marks| (inner, marks)));
                    }
                }
                Part::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.inherit(outer, cell));
                }
            }
        }
    }

    /// Notes that a token, if it is a text box, was put in and taken out again.
    pub fn is_gone(&mut self, token: &Token) {
        self.gone.extend(token.text_box);
    }
}

/// Tokens that stand side by side and were changed.
#[derive(Default)]
struct Stretch {
    before: String,
    after: String,
    marks: BTreeSet<RevisionId>,
}

impl Comparison {
    /// Headers, footers and text boxes of the returned copy.
    pub(super) fn asides(&mut self, base: &Docx, theirs: &Docx, reader: &Reader<'_>) {
        let sent = Reader::new(base);
        let boxes = base.asides.iter().filter(|aside| aside.kind == AsideKind::TextBox);
        let sent: BTreeSet<String> =
            boxes.map(|aside| accepted_text(&sent.parts(&aside.story.blocks))).collect();

        let all: Vec<Vec<Part>> =
            theirs.asides.iter().map(|aside| reader.parts(&aside.story.blocks)).collect();
        // A box in a box is read before the outer one, and stands where that one stands.
        for index in (0..all.len()).rev() {
            self.boxes.inherit(index, &all[index]);
        }

        for (index, (aside, parts)) in theirs.asides.iter().zip(all).enumerate() {
            let place = self.boxes.places.get(&index).copied().unwrap_or((usize::MAX, 0));
            let fresh = aside.kind == AsideKind::TextBox
                && (self.boxes.new.contains_key(&index) || !sent.contains(&said(&parts, false)));
            if self.boxes.gone.contains(&index) {
                let marks = marks_of(&parts);
                if !marks.is_empty() {
                    self.push(What::Nothing, marks, place);
                }
            } else if fresh {
                self.new_box(index, &parts, place);
            } else {
                let mut left = marks_of(&parts);
                self.edited(aside.kind, &parts, place, &mut left);
                self.rest(aside.kind, &parts, place, left);
            }
        }
    }

    /// A text box that the copy didn't have when it was sent, as a whole.
    fn new_box(&mut self, index: usize, parts: &[Part], place: (usize, usize)) {
        let mut marks = self.boxes.new.remove(&index).unwrap_or_default();
        marks.extend(marks_of(parts));
        let (first, after) = (said(parts, false), said(parts, true));
        if first.trim().is_empty() && after.trim().is_empty() {
            if !marks.is_empty() {
                self.push(What::Empty, marks, place);
            }
            return;
        }

        // What was there before another one edited it is told as well.
        let edited = first.trim() != after.trim();
        let before = if edited { first.trim() } else { "" };
        let what = What::Aside {
            kind: AsideKind::TextBox,
            before: before.to_owned(),
            after: after.trim().to_owned(),
        };
        self.push(what, marks, place);
    }

    /// Each stretch that was changed; `left` keeps the marks that no stretch has.
    fn edited(
        &mut self,
        kind: AsideKind,
        parts: &[Part],
        place: (usize, usize),
        left: &mut BTreeSet<RevisionId>,
    ) {
        for part in parts {
            match part {
                Part::Flow(flow) => {
                    for stretch in stretches(flow) {
                        self.stretch(kind, stretch, place, left);
                    }
                }
                Part::Table(table) => {
                    for row in &table.rows {
                        if row.inserted || row.deleted {
                            self.stretch(kind, whole(row), place, left);
                        } else {
                            let cells = row.cells.iter();
                            cells.for_each(|cell| self.edited(kind, cell, place, left));
                        }
                    }
                }
            }
        }
    }

    fn stretch(
        &mut self,
        kind: AsideKind,
        stretch: Stretch,
        place: (usize, usize),
        left: &mut BTreeSet<RevisionId>,
    ) {
        left.retain(|id| !stretch.marks.contains(id));
        let (before, after) = (stretch.before, stretch.after);
        let what = if before.is_empty() && after.is_empty() {
            What::Nothing
        } else {
            What::Aside { kind, before, after }
        };
        self.push(what, stretch.marks, place);
    }

    /// What is left has no words of its own: looks, bookmarks.
    fn rest(
        &mut self,
        kind: AsideKind,
        parts: &[Part],
        place: (usize, usize),
        mut left: BTreeSet<RevisionId>,
    ) {
        let empty: BTreeSet<RevisionId> =
            lines_of(parts).into_iter().filter(|id| left.remove(id)).collect();
        if !empty.is_empty() {
            self.push(What::Empty, empty, place);
        }
        if !left.is_empty() {
            let words = accepted_text(parts).trim().to_owned();
            self.push(What::Aside { kind, before: words.clone(), after: words }, left, place);
        }
    }
}

/// Marks around nothing in parts.
fn lines_of(parts: &[Part]) -> BTreeSet<RevisionId> {
    let mut marks = BTreeSet::new();
    for part in parts {
        match part {
            Part::Flow(flow) => marks.extend(flow.lines.iter().flat_map(|line| &line.empty)),
            Part::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| marks.extend(lines_of(cell)));
            }
        }
    }
    marks
}

/// The stretches of a flow that were changed.
fn stretches(flow: &Flow) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut open = false;
    for token in &flow.tokens {
        let changed = token.inserted || token.deleted;
        if changed {
            if !open {
                found.push(Stretch::default());
            }
            if let Some(last) = found.last_mut() {
                last.take(token);
            }
        }
        open = changed;
    }
    found
}

impl Stretch {
    fn take(&mut self, token: &Token) {
        let text = match token.key {
            Key::Mark => "\n",
            Key::Character(_) | Key::Note | Key::Object | Key::Field => token.text.as_str(),
        };
        match (token.inserted, token.deleted) {
            (true, false) => self.after.push_str(text),
            (false, true) => self.before.push_str(text),
            (true, true) | (false, false) => {}
        }
        self.marks.extend(&token.revisions);
        self.marks.extend(token.formatted.iter().map(|(id, _)| *id));
    }
}

/// A row that was put in or taken out.
fn whole(row: &Row) -> Stretch {
    let mut marks: BTreeSet<RevisionId> =
        row.revisions.iter().chain(&row.layout).copied().collect();
    row.cells.iter().flatten().for_each(|part| all_marks(part, &mut marks));
    let text = |accepted: bool| {
        let cells = row.cells.iter().map(|cell| said(cell, accepted).trim().to_owned());
        cells.collect::<Vec<_>>().join("｜")
    };
    match (row.inserted, row.deleted) {
        (true, false) => Stretch { after: text(true), marks, ..Stretch::default() },
        (false, true) => Stretch { before: text(false), marks, ..Stretch::default() },
        (true, true) | (false, false) => Stretch { marks, ..Stretch::default() },
    }
}
