//! Tables: columns with width and alignment decided, rows of cells that fit them.

use super::inline::label;
use super::writer::Writer;
use crate::document::columns::{self, ColumnShape};
use crate::document::{Align, Block, Cell, Inline, InlineKind, Row, Table, plain, visit};
use crate::document::{grid, rows};
use std::ops::Range;

/// Maximum number of lines of a row that keeps to one page: a third of a page of GB/T 9704.
const MAX_LINES: f64 = 12.0;

impl Writer<'_> {
    /// Writes a table.
    pub fn table(&mut self, table: &Table, block: &Block) {
        self.glue("#data-table(");
        self.id(block.id);
        self.captioned(table.caption.as_ref(), table.source.as_deref());
        if let Some(unit) = &table.unit {
            self.glue("unit: ");
            self.repeated(unit, block);
            self.glue(", ");
        }
        self.optional("note", table.note.as_deref());

        if table.row_height > 0 {
            self.glue(&format!("row-height: {}mm, ", table.row_height));
        }

        self.glue("columns: (");
        let shape = columns::shape(table, &self.document.values, self.table_width);
        for column in &shape {
            let align = typst_name(column.align);
            self.glue(&format!("(share: {}, align: {align}), ", column.share.max(1)));
        }

        self.glue("),\nhead: (");
        self.rows(&table.head, &shape, Some(block));
        self.glue("),\nbody: (");
        self.row_heads = columns::has_row_heads(table, &self.document.values);
        self.rows(&table.body, &shape, None);
        self.glue("))");
    }

    fn rows(&mut self, rows: &[Row], shape: &[ColumnShape], head_of: Option<&Block>) {
        let keep_with_next =
            rows::keep_with_next(rows, shape, &self.document.values, self.table_width);
        let areas = grid::cells(rows, shape.len());
        for (index, (row, areas)) in rows.iter().zip(areas).enumerate() {
            let cells: Vec<GridCell<'_>> =
                areas.into_iter().map(|(first, area)| GridCell::new(row, first, area)).collect();
            let is_tall = self.is_tall(&cells, shape);

            self.glue(if is_tall { "\n(tall: true, cells: (" } else { "\n(" });
            for cell in &cells {
                let below = keep_with_next.get(index..index + cell.rows - 1).unwrap_or(&[]);
                let is_whole = cell.rows > 1 && below.iter().all(|stays| *stays);
                self.cell(cell, is_whole, shape, head_of);
            }
            self.glue(if is_tall { "))," } else { ")," });
        }
    }

    /// Whether a cell of one row has so much text that the row must be allowed to break.
    fn is_tall(&self, cells: &[GridCell<'_>], shape: &[ColumnShape]) -> bool {
        cells.iter().filter(|cell| cell.rows == 1).any(|cell| {
            let share: u32 = shape[cell.columns.clone()].iter().map(|c| u32::from(c.share)).sum();
            let line = (f64::from(share) / 1000.0 * self.table_width - 1.0).max(1.0);
            let text = plain::inlines(&cell.cell.content, &self.document.values);
            // A Chinese character has three bytes; a Latin letter is counted as too narrow by half.
            text.len() as f64 / 3.0 > MAX_LINES * line || text.matches('\n').count() > 10
        })
    }

    /// A cell; a whole one keeps its rows on one page.
    fn cell(
        &mut self,
        cell: &GridCell<'_>,
        is_whole: bool,
        shape: &[ColumnShape],
        head_of: Option<&Block>,
    ) {
        let GridCell { cell, columns, rows } = cell;
        let is_row_head = self.row_heads && head_of.is_none() && columns.start == 0;
        let is_plain = (columns.len(), *rows) == (1, 1) && !is_row_head;
        if !is_plain {
            self.glue(&format!("(columns: {}, rows: {rows}, ", columns.len()));
            if is_whole {
                self.glue("whole: true, ");
            }
            if is_row_head {
                self.glue("heads: true, ");
            }
            if columns.len() > 1 && head_of.is_none() {
                let text = plain::inlines(&cell.content, &self.document.values);
                let (first, count) = (columns.start, columns.len());
                let align = columns::align(shape, first, count, &text, self.table_width);
                self.glue(&format!("align: {}, ", typst_name(align)));
            }
            self.glue("body: ");
        }

        match head_of {
            Some(block) => self.repeated(&cell.content, block),
            None => self.content(&cell.content),
        }
        self.glue(if is_plain { ", " } else { "), " });
    }

    /// What a table repeats on each page. Its copies are artifacts in PDF/UA, which hold neither
    /// links nor notes: those stand on the first page alone.
    fn repeated(&mut self, content: &[Inline], block: &Block) {
        if !has_targets(content) {
            return self.content(content);
        }

        let bare = self.bare;
        if self.labels && !bare {
            self.glue(&format!("once({}, ", label(block.id)));
            self.content(content);
            self.glue(", ");
        }

        self.bare = true;
        self.content(content);
        self.bare = bare;

        if self.labels && !bare {
            self.glue(")");
        }
    }
}

/// A cell in its columns.
struct GridCell<'a> {
    cell: &'a Cell,
    columns: Range<usize>,
    rows: usize,
}

impl<'a> GridCell<'a> {
    fn new(row: &'a Row, first: usize, area: grid::CellArea) -> GridCell<'a> {
        let columns = first..first + area.columns;
        GridCell { cell: &row.cells[area.cell], columns, rows: area.rows }
    }
}

/// An alignment, as Typst calls it.
fn typst_name(align: Align) -> &'static str {
    match align {
        Align::Auto | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// Whether there is a link, a reference or a note.
fn has_targets(content: &[Inline]) -> bool {
    let mut has_target = false;
    visit::inlines(content, &mut |inline| {
        has_target |= matches!(
            inline.kind,
            InlineKind::Link { .. } | InlineKind::Reference(_) | InlineKind::Note(_)
        );
    });
    has_target
}
