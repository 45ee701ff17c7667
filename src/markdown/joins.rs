//! `^^` and `<<` in a table: cells joined with the one above or to the left.
//!
//! In: rows whose cells all stand alone, and which of them ask to be joined. Out: the same rows with
//! spans, without the cells that others cover. What joins must form rectangles.

use crate::document::Row;
use crate::source::Span;
use std::collections::BTreeMap;

/// What a cell's text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// A cell of its own.
    Own,
    /// `^^`: part of the cell above.
    Above,
    /// `<<`: part of the cell to its left.
    Left,
}

impl Join {
    /// What a cell as typed asks for.
    pub fn of(typed: &str) -> Join {
        match typed.trim() {
            "^^" => Join::Above,
            "<<" => Join::Left,
            _ => Join::Own,
        }
    }
}

/// Why cells can't be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `^^` in the first row.
    NothingAbove,
    /// `<<` in the first column.
    NothingLeft,
    /// The joined cells are no rectangle.
    Ragged,
}

/// A cell's row and column.
type At = (usize, usize);

/// Joins the cells of a table's head or body; refused joins are told with the place of their cell,
/// and leave the rows as they are.
pub(super) fn join(rows: &mut [Row], joins: &[Vec<Join>]) -> Vec<(Span, Refusal)> {
    if joins.iter().flatten().all(|join| *join == Join::Own) {
        return Vec::new();
    }
    let (owners, mut refused) = owners(rows, joins);
    let areas = areas(&owners);
    refused.extend(ragged(rows, &areas));
    if refused.is_empty() {
        for (y, row) in rows.iter_mut().enumerate() {
            let cells = std::mem::take(&mut row.cells).into_iter().enumerate();
            let kept = cells.filter_map(|(x, mut cell)| {
                let area = areas.get(&(y, x))?;
                cell.columns = u16::try_from(area.right - x + 1).unwrap_or(u16::MAX);
                cell.rows = u16::try_from(area.bottom - y + 1).unwrap_or(u16::MAX);
                Some(cell)
            });
            row.cells = kept.collect();
        }
    }
    refused
}

/// For every place, the place of the cell that covers it.
fn owners(rows: &[Row], joins: &[Vec<Join>]) -> (Vec<Vec<At>>, Vec<(Span, Refusal)>) {
    let mut owners: Vec<Vec<At>> = Vec::with_capacity(rows.len());
    let mut refused = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut line: Vec<At> = Vec::with_capacity(row.cells.len());
        for (x, cell) in row.cells.iter().enumerate() {
            let join = joins.get(y).and_then(|joins| joins.get(x)).copied().unwrap_or(Join::Own);
            let above = || y.checked_sub(1).and_then(|y| owners.get(y)?.get(x)).copied();
            let left = || line.last().copied();
            let (owner, refusal) = match join {
                Join::Own => (Some((y, x)), Refusal::Ragged),
                Join::Above => (above(), Refusal::NothingAbove),
                Join::Left => (left(), Refusal::NothingLeft),
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

/// The places that one cell covers.
struct Area {
    right: usize,
    bottom: usize,
    left: usize,
    places: usize,
    last: At,
}

fn areas(owners: &[Vec<At>]) -> BTreeMap<At, Area> {
    let mut areas: BTreeMap<At, Area> = BTreeMap::new();
    for (y, line) in owners.iter().enumerate() {
        for (x, owner) in line.iter().enumerate() {
            let fresh = Area { right: x, bottom: y, left: x, places: 0, last: (y, x) };
            let area = areas.entry(*owner).or_insert(fresh);
            area.right = area.right.max(x);
            area.left = area.left.min(x);
            area.bottom = area.bottom.max(y);
            area.places += 1;
            area.last = (y, x);
        }
    }
    areas
}

/// The last cell of every area that is no rectangle.
fn ragged(rows: &[Row], areas: &BTreeMap<At, Area>) -> Vec<(Span, Refusal)> {
    let uneven = |(at, area): &(&At, &Area)| {
        let (width, height) = (area.right - area.left + 1, area.bottom - at.0 + 1);
        area.left != at.1 || width * height != area.places
    };
    let place = |(_, area): (&At, &Area)| {
        let cell = rows.get(area.last.0)?.cells.get(area.last.1)?;
        Some((cell.span, Refusal::Ragged))
    };
    areas.iter().filter(uneven).filter_map(place).collect()
}
