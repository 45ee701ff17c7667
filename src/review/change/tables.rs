//! Tables set against each other, row by row and cell by cell.
//!
//! In: a table as it was sent and as it came back. Out: changes of the cells' text, rows that are new
//! and rows that are gone.

use super::super::flow::{Cell, Part, Row, Table, Token};
use super::cells::{CellPairs, ColumnChanges, column_changes, first_anchor, paired_cells};
use super::comparison::{Comparison, LAYOUT};
use super::model::{Change, ChangeKind, FlowLocation, InsertedCell, TableChange};
use super::parted::parted_areas;
use super::table_content::{
    Area, accepted_tokens, areas_of, cell_marks, grid_width, marks_of, parts_text, row_marks,
    table_text,
};
use crate::docx::RevisionId;
use crate::source::{diff_lines, equal_pairs};
use std::collections::BTreeSet;

const IRREGULAR: &str =
    "表格的行、列或合并改得对不上原表，整张表都没有采用；请打开收回稿，在文稿里照着改";

impl Comparison {
    /// A table and what it became; `marks` are those of its caption's and unit's lines, which go with it.
    pub(super) fn table(&mut self, base: Table, theirs: Table, marks: BTreeSet<RevisionId>) {
        if theirs.is_deleted() {
            let marks = marks.into_iter().chain(marks_of(&[Part::Table(theirs)]));
            self.lost_table(base, marks);
            return;
        }

        if let Some(areas) = parted_areas(&base, &theirs) {
            return self.parted(base, theirs, &areas);
        }

        let pairs = paired_rows(&base, &theirs);
        let mut cells = Vec::new();
        for (row, partner) in base.rows.iter().zip(&pairs) {
            let partner = partner.map(|partner| &theirs.rows[partner]).filter(|row| !row.deleted);
            let Some(partner) = partner else { continue };
            match paired_cells(row, partner) {
                Some(pairs) => cells.push(pairs),
                None => return self.irregular(base, theirs),
            }
        }

        let layout = theirs.layout.clone();
        let first = self.out.flows.len();
        match column_changes(&base, &cells) {
            None if !cells.is_empty() => return self.irregular(base, theirs),
            Some(columns) if columns != ColumnChanges::default() => {
                let is_steady = theirs.rows.len() == base.rows.len()
                    && theirs.rows.iter().all(|row| !row.inserted);
                if !is_steady || has_merges(&base, &theirs) {
                    return self.irregular(base, theirs);
                }
                self.columns(base, theirs, &cells, &columns);
            }
            Some(_) | None if has_merges(&base, &theirs) => {
                let is_steady =
                    theirs.rows.len() == base.rows.len() && cells.len() == base.rows.len();
                match areas(&base, &theirs, &cells).filter(|_| is_steady) {
                    Some(areas) => self.merges(base, theirs, &cells, areas),
                    None => return self.irregular(base, theirs),
                }
            }
            Some(_) | None => self.rows(base, theirs, pairs),
        }

        let kind = ChangeKind::Other(LAYOUT, String::new());
        self.push_marked(kind, layout, FlowLocation::start_of(first));
    }

    /// A table that is gone.
    pub(super) fn lost_table(&mut self, base: Table, marks: impl IntoIterator<Item = RevisionId>) {
        let first = self.out.flows.len();
        let rows: Vec<Vec<usize>> = base.rows.into_iter().map(|row| self.keep(row)).collect();
        let kind = ChangeKind::Table(TableChange::Deleted { rows });
        self.push(kind, marks, FlowLocation::start_of(first));
    }

    /// Gives the last table that is gone the marks of the lines below it.
    pub(super) fn claim_for_table(&mut self, marks: BTreeSet<RevisionId>) {
        let is_deleted = |change: &&mut Change| {
            matches!(change.kind, ChangeKind::Table(TableChange::Deleted { .. }))
        };
        if let Some(change) = self.out.changes.iter_mut().rev().find(is_deleted) {
            change.revisions.extend(marks);
        }
    }

    /// A table whose rows and cells can't be told any more: nothing of it is taken.
    fn irregular(&mut self, base: Table, theirs: Table) {
        let first = self.out.flows.len();
        base.rows.into_iter().for_each(|row| drop(self.keep(row)));
        let text = table_text(&theirs);
        let marks = marks_of(&[Part::Table(theirs)]);
        let kind = ChangeKind::Other(IRREGULAR, text);
        self.push(kind, marks, FlowLocation::start_of(first));
    }

    /// Rows that are new, gone, or stay.
    fn rows(&mut self, base: Table, theirs: Table, pairs: Vec<Option<usize>>) {
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
    }

    /// Columns that are new or gone, in a table whose rows all stay.
    fn columns(
        &mut self,
        base: Table,
        theirs: Table,
        pairs: &[CellPairs],
        changes: &ColumnChanges,
    ) {
        let first = self.out.flows.len();
        let columns = base.rows.first().map_or(0, |row| row.cells.len());
        let mut rows = Vec::new();
        let mut gone: Vec<(Vec<usize>, BTreeSet<RevisionId>)> =
            vec![Default::default(); changes.gone.len()];
        let mut new: Vec<(Vec<InsertedCell>, BTreeSet<RevisionId>)> =
            vec![Default::default(); changes.new.len()];

        for ((row, partner), pairs) in base.rows.into_iter().zip(theirs.rows).zip(pairs) {
            let row_start = self.out.flows.len();
            let mut cells: Vec<Option<Cell>> = partner.cells.into_iter().map(Some).collect();
            let mut starts = Vec::new();
            let mut layout = partner.layout;
            for (cell, partner) in row.cells.into_iter().zip(&pairs.base) {
                let start = self.out.flows.len();
                starts.push(start);
                match partner.and_then(|partner| cells[partner].take()) {
                    Some(partner) => {
                        layout.extend(&partner.layout);
                        self.parts(cell.parts, partner.parts);
                    }
                    None => {
                        self.keep_flows(&cell.parts);
                        let number = starts.len() - 1;
                        let index = changes.gone.iter().position(|gone| *gone == number);
                        if let Some((flows, _)) = index.and_then(|index| gone.get_mut(index)) {
                            flows.extend(start..self.out.flows.len());
                        }
                    }
                }
            }

            starts.push(self.out.flows.len());
            for (slot, cell) in new.iter_mut().zip(&pairs.new) {
                let Some(inserted) = cells[cell.cell].take() else { continue };
                slot.1.extend(cell_marks(&inserted));
                let text = accepted_tokens(&inserted.parts);
                slot.0.push(InsertedCell { flow: starts[cell.before], text });
            }
            // What is left of the cells is what goes.
            for (slot, cell) in gone.iter_mut().zip(cells.into_iter().flatten()) {
                slot.1.extend(cell_marks(&cell));
            }

            rows.push((row_start..self.out.flows.len()).collect::<Vec<usize>>());
            let location = FlowLocation::start_of(row_start);
            self.push_marked(ChangeKind::Other(LAYOUT, String::new()), layout, location);
        }

        for (column, (flows, marks)) in changes.gone.iter().copied().zip(gone) {
            let location = FlowLocation::start_of(flows.first().copied().unwrap_or(first));
            let rows = rows.clone();
            let kind = TableChange::ColumnDeleted { rows, columns, column, flows };
            self.push(ChangeKind::Table(kind), marks, location);
        }
        for (before, (cells, marks)) in changes.new.iter().copied().zip(new) {
            let rows = rows.clone();
            let kind = TableChange::ColumnInserted { rows, columns, before, cells };
            self.push(ChangeKind::Table(kind), marks, FlowLocation::start_of(first));
        }
    }

    /// Cells that became one, in a table whose rows all stay.
    fn merges(&mut self, base: Table, theirs: Table, pairs: &[CellPairs], areas: Vec<Area>) {
        let columns = base.rows.first().map_or(0, grid_width);
        let mut rows = Vec::new();
        let mut found: Vec<MergedCells> = vec![MergedCells::default(); areas.len()];
        for (y, ((row, partner), pairs)) in
            base.rows.into_iter().zip(theirs.rows).zip(pairs).enumerate()
        {
            let row_start = self.out.flows.len();
            let mut x = 0;
            for (cell, their) in row.cells.into_iter().zip(&pairs.base) {
                let column = x;
                x += usize::from(cell.columns);
                let Some(partner) = their.and_then(|their| partner.cells.get(their)) else {
                    self.keep_flows(&cell.parts);
                    continue;
                };
                let Some(index) = areas.iter().position(|area| area.holds(y, column)) else {
                    let location = FlowLocation::start_of(self.out.flows.len());
                    self.parts(cell.parts, partner.parts.clone());
                    let kind = ChangeKind::Other(LAYOUT, String::new());
                    self.push_marked(kind, partner.layout.iter().copied(), location);
                    continue;
                };

                let start = self.out.flows.len();
                self.keep_flows(&cell.parts);
                let merged = &mut found[index];
                merged.marks.extend(cell_marks(partner));
                if areas[index].start == (y, column) {
                    merged.flow = start;
                    merged.text = accepted_tokens(&partner.parts);
                } else {
                    merged.covered.extend(start..self.out.flows.len());
                }
            }

            rows.push((row_start..self.out.flows.len()).collect::<Vec<usize>>());
            let kind = ChangeKind::Other(LAYOUT, String::new());
            self.push_marked(kind, partner.layout, FlowLocation::start_of(row_start));
        }

        for (area, merged) in areas.into_iter().zip(found) {
            let MergedCells { flow, covered, text, marks } = merged;
            let Area { start, size } = area;
            let rows = rows.clone();
            let kind = TableChange::Merged { rows, columns, start, size, flow, covered, text };
            self.push(ChangeKind::Table(kind), marks, FlowLocation::start_of(flow));
        }
    }

    fn keep(&mut self, row: Row) -> Vec<usize> {
        let start = self.out.flows.len();
        row.cells.iter().for_each(|cell| self.keep_flows(&cell.parts));
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

        let of_cells = theirs.cells.iter().flat_map(|cell| &cell.layout);
        let layout: Vec<RevisionId> = of_cells.chain(&theirs.layout).copied().collect();
        for (cell, partner) in base.cells.into_iter().zip(theirs.cells) {
            self.parts(cell.parts, partner.parts);
        }
        self.push_marked(ChangeKind::Other(LAYOUT, String::new()), layout, location);
    }

    fn new_rows(&mut self, rows: Vec<Row>, beside: Option<usize>, below: bool) {
        for row in rows {
            let marks = row_marks(&row);
            let cells = row.cells.iter().map(|cell| accepted_tokens(&cell.parts)).collect();
            let kind = ChangeKind::RowInserted { beside, below, cells };
            self.push(kind, marks, FlowLocation::start_of(beside.unwrap_or(usize::MAX)));
        }
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

/// What cells became one.
#[derive(Debug, Clone, Default)]
struct MergedCells {
    flow: usize,
    covered: Vec<usize>,
    text: Vec<Token>,
    marks: BTreeSet<RevisionId>,
}

/// Whether cells of the base are merged otherwise now.
fn has_merges(base: &Table, theirs: &Table) -> bool {
    areas_of(base) != areas_of(theirs)
        && base.rows.len() == theirs.rows.len()
        && base.rows.iter().zip(&theirs.rows).any(|(row, partner)| {
            let continues = |row: &Row| row.cells.iter().filter(|cell| cell.continues).count();
            grid_width(row) == grid_width(partner)
                && (row.cells.len() != partner.cells.len() || continues(row) != continues(partner))
        })
}

/// The areas that were merged; `None` where earlier ones were parted, or took others in.
fn areas(base: &Table, theirs: &Table, pairs: &[CellPairs]) -> Option<Vec<Area>> {
    let (before, now) = (areas_of(base), areas_of(theirs));
    let is_kept = before.iter().all(|area| now.contains(area));
    let new: Vec<Area> = now.into_iter().filter(|area| !before.contains(area)).collect();
    let is_apart =
        new.iter().all(|area| before.iter().all(|old| !area.holds(old.start.0, old.start.1)));
    let is_paired = pairs.iter().all(|row| row.base.iter().all(Option::is_some));
    (is_kept && is_apart && is_paired && !new.is_empty()).then_some(new)
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
    let anchor = row.cells.iter().flat_map(|cell| &cell.parts).find_map(first_anchor);
    anchor.unwrap_or_else(|| row.cells.iter().map(|cell| parts_text(&cell.parts)).collect())
}
