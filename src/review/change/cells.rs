//! Which cells of a returned table are which of the table that was sent: columns that were put in or taken
//! out, cells that were merged.
//!
//! In: a table as it was sent and as it came back, and the rows that belong together. Out: the pairs of
//! cells row by row; nothing where columns and merges don't form whole ones.

use super::super::flow::{self, Cell, Part, Row, Table, Token};
use crate::source::{diff_lines, equal_pairs};
use std::collections::BTreeSet;

/// A row of the base beside the row that it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellPairs {
    /// For each cell of the base, the one that it became; several became one where cells were merged.
    pub base: Vec<Option<usize>>,
    /// New cells, each with the cell of the base before which it stands.
    pub new: Vec<NewCell>,
}

/// A cell that the base didn't have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewCell {
    pub before: usize,
    pub cell: usize,
}

/// What became of a table's columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnChanges {
    /// Cells of each row of the base that go.
    pub gone: Vec<usize>,
    /// Cells of each row of the base before which a column was put in.
    pub new: Vec<usize>,
}

/// The cells of two rows that belong together.
pub(super) fn paired_cells(base: &Row, theirs: &Row) -> Option<CellPairs> {
    let original: Vec<usize> =
        (0..theirs.cells.len()).filter(|index| !theirs.cells[*index].inserted).collect();
    let is_marked = original.len() < theirs.cells.len();

    let mut partners: Vec<Option<usize>> = vec![None; base.cells.len()];
    if original.len() == base.cells.len() {
        partners = original.iter().map(|cell| Some(*cell)).collect();
    } else if !is_marked && width(theirs) == width(base) && original.len() < base.cells.len() {
        partners = covered_cells(base, theirs)?;
    } else {
        let keys: Vec<String> = base.cells.iter().map(cell_key).collect();
        let their_keys: Vec<String> =
            original.iter().map(|cell| cell_key(&theirs.cells[*cell])).collect();
        for (cell, partner) in equal_pairs(diff_lines(&keys, &their_keys)) {
            partners[cell] = Some(original[partner]);
        }
        pair_gaps(&mut partners, &original);
    }

    let paired: BTreeSet<usize> = partners.iter().flatten().copied().collect();
    let mut new = Vec::new();
    for cell in (0..theirs.cells.len()).filter(|cell| !paired.contains(cell)) {
        let is_before = |partner: &Option<usize>| partner.is_some_and(|partner| partner < cell);
        let before = partners.iter().rposition(is_before).map_or(0, |last| last + 1);
        new.push(NewCell { before, cell });
    }

    for (partner, _) in partners.iter_mut().zip(&base.cells) {
        *partner = partner.filter(|cell| !theirs.cells[*cell].deleted);
    }
    Some(CellPairs { base: partners, new })
}

/// Pairs what stands unpaired between two pairs, where it is as many on both sides.
fn pair_gaps(partners: &mut [Option<usize>], original: &[usize]) {
    let mut start = 0;
    while start < partners.len() {
        if partners[start].is_some() {
            start += 1;
            continue;
        }
        let end = (start..partners.len()).find(|cell| partners[*cell].is_some());
        let end = end.unwrap_or(partners.len());
        let after = start.checked_sub(1).and_then(|before| partners[before]);
        let until = partners.get(end).copied().flatten();
        let free: Vec<usize> = original
            .iter()
            .copied()
            .filter(|cell| after.is_none_or(|after| *cell > after))
            .filter(|cell| until.is_none_or(|until| *cell < until))
            .collect();
        if free.len() == end - start {
            partners[start..end].iter_mut().zip(free).for_each(|(slot, cell)| *slot = Some(cell));
        }
        start = end;
    }
}

/// The cells that wider ones cover now.
fn covered_cells(base: &Row, theirs: &Row) -> Option<Vec<Option<usize>>> {
    let mut partners = Vec::with_capacity(base.cells.len());
    let mut rest = base.cells.iter();
    for (index, cell) in theirs.cells.iter().enumerate() {
        let mut columns = 0;
        while columns < cell.columns {
            columns += rest.next()?.columns;
            partners.push(Some(index));
        }
        if columns != cell.columns {
            return None;
        }
    }
    rest.next().is_none().then_some(partners)
}

fn width(row: &Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.columns)).sum()
}

/// The columns that were put in or taken out as wholes; `None` where rows differ in that.
pub(super) fn column_changes(base: &Table, rows: &[CellPairs]) -> Option<ColumnChanges> {
    let changes = |row: &CellPairs| ColumnChanges {
        gone: (0..row.base.len()).filter(|cell| row.base[*cell].is_none()).collect(),
        new: row.new.iter().map(|new| new.before).collect(),
    };
    let first = changes(rows.first()?);
    if first == ColumnChanges::default() {
        let none = rows.iter().all(|row| changes(row) == ColumnChanges::default());
        return none.then_some(first);
    }

    let is_simple = |cell: &Cell| cell.columns == 1 && !cell.continues;
    let is_even = base
        .rows
        .iter()
        .all(|row| row.cells.len() == base.rows[0].cells.len() && row.cells.iter().all(is_simple));
    let is_whole = rows.len() == base.rows.len() && rows.iter().all(|row| changes(row) == first);
    (is_even && is_whole).then_some(first)
}

/// What tells a cell: its first anchor, or what it said.
fn cell_key(cell: &Cell) -> String {
    let anchor = cell.parts.iter().find_map(first_anchor);
    anchor.unwrap_or_else(|| {
        let tokens = flow::flows(&cell.parts).into_iter().flat_map(|flow| &flow.tokens);
        tokens.filter(|token| !token.inserted).map(Token::shown).collect()
    })
}

/// The first anchor in a part of a cell.
pub(super) fn first_anchor(part: &Part) -> Option<String> {
    match part {
        Part::Flow(flow) => {
            let anchor = flow.paragraphs.iter().find_map(|paragraph| paragraph.anchors.first());
            anchor.map(|anchor| anchor.name.clone())
        }
        Part::Table(_) => None,
    }
}
