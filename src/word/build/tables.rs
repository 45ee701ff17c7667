//! Tables: caption and unit above, 三线表, note and source below and kept with it.

use super::sheet::unsigned;
use super::styles;
use super::{Writer, paragraph};
use crate::document::columns::{self, ColumnShape};
use crate::document::{Align, BlockId, Row, Table, plain, rows};
use docx_rs::{
    BorderType, DocumentChild, HeightRule, Paragraph, ParagraphChild, Table as WordTable,
    TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders, TableLayoutType,
    TableRow, VMergeType, WidthType,
};

/// What stands at a place of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// Index of the cell in its row.
    cell: usize,
    /// Row in which the cell begins.
    row: usize,
    /// Columns it covers.
    columns: usize,
    /// Rows it covers.
    rows: usize,
}

/// Rows of a table's head or body, and where their cells stand: per row, columns and what is there;
/// `None` where a row has too few cells.
type Grid = Vec<Vec<(usize, Option<Place>)>>;

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
            self.push(paragraph(styles::TABLE_UNIT, content));
        }
        // Two tables without a line between them would be one in Word; a page begins with a line.
        self.end_with_paragraph();
        if self.break_before {
            self.separate();
        }
        let anchor = if table.caption.is_none() { id } else { BlockId::UNSET };
        let drawn = self.drawn_table(anchor, table);
        self.children.push(DocumentChild::Table(Box::new(drawn)));
        self.below(table);
    }

    /// The note and source lines.
    fn below(&mut self, table: &Table) {
        let lines = [("注：", &table.note), ("数据来源：", &table.source)];
        let mut present =
            lines.into_iter().filter_map(|(label, line)| Some((label, line.as_ref()?)));
        let mut next = present.next();
        while let Some((label, content)) = next {
            next = present.next();
            let content = self.labelled(label, content);
            self.push(paragraph(styles::TABLE_NOTE, content).keep_next(next.is_some()));
        }
    }

    fn drawn_table(&mut self, anchor: BlockId, table: &Table) -> WordTable {
        let width = self.text_area().0;
        let em = self.profile.table.size.max(1.0) * 20.0;
        let shape = columns::shape(table, &self.document.values, width as f64 / em);
        let widths = widths(&shape, width);
        let mut anchor = anchor;
        let mut rows = self.rows(&table.head, true, false, &shape, &widths, &mut anchor);
        let tied = table.note.is_some() || table.source.is_some();
        let body = self.rows(&table.body, false, tied, &shape, &widths, &mut anchor);
        let height = f32::from(table.row_height) / 25.4 * 1440.0;
        rows.extend(body.into_iter().map(|row| match table.row_height {
            0 => row,
            _ => row.row_height(height.round()).height_rule(HeightRule::AtLeast),
        }));
        WordTable::without_borders(rows)
            .set_grid(widths)
            .style(styles::TABLE)
            .width(width, WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
    }

    fn rows(
        &mut self,
        rows: &[Row],
        head: bool,
        tied: bool,
        shape: &[ColumnShape],
        widths: &[usize],
        anchor: &mut BlockId,
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
                let content = match content.is_empty() {
                    true => content,
                    false => {
                        let id = std::mem::replace(anchor, BlockId::UNSET);
                        self.anchored(id, content)
                    }
                };
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

/// Puts cells into their columns. What reaches beyond the table or into another cell is cut.
fn grid(rows: &[Row], columns: usize) -> Grid {
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

#[cfg(test)]
mod tests {
    use super::{ColumnShape, eighths, grid, widths};
    use crate::document::{Align, Cell, Row};
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

    #[test]
    fn widths_add_up() {
        let shape = [333, 333, 334].map(|share| ColumnShape { share, align: Align::Left });
        assert_eq!(widths(&shape, 8845).iter().sum::<usize>(), 8845);
        assert_eq!([1.5, 0.75].map(eighths), [12, 6]);
    }
}
