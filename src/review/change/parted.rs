//! Cells that were merged and are several again.
//!
//! In: a table as it was sent and as it came back. Out: one change for all its cells that were parted, and
//! what else was done in the table's cells.

use super::super::flow::{Cell, Part, Row, Table};
use super::comparison::{Comparison, LAYOUT};
use super::model::{ChangeKind, FlowLocation, PartedCell, TableChange};
use super::table_content::{Area, accepted_tokens, areas_of, cell_marks, grid_width};
use crate::docx::RevisionId;
use std::collections::BTreeSet;

/// What was parted, while it is gathered.
#[derive(Default)]
struct Parted {
    cells: Vec<PartedCell>,
    marks: BTreeSet<RevisionId>,
    /// The flow of the first cell.
    flow: Option<usize>,
}

/// The areas that are parted, in a table of which nothing else changed but words.
pub(super) fn parted_areas(base: &Table, theirs: &Table) -> Option<Vec<Area>> {
    let is_same_grid = base.rows.len() == theirs.rows.len()
        && theirs.rows.iter().all(|row| !row.inserted && !row.deleted)
        && base.rows.iter().zip(&theirs.rows).all(|(a, b)| grid_width(a) == grid_width(b));
    let (before, now) = (areas_of(base), areas_of(theirs));
    let is_only_parted = is_same_grid && now.iter().all(|area| before.contains(area));
    let gone: Vec<Area> = before.into_iter().filter(|area| !now.contains(area)).collect();
    (is_only_parted && !gone.is_empty()).then_some(gone)
}

impl Comparison {
    pub(super) fn parted(&mut self, base: Table, theirs: Table, areas: &[Area]) {
        let columns = base.rows.first().map_or(0, grid_width);
        let mut parted = Parted::default();
        let mut rows = Vec::new();
        for (y, (row, partner)) in base.rows.into_iter().zip(theirs.rows).enumerate() {
            let start = self.out.flows.len();
            let layout = partner.layout.clone();
            self.parted_row(y, row, partner, areas, &mut parted);
            rows.push((start..self.out.flows.len()).collect::<Vec<usize>>());
            let location = FlowLocation::start_of(start);
            self.push_marked(ChangeKind::Other(LAYOUT, String::new()), layout, location);
        }

        let Parted { cells, marks, flow } = parted;
        let location = flow.map_or(FlowLocation::NOWHERE, FlowLocation::start_of);
        let change = TableChange::Parted { rows, columns, cells };
        self.push(ChangeKind::Table(change), marks, location);
        self.push_marked(ChangeKind::Other(LAYOUT, String::new()), theirs.layout, location);
    }

    fn parted_row(
        &mut self,
        y: usize,
        base: Row,
        theirs: Row,
        areas: &[Area],
        parted: &mut Parted,
    ) {
        let mut theirs = at_columns(theirs.cells).into_iter().peekable();
        for (x, cell) in at_columns(base.cells) {
            let area = areas.iter().find(|area| area.holds(y, x));
            let end = x + usize::from(cell.columns.max(1));
            let mut is_first = true;
            let flow = self.out.flows.len();
            let mut own = Some(cell.parts);

            while let Some((column, their)) = theirs.next_if(|(column, _)| *column < end) {
                let is_start = area.is_none_or(|area| area.start == (y, column));
                if is_first && is_start {
                    if area.is_some() {
                        parted.flow.get_or_insert(flow);
                        parted.marks.extend(&their.layout);
                    } else {
                        let kind = ChangeKind::Other(LAYOUT, String::new());
                        let location = FlowLocation::start_of(flow);
                        self.push_marked(kind, their.layout.iter().copied(), location);
                    }
                    self.parts(own.take().unwrap_or_default(), their.parts);
                } else {
                    parted.marks.extend(cell_marks(&their));
                    let (flow, text) = (self.out.flows.len(), accepted_tokens(&their.parts));
                    parted.cells.push(PartedCell { row: y, column, flow, text });
                }
                is_first = false;
            }

            self.keep_flows(&own.unwrap_or_else(Vec::<Part>::new));
        }
    }
}

/// Cells with the columns at which they begin.
fn at_columns(cells: Vec<Cell>) -> Vec<(usize, Cell)> {
    let mut x = 0;
    let placed = cells.into_iter().map(|cell| {
        let column = x;
        x += usize::from(cell.columns.max(1));
        (column, cell)
    });
    placed.collect()
}
