//! What tables and cells hold: their words, their marks, their areas of merged cells.

use super::super::flow::{self, Cell, Part, Row, Table, Token};
use crate::docx::RevisionId;
use std::collections::BTreeSet;

/// A rectangle of a table's grid: its first row and column, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub start: (usize, usize),
    pub size: (usize, usize),
}

impl Area {
    pub fn holds(&self, row: usize, column: usize) -> bool {
        let ((y, x), (rows, columns)) = (self.start, self.size);
        (y..y + rows).contains(&row) && (x..x + columns).contains(&column)
    }
}

pub(super) fn grid_width(row: &Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.columns)).sum()
}

/// The areas of merged cells that a table has.
pub(super) fn areas_of(table: &Table) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for (y, row) in table.rows.iter().enumerate() {
        let mut x = 0;
        for cell in &row.cells {
            let (column, columns) = (x, usize::from(cell.columns));
            x += columns;

            let above = |area: &&mut Area| {
                area.start.1 == column && area.size.1 == columns && area.start.0 + area.size.0 == y
            };
            match areas.iter_mut().find(above).filter(|_| cell.continues) {
                Some(area) => area.size.0 += 1,
                None => areas.push(Area { start: (y, column), size: (1, columns) }),
            }
        }
    }
    areas.retain(|area| area.size != (1, 1));
    areas
}

/// Every mark of a cell and in it.
pub(super) fn cell_marks(cell: &Cell) -> BTreeSet<RevisionId> {
    let mut marks: BTreeSet<RevisionId> = cell.layout.iter().copied().collect();
    cell.parts.iter().for_each(|part| collect_marks(part, &mut marks));
    marks
}

pub(super) fn table_text(table: &Table) -> String {
    table.rows.iter().flat_map(|row| &row.cells).map(|cell| parts_text(&cell.parts)).collect()
}

/// Every mark of a row and in it.
pub(super) fn row_marks(row: &Row) -> BTreeSet<RevisionId> {
    let mut marks: BTreeSet<RevisionId> =
        row.revisions.iter().chain(&row.layout).copied().collect();
    row.cells.iter().for_each(|cell| marks.extend(cell_marks(cell)));
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
pub(super) fn accepted_tokens(parts: &[Part]) -> Vec<Token> {
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
