//! A table as a grid of squares, whatever program it comes from: each square knows its cell.

use std::collections::{BTreeMap, BTreeSet};

/// A cell, by the square at its upper left and the squares that it covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridCell {
    /// Its text; paragraphs and lines are parted by line ends.
    pub text: String,
    /// Row of the upper left square, from 0.
    pub row: usize,
    /// Column of the upper left square, from 0.
    pub column: usize,
    /// Number of rows, at least 1.
    pub rows: usize,
    /// Number of columns, at least 1.
    pub columns: usize,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    cells: Vec<GridCell>,
    /// The cell of each square.
    squares: BTreeMap<(usize, usize), usize>,
    height: usize,
    width: usize,
}

impl Grid {
    /// A grid of these cells; of two that cover one square the first has it. Cells reach no further than
    /// the last row and column in which one begins.
    pub fn new(cells: Vec<GridCell>) -> Grid {
        let height = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
        let width = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
        // The last column may be covered from the left in every row.
        let covered = cells.iter().map(|cell| cell.column + cell.columns.min(width)).max();
        let width = width.max(covered.unwrap_or(0));

        let mut squares = BTreeMap::new();
        for (index, cell) in cells.iter().enumerate() {
            for row in cell.row..(cell.row + cell.rows.max(1)).min(height) {
                for column in cell.column..(cell.column + cell.columns.max(1)).min(width) {
                    squares.entry((row, column)).or_insert(index);
                }
            }
        }
        Grid { cells, squares, height, width }
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The cell that covers a square.
    pub fn cell(&self, row: usize, column: usize) -> Option<usize> {
        self.squares.get(&(row, column)).copied()
    }

    /// The text of the cell that covers a square.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |cell| self.cells[cell].text.trim())
    }

    /// Whether a square belongs to a cell that begins in a row above.
    pub fn is_continued(&self, row: usize, column: usize) -> bool {
        self.cell(row, column).is_some_and(|cell| self.cells[cell].row < row)
    }

    /// The cells that begin in a row and say something, from left to right.
    pub fn begun(&self, row: usize) -> Vec<&GridCell> {
        let mut seen = BTreeSet::new();
        let cells = (0..self.width).filter_map(|column| self.cell(row, column));
        let new = cells.filter(|cell| seen.insert(*cell)).map(|cell| &self.cells[cell]);
        new.filter(|cell| cell.row == row && !cell.text.trim().is_empty()).collect()
    }
}

/// A text without the spaces and line ends that a cell sets it with.
pub(super) fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The lines of a cell as one; a space stays between two words of Latin letters.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(out.chars().next_back()) && is_latin(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }

    out
}
