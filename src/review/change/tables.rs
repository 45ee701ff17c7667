//! Tables set against each other, row by row and cell by cell.
//!
//! In: a table as it was sent and as it came back. Out: changes of the cells' text, rows that are new
//! and rows that are gone.

use super::super::flow::{self, Part, Row, Table, Token};
use super::comparison::{Comparison, LAYOUT};
use super::model::{ChangeKind, FlowLocation};
use crate::docx::RevisionId;
use crate::source::{diff_lines, equal_pairs};
use std::collections::BTreeSet;

const CELLS: &str = "单元格的增减、合并请在文稿里做";

impl Comparison {
    pub(super) fn table(&mut self, base: Table, theirs: Table) {
        let pairs = paired_rows(&base, &theirs);
        let first = self.out.flows.len();
        // The first flow of the last row that stays.
        let mut beside: Option<usize> = None;
        let mut waiting: Vec<Row> = Vec::new();
        let mut rows: Vec<Option<Row>> = theirs.rows.into_iter().map(Some).collect();
        let mut next = 0;

        for (row, partner) in base.rows.into_iter().zip(pairs) {
            if let Some(partner) = partner {
                waiting.extend(rows[next..partner].iter_mut().filter_map(Option::take));
                next = partner + 1;
            }
            if beside.is_some() {
                self.new_rows(std::mem::take(&mut waiting), beside, false);
            }

            let start = self.out.flows.len();
            let partner = partner.and_then(|partner| rows[partner].take());
            let stays = partner.as_ref().is_some_and(|row| !row.deleted);
            match partner {
                Some(partner) => self.row(row, partner),
                None => {
                    let flows = self.keep(row);
                    let flow = flows.first().copied().unwrap_or(start);
                    let location = FlowLocation::start_of(flow);
                    self.push(ChangeKind::RowDeleted(flows), [], location);
                }
            }

            let first_flow = (start < self.out.flows.len()).then_some(start);
            self.new_rows(std::mem::take(&mut waiting), first_flow, true);
            // No new row can stand beside one that goes.
            if stays || beside.is_none() {
                beside = first_flow.or(beside);
            }
        }

        let rest = rows.into_iter().flatten().collect();
        self.new_rows(rest, beside, false);
        let kind = ChangeKind::Other(LAYOUT, String::new());
        self.push_marked(kind, theirs.layout, FlowLocation::start_of(first));
    }

    fn keep(&mut self, row: Row) -> Vec<usize> {
        let start = self.out.flows.len();
        row.cells.iter().for_each(|cell| self.keep_flows(cell));
        (start..self.out.flows.len()).collect()
    }

    fn row(&mut self, base: Row, theirs: Row) {
        let location = FlowLocation::start_of(self.out.flows.len());
        if theirs.deleted {
            let marks = row_marks(&theirs);
            let flows = self.keep(base);
            self.push(ChangeKind::RowDeleted(flows), marks, location);
            return;
        }

        if base.cells.len() == theirs.cells.len() {
            for (cell, partner) in base.cells.into_iter().zip(theirs.cells) {
                self.parts(cell, partner);
            }
        } else {
            self.keep(base);
            for parts in theirs.cells {
                self.new_parts(parts, CELLS);
            }
        }

        self.push_marked(ChangeKind::Other(CELLS, String::new()), theirs.layout, location);
    }

    fn new_rows(&mut self, rows: Vec<Row>, beside: Option<usize>, below: bool) {
        for row in rows {
            let marks = row_marks(&row);
            let cells = row.cells.iter().map(|parts| accepted_tokens(parts)).collect();
            let kind = ChangeKind::RowInserted { beside, below, cells };
            self.push(kind, marks, FlowLocation::start_of(beside.unwrap_or(usize::MAX)));
        }
    }

    pub(super) fn new_table(&mut self, table: Table, reason: &'static str) {
        self.new_parts(vec![Part::Table(table)], reason);
    }

    /// What stands in the returned copy alone and can't be taken over.
    pub(super) fn new_parts(&mut self, parts: Vec<Part>, reason: &'static str) {
        let marks = marks_of(&parts);
        let text = parts_text(&parts);
        if !marks.is_empty() || !text.trim().is_empty() {
            let kind = ChangeKind::Other(reason, text.trim().to_owned());
            self.push(kind, marks, self.last_flow());
        }
    }
}

/// The row of the returned table that each row of the base became.
fn paired_rows(base: &Table, theirs: &Table) -> Vec<Option<usize>> {
    let original: Vec<usize> =
        (0..theirs.rows.len()).filter(|index| !theirs.rows[*index].inserted).collect();
    if original.len() == base.rows.len() {
        return original.into_iter().map(Some).collect();
    }

    let keys: Vec<String> = base.rows.iter().map(row_key).collect();
    let their_keys: Vec<String> =
        original.iter().map(|index| row_key(&theirs.rows[*index])).collect();
    let mut pairs = vec![None; base.rows.len()];
    for (row, partner) in equal_pairs(diff_lines(&keys, &their_keys)) {
        pairs[row] = Some(original[partner]);
    }
    pairs
}

/// A row's first anchor, or what it said.
fn row_key(row: &Row) -> String {
    let anchor = row.cells.iter().flatten().find_map(|part| match part {
        Part::Flow(flow) => flow.paragraphs.iter().find_map(|paragraph| paragraph.anchors.first()),
        Part::Table(_) => None,
    });
    match anchor {
        Some(anchor) => anchor.name.clone(),
        None => row.cells.iter().map(|cell| parts_text(cell)).collect(),
    }
}

pub(super) fn table_text(table: &Table) -> String {
    table.rows.iter().flat_map(|row| &row.cells).map(|cell| parts_text(cell)).collect()
}

/// Every mark of a row and in it.
pub(super) fn row_marks(row: &Row) -> BTreeSet<RevisionId> {
    let mut marks: BTreeSet<RevisionId> =
        row.revisions.iter().chain(&row.layout).copied().collect();
    row.cells.iter().flatten().for_each(|part| collect_marks(part, &mut marks));
    marks
}

/// Every mark in parts, wherever it stands.
pub(super) fn marks_of(parts: &[Part]) -> BTreeSet<RevisionId> {
    let mut marks = BTreeSet::new();
    parts.iter().for_each(|part| collect_marks(part, &mut marks));
    marks
}

/// What parts say, what was deleted in them as well.
pub(super) fn parts_text(parts: &[Part]) -> String {
    flow::flows(parts).into_iter().map(|flow| flow::text_of(&flow.tokens)).collect()
}

/// What parts say when all changes are accepted, or when none is.
pub(super) fn text_when(parts: &[Part], accepted: bool) -> String {
    let is_gone = |token: &Token| if accepted { token.deleted } else { token.inserted };
    let tokens = flow::flows(parts).into_iter().flat_map(|flow| &flow.tokens);
    tokens.filter(|token| !is_gone(token)).map(Token::shown).collect()
}

/// What parts say when all changes are accepted.
pub(super) fn accepted_text(parts: &[Part]) -> String {
    text_when(parts, true)
}

/// A cell's tokens when all changes are accepted, without the last paragraph's mark.
fn accepted_tokens(parts: &[Part]) -> Vec<Token> {
    let flows = parts.iter().filter_map(|part| match part {
        Part::Flow(flow) => Some(&flow.tokens),
        Part::Table(_) => None,
    });
    let mut tokens: Vec<Token> = flows.flatten().filter(|token| !token.deleted).cloned().collect();
    tokens.pop();
    tokens
}

/// Collects every mark in a part, wherever it stands.
fn collect_marks(part: &Part, marks: &mut BTreeSet<RevisionId>) {
    match part {
        Part::Flow(flow) => {
            marks.extend(flow.tokens.iter().flat_map(Token::marks));
            for paragraph in &flow.paragraphs {
                let wordless = paragraph.layout.iter().chain(&paragraph.empty);
                marks.extend(wordless.chain(&paragraph.boxed).chain(&paragraph.fielded));
            }
        }
        Part::Table(table) => {
            marks.extend(&table.layout);
            table.rows.iter().for_each(|row| marks.extend(row_marks(row)));
        }
    }
}
