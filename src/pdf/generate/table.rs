//! Tables: columns with width and alignment decided, rows of cells that fit them.

use super::inline::label;
use super::writer::Writer;
use crate::document::{Align, Block, Inline, InlineKind, Row, Table, visit};
use crate::source::visible;
use crate::typography::TableLayout;
use crate::typography::measure::unbroken_ranges;
use crate::typography::tables::{CELL_SIDE, CellLayout, RowLayout, lay_out};

/// Indent of a quotation, in characters of the body.
const QUOTE_INDENT: f64 = 2.0;
/// Maximum number of quotations within each other that are indented.
const MAX_INDENTS: usize = 4;

/// How high the one line of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineHeight {
    /// The table's pitch, as text that stands in no box has it.
    Pitch,
    /// That or less.
    Less,
}

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

        let layout = self.layout(table);
        self.glue(&sizes(&layout, self.profile.table.typst_size()));
        self.glue(&kept(&layout.body));
        self.lined(table, &layout);
        self.glue("columns: (");
        for column in &layout.columns {
            let align = typst_name(column.align);
            self.glue(&format!("(share: {}, align: {align}), ", column.width.max(1)));
        }

        self.glue("),\nhead: (");
        for (row, row_layout) in table.head.iter().zip(&layout.head) {
            self.row(row, row_layout, Some(block));
        }
        self.glue("),\nbody: (");
        for (row, row_layout) in table.body.iter().zip(&layout.body) {
            self.row(row, row_layout, None);
        }
        self.glue("))");
    }

    /// How the table is set in the width that it has here.
    fn layout(&self, table: &Table) -> TableLayout {
        let indents = self.quotes.min(MAX_INDENTS) as f64 * QUOTE_INDENT;
        let width = self.table_width - indents * self.profile.body.typst_size();
        lay_out(table, &self.document.values, &self.measure, &self.profile.table, width)
    }

    /// A row.
    fn row(&mut self, row: &Row, layout: &RowLayout, head_of: Option<&Block>) {
        self.glue(if layout.is_tall { "\n(tall: true, cells: (" } else { "\n(" });
        for cell in &layout.cells {
            self.cell(row, cell, head_of);
        }
        self.glue(if layout.is_tall { "))," } else { ")," });
    }

    /// `lined: (…), ` with the rows, from the head's first, that are surely one line high.
    fn lined(&mut self, table: &Table, layout: &TableLayout) {
        let rows = table.head.iter().chain(&table.body);
        let layouts = layout.head.iter().chain(&layout.body);

        // A row has a cell in each column, unless a joined cell of another row goes on there.
        let count = layout.columns.len();
        let is_lined = rows.zip(layouts).map(|(row, layout)| {
            let columns: usize = layout.cells.iter().map(|cell| cell.area.columns).sum();
            let mut has_text = false;
            let fits = layout.cells.iter().all(|cell| {
                let height = self.line_height(&row.cells[cell.area.cell].content);
                has_text |= height == Some(LineHeight::Pitch);
                cell.area.rows == 1 && cell.fits_line && height.is_some()
            });
            columns == count && has_text && fits
        });

        let lined: String = is_lined
            .enumerate()
            .filter(|(_, is_lined)| *is_lined)
            .map(|(index, _)| format!("{index}, "))
            .collect();

        if !lined.is_empty() {
            self.glue(&format!("lined: ({lined}), "));
        }
    }

    /// How high the one line of a cell is; `None` where that isn't sure.
    fn line_height(&self, content: &[Inline]) -> Option<LineHeight> {
        let texts: Option<String> = content.iter().map(|inline| self.plain_text(inline)).collect();
        let text = texts?;
        let text = visible(&text);

        let boxed = unbroken_ranges(&text);
        let stands_free = |index| !boxed.iter().any(|range| range.contains(&index));
        let mut characters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
        let has_free = characters.any(|(index, _)| stands_free(index));
        Some(if has_free { LineHeight::Pitch } else { LineHeight::Less })
    }

    /// A cell.
    fn cell(&mut self, row: &Row, layout: &CellLayout, head_of: Option<&Block>) {
        let area = &layout.area;
        let cell = &row.cells[area.cell];
        let is_plain = (area.columns, area.rows) == (1, 1) && !layout.is_row_head;
        if !is_plain {
            self.glue(&format!("(columns: {}, rows: {}, ", area.columns, area.rows));
            if area.rows > 1 && layout.is_whole {
                self.glue("whole: true, ");
            } else if area.rows > 1 && head_of.is_none() {
                self.glue("again: ");
                self.without_targets(&cell.content);
                self.glue(", ");
            }
            if layout.is_row_head {
                self.glue("heads: true, ");
            }
            if area.columns > 1 && head_of.is_none() {
                self.glue(&format!("align: {}, ", typst_name(layout.align)));
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

        if self.bare || !self.labels {
            return self.without_targets(content);
        }
        self.glue(&format!("once({}, ", label(block.id)));
        self.content(content);
        self.glue(", ");
        self.without_targets(content);
        self.glue(")");
    }

    /// A content without its links and notes, as a copy of it has them.
    fn without_targets(&mut self, content: &[Inline]) {
        let bare = std::mem::replace(&mut self.bare, true);
        self.content(content);
        self.bare = bare;
    }
}

/// `size: …, ` for a table whose type or sides are smaller than the profile's.
fn sizes(layout: &TableLayout, own: f64) -> String {
    let mut out = String::new();
    if layout.size != own {
        out.push_str(&format!("size: {}pt, pitch: {}pt, ", layout.size, layout.pitch));
    }
    if (layout.side - CELL_SIDE * layout.size).abs() > 1e-6 {
        out.push_str(&format!("side: {:.3}pt, ", layout.side));
    }
    out
}

/// `kept: (…), ` with the rows of the body that stay on the page of the next one.
fn kept(rows: &[RowLayout]) -> String {
    let kept = rows.iter().enumerate().filter(|(_, row)| row.keeps_next);
    let kept: String = kept.map(|(index, _)| format!("{index}, ")).collect();
    if kept.is_empty() { kept } else { format!("kept: ({kept}), ") }
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
