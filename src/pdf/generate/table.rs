//! Tables: columns with width and alignment decided, rows of cells that fit them.

use super::inline::label;
use super::writer::Writer;
use crate::document::columns::{self, ColumnShape};
use crate::document::{Align, Block, Cell, Inline, InlineKind, Row, Table, plain, visit};

/// A row with more lines than this may break over pages; a third of a page of GB/T 9704.
const TALLEST: usize = 12;

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
        self.glue("columns: (");
        let shape = columns::shape(table, &self.document.values, self.table_width);
        for column in &shape {
            let align = match column.align {
                Align::Auto | Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            self.glue(&format!("(share: {}, align: {align}), ", column.share.max(1)));
        }
        self.glue("),\nhead: (");
        self.rows(&table.head, &shape, Some(block));
        self.glue("),\nbody: (");
        self.rows(&table.body, &shape, None);
        self.glue("))");
    }

    /// Cells that no column or row is left for are cut: Typst refuses them.
    fn rows(&mut self, rows: &[Row], shape: &[ColumnShape], head_of: Option<&Block>) {
        let columns = shape.len();
        let mut taken = vec![0usize; columns];
        for (index, row) in rows.iter().enumerate() {
            let tall = self.is_tall(row, shape);
            self.glue(if tall { "\n(tall: true, cells: (" } else { "\n(" });
            let mut at = 0;
            for cell in &row.cells {
                while taken.get(at).is_some_and(|rows| *rows > 0) {
                    at += 1;
                }
                let free = taken[at.min(columns)..].iter().take_while(|rows| **rows == 0).count();
                let width = usize::from(cell.columns.max(1)).min(free);
                let height = usize::from(cell.rows.max(1)).min(rows.len() - index);
                if width == 0 {
                    break;
                }
                taken[at..at + width].fill(height);
                self.cell(cell, width, height, head_of);
            }
            self.glue(if tall { "))," } else { ")," });
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    /// Whether a cell has so much text that the row must be allowed to break.
    fn is_tall(&self, row: &Row, shape: &[ColumnShape]) -> bool {
        let narrowest = shape.iter().map(|column| column.share.max(1)).min().unwrap_or(1);
        // Most rows are short however narrow the column is: no need to know which it is.
        let line = f64::from(narrowest) / 1000.0 * self.table_width - 1.0;
        let line = line.max(1.0) as usize;
        row.cells.iter().any(|cell| {
            let text = plain::inlines(&cell.content, &self.document.values);
            text.len() / 3 > TALLEST * line || text.matches('\n').count() > TALLEST
        })
    }

    fn cell(&mut self, cell: &Cell, columns: usize, rows: usize, head_of: Option<&Block>) {
        let plain = (columns, rows) == (1, 1);
        if !plain {
            self.glue(&format!("(columns: {columns}, rows: {rows}, body: "));
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
