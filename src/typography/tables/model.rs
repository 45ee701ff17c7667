//! How a table is set, as both writers read it.

use crate::document::Align;
use crate::document::grid::CellArea;

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub struct TableLayout {
    /// Its columns.
    pub columns: Vec<ColumnShape>,
    /// Size of its type in points; the style's own where everything fits.
    pub size: f64,
    /// From one line to the next, in points.
    pub pitch: f64,
    /// Between a cell's text and either side of the cell, in points.
    pub side: f64,
    /// Whether everything fits.
    pub fit: TableFit,
    /// The head's rows.
    pub head: Vec<RowLayout>,
    /// The body's rows.
    pub body: Vec<RowLayout>,
}

impl TableLayout {
    /// Whether the first cells of its rows are the rows' heads.
    pub fn has_row_heads(&self) -> bool {
        self.body.iter().flat_map(|row| &row.cells).any(|cell| cell.is_row_head)
    }
}

/// Whether a table's texts fit into their columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TableFit {
    /// All do, at a size that can be read.
    Fits,
    /// Type must be too small for it.
    TooWide {
        /// The column that the writer gave too little (列宽), and its least share of the table's width;
        /// none where the table as a whole is too wide.
        column: Option<(usize, f64)>,
    },
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnShape {
    /// Its width in twips; all columns together have the table's.
    pub width: u32,
    /// Its alignment, never [`Align::Auto`].
    pub align: Align,
}

/// How a row is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLayout {
    /// Whether it stays on the page of the next row.
    pub keeps_next: bool,
    /// Whether it is so tall that it must be allowed to break.
    pub is_tall: bool,
    /// Its cells, in the order of their columns.
    pub cells: Vec<CellLayout>,
}

impl RowLayout {
    /// The cell that begins in a column.
    pub fn at(&self, column: usize) -> Option<&CellLayout> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellLayout {
    /// The first of its columns.
    pub column: usize,
    /// What it covers.
    pub area: CellArea,
    /// Its alignment, never [`Align::Auto`].
    pub align: Align,
    /// Whether its rows stay on one page.
    pub is_whole: bool,
    /// Whether it is the head of its row, as a name beside figures is.
    pub is_row_head: bool,
    /// Whether its text takes one line, whatever the widths of the faces leave open.
    pub fits_line: bool,
}
