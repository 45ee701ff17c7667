//! A table of the draft as a table of Markdown: the first row is its head, joined cells are `^^`
//! and `<<`, whatever else a cell holds is lines of text.

use super::inline::{self, Atoms};
use super::ledger::Ledger;
use super::numbers::Counters;
use super::runs::{self, Look, Run, RunKind};
use super::words_of;
use crate::document::escape::Room;
use crate::docx::{Block, Cell, Docx, Paragraph, Table};

/// What the cells of a table are read with.
pub(super) struct Reading<'a> {
    pub docx: &'a Docx,
    pub counters: &'a mut Counters,
    pub ledger: &'a mut Ledger,
    pub comment: &'a mut dyn FnMut(usize, &Ledger),
}

/// A place in the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Square {
    /// A cell's first place; how many columns it covers.
    Own(Vec<Run>, usize),
    /// Covered by the cell to its left.
    Left,
    /// Covered by the cell above: how many columns that has, 0 but for its first place.
    Above(usize),
    /// No cell.
    Blank,
}

/// Columns beyond which the grid's numbers are taken for a slip of the file.
const MOST_COLUMNS: usize = 200;
/// Tables within tables deeper than this are listed only.
const DEPTH: usize = 40;

/// The runs of every cell; what joins is in the grid.
pub(super) struct Grid(Vec<Vec<Square>>);

/// Reads a table.
pub(super) fn read(table: &Table, number: usize, reading: &mut Reading<'_>) -> Grid {
    let mut rows: Vec<Vec<Square>> = Vec::new();
    let outer = reading.ledger.here();
    for (y, row) in table.rows.iter().enumerate() {
        let mut line = vec![Square::Blank; usize::from(row.before).min(MOST_COLUMNS)];
        for cell in &row.cells {
            let width = usize::from(cell.columns.max(1)).min(MOST_COLUMNS);
            let place = format!("表 {number} 第 {} 行第 {} 列", y + 1, line.len() + 1);
            let content = content(cell, &place, reading);
            let x = line.len();
            let joins = cell.continues
                && content.is_empty()
                && y > 0
                && rows.last().is_some_and(|above| covers(above, x, width));
            if joins {
                line.extend((0..width).map(|at| Square::Above(if at == 0 { width } else { 0 })));
                continue;
            }
            if cell.continues {
                reading.ledger.enter(place, &runs::plain(&content));
                reading.ledger.add("上下合并的格不成长方形，已分开");
            }
            line.push(Square::Own(content, width));
            line.extend((1..width).map(|_| Square::Left));
        }
        rows.push(line);
    }
    reading.ledger.back(outer);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, Square::Blank));
    open_head(&mut rows, number, reading.ledger);
    Grid(rows)
}

/// Whether a cell of the row above, or what joins it, has these columns.
fn covers(above: &[Square], x: usize, width: usize) -> bool {
    match above.get(x) {
        Some(Square::Own(_, columns) | Square::Above(columns)) => *columns == width,
        Some(Square::Left | Square::Blank) | None => false,
    }
}

/// Markdown's head is one row: what joins it from below is parted.
fn open_head(rows: &mut [Vec<Square>], number: usize, ledger: &mut Ledger) {
    let Some(second) = rows.get_mut(1) else { return };
    if !second.iter().any(|square| matches!(square, Square::Above(_))) {
        return;
    }
    let here = ledger.here();
    ledger.enter(format!("表 {number}"), "");
    ledger.add("表头占几行，只有第一行成为表头，与它合并的格已分开");
    ledger.back(here);
    for square in second.iter_mut() {
        match square {
            Square::Above(0) => *square = Square::Left,
            Square::Above(width) => *square = Square::Own(Vec::new(), *width),
            Square::Own(..) | Square::Left | Square::Blank => {}
        }
    }
}

/// A cell's lines.
fn content(cell: &Cell, place: &str, reading: &mut Reading<'_>) -> Vec<Run> {
    let mut lines = Vec::new();
    gather(&cell.blocks, 0, place, reading, &mut lines);
    let out = joined(lines, &RunKind::Break);
    if !cell.revisions.is_empty() {
        reading.ledger.enter(place.to_owned(), &runs::plain(&out));
        reading.ledger.add("格子的增删、合并修订按现状采用");
    }
    out
}

/// The lines of blocks; a table within is a line for each of its rows.
pub(super) fn gather(
    blocks: &[Block],
    depth: usize,
    place: &str,
    reading: &mut Reading<'_>,
    lines: &mut Vec<Vec<Run>>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                reading.ledger.enter(place.to_owned(), &words_of(&paragraph.pieces));
                let line = line(paragraph, reading);
                if !line.is_empty() {
                    lines.push(line);
                }
            }
            Block::Table(table) => {
                reading.ledger.enter(place.to_owned(), &first_text(table));
                reading.ledger.add("格子、脚注里的表格已成为文字");
                for row in table.rows.iter().filter(|_| depth <= DEPTH) {
                    let mut cells = Vec::new();
                    for cell in &row.cells {
                        gather(&cell.blocks, depth + 1, place, reading, &mut cells);
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
fn line(paragraph: &Paragraph, reading: &mut Reading<'_>) -> Vec<Run> {
    let mut line = runs::runs(&paragraph.pieces, reading.ledger, reading.comment);
    if let Some(at) = paragraph.numbering.filter(|(instance, _)| *instance != 0) {
        reading.counters.next(at, reading.docx);
        let label = reading.counters.label(at, reading.docx);
        if !label.is_empty() {
            line.insert(0, Run { kind: RunKind::Text(label), look: Look::default() });
        }
    }
    line
}

/// Lines as one, with something between.
fn joined(lines: Vec<Vec<Run>>, between: &RunKind) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for line in lines {
        if !out.is_empty() {
            runs::push(&mut out, Run { kind: between.clone(), look: Look::default() });
        }
        line.into_iter().for_each(|run| runs::push(&mut out, run));
    }
    out
}

/// The text of a table's first paragraph that has some.
fn first_text(table: &Table) -> String {
    let blocks = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
    let text = |block: &Block| match block {
        Block::Paragraph(paragraph) => words_of(&paragraph.pieces),
        Block::Table(_) => String::new(),
    };
    blocks.map(text).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

impl Grid {
    /// Whether it has no text at all.
    pub fn is_blank(&self) -> bool {
        let blank = |square: &Square| match square {
            Square::Own(runs, _) => runs.is_empty(),
            Square::Left | Square::Above(_) | Square::Blank => true,
        };
        self.0.iter().flatten().all(blank)
    }

    /// The table as Markdown.
    pub fn write(&self, atoms: &mut Atoms<'_>) -> String {
        let mut out = String::new();
        for (y, row) in self.0.iter().enumerate() {
            out.push('|');
            for square in row {
                let cell = match square {
                    Square::Own(runs, _) if y == 0 => {
                        inline::write(&runs::plainer(runs.clone()), Room::Cell, atoms)
                    }
                    Square::Own(runs, _) => inline::write(runs, Room::Cell, atoms),
                    Square::Left => "<<".to_owned(),
                    Square::Above(_) => "^^".to_owned(),
                    Square::Blank => String::new(),
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
