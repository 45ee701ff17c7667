//! Tables: columns with width and alignment decided, rows of cells that fit them.

use super::writer::Writer;
use crate::document::{Align, Block, Cell, Row, Table, columns};

impl Writer<'_> {
    /// Writes a table.
    pub fn table(&mut self, table: &Table, block: &Block) {
        self.glue("#data-table(");
        self.id(block.id);
        self.captioned(table.caption.as_ref(), table.source.as_deref());
        self.optional("unit", table.unit.as_deref());
        self.optional("note", table.note.as_deref());
        self.glue("columns: (");
        for column in columns::shape(table, &self.document.values, self.table_width) {
            let align = match column.align {
                Align::Auto | Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            self.glue(&format!("(share: {}, align: {align}), ", column.share.max(1)));
        }
        self.glue("),\nhead: (");
        self.rows(&table.head, table.columns.len());
        self.glue("),\nbody: (");
        self.rows(&table.body, table.columns.len());
        self.glue("))");
    }

    /// Cells that no column or row is left for are cut: Typst refuses them.
    fn rows(&mut self, rows: &[Row], columns: usize) {
        let mut taken = vec![0usize; columns];
        for (index, row) in rows.iter().enumerate() {
            self.glue("\n(");
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
                self.cell(cell, width, height);
            }
            self.glue("),");
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    fn cell(&mut self, cell: &Cell, columns: usize, rows: usize) {
        let plain = (columns, rows) == (1, 1);
        if !plain {
            self.glue(&format!("(columns: {columns}, rows: {rows}, body: "));
        }
        self.content(&cell.content);
        self.glue(if plain { ", " } else { "), " });
    }
}
