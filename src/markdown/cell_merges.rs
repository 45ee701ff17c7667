//! `^^` and `<<` in a table: cells merged with the one above or to the left.
//!
//! In: rows whose cells all stand alone, and which of them ask to be merged. Out: the same rows with
//! spans, without the cells that others cover. Merged cells must form rectangles.

use crate::document::Row;
use crate::document::signs::{MERGED_ABOVE, MERGED_LEFT};
use crate::source::Span;
use std::collections::BTreeMap;

/// What a cell's text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellMerge {
    /// A cell of its own.
    None,
    /// `^^`: part of the cell above.
    Above,
    /// `<<`: part of the cell to its left.
    Left,
}

impl CellMerge {
    /// What a cell as typed asks for.
    pub fn typed(typed: &str) -> CellMerge {
        match typed.trim() {
            MERGED_ABOVE => CellMerge::Above,
            MERGED_LEFT => CellMerge::Left,
            _ => CellMerge::None,
        }
    }
}

/// Why cells can't be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `^^` in the first row.
    NothingAbove,
    /// `<<` in the first column.
    NothingLeft,
    /// The merged cells are no rectangle.
    Ragged,
}

/// A cell's row and column.
type Position = (usize, usize);

/// Merges the cells of a table's head or body; refused merges are reported at their cells,
/// and leave the rows as they are.
pub(super) fn merge_cells(rows: &mut [Row], merges: &[Vec<CellMerge>]) -> Vec<(Span, Refusal)> {
    if merges.iter().flatten().all(|merge| *merge == CellMerge::None) {
        return Vec::new();
    }

    let (owners, mut refused) = owners(rows, merges);
    let areas = areas(&owners);
    refused.extend(ragged(rows, &areas));

    if refused.is_empty() {
        for (y, row) in rows.iter_mut().enumerate() {
            let cells = std::mem::take(&mut row.cells).into_iter().enumerate();
            let merged = cells.filter_map(|(x, mut cell)| {
                let area = areas.get(&(y, x))?;
                cell.columns = u16::try_from(area.right - x + 1).unwrap_or(u16::MAX);
                cell.rows = u16::try_from(area.bottom - y + 1).unwrap_or(u16::MAX);
                Some(cell)
            });
            row.cells = merged.collect();
        }
    }
    refused
}

/// For every position, that of the cell that covers it.
fn owners(rows: &[Row], merges: &[Vec<CellMerge>]) -> (Vec<Vec<Position>>, Vec<(Span, Refusal)>) {
    let mut owners: Vec<Vec<Position>> = Vec::with_capacity(rows.len());
    let mut refused = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut line: Vec<Position> = Vec::with_capacity(row.cells.len());
        for (x, cell) in row.cells.iter().enumerate() {
            let merge =
                merges.get(y).and_then(|merges| merges.get(x)).copied().unwrap_or(CellMerge::None);
            let above = || y.checked_sub(1).and_then(|y| owners.get(y)?.get(x)).copied();
            let beside = || line.last().copied();

            let (owner, refusal) = match merge {
                CellMerge::None => (Some((y, x)), Refusal::Ragged),
                CellMerge::Above => (above(), Refusal::NothingAbove),
                CellMerge::Left => (beside(), Refusal::NothingLeft),
            };
            if owner.is_none() {
                refused.push((cell.span, refusal));
            }
            line.push(owner.unwrap_or((y, x)));
        }
        owners.push(line);
    }
    (owners, refused)
}

/// The positions that one cell covers.
struct Area {
    right: usize,
    bottom: usize,
    left: usize,
    size: usize,
    last: Position,
}

fn areas(owners: &[Vec<Position>]) -> BTreeMap<Position, Area> {
    let mut areas: BTreeMap<Position, Area> = BTreeMap::new();
    for (y, line) in owners.iter().enumerate() {
        for (x, owner) in line.iter().enumerate() {
            let fresh = Area { right: x, bottom: y, left: x, size: 0, last: (y, x) };
            let area = areas.entry(*owner).or_insert(fresh);
            area.right = area.right.max(x);
            area.left = area.left.min(x);
            area.bottom = area.bottom.max(y);
            area.size += 1;
            area.last = (y, x);
        }
    }
    areas
}

/// The last cell of every area that is no rectangle.
fn ragged(rows: &[Row], areas: &BTreeMap<Position, Area>) -> Vec<(Span, Refusal)> {
    let uneven = |(at, area): &(&Position, &Area)| {
        let (width, height) = (area.right - area.left + 1, area.bottom - at.0 + 1);
        area.left != at.1 || width * height != area.size
    };
    let span = |(_, area): (&Position, &Area)| {
        let cell = rows.get(area.last.0)?.cells.get(area.last.1)?;
        Some((cell.span, Refusal::Ragged))
    };
    areas.iter().filter(uneven).filter_map(span).collect()
}
