//! What was written in headers, footers and text boxes, which stand in no chapter.
//!
//! In: the stories beside the main text. Out: changes that say every word of it, for people to read.

use super::super::flow::{Flow, FlowReader, Key, Part, Row, Token, flows};
use super::comparison::Comparison;
use super::model::{ChangeKind, FlowLocation};
use super::table_content::{accepted_text, marks_of, row_marks, text_when};
use crate::docx::{AsideKind, Docx, RevisionId};
use std::collections::BTreeSet;

/// Tokens that stand side by side and were changed.
#[derive(Default)]
struct ChangedText {
    before: String,
    after: String,
    marks: BTreeSet<RevisionId>,
}

impl Comparison {
    /// Headers, footers and text boxes of the returned copy.
    pub(super) fn asides(&mut self, base: &Docx, theirs: &Docx, their_reader: &FlowReader<'_>) {
        let base_reader = FlowReader::new(base);
        let boxes = base.asides.iter().filter(|aside| aside.kind == AsideKind::TextBox);
        let sent: BTreeSet<String> =
            boxes.map(|aside| wording(&base_reader.parts(&aside.story.blocks))).collect();

        let all: Vec<Vec<Part>> =
            theirs.asides.iter().map(|aside| their_reader.parts(&aside.story.blocks)).collect();
        // A box in a box is read before the outer one, and stands where that one stands.
        for index in (0..all.len()).rev() {
            self.boxes.inherit(index, &all[index]);
        }

        self.untracked_edges(base, theirs, &base_reader, &all);
        for (index, (aside, parts)) in theirs.asides.iter().zip(all).enumerate() {
            let location = self.boxes.locations.get(&index).copied();
            let location = location.unwrap_or(FlowLocation::NOWHERE);
            let is_new = aside.kind == AsideKind::TextBox
                && (self.boxes.inserted.contains_key(&index) || !sent.contains(&wording(&parts)));
            if self.boxes.cancelled.contains(&index) {
                self.push_marked(ChangeKind::Cancelled, marks_of(&parts), location);
            } else if is_new {
                self.new_box(index, &parts, location);
            } else {
                let mut unclaimed = marks_of(&parts);
                self.edited_parts(aside.kind, &parts, location, &mut unclaimed);
                self.wordless(aside.kind, &parts, location, unclaimed);
            }
        }
    }

    /// Headers and footers whose words differ without a mark; what was put in with one is told by it.
    fn untracked_edges(
        &mut self,
        base: &Docx,
        theirs: &Docx,
        base_reader: &FlowReader<'_>,
        their_parts: &[Vec<Part>],
    ) {
        for kind in [AsideKind::Header, AsideKind::Footer] {
            let sent = base.asides.iter().filter(|aside| aside.kind == kind);
            let sent: BTreeSet<String> = sent
                .map(|aside| edge_words(&base_reader.parts(&aside.story.blocks)))
                .filter(|words| !words.is_empty())
                .collect();
            let returned = theirs.asides.iter().zip(their_parts);
            let returned: BTreeSet<String> = returned
                .filter(|(aside, _)| aside.kind == kind)
                .map(|(_, parts)| edge_words(parts))
                .filter(|words| !words.is_empty())
                .collect();

            // Programs leave empty ones out, and write one of several anew.
            let mut gone = sent.difference(&returned);
            for after in returned.difference(&sent) {
                let before = gone.next().cloned().unwrap_or_default();
                let kind = ChangeKind::Aside { kind, before, after: after.clone() };
                self.push(kind, [], FlowLocation::NOWHERE);
            }
        }
    }

    /// A text box that the copy didn't have when it was sent, as a whole.
    fn new_box(&mut self, index: usize, parts: &[Part], location: FlowLocation) {
        let mut marks = self.boxes.inserted.remove(&index).unwrap_or_default();
        marks.extend(marks_of(parts));
        let (first, after) = (text_when(parts, false), text_when(parts, true));
        if first.trim().is_empty() && after.trim().is_empty() {
            self.push_marked(ChangeKind::Wordless, marks, location);
            return;
        }

        // What stood there before another one edited it is reported as well.
        let edited = first.trim() != after.trim();
        let before = if edited { first.trim() } else { "" };
        let kind = ChangeKind::Aside {
            kind: AsideKind::TextBox,
            before: before.to_owned(),
            after: after.trim().to_owned(),
        };
        self.push(kind, marks, location);
    }

    /// Each stretch that was changed; `unclaimed` keeps the marks that no stretch has.
    fn edited_parts(
        &mut self,
        kind: AsideKind,
        parts: &[Part],
        location: FlowLocation,
        unclaimed: &mut BTreeSet<RevisionId>,
    ) {
        for part in parts {
            match part {
                Part::Flow(flow) => {
                    for changed in changed_texts(flow) {
                        self.edited(kind, changed, location, unclaimed);
                    }
                }
                Part::Table(table) => {
                    for row in &table.rows {
                        if row.inserted || row.deleted {
                            self.edited(kind, changed_row(row), location, unclaimed);
                        } else {
                            for cell in &row.cells {
                                self.edited_parts(kind, &cell.parts, location, unclaimed);
                            }
                        }
                    }
                }
            }
        }
    }

    fn edited(
        &mut self,
        kind: AsideKind,
        changed: ChangedText,
        location: FlowLocation,
        unclaimed: &mut BTreeSet<RevisionId>,
    ) {
        unclaimed.retain(|id| !changed.marks.contains(id));
        let ChangedText { before, after, marks } = changed;
        let kind = if before.is_empty() && after.is_empty() {
            ChangeKind::Cancelled
        } else {
            ChangeKind::Aside { kind, before, after }
        };
        self.push(kind, marks, location);
    }

    /// Marks that have no words of their own: formats, bookmarks.
    fn wordless(
        &mut self,
        kind: AsideKind,
        parts: &[Part],
        location: FlowLocation,
        mut unclaimed: BTreeSet<RevisionId>,
    ) {
        let paragraphs = flows(parts).into_iter().flat_map(|flow| &flow.paragraphs);
        let empty = paragraphs.flat_map(|paragraph| &paragraph.empty).copied();
        self.push_marked(ChangeKind::Wordless, empty.filter(|id| unclaimed.remove(id)), location);

        if !unclaimed.is_empty() {
            let words = accepted_text(parts).trim().to_owned();
            let kind = ChangeKind::Aside { kind, before: words.clone(), after: words };
            self.push(kind, unclaimed, location);
        }
    }
}

/// What a box said before anybody changed it; other programs renew what its fields show.
fn wording(parts: &[Part]) -> String {
    let tokens = flows(parts).into_iter().flat_map(|flow| &flow.tokens);
    let first = tokens.filter(|token| !token.inserted);
    first.map(|token| if token.key == Key::Field { "\u{FFFC}" } else { token.shown() }).collect()
}

/// The words at a page's edge before any tracked change; page numbers are none.
fn edge_words(parts: &[Part]) -> String {
    wording(parts).chars().filter(|c| c.is_alphabetic()).collect()
}

/// The stretches of a flow that were changed.
fn changed_texts(flow: &Flow) -> Vec<ChangedText> {
    let is_changed = |token: &Token| token.inserted || token.deleted;
    let runs = flow.tokens.chunk_by(|a, b| is_changed(a) == is_changed(b));
    let changed = runs.filter(|run| run.first().is_some_and(is_changed));
    changed.map(ChangedText::of).collect()
}

impl ChangedText {
    fn of(tokens: &[Token]) -> ChangedText {
        let mut changed = ChangedText::default();
        for token in tokens {
            match (token.inserted, token.deleted) {
                (true, false) => changed.after.push_str(token.shown()),
                (false, true) => changed.before.push_str(token.shown()),
                (true, true) | (false, false) => {}
            }
            changed.marks.extend(token.marks());
        }
        changed
    }
}

/// A row that was put in or taken out.
fn changed_row(row: &Row) -> ChangedText {
    let marks = row_marks(row);
    let text = |accepted: bool| {
        let cells = row.cells.iter().map(|cell| text_when(&cell.parts, accepted).trim().to_owned());
        cells.collect::<Vec<_>>().join("｜")
    };

    match (row.inserted, row.deleted) {
        (true, false) => ChangedText { after: text(true), marks, ..ChangedText::default() },
        (false, true) => ChangedText { before: text(false), marks, ..ChangedText::default() },
        (true, true) | (false, false) => ChangedText { marks, ..ChangedText::default() },
    }
}
