//! Tables: columns with width and alignment decided, rows of cells that fit them.

use super::inline::label;
use super::writer::Writer;
use crate::document::columns::{self, ColumnShape};
use crate::document::rows;
use crate::document::{Align, Block, Cell, Inline, InlineKind, Row, Table, plain, visit};
use std::ops::Range;

/// A row with more lines than this may break over pages; a third of a page of GB/T 9704.
const TALLEST: f64 = 12.0;

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
            let align = name(column.align);
            self.glue(&format!("(share: {}, align: {align}), ", column.share.max(1)));
        }
        self.glue("),\nhead: (");
        self.rows(&table.head, &shape, Some(block));
        self.glue("),\nbody: (");
        self.rows(&table.body, &shape, None);
        self.glue("))");
    }

    fn rows(&mut self, rows: &[Row], shape: &[ColumnShape], head_of: Option<&Block>) {
        let mut taken = vec![0usize; shape.len()];
        let kept = rows::kept(rows, shape, &self.document.values, self.table_width);
        for (index, row) in rows.iter().enumerate() {
            let placed = place(row, rows.len() - index, &mut taken);
            let tall = self.is_tall(&placed, shape);
            self.glue(if tall { "\n(tall: true, cells: (" } else { "\n(" });
            for cell in &placed {
                let below = kept.get(index..index + cell.rows - 1).unwrap_or(&[]);
                let whole = cell.rows > 1 && below.iter().all(|kept| *kept);
                self.cell(cell, whole, shape, head_of);
            }
            self.glue(if tall { "))," } else { ")," });
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    /// Whether a cell of one row has so much text that the row must be allowed to break.
    fn is_tall(&self, placed: &[Placed<'_>], shape: &[ColumnShape]) -> bool {
        placed.iter().filter(|placed| placed.rows == 1).any(|placed| {
            let share: u32 = shape[placed.columns.clone()].iter().map(|c| u32::from(c.share)).sum();
            let line = (f64::from(share) / 1000.0 * self.table_width - 1.0).max(1.0);
            let text = plain::inlines(&placed.cell.content, &self.document.values);
            // A Chinese character has three bytes; a Latin letter is counted as too narrow by half.
            text.len() as f64 / 3.0 > TALLEST * line || text.matches('\n').count() > 10
        })
    }

    /// A cell; a `whole` one keeps its rows on one page.
    fn cell(
        &mut self,
        placed: &Placed<'_>,
        whole: bool,
        shape: &[ColumnShape],
        head_of: Option<&Block>,
    ) {
        let Placed { cell, columns, rows } = placed;
        let plain = (columns.len(), *rows) == (1, 1);
        if !plain {
            self.glue(&format!("(columns: {}, rows: {rows}, ", columns.len()));
            if whole {
                self.glue("whole: true, ");
            }
            if columns.len() > 1 && head_of.is_none() {
                let text = plain::inlines(&cell.content, &self.document.values);
                let (at, count) = (columns.start, columns.len());
                let align = columns::align(shape, at, count, &text, self.table_width);
                self.glue(&format!("align: {}, ", name(align)));
            }
            self.glue("body: ");
        }
        match head_of {
            Some(block) => self.repeated(&cell.content, block),
            None => self.content(&cell.content),
        }
        self.glue(if plain { ", " } else { "), " });
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
struct Placed<'a> {
    cell: &'a Cell,
    columns: Range<usize>,
    rows: usize,
}

/// Finds the columns of a row's cells beside those that reach down from rows above. Cells that no
/// column or row is left for are cut: Typst refuses them.
fn place<'a>(row: &'a Row, rows_left: usize, taken: &mut [usize]) -> Vec<Placed<'a>> {
    let mut placed = Vec::with_capacity(row.cells.len());
    let mut at = 0;
    for cell in &row.cells {
        while taken.get(at).is_some_and(|rows| *rows > 0) {
            at += 1;
        }
        let free = taken.iter().skip(at).take_while(|rows| **rows == 0).count();
        let width = usize::from(cell.columns.max(1)).min(free);
        if width == 0 {
            break;
        }
        let rows = usize::from(cell.rows.max(1)).min(rows_left);
        taken[at..at + width].fill(rows);
        placed.push(Placed { cell, columns: at..at + width, rows });
    }
    placed
}

/// An alignment, as Typst calls it.
fn name(align: Align) -> &'static str {
    match align {
        Align::Auto | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// Whether there is a link, a reference or a note.
fn has_targets(content: &[Inline]) -> bool {
    let mut found = false;
    visit::inlines(content, &mut |inline| match &inline.kind {
        InlineKind::Link { .. } | InlineKind::Reference(_) | InlineKind::Note(_) => found = true,
        InlineKind::Text(_)
        | InlineKind::Value(_)
        | InlineKind::Strong(_)
        | InlineKind::Emphasis(_)
        | InlineKind::Strikethrough(_)
        | InlineKind::Code(_)
        | InlineKind::Picture(_)
        | InlineKind::LineBreak => {}
    });
    found
}
