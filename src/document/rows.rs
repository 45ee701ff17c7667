//! Which rows of a table stay on one page: one decision for both writers.
//!
//! In: rows, the shapes of their columns and the table's width in ems. Out: for every row whether it
//! is kept with the next. Rows that a joined cell spans belong together while they are few; it measures
//! by counting, as `columns` does.

use super::columns::{self, ColumnShape};
use super::grid::cells;
use super::{Cell, Row, ValueUse, plain};

/// Maximum number of lines of a group that keeps to one page: half a page of GB/T 9704.
const MAX_GROUP_LINES: f64 = 16.0;

/// For every row, whether it is kept with the next.
pub fn keep_with_next(
    rows: &[Row],
    shape: &[ColumnShape],
    values: &[ValueUse],
    width: f64,
) -> Vec<bool> {
    // Heights in lines; groups are the rows that a joined cell spans, with the lines of that cell.
    let mut heights = Vec::with_capacity(rows.len());
    let mut groups = Vec::new();

    for (row, cells) in rows.iter().zip(cells(rows, shape.len())) {
        let mut height: f64 = 1.0;
        for (column, area) in cells {
            let cell = &row.cells[area.cell];
            let lines = line_count(cell, &shape[column..column + area.columns], values, width);
            match area.rows {
                1 => height = height.max(lines),
                _ => groups.push((area.row, area.rows, lines)),
            }
        }

        heights.push(height);
    }

    let mut keep = vec![false; rows.len()];
    for (first, count, lines) in groups {
        let group_height: f64 = heights[first..first + count].iter().sum();
        if group_height.max(lines) <= MAX_GROUP_LINES {
            keep[first..first + count - 1].fill(true);
        }
    }

    keep
}

/// How many lines a cell takes.
fn line_count(cell: &Cell, covered: &[ColumnShape], values: &[ValueUse], width: f64) -> f64 {
    let share: u32 = covered.iter().map(|column| u32::from(column.share)).sum();
    let line = (f64::from(share) / 1000.0 * width - columns::PADDING).max(1.0);

    let text = plain::inlines(&cell.content, values);
    text.lines().map(|text| (columns::width(text) / line).ceil().max(1.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::keep_with_next;
    use crate::document::columns::ColumnShape;
    use crate::document::{Align, Cell, Inline, InlineKind, Row};
    use crate::source::{Sources, Span};

    fn rows(count: usize, text: &str) -> Vec<Row> {
        let span = Span::new(Sources::default().add("a.md", ""), 0..0);
        let cell = |rows: usize, text: &str| {
            let content = vec![Inline { span, kind: InlineKind::Text(text.to_owned()) }];
            Cell { span, columns: 1, rows: rows as u16, content }
        };

        let row = |index| {
            let single = cell(1, "格");
            let cells = if index == 0 { vec![cell(count, text), single] } else { vec![single] };
            Row { span, cells }
        };
        (0..count).map(row).collect()
    }

    fn kept_rows(rows: &[Row]) -> Vec<bool> {
        let shape = [500, 500].map(|share| ColumnShape { share, align: Align::Left });
        keep_with_next(rows, &shape, &[], 42.0)
    }

    #[test]
    fn a_short_group_stays_together() {
        assert_eq!(kept_rows(&rows(3, "合")), [true, true, false]);
    }

    #[test]
    fn a_long_group_may_break() {
        assert!(kept_rows(&rows(30, "合")).iter().all(|kept| !kept));
        assert!(kept_rows(&rows(3, &"长".repeat(2000))).iter().all(|kept| !kept));
    }

    #[test]
    fn rows_without_joined_cells_are_free() {
        assert_eq!(kept_rows(&rows(1, "格")), [false]);
    }
}
