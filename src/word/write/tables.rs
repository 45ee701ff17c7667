//! Tables: caption and unit above, 三线表, note and source below and kept with it.

use super::sheet::unsigned;
use super::styles;
use super::{Writer, paragraph};
use crate::document::columns::{self, ColumnShape};
use crate::document::grid::{Place, grid};
use crate::document::{Align, BlockId, Row, Table, anchor, plain, rows};
use docx_rs::{
    BorderType, DocumentChild, HeightRule, LineSpacing, Paragraph, ParagraphChild,
    Table as WordTable, TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders,
    TableCellContent, TableLayoutType, TableRow, TableRowChild, VMergeType, WidthType,
};

/// Room above and below the text in a row of a given height, in points; a row that is still lower is
/// filled up by Word.
const MAX_ROOM: f64 = 3.0;

impl Writer<'_> {
    pub(super) fn table(&mut self, id: BlockId, table: &Table) {
        if table.columns.is_empty() || table.head.is_empty() && table.body.is_empty() {
            return;
        }
        if let Some(caption) = &table.caption {
            let content = self.caption(id, "表", caption);
            self.push(paragraph(styles::TABLE_CAPTION, content));
        }
        if let Some(unit) = &table.unit {
            let content = self.labelled("单位：", unit);
            let content = self.anchored(id, anchor::unit, content);
            self.push(paragraph(styles::TABLE_UNIT, content));
        }
        // Two tables without a line between them would be one in Word; a page begins with a line.
        self.end_with_paragraph();
        if self.break_before {
            self.separate();
        }
        let drawn = self.drawn_table(id, table);
        self.begin_note(None);
        self.flow.push(DocumentChild::Table(Box::new(drawn)));
        self.below(id, table);
    }

    /// The note and source lines.
    fn below(&mut self, id: BlockId, table: &Table) {
        type Name = fn(BlockId) -> String;
        let lines: [(&str, Name, _); 2] =
            [("注：", anchor::note, &table.note), ("数据来源：", anchor::source, &table.source)];
        let mut present =
            lines.into_iter().filter_map(|(label, name, line)| Some((label, name, line.as_ref()?)));
        let mut next = present.next();
        while let Some((label, name, content)) = next {
            next = present.next();
            let content = self.labelled(label, content);
            let content = self.anchored(id, name, content);
            self.push(paragraph(styles::TABLE_NOTE, content).keep_next(next.is_some()));
        }
    }

    fn drawn_table(&mut self, id: BlockId, table: &Table) -> WordTable {
        let width = self.text_area().0;
        let em = self.profile.table.size.max(1.0) * 20.0;
        let shape = columns::shape(table, &self.document.values, width as f64 / em);
        let widths = widths(&shape, width);
        let mut rows = self.rows((id, 0), &table.head, true, false, &shape, &widths);
        let tied = table.note.is_some() || table.source.is_some();
        let body = self.rows((id, table.head.len()), &table.body, false, tied, &shape, &widths);
        let height = f32::from(table.row_height) / 25.4 * 1440.0;
        let room = (f64::from(height) / 20.0 - self.profile.table.pitch) / 2.0;
        let room = room.min(MAX_ROOM);
        rows.extend(body.into_iter().map(|row| match table.row_height {
            0 => row,
            _ => with_room(row, room).row_height(height.round()).height_rule(HeightRule::AtLeast),
        }));
        WordTable::without_borders(rows)
            .set_grid(widths)
            .style(styles::TABLE)
            .width(width, WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
    }

    /// `id` and `first`: the table, and the first of these rows in head and body together.
    fn rows(
        &mut self,
        (id, first): (BlockId, usize),
        rows: &[Row],
        head: bool,
        tied: bool,
        shape: &[ColumnShape],
        widths: &[usize],
    ) -> Vec<TableRow> {
        let grid = grid(rows, shape.len());
        let last = grid.len().saturating_sub(1);
        let ems = self.text_area().0 as f64 / (self.profile.table.size.max(1.0) * 20.0);
        let kept = rows::kept(rows, shape, &self.document.values, ems);
        let mut out = Vec::with_capacity(grid.len());
        for (y, places) in grid.iter().enumerate() {
            let mut cells = Vec::with_capacity(places.len());
            for (column, place) in places {
                let own = place.filter(|place| place.row == y);
                let content = match own.and_then(|place| rows[place.row].cells.get(place.cell)) {
                    Some(cell) => self.inlines(&cell.content),
                    None => Vec::new(),
                };
                let name = |id| anchor::cell(id, first + y, own.map_or(0, |own| own.cell));
                let content = self.anchored(id, name, content);
                let covered = place.map_or(1, |place| place.columns);
                let shown = own.and_then(|place| rows[place.row].cells.get(place.cell));
                let shown = shown.map(|cell| plain::inlines(&cell.content, &self.document.values));
                let shown = shown.unwrap_or_default();
                let aligned = columns::align(shape, *column, covered, &shown, ems);
                let kept = head || tied && y == last || kept.get(y).copied().unwrap_or(false);
                let text = cell_text(content, head, aligned, kept);
                let span = place.map_or(1, |place| place.columns);
                let width = widths.iter().skip(*column).take(span).sum();
                let mut cell = TableCell::new().add_paragraph(text).width(width, WidthType::Dxa);
                if let Some(place) = place {
                    cell = spanning(cell, *place, y);
                }
                // Below a head of one row the line is the table style's.
                if head && y == last && y > 0 {
                    cell = cell.set_borders(below_head(self.profile.rules.middle));
                }
                cells.push(cell);
            }
            out.push(TableRow::new(cells).cant_split());
        }
        out
    }

    /// A line that parts two tables and is hardly seen.
    pub(super) fn separate(&mut self) {
        self.push(paragraph(styles::TABLE_GAP, Vec::new()));
    }
}

fn cell_text(content: Vec<ParagraphChild>, head: bool, align: Align, kept: bool) -> Paragraph {
    if head {
        return paragraph(styles::TABLE_HEAD, content);
    }
    let style = match align {
        Align::Auto | Align::Left => styles::TABLE_TEXT,
        Align::Center => styles::TABLE_CENTRED,
        Align::Right => styles::TABLE_NUMBER,
    };
    paragraph(style, content).keep_next(kept)
}

/// A row with points of room above and below the text of its cells: entries of several lines stay
/// apart where no line is drawn between them.
fn with_room(mut row: TableRow, points: f64) -> TableRow {
    let room = u32::try_from(unsigned(points)).unwrap_or(0);
    for TableRowChild::TableCell(cell) in &mut row.cells {
        for content in &mut cell.children {
            if let TableCellContent::Paragraph(text) = content {
                text.property.line_spacing = Some(LineSpacing::new().before(room).after(room));
            }
        }
    }
    row
}

fn spanning(mut cell: TableCell, place: Place, y: usize) -> TableCell {
    if place.columns > 1 {
        cell = cell.grid_span(place.columns);
    }
    match (place.rows > 1, place.row == y) {
        (true, true) => cell.vertical_merge(VMergeType::Restart),
        (true, false) => cell.vertical_merge(VMergeType::Continue),
        (false, _) => cell,
    }
}

fn below_head(points: f64) -> TableCellBorders {
    let line = TableCellBorder::new(TableCellBorderPosition::Bottom)
        .border_type(BorderType::Single)
        .size(eighths(points));
    TableCellBorders::with_empty().set(line)
}

/// Points as eighths, Word's unit of lines.
pub(super) fn eighths(points: f64) -> usize {
    (unsigned(points) * 8).div_ceil(20)
}

/// Shares of a width that together are exactly that width.
fn widths(shape: &[ColumnShape], width: usize) -> Vec<usize> {
    let total: usize = shape.iter().map(|column| usize::from(column.share)).sum();
    let mut used = 0;
    let mut sum = 0;
    shape
        .iter()
        .map(|column| {
            sum += usize::from(column.share);
            let end = sum * width / total.max(1);
            let own = end - used;
            used = end;
            own
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ColumnShape, eighths, widths};
    use crate::document::Align;

    #[test]
    fn widths_add_up() {
        let shape = [333, 333, 334].map(|share| ColumnShape { share, align: Align::Left });
        assert_eq!(widths(&shape, 8845).iter().sum::<usize>(), 8845);
        assert_eq!([1.5, 0.75].map(eighths), [12, 6]);
    }
}
