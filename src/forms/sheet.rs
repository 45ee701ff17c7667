//! The cells of a form as a spreadsheet program left them; the only user of calamine.
//!
//! In: an .xlsx that [`super::package`] let through. Out: [`Sheet`], cell by cell: no table of the
//! whole extent is ever made, since a file may claim a million rows.

use super::layout::{VERSION_STEM, address};
use super::package::{AGAIN, Refusal, refuse};
use super::percent;
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Cells with anything in them.
const MOST_CELLS: usize = 200_000;
const MOST_SHEETS: usize = 20;
/// The last row that is looked at, from 0.
const LAST_ROW: u32 = 20_000;
/// The last column that is looked at, from 0.
const LAST_COLUMN: u32 = 200;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A number.
    Number(f64),
    /// A text, without blanks at its ends.
    Text(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// A date or a time.
    Date,
    /// `#REF!` and the like.
    Error(String),
    /// A formula that was never computed.
    Uncomputed,
}

/// A range of merged cells: row and column of its first and of its last cell.
pub(super) type Merged = ((u32, u32), (u32, u32));

/// The sheet of a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// By row and column, from 0.
    pub cells: BTreeMap<(u32, u16), Cell>,
    /// Where cells were merged.
    pub merged: Vec<Merged>,
    /// Its name.
    pub name: String,
    /// The names (`E7`) of the cells that show a percentage.
    pub percent: BTreeSet<String>,
}

impl Sheet {
    /// A cell's text as it shows; empty where there is nothing.
    pub fn text(&self, row: u32, column: u16) -> String {
        match self.cells.get(&(row, column)) {
            None => String::new(),
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => number.to_string(),
            Some(Cell::Truth(true)) => "TRUE".to_owned(),
            Some(Cell::Truth(false)) => "FALSE".to_owned(),
            Some(Cell::Date) => "（日期）".to_owned(),
            Some(Cell::Error(error)) => error.clone(),
            Some(Cell::Uncomputed) => "（公式）".to_owned(),
        }
    }

    /// The rows that have cells, in order.
    pub fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|(row, _)| *row).collect()
    }
}

/// Reads the sheet that is a form: the one that carries the version.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    // The library may panic on what no spreadsheet program writes.
    let read = catch_unwind(AssertUnwindSafe(|| find(bytes)));
    read.unwrap_or_else(|_| Err(refuse("文件的内部结构不合规范", AGAIN)))
}

fn broken(_: XlsxError) -> Refusal {
    refuse("文件不完整或已损坏，不能作为表格读取", "请填报单位重新发送，或另存为 .xlsx")
}

fn find(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(refuse(format!("文件里有 {} 张工作表", names.len()), AGAIN));
    }
    let mut found: Option<Sheet> = None;
    for name in names {
        let Ok(sheet) = cells(&mut book, &name) else { continue };
        let sheet = sheet?;
        let mut cells = sheet.cells.values();
        let marks =
            |cell: &Cell| matches!(cell, Cell::Text(text) if text.starts_with(VERSION_STEM));
        if !cells.any(marks) {
            continue;
        }
        if let Some(first) = found {
            let message = format!("工作表“{}”和“{}”都是填报表", first.name, sheet.name);
            return Err(refuse(message, "留下一张，删去另一张"));
        }
        found = Some(sheet);
    }
    if let Some(sheet) = &mut found {
        sheet.percent = percent::cells(bytes, &sheet.name);
    }
    found.ok_or_else(|| refuse("不是 zishu forms 生成的填报表，或隐藏的标识列被删去了", AGAIN))
}

/// A sheet's cells; the outer error is a sheet without cells, such as one of a chart.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Result<Sheet, Refusal>, XlsxError> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut reader = book.worksheet_cells_reader(name)?;
    loop {
        let record = match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => return Ok(Err(broken(error))),
        };
        let Some(cell) = cell(&record.value, record.formula.is_some()) else { continue };
        let (row, column) = record.pos;
        if row > LAST_ROW || column > LAST_COLUMN || sheet.cells.len() >= MOST_CELLS {
            let at = address(row, u16::try_from(column).unwrap_or(u16::MAX));
            return Ok(Err(refuse(format!("表格太大：{at} 处还有内容"), AGAIN)));
        }
        sheet.cells.insert((row, column as u16), cell);
    }
    drop(reader);
    match book.merge_cells_by_sheet_name(name) {
        Ok(merged) => sheet.merged = merged.into_iter().map(|at| (at.start, at.end)).collect(),
        Err(error) => return Ok(Err(broken(error))),
    }
    Ok(Ok(sheet))
}

fn cell(value: &DataRef<'_>, formula: bool) -> Option<Cell> {
    let text = |text: &str| {
        let text = text.replace("_x000D_", "\r").replace("\r\n", "\n").replace('\r', "\n");
        Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(Cell::Text)
    };
    match value {
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(inner) => text(inner),
        DataRef::SharedString(inner) => text(inner),
        DataRef::Bool(truth) => Some(Cell::Truth(*truth)),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Some(Cell::Date)
        }
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Empty if formula => Some(Cell::Uncomputed),
        DataRef::Empty => None,
    }
}
