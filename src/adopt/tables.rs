//! A table of the draft as a table of Markdown: the first row is its head, joined cells are `^^`
//! and `<<`, whatever else a cell holds is lines of text.

use super::inline;
use super::losses::{Location, LossReport};
use super::paragraph::{text_boxes, text_of_pieces};
use super::runs::{self, Formatting, Run, RunKind};
use super::units::Atoms;
use crate::document::continues_head;
use crate::document::escape::Room;
use crate::document::signs::{MERGED_ABOVE, MERGED_LEFT};
use crate::docx::Counters;
use crate::docx::{Block, Cell, Docx, Paragraph, Table};

/// What the cells of a table are read with.
pub(super) struct ReadContext<'a> {
    pub docx: &'a Docx,
    pub counters: &'a mut Counters,
    pub losses: &'a mut LossReport,
}

/// A square of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
enum GridCell {
    /// The first square of a cell.
    Content {
        runs: Vec<Run>,
        columns: usize,
    },
    /// Covered by the cell to its left.
    CoveredFromLeft,
    /// Covered by the cell above; the number of that cell's columns, 0 but in its first one.
    CoveredFromAbove {
        columns: usize,
    },
    Empty,
}

/// Maximum number of columns; a larger number is taken for a defect of the file.
const MAX_COLUMNS: usize = 200;
/// Maximum depth of tables within tables; deeper ones are only listed.
const MAX_DEPTH: usize = 40;

/// The runs of every cell, and which cells are joined.
pub(super) struct Grid(Vec<Vec<GridCell>>);

pub(super) fn read(table: &Table, number: usize, context: &mut ReadContext<'_>) -> Grid {
    let location = context.losses.location();
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    for (y, row) in table.rows.iter().enumerate() {
        let mut squares = vec![GridCell::Empty; usize::from(row.before).min(MAX_COLUMNS)];
        for cell in &row.cells {
            let x = squares.len();
            let position = format!("表 {number} 第 {} 行第 {} 列", y + 1, x + 1);
            let runs = read_cell(cell, &position, context);
            let columns = usize::from(cell.columns.max(1)).min(MAX_COLUMNS);

            let above = rows.last().filter(|_| cell.continues && runs.is_empty());
            if above.is_some_and(|above| has_cell(above, x, columns)) {
                squares.push(GridCell::CoveredFromAbove { columns });
                squares.extend((1..columns).map(|_| GridCell::CoveredFromAbove { columns: 0 }));
                continue;
            }

            if cell.continues {
                context.losses.move_to(position, &runs::plain_text(&runs));
                context.losses.add("上下合并的格不成长方形，已分开");
            }
            squares.push(GridCell::Content { runs, columns });
            squares.extend((1..columns).map(|_| GridCell::CoveredFromLeft));
        }
        rows.push(squares);
    }
    context.losses.return_to(location);

    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, GridCell::Empty));
    detach_head(&mut rows, number, context.losses);
    Grid(rows)
}

/// Whether a cell of the row above, or what continues it, has exactly these columns.
fn has_cell(above: &[GridCell], x: usize, columns: usize) -> bool {
    match above.get(x) {
        Some(
            GridCell::Content { columns: other, .. }
            | GridCell::CoveredFromAbove { columns: other },
        ) => *other == columns,
        Some(GridCell::CoveredFromLeft | GridCell::Empty) | None => false,
    }
}

/// Separates from the head what continues it below, where Markdown wouldn't take the row for one of the head.
fn detach_head(rows: &mut [Vec<GridCell>], number: usize, losses: &mut LossReport) {
    let Some(second) = rows.get_mut(1) else { return };
    if !second.iter().any(|square| matches!(square, GridCell::CoveredFromAbove { .. })) {
        return;
    }

    let texts = second.iter().map(|square| match square {
        GridCell::Content { runs, .. } => runs::plain_text(runs),
        GridCell::CoveredFromAbove { .. } => MERGED_ABOVE.to_owned(),
        GridCell::CoveredFromLeft | GridCell::Empty => String::new(),
    });
    let texts: Vec<String> = texts.collect();
    if continues_head(texts.iter().map(String::as_str)) {
        return;
    }

    let location = Location { position: format!("表 {number}"), excerpt: String::new() };
    losses.add_elsewhere(location, "表头下的一行有数，与表头合并的格已分开");

    for square in second.iter_mut() {
        match square {
            GridCell::CoveredFromAbove { columns: 0 } => *square = GridCell::CoveredFromLeft,
            GridCell::CoveredFromAbove { columns } => {
                *square = GridCell::Content { runs: Vec::new(), columns: *columns };
            }
            GridCell::Content { .. } | GridCell::CoveredFromLeft | GridCell::Empty => {}
        }
    }
}

/// A cell's lines as one.
fn read_cell(cell: &Cell, position: &str, context: &mut ReadContext<'_>) -> Vec<Run> {
    let mut lines = Vec::new();
    read_lines(&cell.blocks, 0, position, context, &mut lines);
    let runs = joined(lines, &RunKind::Break);
    if !cell.revisions.is_empty() {
        context.losses.move_to(position.to_owned(), &runs::plain_text(&runs));
        context.losses.add("格子的增删、合并修订按现状采用");
    }
    runs
}

/// The lines of blocks; a table within is a line for each of its rows.
pub(super) fn read_lines(
    blocks: &[Block],
    depth: usize,
    position: &str,
    context: &mut ReadContext<'_>,
    lines: &mut Vec<Vec<Run>>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = text_of_pieces(&paragraph.pieces);
                context.losses.move_to(position.to_owned(), &text);
                let line = read_line(paragraph, context);
                if !line.is_empty() {
                    lines.push(line);
                }
                for story in text_boxes(paragraph, context.docx).filter(|_| depth <= MAX_DEPTH) {
                    context.losses.add("文本框里的文字并入所在的格子、脚注");
                    read_lines(&story.blocks, depth + 1, position, context, lines);
                }
            }
            Block::Table(table) => {
                context.losses.move_to(position.to_owned(), &first_text(table));
                context.losses.add("格子、脚注里的表格已成为文字");
                for row in table.rows.iter().filter(|_| depth <= MAX_DEPTH) {
                    let mut cells = Vec::new();
                    for cell in &row.cells {
                        read_lines(&cell.blocks, depth + 1, position, context, &mut cells);
                    }
                    let line = joined(cells, &RunKind::Text(" ".to_owned()));
                    if !line.is_empty() {
                        lines.push(line);
                    }
                }
            }
        }
    }
}

/// A paragraph's runs, with its automatic number as text.
fn read_line(paragraph: &Paragraph, context: &mut ReadContext<'_>) -> Vec<Run> {
    let mut line = runs::read(&paragraph.pieces, context.losses);
    if let Some(key) = paragraph.numbering.filter(|(instance, _)| *instance != 0) {
        context.counters.next(key, context.docx);
        let label = context.counters.label(key, context.docx);
        if !label.is_empty() {
            let kind = RunKind::Text(label);
            line.insert(0, Run { kind, formatting: Formatting::default() });
        }
    }
    line
}

/// Lines as one, with a run between them.
fn joined(lines: Vec<Vec<Run>>, separator: &RunKind) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for line in lines {
        if !joined.is_empty() {
            let kind = separator.clone();
            runs::push(&mut joined, Run { kind, formatting: Formatting::default() });
        }
        line.into_iter().for_each(|run| runs::push(&mut joined, run));
    }
    joined
}

/// The text of a table's first paragraph that has some.
fn first_text(table: &Table) -> String {
    let blocks = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
    let text = |block: &Block| match block {
        Block::Paragraph(paragraph) => text_of_pieces(&paragraph.pieces),
        Block::Table(_) => String::new(),
    };
    blocks.map(text).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

impl Grid {
    /// Whether it has no text at all.
    pub fn is_blank(&self) -> bool {
        let is_blank = |square: &GridCell| match square {
            GridCell::Content { runs, .. } => runs.is_empty(),
            GridCell::CoveredFromLeft | GridCell::CoveredFromAbove { .. } | GridCell::Empty => true,
        };
        self.0.iter().flatten().all(is_blank)
    }

    /// The table as Markdown.
    pub fn write(&self, atoms: &mut Atoms<'_>) -> String {
        let mut out = String::new();
        for (y, row) in self.0.iter().enumerate() {
            out.push('|');
            for square in row {
                let cell = match square {
                    GridCell::Content { runs, .. } if y == 0 => {
                        inline::write(&runs::without_uniform_bold(runs.clone()), Room::Cell, atoms)
                    }
                    GridCell::Content { runs, .. } => inline::write(runs, Room::Cell, atoms),
                    GridCell::CoveredFromLeft => MERGED_LEFT.to_owned(),
                    GridCell::CoveredFromAbove { .. } => MERGED_ABOVE.to_owned(),
                    GridCell::Empty => String::new(),
                };
                out.push_str(&format!(" {cell} |"));
            }
            out.push('\n');

            if y == 0 {
                out.push('|');
                out.push_str(&" --- |".repeat(row.len()));
                out.push('\n');
            }
        }
        out
    }
}
