//! What is decided of a table, and in which order. In: a table and its width. Out: its layout.

use super::align::{align_cell, align_columns};
use super::model::{CellLayout, ColumnShape, RowLayout, TableLayout};
use super::needs::{CellText, Needs};
use super::row_heads::has_row_heads;
use super::rows;
use super::sizes::{self, Choice};
use crate::document::grid::cells;
use crate::document::{Align, Inline, Row, Table, ValueUse};
use crate::typography::{MeasuredText, TextMeasure, TextStyle};

/// Decides how a table is set that has a width, in points. `values` is the list that its ids index.
pub fn lay_out(
    table: &Table,
    values: &[ValueUse],
    measure: &TextMeasure<'_>,
    style: &TextStyle,
    width: f64,
) -> TableLayout {
    let count = table.columns.len();
    let mut head = texts(&table.head, count, |cell| measure.inlines(cell, values, style));
    head.iter_mut().flatten().for_each(|cell| cell.text.keep_words());
    let body = texts(&table.body, count, |cell| measure.inlines(cell, values, style));

    let needs = Needs::new(&head, &body, count);
    let choice = sizes::choose(table, &needs, style, width);
    let Choice { widths, size, side, fit } = choice;
    let aligned = align_columns(table, &body);
    let columns: Vec<ColumnShape> = twips(&widths)
        .into_iter()
        .zip(aligned)
        .map(|(width, align)| ColumnShape { width, align })
        .collect();

    // Pitches go by half points.
    let pitch = (style.pitch * size / style.size.max(1.0) * 2.0).round() / 2.0;
    let has_row_heads = has_row_heads(&head, &body);
    let inner = Inner { columns: &columns, size, side, has_row_heads };
    let (head, body) = (inner.rows(&head, true), inner.rows(&body, false));
    TableLayout { columns, size, pitch, side: side * size, fit, head, body }
}

/// The cells of rows with their texts, row by row.
fn texts(
    rows: &[Row],
    count: usize,
    measure: impl Fn(&[Inline]) -> MeasuredText,
) -> Vec<Vec<CellText>> {
    let areas = cells(rows, count);
    let rows = rows.iter().zip(areas);
    let texts = rows.map(|(row, areas)| {
        let cells = areas.into_iter().map(|(column, area)| {
            let text = measure(&row.cells[area.cell].content);
            CellText { column, area, text }
        });
        cells.collect()
    });
    texts.collect()
}

/// Widths in twips that together are the width of all, rounded down.
fn twips(widths: &[f64]) -> Vec<u32> {
    let mut out = Vec::with_capacity(widths.len());
    let (mut sum, mut start) = (0.0, 0);
    for width in widths {
        sum += width * 20.0;
        // A page has a few thousand twips.
        let end = (sum + 1e-6).floor() as u32;
        out.push(end - start);
        start = end;
    }
    out
}

/// What rows are set into.
struct Inner<'a> {
    columns: &'a [ColumnShape],
    size: f64,
    side: f64,
    has_row_heads: bool,
}

impl Inner<'_> {
    /// Width of the text of cells that cover these columns, in ems.
    fn width(&self, column: usize, columns: usize) -> f64 {
        let covered = self.columns.iter().skip(column).take(columns);
        let width: u32 = covered.map(|column| column.width).sum();
        f64::from(width) / 20.0 / self.size - 2.0 * self.side
    }

    fn rows(&self, texts: &[Vec<CellText>], is_head: bool) -> Vec<RowLayout> {
        let lines =
            |cell: &CellText| cell.text.line_count(self.width(cell.column, cell.area.columns));
        let groups = rows::RowGroups::new(texts, lines);
        let keeps = if is_head { vec![true; texts.len()] } else { groups.keep_with_next() };

        let mut out = Vec::with_capacity(texts.len());
        for (index, (row, is_tall)) in texts.iter().zip(groups.tall()).enumerate() {
            let cells = row.iter().map(|cell| {
                let width = self.width(cell.column, cell.area.columns);
                let align =
                    if is_head { Align::Center } else { align_cell(self.columns, cell, width) };
                let is_whole = keeps[index..index + cell.area.rows - 1].iter().all(|keeps| *keeps);
                let is_row_head = self.has_row_heads && !is_head && cell.column == 0;
                let fits_line = cell.text.fits_line(width);
                let (column, area) = (cell.column, cell.area);
                CellLayout { column, area, align, is_whole, is_row_head, fits_line }
            });
            out.push(RowLayout { keeps_next: keeps[index], is_tall, cells: cells.collect() });
        }
        out
    }
}
