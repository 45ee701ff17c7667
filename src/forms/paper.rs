//! A form as text, so that a problem can show the row in which it stands.
//!
//! In: a sheet. Out: a source file with a line for each row, and the place of every visible cell.

use super::layout::{HEADINGS, address};
use super::sheet::Sheet;
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longer texts are cut: the line is there to find a cell again.
const LONGEST: usize = 24;

/// The places of a form's cells.
#[derive(Debug)]
pub(super) struct Paper {
    file: FileId,
    cells: BTreeMap<(u32, u16), Range<usize>>,
}

impl Paper {
    /// Writes a sheet down as the text of `path`.
    pub fn new(path: &str, sheet: &Sheet, sources: &mut Sources) -> Paper {
        let mut text = String::new();
        let mut cells = BTreeMap::new();
        let rows = sheet.rows();
        for row in 0..rows.last().map_or(0, |last| last + 1) {
            if rows.contains(&row) {
                line(sheet, row, &mut text, &mut cells);
            }
            text.push('\n');
        }
        Paper { file: sources.add(path, text), cells }
    }

    /// The place of a cell; the file where the cell isn't visible.
    pub fn span(&self, row: u32, column: u16) -> Span {
        match self.cells.get(&(row, column)) {
            Some(range) => Span::new(self.file, range.clone()),
            None => Span::of_file(self.file),
        }
    }

    /// A cell's name and its place.
    pub fn cell(&self, row: u32, column: u16) -> (String, Span) {
        (address(row, column), self.span(row, column))
    }
}

fn line(
    sheet: &Sheet,
    row: u32,
    text: &mut String,
    cells: &mut BTreeMap<(u32, u16), Range<usize>>,
) {
    // What is blank at the end has no place worth showing.
    let filled = |column: &u16| !sheet.text(row, *column).is_empty();
    let visible = HEADINGS.len() as u16;
    let end = (0..visible).rev().find(filled).map_or(0, |last| last + 1);
    for column in 0..end {
        if column > 0 {
            text.push_str(" | ");
        }
        let start = text.len();
        let shown = sheet.text(row, column);
        let shown = shown.chars().map(|c| if c.is_control() { ' ' } else { c });
        text.extend(shown.clone().take(LONGEST));
        if shown.count() > LONGEST {
            text.push('…');
        }
        cells.insert((row, column), start..text.len());
    }
}
