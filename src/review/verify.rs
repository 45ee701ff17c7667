//! Whether edits of chapters do what the reviewer did: the chapters are read again.
//!
//! In: the changes that are to be taken over, and the passages of the document that the edited
//! chapters make. Out: the changes whose text doesn't come back as the copy says.

use super::change::{Change, ChangeKind, Compared, TableChange};
use super::flow::{Key, Token, text_of};
use super::markdown::with_line_ends;
use super::merge::Rebuilt;
use super::patch::{Breaks, Patch, Plan, Planner};
use super::{Origin, Passage};
use crate::source::diff_lines;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Stands for what the program makes: numbers of captions, references, pictures.
const OPAQUE: char = '\u{FFFC}';

/// A paragraph that the edited chapters should print, and the changes that it shows.
#[derive(Default)]
struct Expected {
    text: String,
    changes: BTreeSet<usize>,
    is_note: bool,
    /// Whether a chapter's passage stands in it.
    of_chapter: bool,
    /// Whether new text stands in it.
    has_new: bool,
}

impl Expected {
    /// A cell or a caption that a change brings.
    fn of_new(text: &str, change: usize) -> Expected {
        Expected {
            text: with_single_spaces(text),
            changes: [change].into(),
            is_note: false,
            of_chapter: true,
            has_new: true,
        }
    }

    fn prints(&self) -> bool {
        // What a template prints after a paragraph that goes is no writer's.
        !self.text.is_empty() && (self.of_chapter || self.has_new)
    }
}

/// The changes that the new passages contradict. Where a paragraph differs that no change touched,
/// the nearest ones count.
pub(super) fn contradicted(
    compared: &Compared,
    plans: &[Plan],
    planner: &Planner<'_>,
    rebuilt: &Rebuilt,
) -> BTreeSet<usize> {
    let expected = Expectation::of(compared, plans, planner);
    // A line of which nothing is left prints nothing, but what emptied it may be to blame.
    let printed: Vec<usize> =
        (0..expected.len()).filter(|index| expected[*index].prints()).collect();
    let expected_texts: Vec<&str> =
        printed.iter().map(|index| expected[*index].text.as_str()).collect();

    // A copy may hold a part of the document; what templates print themselves is no writer's.
    let files = chapters(planner);
    let of_chapter =
        |passage: &&Passage| files.contains(rebuilt.loaded.sources.path(passage.block.file));
    let actual: Vec<String> = rebuilt
        .passages
        .iter()
        .filter(of_chapter)
        .map(masked)
        .filter(|text| !text.is_empty())
        .collect();
    let actual_texts: Vec<&str> = actual.iter().map(String::as_str).collect();

    let deletes_note =
        compared.changes.iter().zip(plans).any(|(change, plan)| match &change.kind {
            ChangeKind::Text { deleted, .. } if matches!(plan, Plan::Patches(_)) => {
                let tokens = &compared.flows[change.location.flow].tokens[deleted.clone()];
                tokens.iter().any(|token| token.key == Key::Note)
            }
            _ => false,
        });

    let mut bad = BTreeSet::new();
    let hunks = diff_lines(&expected_texts, &actual_texts);
    for hunk in hunks.into_iter().filter(|hunk| !hunk.equal) {
        // A note goes with its mark.
        let is_untouched_note =
            |index: &usize| expected[*index].is_note && expected[*index].changes.is_empty();
        let note_gone = hunk.new.is_empty()
            && deletes_note
            && printed[hunk.old.clone()].iter().all(is_untouched_note);
        if !note_gone {
            let start = hunk.old.start.checked_sub(1).map_or(0, |before| printed[before] + 1);
            let end = printed.get(hunk.old.end).copied().unwrap_or(expected.len());
            blame(&expected, start..end, &mut bad);
        }
    }
    bad
}

/// The chapters of which the copy shows anything.
fn chapters<'a>(planner: &Planner<'a>) -> BTreeSet<&'a str> {
    let origins = planner.flows.iter().map(|flow| &flow.origins);
    let passages = origins.flat_map(|origins| origins.paragraphs.iter().flatten());
    let files = passages.map(|index| planner.passages.get(*index).block.file);
    files.filter(|file| planner.is_chapter(*file)).map(|file| planner.sources.path(file)).collect()
}

/// The changes of these paragraphs, or of the nearest ones around them.
fn blame(expected: &[Expected], range: Range<usize>, bad: &mut BTreeSet<usize>) {
    let inside: BTreeSet<usize> =
        expected[range.clone()].iter().flat_map(|paragraph| &paragraph.changes).copied().collect();
    if !inside.is_empty() {
        bad.extend(inside);
        return;
    }

    let is_touched = |paragraph: &&Expected| !paragraph.changes.is_empty();
    let before = expected[..range.start].iter().rev().find(is_touched);
    let after = expected[range.end..].iter().find(is_touched);
    let nearest = before.into_iter().chain(after);
    bad.extend(nearest.flat_map(|paragraph| &paragraph.changes));
}

/// What the edited chapters should print, while it is put together.
struct Expectation<'a> {
    compared: &'a Compared,
    planner: &'a Planner<'a>,
    paragraphs: Vec<Expected>,
    /// Changes that took rows out since the last paragraph.
    pending: BTreeSet<usize>,
    /// Changes that take whole tables out, with the lines that go with them.
    gone: Vec<usize>,
    plans: &'a [Plan],
}

/// A cell of a new column and the flow before which it stands.
struct NewCell {
    flow: usize,
    change: usize,
    cell: usize,
}

/// The cells that a change of a table adds, by their numbers, each with the flow before which it stands.
fn cells_before(change: &TableChange) -> impl Iterator<Item = (usize, usize)> {
    let flows: Vec<usize> = match change {
        TableChange::ColumnInserted { cells, .. } => cells.iter().map(|cell| cell.flow).collect(),
        TableChange::Parted { cells, .. } => cells.iter().map(|cell| cell.flow).collect(),
        _ => Vec::new(),
    };
    flows.into_iter().enumerate().map(|(cell, flow)| (flow, cell))
}

/// A new row and the flow before which it stands.
struct NewRow {
    flow: usize,
    change: usize,
}

impl<'a> Expectation<'a> {
    fn new(compared: &'a Compared, plans: &'a [Plan], planner: &'a Planner<'a>) -> Expectation<'a> {
        Expectation {
            compared,
            planner,
            plans,
            paragraphs: Vec::new(),
            pending: BTreeSet::new(),
            gone: Vec::new(),
        }
    }

    fn of(compared: &'a Compared, plans: &'a [Plan], planner: &'a Planner<'a>) -> Vec<Expected> {
        let mut deleted_rows: BTreeSet<usize> = BTreeSet::new();
        let mut new_rows: Vec<NewRow> = Vec::new();
        let mut new_cells: Vec<NewCell> = Vec::new();
        let mut merged: BTreeMap<usize, usize> = BTreeMap::new();
        let mut expectation = Expectation::new(compared, plans, planner);
        let mut edits: Vec<Vec<usize>> = vec![Vec::new(); compared.flows.len()];
        let is_taken = |index: &usize| matches!(plans[*index], Plan::Patches(_));
        for index in (0..compared.changes.len()).filter(is_taken) {
            let change = &compared.changes[index];
            match &change.kind {
                ChangeKind::Text { .. }
                | ChangeKind::Format { .. }
                | ChangeKind::Link { .. }
                | ChangeKind::Shape { .. }
                | ChangeKind::Table(TableChange::Inserted { .. }) => {
                    edits[change.location.flow].push(index);
                }
                ChangeKind::RowDeleted(flows) => deleted_rows.extend(flows),
                ChangeKind::Table(change) => {
                    deleted_rows.extend(change.gone());
                    new_cells.extend(cells_before(change).map(|(flow, cell)| NewCell {
                        flow,
                        change: index,
                        cell,
                    }));
                    if let TableChange::Deleted { .. } = change {
                        expectation.gone.push(index);
                    }
                    if let TableChange::Merged { flow, .. } = change {
                        merged.insert(*flow, index);
                    }
                }
                ChangeKind::RowInserted { beside: Some(beside), below, cells } => {
                    let flow = if *below { *beside } else { beside + cells.len() };
                    new_rows.push(NewRow { flow, change: index });
                }
                ChangeKind::RowInserted { beside: None, .. }
                | ChangeKind::Picture(_)
                | ChangeKind::Other(..)
                | ChangeKind::Comment(_)
                | ChangeKind::Aside { .. }
                | ChangeKind::Cancelled
                | ChangeKind::Wordless => {}
            }
        }

        for (flow, edits) in edits.iter().enumerate() {
            for row in new_rows.iter().filter(|row| row.flow == flow) {
                expectation.push_row(&compared.changes[row.change], row.change);
            }
            for cell in new_cells.iter().filter(|cell| cell.flow == flow) {
                expectation.push_cell(cell);
            }
            if let Some(change) = merged.get(&flow) {
                expectation.push_merged(*change);
            } else if deleted_rows.contains(&flow) {
                let deletes = |index: &usize| match &compared.changes[*index].kind {
                    ChangeKind::RowDeleted(flows) => flows.contains(&flow),
                    ChangeKind::Table(change) => change.gone().contains(&flow),
                    _ => false,
                };
                expectation.pending.extend((0..compared.changes.len()).filter(deletes));
            } else {
                expectation.push_flow(flow, edits);
            }
        }

        for row in new_rows.iter().filter(|row| row.flow >= compared.flows.len()) {
            expectation.push_row(&compared.changes[row.change], row.change);
        }
        for cell in new_cells.iter().filter(|cell| cell.flow >= compared.flows.len()) {
            expectation.push_cell(cell);
        }
        expectation.paragraphs
    }

    fn push_cell(&mut self, cell: &NewCell) {
        let text = match &self.compared.changes[cell.change].kind {
            ChangeKind::Table(TableChange::ColumnInserted { cells, .. }) => &cells[cell.cell].text,
            ChangeKind::Table(TableChange::Parted { cells, .. }) => &cells[cell.cell].text,
            _ => return,
        };
        self.push_cell_text(text, cell.change);
    }

    fn push_merged(&mut self, change: usize) {
        if let ChangeKind::Table(TableChange::Merged { text, .. }) =
            &self.compared.changes[change].kind
        {
            self.push_cell_text(text, change);
        }
    }

    fn push_cell_text(&mut self, tokens: &[Token], change: usize) {
        let flat = with_line_ends(tokens);
        let mut text = String::new();
        push_new(&flat, self.planner, Breaks::Cell, &mut text);
        self.paragraphs.push(Expected::of_new(&text, change));
    }

    /// A new table, which ends the paragraph that it stands behind.
    fn push_table(&mut self, table: &TableChange, change: usize, paragraph: &mut Expected) {
        let TableChange::Inserted { caption, rows } = table else { return };
        if !paragraph.text.is_empty() {
            self.close(paragraph);
        }
        if !text_of(caption).trim().is_empty() {
            let mut text = OPAQUE.to_string();
            push_new(caption, self.planner, Breaks::Paragraph, &mut text);
            self.paragraphs.push(Expected::of_new(&text, change));
        }
        for cell in rows.iter().flatten().filter(|cell| !cell.continues) {
            self.push_cell_text(&cell.text, change);
        }
    }

    /// The change that takes out the table that a token's line goes with.
    fn gone_with_table(&self, flow: usize, token: usize) -> Option<usize> {
        let part = self.planner.flows[flow].origins.part(token)?;
        let block = self.planner.passages.get(part.passage).block;
        self.gone.iter().copied().find(|change| match &self.plans[*change] {
            Plan::Patches(patches) => patches.iter().any(|Patch { span, .. }| {
                span.file == block.file && span.start <= block.start && block.end <= span.end
            }),
            _ => false,
        })
    }

    fn push_row(&mut self, change: &Change, index: usize) {
        let ChangeKind::RowInserted { cells, .. } = &change.kind else { return };
        for cell in cells {
            let mut text = String::new();
            push_new(cell, self.planner, Breaks::Cell, &mut text);
            self.paragraphs.push(Expected::of_new(&text, index));
        }
    }

    /// The flow's paragraphs with its changes taken over.
    fn push_flow(&mut self, index: usize, edits: &[usize]) {
        let planned = &self.planner.flows[index];
        let mut paragraph = Expected {
            changes: std::mem::take(&mut self.pending),
            is_note: index >= self.compared.notes_from,
            ..Expected::default()
        };

        let mut next = 0;
        let mut edits = edits.iter().copied().peekable();
        while next <= planned.flow.tokens.len() {
            while let Some(edit) = edits.next_if(|edit| self.begins(*edit, next)) {
                if let ChangeKind::Table(table) = &self.compared.changes[edit].kind {
                    self.push_table(table, edit, &mut paragraph);
                    continue;
                }
                paragraph.changes.insert(edit);
                if let ChangeKind::Text { deleted, inserted, .. } =
                    &self.compared.changes[edit].kind
                {
                    self.push_inserted(index, edit, inserted, next, &mut paragraph);
                    next = deleted.end;
                }
            }

            let Some(token) = planned.flow.tokens.get(next) else { break };
            if let Some(change) = self.gone_with_table(index, next) {
                paragraph.changes.insert(change);
                next += 1;
                continue;
            }
            if let Some(part) = planned.origins.part(next) {
                let passage = self.planner.passages.get(part.passage);
                paragraph.of_chapter |= self.planner.is_chapter(passage.block.file);
                // In copies that were sent earlier a task's box is no text.
                let unshown = passage.task_box().filter(|mark| part.bytes.start == mark.len());
                paragraph.text.extend(unshown.filter(|_| planned.begins_paragraph(next)));
            }
            match (token.key, self.planner.at(index).origin(next)) {
                (Key::ParagraphMark, _) => self.close(&mut paragraph),
                (_, Some(Origin::Typed(_) | Origin::Value(..))) => {
                    paragraph.text.push_str(&token.text);
                }
                (_, Some(Origin::Whole(_) | Origin::Generated(_))) => {
                    push_opaque(&mut paragraph.text);
                }
                // Cover, contents and what else stands outside the passages.
                (_, None) => {}
            }
            next += 1;
        }
        self.close(&mut paragraph);
    }

    /// Whether a change of a flow begins at a token. One of formats may have begun before.
    fn begins(&self, change: usize, token: usize) -> bool {
        let change = &self.compared.changes[change];
        match &change.kind {
            ChangeKind::Text { deleted, .. } => deleted.start == token,
            _ => change.location.token <= token,
        }
    }

    fn push_inserted(
        &mut self,
        flow: usize,
        edit: usize,
        inserted: &[Token],
        token: usize,
        paragraph: &mut Expected,
    ) {
        let breaks = self.planner.at(flow).breaks(token);
        let segments = inserted.split(|token| token.key == Key::ParagraphMark);
        for (number, segment) in segments.enumerate() {
            match breaks {
                _ if number == 0 => {}
                Breaks::Paragraph => {
                    self.close(paragraph);
                    paragraph.changes.insert(edit);
                }
                Breaks::Cell => push_opaque(&mut paragraph.text),
                Breaks::Code => paragraph.text.push('\n'),
            }
            paragraph.has_new |= !segment.is_empty();
            push_new(segment, self.planner, breaks, &mut paragraph.text);
        }
    }

    /// Ends a paragraph; what follows is another one of the same flow.
    fn close(&mut self, paragraph: &mut Expected) {
        let next = Expected { is_note: paragraph.is_note, ..Expected::default() };
        let mut done = std::mem::replace(paragraph, next);
        done.text = with_single_spaces(&done.text);
        self.paragraphs.push(done);
    }
}

fn push_new(tokens: &[Token], planner: &Planner<'_>, breaks: Breaks, text: &mut String) {
    let moved = planner.moved.contains_key(text_of(tokens).trim());
    for token in tokens {
        match token.key {
            Key::Field if moved => push_opaque(text),
            Key::Character('\n') if breaks != Breaks::Code => push_opaque(text),
            Key::Character(_) | Key::CheckBox(_) | Key::Field => text.push_str(&token.text),
            Key::Note | Key::Object | Key::ParagraphMark => push_opaque(text),
        }
    }
}

fn push_opaque(text: &mut String) {
    if !text.ends_with(OPAQUE) {
        text.push(OPAQUE);
    }
}

/// A passage's text without what the program made.
fn masked(passage: &Passage) -> String {
    let mut text = String::new();
    for part in passage.text.parts(0..passage.text().len()) {
        match part.origin {
            Some((Origin::Typed(_) | Origin::Value(..), _)) => {
                text.push_str(&passage.text()[part.range]);
            }
            Some((Origin::Whole(_) | Origin::Generated(_), _)) | None => push_opaque(&mut text),
        }
    }
    with_single_spaces(&text)
}

/// Spaces as Markdown leaves them: one at a time, and none at a paragraph's ends.
fn with_single_spaces(text: &str) -> String {
    let text: Vec<&str> = text.split([' ', '\t', '\n']).filter(|part| !part.is_empty()).collect();
    text.join(" ")
}
