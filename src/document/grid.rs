//! Where a table's cells stand: rows of cells with spans to columns.

use super::Row;

/// The area of the grid that a cell covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellArea {
    /// Index of the cell in its row.
    pub cell: usize,
    /// Row in which the cell begins.
    pub row: usize,
    /// Columns it covers.
    pub columns: usize,
    /// Rows it covers.
    pub rows: usize,
}

/// Rows of a table's head or body: per row, columns and the cell that covers them; `None` where a row
/// has too few cells.
pub type Grid = Vec<Vec<(usize, Option<CellArea>)>>;

/// Puts cells into their columns. What reaches beyond the table or into another cell is cut.
pub fn grid(rows: &[Row], columns: usize) -> Grid {
    // By column, the cell of an earlier row that reaches into the current one.
    let mut open: Vec<Option<CellArea>> = vec![None; columns];
    let mut grid = Vec::with_capacity(rows.len());

    for (y, row) in rows.iter().enumerate() {
        for area in &mut open {
            *area = area.filter(|area| area.row + area.rows > y);
        }

        let mut cells = row.cells.iter().enumerate();
        let mut grid_row = Vec::new();
        let mut column = 0;
        while column < columns {
            if let Some(area) = open[column] {
                grid_row.push((column, Some(area)));
                column += area.columns;
                continue;
            }

            let Some((index, cell)) = cells.next() else {
                grid_row.push((column, None));
                column += 1;
                continue;
            };

            let free = open[column..].iter().take_while(|area| area.is_none()).count();
            let span = usize::from(cell.columns.max(1)).min(free);
            let rows = usize::from(cell.rows.max(1)).min(rows.len() - y);
            let area = CellArea { cell: index, row: y, columns: span, rows };
            open[column..column + span].fill(Some(area));
            grid_row.push((column, Some(area)));
            column += span;
        }

        grid.push(grid_row);
    }

    grid
}

/// The cells that begin in each row, with the columns at which they begin.
pub fn cells(rows: &[Row], columns: usize) -> Vec<Vec<(usize, CellArea)>> {
    let begins = |y: usize, grid_row: Vec<(usize, Option<CellArea>)>| {
        let areas = grid_row.into_iter().filter_map(|(column, area)| Some((column, area?)));
        areas.filter(|(_, area)| area.row == y).collect()
    };
    grid(rows, columns).into_iter().enumerate().map(|(y, row)| begins(y, row)).collect()
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
        let spans = |row: &Vec<(usize, Option<super::CellArea>)>| {
            row.iter()
                .map(|(column, area)| (*column, area.map_or(0, |area| area.columns)))
                .collect()
        };
        grid(rows, columns).iter().map(spans).collect()
    }

    #[test]
    fn spans_cover_their_columns() {
        let rows = [row(&[(1, 2), (2, 1)]), row(&[(1, 1), (1, 1)])];
        assert_eq!(columns_of(&rows, 3), [vec![(0, 1), (1, 2)], vec![(0, 1), (1, 1), (2, 1)]]);
    }

    #[test]
    fn cells_that_reach_too_far_are_cut() {
        let rows = [row(&[(9, 9)]), row(&[(1, 1)])];
        assert_eq!(columns_of(&rows, 2), [vec![(0, 2)], vec![(0, 2)]]);
        assert_eq!(columns_of(&[row(&[(1, 1)])], 2), [vec![(0, 1), (1, 0)]]);
    }
}
