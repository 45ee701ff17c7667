//! Tables with their caption.

use super::attributes::{Attributes, Key};
use super::cell_merges::{CellMerge, Refusal, merge_cells};
use super::context::Lowering;
use super::inlines::{Frame, trim_end};
use super::markers;
use super::positions::CellOffsets;
use super::spaces::is_wide_space;
use crate::diag::{Code, Diagnostic, Severity};
use crate::document::{Align, Block, BlockKind, Cell, Column, Row, Table, continues_head};
use comrak::nodes::{Node, NodeValue, TableAlignment};

/// Maximum number of cells of a table: more would take minutes and gigabytes to lay out.
const MAX_CELLS: usize = 50_000;
const ABOVE_HELP: &str = "表头的第一行、有数的表身第一行不能用 ^^；要印出这两个符号，改为 \\^^";
const BESIDE_HELP: &str = "第一列不能用 <<；要印出这两个符号，改为 \\<<";
const RECTANGLE_HELP: &str = "同一格向下、向右合并时，所占各行各列都要写上 ^^ 或 <<";

/// Maximum bytes of a cell: a longer one fills pages, and a head of that size would do so on every
/// page.
const MAX_CELL_BYTES: usize = 10_000;

impl<'n> Lowering<'_, 'n> {
    /// Lowers a table; `caption` is the paragraph before it.
    pub fn table(&mut self, node: Node<'n>, caption: Option<Node<'n>>) -> Block {
        let data = node.data();
        let (caption, attributes) = match caption {
            Some(caption) => self.caption(caption),
            None => (None, Attributes::default()),
        };
        let alignments = match &data.value {
            NodeValue::Table(table) => table.alignments.as_slice(),
            _ => &[],
        };
        let shares = self.shares(&attributes, alignments.len());
        let columns = alignments
            .iter()
            .enumerate()
            .map(|(index, alignment)| Column {
                align: align(*alignment),
                share: shares.get(index).copied().unwrap_or(0),
            })
            .collect();

        let rows = node.children().count();
        let range = self.positions.range(data.sourcepos);
        let too_large = rows.saturating_mul(alignments.len()) > MAX_CELLS;
        if too_large {
            let line = self.source()[range.clone()].lines().next().map_or(0, str::len);
            let message = format!("表格有{rows}行{}列，格子过多", alignments.len());
            let help = format!("拆成几张表，每张不超过{MAX_CELLS}格；原始数据作为附件");
            self.problem(Code::TableTooLarge, range.start..range.start + line, &message, &help);
        }

        let rows = if too_large { 1 } else { rows };
        for row in node.children().take(rows) {
            self.compare_cells(row, alignments.len());
        }
        let mut head: Vec<_> = node.children().take(rows).collect();
        let below_head = head.iter().skip(1).take_while(|row| self.continues_head(row)).count();
        let body = head.split_off((1 + below_head).min(head.len()));
        let (head, body) = (self.rows(head), self.rows(body));

        let table = Table {
            caption,
            unit: self.attribute_text(&attributes, Key::Unit),
            source: self.attribute_text(&attributes, Key::Source),
            note: self.attribute_text(&attributes, Key::Note),
            row_height: self.row_height(&attributes),
            label: attributes.label,
            columns,
            head,
            body,
        };
        self.block(range, BlockKind::Table(Box::new(table)))
    }

    /// Whether a row below the head belongs to it. A value from the data is a figure.
    fn continues_head(&self, row: &Node<'n>) -> bool {
        let cells: Vec<String> = row
            .children()
            .map(|cell| {
                let range = self.positions.range(cell.data().sourcepos);
                markers::print(self.source().get(range).unwrap_or(""), self.values)
            })
            .collect();
        continues_head(cells.iter().map(String::as_str))
    }

    /// Lowers the rows of head or body, and merges their cells.
    fn rows(&mut self, nodes: Vec<Node<'n>>) -> Vec<Row> {
        let (mut rows, mut merges) = (Vec::new(), Vec::new());
        for node in nodes {
            let range = self.positions.range(node.data().sourcepos);
            let typed = |cell: Node<'n>| {
                let range = self.positions.range(cell.data().sourcepos);
                CellMerge::typed(self.source().get(range).unwrap_or(""))
            };
            merges.push(node.children().map(typed).collect::<Vec<_>>());
            let cells = node.children().map(|cell| self.cell(cell)).collect();
            rows.push(Row { span: self.span(range), cells });
        }

        for (span, refusal) in merge_cells(&mut rows, &merges) {
            let (message, help) = match refusal {
                Refusal::NothingAbove => ("^^ 的上面没有可合并的格", ABOVE_HELP),
                Refusal::NothingLeft => ("<< 的左边没有可合并的格", BESIDE_HELP),
                Refusal::Ragged => ("合并的格不成长方形", RECTANGLE_HELP),
            };
            self.diagnostics.report(Diagnostic::new(Code::TableJoin, span, message).help(help));
        }
        rows
    }

    /// Reports a row that has more or fewer cells than the head. GFM drops the ones and fills up the
    /// others without a word; in a table of figures either means that a bar was typed or forgotten.
    fn compare_cells(&mut self, row: Node<'n>, columns: usize) {
        let start = self.positions.range(row.data().sourcepos).start;
        let line = self.source()[start..].lines().next().unwrap_or("");
        let cells = typed_cells(line);

        let (has, end) = (cells.len(), start + line.trim_end().len());
        match cells.get(columns) {
            Some(first) => {
                let message = format!("这一行有{has}格，表头只有{columns}格");
                let help = "每行的格数要与表头相同；格里要印 | 的，改为 \\|";
                self.problem(Code::RaggedRow, start + first..end, &message, help);
            }
            None if has < columns => {
                let message = format!("这一行只有{has}格，表头有{columns}格");
                let problem = Diagnostic {
                    severity: Severity::Warning,
                    ..Diagnostic::new(Code::RaggedRow, self.span(end..end), message)
                };
                let help = "核对有没有漏写一格；空着的格也要写出 |，不写的在行末印成空白";
                self.diagnostics.report(problem.help(help));
            }
            None => {}
        }
    }

    fn cell(&mut self, node: Node<'n>) -> Cell {
        let range = self.positions.range(node.data().sourcepos);
        if range.len() > MAX_CELL_BYTES {
            let help = "把长文字移到正文里，格子里只写要点";
            let cell = &self.source()[range.clone()];
            let start = range.start + cell.len() - cell.trim_start().len();
            self.problem(Code::TableTooLarge, start..start, "格子里的文字过长", help);
            return Cell { span: self.span(range), columns: 1, rows: 1, content: Vec::new() };
        }

        let offsets = CellOffsets::new(self.source(), range.clone());
        let text = &self.source()[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let typed = start..start + text.trim().len();

        // Wide spaces on both sides set the bars off; on the left alone they indent, as in 　其中：工业.
        let ascii = text.trim_matches([' ', '\t']);
        let is_set_off = ascii.starts_with(is_wide_space) && ascii.ends_with(is_wide_space);
        let from = if is_set_off { typed.start } else { 0 };
        let mut frame = Frame { cell: Some(offsets), from, ..Frame::default() };
        let mut content = self.inlines(node, &mut frame);
        if is_set_off {
            trim_end(&mut content);
        }
        let span = self.span(typed);
        Cell { span, columns: 1, rows: 1, content }
    }

    /// Least height of the rows in millimetres; 0 where it isn't given or is wrong.
    fn row_height(&mut self, attributes: &Attributes) -> u16 {
        let Some(range) = attributes.get(Key::RowHeight) else { return 0 };
        let text = markers::print(&self.source()[range.clone()], self.values);
        let number = text.trim().strip_suffix("mm").and_then(|number| number.trim().parse().ok());
        match number.filter(|height| (1..=200).contains(height)) {
            Some(height) => height,
            None => {
                let help = "改为整毫米数，1 至 200，如 行高=16mm";
                self.problem(Code::BadAttribute, range, "行高无法读取", help);
                0
            }
        }
    }

    /// Shares of the columns in thousandths; none where they aren't given or are wrong.
    fn shares(&mut self, attributes: &Attributes, columns: usize) -> Vec<u16> {
        let Some(range) = attributes.get(Key::Widths) else { return Vec::new() };
        let text = markers::print(&self.source()[range.clone()], self.values);
        let numbers: Vec<Option<f64>> = text
            .split(',')
            .map(|part| part.trim().parse().ok().filter(|n: &f64| (0.01..=1000.0).contains(n)))
            .collect();

        let example = vec!["1"; columns.max(1)].join(",");
        if numbers.iter().any(Option::is_none) {
            let help = format!("改为用半角逗号隔开的数字，如 列宽=\"{example}\"");
            self.problem(Code::BadAttribute, range, "列宽无法读取", &help);
            return Vec::new();
        }

        let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
        if numbers.len() != columns {
            let message = format!("列宽给了{}个数，表格有{columns}列", numbers.len());
            self.problem(Code::BadAttribute, range, &message, "每列给一个数");
            return Vec::new();
        }

        let sum: f64 = numbers.iter().sum();
        // In 1..=1000 by construction.
        numbers.iter().map(|number| (number / sum * 1000.0).round().max(1.0) as u16).collect()
    }
}

/// Where each cell of a row begins. A bar after a backslash is none (comrak 0.59, `scanners::table_cell`).
fn typed_cells(line: &str) -> Vec<usize> {
    let trimmed = line.trim_end();
    let bars = trimmed.match_indices('|').map(|(bar, _)| bar);
    let bars = bars.filter(|bar| !trimmed[..*bar].ends_with('\\'));
    let starts = bars.map(|bar| bar + 1).filter(|start| *start < trimmed.len());

    let first = trimmed.len() - trimmed.trim_start().len();
    let unbarred = !trimmed[first..].starts_with('|');
    unbarred.then_some(first).into_iter().chain(starts).collect()
}

fn align(alignment: TableAlignment) -> Align {
    match alignment {
        TableAlignment::None => Align::Auto,
        TableAlignment::Left => Align::Left,
        TableAlignment::Center => Align::Center,
        TableAlignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::typed_cells;

    #[test]
    fn cells_lie_between_bars() {
        for (line, cells) in [
            ("| 甲 | 乙 |", 2),
            ("甲 | 乙", 2),
            ("  | 甲 | 乙 |  ", 2),
            ("| 甲 \\| 乙 | 丙", 2),
            ("| 甲 || 丙 |", 3),
            ("|甲", 1),
            ("甲 |", 1),
        ] {
            assert_eq!(typed_cells(line).len(), cells, "{line}");
        }
        assert_eq!(typed_cells("| 甲 | 乙 |"), [1, 7]);
    }
}
