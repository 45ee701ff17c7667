//! Where a table's cells stand: rows of cells with spans to columns.

use super::Row;

/// A cell in its columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the cell in its row.
    pub cell: usize,
    /// Row in which the cell begins.
    pub row: usize,
    /// Columns it covers.
    pub columns: usize,
    /// Rows it covers.
    pub rows: usize,
}

/// Rows of a table's head or body: per row, columns and what is there; `None` where a row has too few
/// cells.
pub type Grid = Vec<Vec<(usize, Option<Place>)>>;

/// Puts cells into their columns. What reaches beyond the table or into another cell is cut.
pub fn grid(rows: &[Row], columns: usize) -> Grid {
    let mut open: Vec<Option<Place>> = vec![None; columns];
    let mut grid = Vec::with_capacity(rows.len());
    for (y, row) in rows.iter().enumerate() {
        for place in &mut open {
            *place = place.filter(|place| place.row + place.rows > y);
        }
        let mut cells = row.cells.iter().enumerate();
        let mut places = Vec::new();
        let mut column = 0;
        while column < columns {
            if let Some(place) = open[column] {
                places.push((column, Some(place)));
                column += place.columns;
                continue;
            }
            let Some((index, cell)) = cells.next() else {
                places.push((column, None));
                column += 1;
                continue;
            };
            let free = open[column..].iter().take_while(|place| place.is_none()).count();
            let span = usize::from(cell.columns.max(1)).min(free);
            let rows = usize::from(cell.rows.max(1)).min(rows.len() - y);
            let place = Place { cell: index, row: y, columns: span, rows };
            open[column..column + span].fill(Some(place));
            places.push((column, Some(place)));
            column += span;
        }
        grid.push(places);
    }
    grid
}

/// The cells that begin in each row, with the columns at which they begin.
pub fn cells(rows: &[Row], columns: usize) -> Vec<Vec<(usize, Place)>> {
    let begins = |y: usize, places: Vec<(usize, Option<Place>)>| {
        let places = places.into_iter().filter_map(|(column, place)| Some((column, place?)));
        places.filter(|(_, place)| place.row == y).collect()
    };
    grid(rows, columns).into_iter().enumerate().map(|(y, places)| begins(y, places)).collect()
}

#[cfg(test)]
mod tests {
    use super::grid;
    use crate::document::{Cell, Row};
    use crate::source::{Sources, Span};

    fn row(cells: &[(u16, u16)]) -> Row {
        let span = Span::new(Sources::default().add("a.md", ""), 0..0);
        let cells = cells
            .iter()
            .map(|&(columns, rows)| Cell { span, columns, rows, content: Vec::new() })
            .collect();
        Row { span, cells }
    }

    fn columns_of(rows: &[Row], columns: usize) -> Vec<Vec<(usize, usize)>> {
        let shown = |places: &Vec<(usize, Option<super::Place>)>| {
            places.iter().map(|(at, place)| (*at, place.map_or(0, |place| place.columns))).collect()
        };
        grid(rows, columns).iter().map(shown).collect()
    }

    #[test]
    fn spans_keep_their_places() {
        let rows = [row(&[(1, 2), (2, 1)]), row(&[(1, 1), (1, 1)])];
        assert_eq!(columns_of(&rows, 3), [vec![(0, 1), (1, 2)], vec![(0, 1), (1, 1), (2, 1)]]);
    }

    #[test]
    fn what_reaches_too_far_is_cut() {
        let rows = [row(&[(9, 9)]), row(&[(1, 1)])];
        assert_eq!(columns_of(&rows, 2), [vec![(0, 2)], vec![(0, 2)]]);
        assert_eq!(columns_of(&[row(&[(1, 1)])], 2), [vec![(0, 1), (1, 0)]]);
    }
}
