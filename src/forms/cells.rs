//! Any workbook as plain cells, for what isn't a form: a city's own tables.
//!
//! In: a file's bytes. Out: the sheets with their cells as they show, and the ranges of merged ones; the same limits
//! hold as for forms.

use super::guard::{self, Refusal};
use super::sheet::{self, Sheet};
use crate::ooxml::Package;

/// A cell as it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainCell {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Its text.
    pub text: String,
}

/// A range of merged cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainRange {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

/// A sheet with its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainSheet {
    /// The cells that hold something, by row and column.
    pub cells: Vec<PlainCell>,
    /// The merged ranges.
    pub merged: Vec<PlainRange>,
}

/// Whether a file is a workbook of the present format.
pub fn is_workbook(bytes: &[u8]) -> bool {
    Package::open(bytes, &guard::LIMITS).is_ok_and(|package| package.has("xl/workbook.xml"))
}

/// The sheets of a workbook. Fails with what is wrong with the file, in Chinese.
pub fn plain_sheets(bytes: &[u8]) -> Result<Vec<PlainSheet>, String> {
    let reason = |refusal: Refusal| {
        // The words for forms say of some files that they are none.
        refusal.message.trim_end_matches("，不是填报表").to_owned()
    };
    guard::open(bytes).map_err(reason)?;
    let sheets = sheet::read_all(bytes).map_err(reason)?;
    Ok(sheets.iter().map(plain).collect())
}

fn plain(sheet: &Sheet) -> PlainSheet {
    let cells = sheet.cells.keys().map(|position| PlainCell {
        row: position.row as usize,
        column: usize::from(position.column),
        text: sheet.text(*position),
    });
    let merged = sheet.merged.iter().map(|range| PlainRange {
        row: range.first.row as usize,
        column: usize::from(range.first.column),
        rows: (range.last.row.saturating_sub(range.first.row) + 1) as usize,
        columns: usize::from(range.last.column.saturating_sub(range.first.column)) + 1,
    });

    PlainSheet { cells: cells.collect(), merged: merged.collect() }
}
