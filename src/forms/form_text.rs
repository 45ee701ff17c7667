//! A form as text, so that a problem can show the row in which it stands.
//!
//! In: a sheet. Out: a source file with a line for each row, and the span of every visible cell.

use super::layout::{HEADINGS, Position};
use super::sheet::Sheet;
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Maximum number of characters shown of a cell: the line is there to find the cell again.
const MAX_CELL_TEXT: usize = 24;

/// The text of a form, and where its cells stand in it.
#[derive(Debug)]
pub(super) struct FormText {
    file: FileId,
    cells: BTreeMap<Position, Range<usize>>,
}

impl FormText {
    /// Writes a sheet down as the text of `path`.
    pub fn new(path: &str, sheet: &Sheet, sources: &mut Sources) -> FormText {
        let mut text = String::new();
        let mut cells = BTreeMap::new();
        let rows = sheet.rows();
        for row in 0..rows.last().map_or(0, |last| last + 1) {
            if rows.contains(&row) {
                push_row(sheet, row, &mut text, &mut cells);
            }
            text.push('\n');
        }
        FormText { file: sources.add(path, text), cells }
    }

    /// The span of a cell; the file where the cell isn't visible.
    pub fn span(&self, cell: Position) -> Span {
        match self.cells.get(&cell) {
            Some(range) => Span::new(self.file, range.clone()),
            None => Span::of_file(self.file),
        }
    }
}

fn push_row(
    sheet: &Sheet,
    row: u32,
    text: &mut String,
    cells: &mut BTreeMap<Position, Range<usize>>,
) {
    // Blank cells at the end are not worth showing.
    let is_filled = |column: &u16| !sheet.text(Position { row, column: *column }).is_empty();
    let visible = HEADINGS.len() as u16;
    let end = (0..visible).rev().find(is_filled).map_or(0, |last| last + 1);

    for column in 0..end {
        if column > 0 {
            text.push_str(" | ");
        }
        let start = text.len();
        let content = sheet.text(Position { row, column });
        let printable = content.chars().map(|c| if c.is_control() { ' ' } else { c });
        text.extend(printable.clone().take(MAX_CELL_TEXT));
        if printable.count() > MAX_CELL_TEXT {
            text.push('…');
        }
        cells.insert(Position { row, column }, start..text.len());
    }
}
