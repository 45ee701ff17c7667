//! Tables set against each other, row by row and cell by cell.
//!
//! In: a table as it was sent and as it came back. Out: changes of the cells' text, rows that are new
//! and rows that are gone.

use super::super::align;
use super::super::flow::{self, Part, Row, Table, Token};
use super::{CELLS, Comparison, LOOK, What};
use crate::docx::RevisionId;
use std::collections::BTreeSet;

impl Comparison {
    pub(super) fn table(&mut self, base: Table, theirs: Table) {
        let pairs = paired_rows(&base, &theirs);
        let first = self.out.flows.len();
        let mut beside: Option<usize> = None;
        let mut waiting: Vec<Row> = Vec::new();
        let mut rows: Vec<Option<Row>> = theirs.rows.into_iter().map(Some).collect();
        let mut next = 0;
        for (index, row) in base.rows.into_iter().enumerate() {
            let partner = pairs[index];
            if let Some(at) = partner {
                waiting.extend(rows[next..at].iter_mut().filter_map(Option::take));
                next = at + 1;
            }
            if beside.is_some() {
                self.new_rows(std::mem::take(&mut waiting), beside, false);
            }
            let start = self.out.flows.len();
            let stays = partner.and_then(|at| rows[at].as_ref()).is_some_and(|row| !row.deleted);
            match partner.and_then(|at| rows[at].take()) {
                Some(partner) => self.row(row, partner),
                None => {
                    let flows = self.keep(row);
                    let place = (flows.first().copied().unwrap_or(start), 0);
                    self.push(What::RowDeleted(flows), [], place);
                }
            }
            let own = (start < self.out.flows.len()).then_some(start);
            self.new_rows(std::mem::take(&mut waiting), own, true);
            // A row that goes has no place for a new one.
            if stays || beside.is_none() {
                beside = own.or(beside);
            }
        }
        let rest = rows.into_iter().flatten().collect();
        self.new_rows(rest, beside, false);
        if !theirs.layout.is_empty() {
            self.push(What::Other(LOOK, String::new()), theirs.layout, (first, 0));
        }
    }

    pub(super) fn keep(&mut self, row: Row) -> Vec<usize> {
        let start = self.out.flows.len();
        row.cells.into_iter().for_each(|cell| self.keep_flows(cell));
        (start..self.out.flows.len()).collect()
    }

    pub(super) fn row(&mut self, base: Row, theirs: Row) {
        let place = (self.out.flows.len(), 0);
        if theirs.deleted {
            let mut marks: BTreeSet<RevisionId> = theirs.revisions.iter().copied().collect();
            let layout = theirs.layout.clone();
            theirs.cells.iter().flatten().for_each(|part| all_marks(part, &mut marks));
            marks.extend(layout);
            let flows = self.keep(base);
            self.push(What::RowDeleted(flows), marks, place);
            return;
        }
        if base.cells.len() == theirs.cells.len() {
            for (own, other) in base.cells.into_iter().zip(theirs.cells) {
                self.parts(own, other);
            }
        } else {
            self.keep(base);
            for parts in theirs.cells {
                self.new_parts(parts, CELLS);
            }
        }
        if !theirs.layout.is_empty() {
            self.push(What::Other(CELLS, String::new()), theirs.layout, place);
        }
    }

    pub(super) fn new_rows(&mut self, rows: Vec<Row>, beside: Option<usize>, below: bool) {
        for row in rows {
            let mut marks: BTreeSet<RevisionId> = row.revisions.iter().copied().collect();
            marks.extend(&row.layout);
            row.cells.iter().flatten().for_each(|part| all_marks(part, &mut marks));
            let cells = row.cells.iter().map(|parts| accepted(parts)).collect();
            let what = What::RowInserted { beside, below, cells };
            self.push(what, marks, (beside.unwrap_or(usize::MAX), 0));
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
            let at = self.out.flows.len().saturating_sub(1);
            self.push(What::Other(reason, text.trim().to_owned()), marks, (at, 0));
        }
    }
}

/// The row of the returned table that each row of the base became.
fn paired_rows(base: &Table, theirs: &Table) -> Vec<Option<usize>> {
    let old: Vec<usize> = (0..theirs.rows.len()).filter(|at| !theirs.rows[*at].inserted).collect();
    if old.len() == base.rows.len() {
        return old.into_iter().map(Some).collect();
    }
    let texts: Vec<String> = base.rows.iter().map(row_key).collect();
    let others: Vec<String> = old.iter().map(|at| row_key(&theirs.rows[*at])).collect();
    let mut pairs = vec![None; base.rows.len()];
    align::pair(&texts, 0..texts.len(), &others, 0..others.len(), |own, other| {
        pairs[own] = Some(old[other]);
    });
    pairs
}

/// A row's first anchor, or what it said.
fn row_key(row: &Row) -> String {
    let parts: Vec<&Part> = row.cells.iter().flatten().collect();
    let anchor = parts.iter().find_map(|part| match part {
        Part::Flow(flow) => flow.lines.iter().find_map(|line| line.anchors.first()),
        Part::Table(_) => None,
    });
    match anchor {
        Some((name, _)) => name.clone(),
        None => parts.into_iter().map(part_text).collect(),
    }
}

pub(super) fn text_of(table: &Table) -> String {
    table.rows.iter().flat_map(|row| &row.cells).flatten().map(part_text).collect()
}

/// Every mark in parts, wherever it stands.
pub(super) fn marks_of(parts: &[Part]) -> BTreeSet<RevisionId> {
    let mut marks = BTreeSet::new();
    parts.iter().for_each(|part| all_marks(part, &mut marks));
    marks
}

/// What parts say, what was deleted in them as well.
pub(super) fn parts_text(parts: &[Part]) -> String {
    parts.iter().map(part_text).collect()
}

/// What parts say when all changes are accepted, or when none is.
pub(super) fn said(parts: &[Part], accepted: bool) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Flow(flow) => {
                let gone = |token: &Token| if accepted { token.deleted } else { token.inserted };
                let stays: Vec<Token> =
                    flow.tokens.iter().filter(|token| !gone(token)).cloned().collect();
                text.push_str(&flow::shown(&stays));
            }
            Part::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| text.push_str(&said(cell, accepted)));
            }
        }
    }
    text
}

/// What parts say when all changes are accepted.
pub(super) fn accepted_text(parts: &[Part]) -> String {
    said(parts, true)
}

fn part_text(part: &Part) -> String {
    match part {
        Part::Flow(flow) => flow::shown(&flow.tokens),
        Part::Table(table) => text_of(table),
    }
}

/// What a cell says when all changes are accepted.
fn accepted(parts: &[Part]) -> Vec<Token> {
    let flows = parts.iter().filter_map(|part| match part {
        Part::Flow(flow) => Some(&flow.tokens),
        Part::Table(_) => None,
    });
    let mut tokens: Vec<Token> = flows.flatten().filter(|token| !token.deleted).cloned().collect();
    tokens.pop();
    tokens
}

/// Every mark in a part, wherever it stands.
pub(super) fn all_marks(part: &Part, marks: &mut BTreeSet<RevisionId>) {
    match part {
        Part::Flow(flow) => {
            for token in &flow.tokens {
                marks.extend(&token.revisions);
                marks.extend(token.formatted.iter().map(|(id, _)| *id));
            }
            for line in &flow.lines {
                marks.extend(
                    line.layout.iter().chain(&line.empty).chain(&line.boxed).chain(&line.fielded),
                );
            }
        }
        Part::Table(table) => {
            marks.extend(&table.layout);
            for row in &table.rows {
                marks.extend(row.revisions.iter().chain(&row.layout));
                row.cells.iter().flatten().for_each(|part| all_marks(part, marks));
            }
        }
    }
}
