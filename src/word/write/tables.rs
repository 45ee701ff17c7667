//! Tables: 三线表, with caption and unit as the first row of the head, so that each page repeats
//! them; note and source below, and kept with it.

use super::measures::{eighths, unsigned};
use super::style_ids;
use super::table_facts::TableFacts;
use super::writer::{Writer, paragraph};
use crate::document::grid::{CellArea, grid};
use crate::document::{Align, BlockId, Row, Table, anchor, plain};
use crate::source::visible;
use crate::typography::TableLayout;
use crate::typography::tables::{CELL_SIDE, RowLayout, lay_out};
use docx_rs::{
    BorderType, CellMargins, DocumentChild, HeightRule, LineSpacing, Table as WordTable, TableCell,
    TableCellBorder, TableCellBorderPosition, TableCellBorders, TableCellContent, TableCellMargins,
    TableLayoutType, TableRow, TableRowChild, VMergeType, WidthType,
};

/// Maximum space above and below the text in a row of a given height, in points; a row that is still
/// lower is filled up by Word.
const MAX_ROW_SPACE: f64 = 3.0;

/// What all rows of a table share.
struct TableSetting<'l> {
    id: BlockId,
    layout: &'l TableLayout,
    /// Size of its type in half-points where it isn't the style's.
    small: Option<usize>,
}

/// The rows of a head or of a body.
struct RowGroup<'t> {
    rows: &'t [Row],
    layouts: &'t [RowLayout],
    /// Index of the first of them in head and body together.
    first: usize,
    is_head: bool,
    /// Whether the last row stays on the page of the lines below the table.
    keeps_last: bool,
    /// Whether a row with the caption stands above.
    has_title: bool,
}

impl Writer<'_> {
    pub(super) fn table(&mut self, id: BlockId, table: &Table) {
        if table.columns.is_empty() || table.head.is_empty() && table.body.is_empty() {
            return;
        }
        // Two tables without a line between them would be one in Word; a page begins with a line.
        self.end_with_paragraph();
        if self.break_before {
            self.push_gap();
        }
        let values = &self.document.values;
        let caption = table.caption.as_ref().map(|caption| {
            format!("{} {}", caption.name("表"), plain::inlines(&caption.content, values))
        });
        let width = self.text_area().0;
        let style = &self.profile.table;
        let layout = lay_out(table, values, self.measure, style, width as f64 / 20.0);
        self.tables.push(TableFacts {
            caption: visible(&caption.unwrap_or_default()).into_owned(),
            has_row_heads: layout.has_row_heads(),
        });
        let word_table = self.word_table(id, table, &layout);
        self.begin_note(None);
        self.flow.push(DocumentChild::Table(Box::new(word_table)));
        self.lines_below(id, table);
    }

    /// The note and source lines.
    fn lines_below(&mut self, id: BlockId, table: &Table) {
        type Name = fn(BlockId) -> String;
        let words = &self.profile.words;
        let lines: [(&str, Name, _); 2] = [
            (&words.note, anchor::note, &table.note),
            (&words.source, anchor::source, &table.source),
        ];
        let mut present =
            lines.into_iter().filter_map(|(label, name, line)| Some((label, name, line.as_ref()?)));
        let mut next = present.next();
        while let Some((label, name, content)) = next {
            next = present.next();
            let content = self.labelled(label, content);
            let content = self.anchored(id, name, content);
            self.push(paragraph(style_ids::TABLE_NOTE, content).keep_next(next.is_some()));
        }
    }

    fn word_table(&mut self, id: BlockId, table: &Table, layout: &TableLayout) -> WordTable {
        let width = self.text_area().0;
        let style = &self.profile.table;
        let small = (layout.size != style.typst_size())
            .then(|| self.table_sizes.add(layout.size, layout.pitch));
        let setting = TableSetting { id, layout, small };

        let title = self.title_cell(id, table);
        let head = RowGroup {
            rows: &table.head,
            layouts: &layout.head,
            first: 0,
            is_head: true,
            keeps_last: false,
            has_title: title.is_some(),
        };
        let body = RowGroup {
            rows: &table.body,
            layouts: &layout.body,
            first: table.head.len(),
            is_head: false,
            keeps_last: table.note.is_some() || table.source.is_some(),
            has_title: title.is_some() && table.head.is_empty(),
        };
        let title = title.map(|cell| {
            let cell = cell.width(width, WidthType::Dxa);
            let span = layout.columns.len();
            let cell = if span > 1 { cell.grid_span(span) } else { cell };
            TableRow::new(vec![cell]).cant_split()
        });
        let mut rows: Vec<TableRow> = title.into_iter().collect();
        rows.extend(self.rows(&head, &setting));
        let body = self.rows(&body, &setting);

        let height = f32::from(table.row_height) / 25.4 * 1440.0;
        let space = (f64::from(height) / 20.0 - layout.pitch) / 2.0;
        let space = space.min(MAX_ROW_SPACE);
        rows.extend(body.into_iter().map(|row| {
            if table.row_height == 0 {
                return row;
            }
            with_space(row, space).row_height(height.round()).height_rule(HeightRule::AtLeast)
        }));
        let widths: Vec<usize> =
            layout.columns.iter().map(|column| column.width as usize).collect();
        let width = widths.iter().sum();
        let word_table = WordTable::without_borders(rows)
            .set_grid(widths)
            .style(style_ids::TABLE)
            .width(width, WidthType::Dxa)
            .layout(TableLayoutType::Fixed);

        // The style's sides are those of its own size.
        let side = unsigned(layout.side);
        if side == unsigned(self.profile.table.size * CELL_SIDE) {
            return word_table;
        }
        let sides = TableCellMargins::new()
            .margin_left(side, WidthType::Dxa)
            .margin_right(side, WidthType::Dxa);
        word_table.margins(sides)
    }

    /// Caption and unit, as a cell without lines that begins where the text does; the table's upper line
    /// is then that of the row below. Its width is still to be said.
    fn title_cell(&mut self, id: BlockId, table: &Table) -> Option<TableCell> {
        let mut lines = Vec::new();
        if let Some(caption) = &table.caption {
            let content = self.caption(id, "表", caption);
            lines.push(paragraph(style_ids::TABLE_CAPTION, content));
        }
        if let Some(unit) = &table.unit {
            let content = self.labelled(&self.profile.words.unit, unit);
            let content = self.anchored(id, anchor::unit, content);
            lines.push(paragraph(style_ids::TABLE_UNIT, content));
        }
        if lines.is_empty() {
            return None;
        }

        let margins =
            CellMargins::new().margin_left(0, WidthType::Dxa).margin_right(0, WidthType::Dxa);
        let sides = [
            TableCellBorderPosition::Top,
            TableCellBorderPosition::Left,
            TableCellBorderPosition::Right,
        ];
        let borders = sides.into_iter().fold(TableCellBorders::with_empty(), |borders, side| {
            borders.set(TableCellBorder::new(side).border_type(BorderType::Nil).size(0))
        });
        let mut cell = lines.into_iter().fold(TableCell::new(), TableCell::add_paragraph);
        cell.property = cell.property.margins(margins).set_borders(borders);
        Some(cell)
    }

    fn rows(&mut self, group: &RowGroup<'_>, setting: &TableSetting<'_>) -> Vec<TableRow> {
        let grid = grid(group.rows, setting.layout.columns.len());
        let last = grid.len().saturating_sub(1);

        let mut out = Vec::with_capacity(grid.len());
        for (y, grid_row) in grid.iter().enumerate() {
            let keeps_next = group.is_head
                || group.keeps_last && y == last
                || group.layouts.get(y).is_some_and(|row| row.keeps_next);
            let mut cells = Vec::with_capacity(grid_row.len());
            for (column, area) in grid_row {
                let cell = self.cell(group, setting, y, *column, *area, keeps_next);
                let below_title = group.has_title && y == 0;
                let above_body = group.is_head && y == last;
                cells.push(self.lined(cell, below_title, above_body));
            }
            out.push(TableRow::new(cells).cant_split());
        }

        out
    }

    /// The cell with the lines that the table style doesn't give it: the table's upper one below a row
    /// with the caption, the head's lower one.
    fn lined(&self, cell: TableCell, below_title: bool, above_body: bool) -> TableCell {
        if !below_title && !above_body {
            return cell;
        }
        let rules = &self.profile.rules;
        let mut lines = TableCellBorders::with_empty();
        if below_title {
            lines = lines.set(line(TableCellBorderPosition::Top, rules.top));
        }
        if above_body {
            lines = lines.set(line(TableCellBorderPosition::Bottom, rules.middle));
        }
        cell.set_borders(lines)
    }

    /// The cell at a row and column of the grid; without a cell there it is blank.
    fn cell(
        &mut self,
        group: &RowGroup<'_>,
        setting: &TableSetting<'_>,
        y: usize,
        column: usize,
        area: Option<CellArea>,
        keeps_next: bool,
    ) -> TableCell {
        // A merged cell has its content in its first row.
        let source = area.filter(|area| area.row == y);
        let cell = source.and_then(|area| group.rows[area.row].cells.get(area.cell));
        let content = cell.map_or_else(Vec::new, |cell| self.inlines(&cell.content));
        let index = source.map_or(0, |area| area.cell);
        let name = |id| anchor::cell(id, group.first + y, index);
        let content = self.anchored(setting.id, name, content);

        let span = area.map_or(1, |area| area.columns);
        let mut covered = setting.layout.columns.iter().skip(column).take(span);
        let width = covered.clone().map(|column| column.width as usize).sum();
        let layout = group.layouts.get(y).and_then(|row| row.at(column));
        let align = layout.map(|cell| cell.align).or_else(|| Some(covered.next_back()?.align));
        let style = if group.is_head {
            style_ids::TABLE_HEAD
        } else {
            match align {
                None | Some(Align::Auto | Align::Left) => style_ids::TABLE_TEXT,
                Some(Align::Center) => style_ids::TABLE_CENTRED,
                Some(Align::Right) => style_ids::TABLE_NUMBER,
            }
        };

        let paragraph = match setting.small {
            Some(size) => paragraph(&style_ids::sized(style, size), content),
            None => paragraph(style, content),
        };
        let paragraph = if group.is_head { paragraph } else { paragraph.keep_next(keeps_next) };
        let cell = TableCell::new().add_paragraph(paragraph).width(width, WidthType::Dxa);
        match area {
            Some(area) => merged(cell, area, y),
            None => cell,
        }
    }

    /// A line that divides two tables and is hardly seen.
    pub(super) fn push_gap(&mut self) {
        self.push(paragraph(style_ids::TABLE_GAP, Vec::new()));
    }
}

/// A row with points of space above and below the text of its cells: entries of several lines stay
/// apart where no line is drawn between them.
fn with_space(mut row: TableRow, points: f64) -> TableRow {
    let space = u32::try_from(unsigned(points)).unwrap_or(0);
    for TableRowChild::TableCell(cell) in &mut row.cells {
        for content in &mut cell.children {
            if let TableCellContent::Paragraph(text) = content {
                text.property.line_spacing = Some(LineSpacing::new().before(space).after(space));
            }
        }
    }
    row
}

fn merged(mut cell: TableCell, area: CellArea, y: usize) -> TableCell {
    if area.columns > 1 {
        cell = cell.grid_span(area.columns);
    }
    if area.rows <= 1 {
        return cell;
    }
    let is_first = area.row == y;
    cell.vertical_merge(if is_first { VMergeType::Restart } else { VMergeType::Continue })
}

fn line(position: TableCellBorderPosition, points: f64) -> TableCellBorder {
    TableCellBorder::new(position).border_type(BorderType::Single).size(eighths(points))
}
