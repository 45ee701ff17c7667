//! The cells of a form as a spreadsheet program left them; the only user of calamine.
//!
//! In: an .xlsx that [`super::guard`] let through. Out: [`Sheet`], cell by cell: no table of the
//! whole extent is ever made, since a file may claim a million rows.

use super::guard::{REGENERATE, Refusal, refuse};
use super::layout::{Position, VERSION_STEM};
use super::percent::percent_cells;
use crate::ooxml::Package;
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Maximum number of cells with anything in them.
const MAX_CELLS: usize = 200_000;
const MAX_SHEETS: usize = 20;
/// The last row that is read, from 0.
const MAX_ROW: u32 = 20_000;
/// The last column that is read, from 0.
const MAX_COLUMN: u32 = 200;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A number.
    Number(f64),
    /// A text, without spaces at its ends.
    Text(String),
    /// TRUE or FALSE.
    Boolean(bool),
    /// A date or a time.
    Date,
    /// `#REF!` and the like.
    Error(String),
    /// A formula that was never computed.
    Uncomputed,
}

impl Cell {
    /// Whether it carries the version of a form.
    pub fn is_version(&self) -> bool {
        matches!(self, Cell::Text(text) if text.starts_with(VERSION_STEM))
    }
}

/// A range of merged cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MergedRange {
    pub first: Position,
    pub last: Position,
}

/// The sheet of a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Its cells.
    pub cells: BTreeMap<Position, Cell>,
    /// Ranges of merged cells.
    pub merged: Vec<MergedRange>,
    /// Its name.
    pub name: String,
    /// The names (`E7`) of the cells that show a percentage.
    pub percent: BTreeSet<String>,
}

impl Sheet {
    /// A cell's text as it shows; empty where there is nothing.
    pub fn text(&self, cell: Position) -> String {
        match self.cells.get(&cell) {
            None => String::new(),
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => number.to_string(),
            Some(Cell::Boolean(true)) => "TRUE".to_owned(),
            Some(Cell::Boolean(false)) => "FALSE".to_owned(),
            Some(Cell::Date) => "（日期）".to_owned(),
            Some(Cell::Error(error)) => error.clone(),
            Some(Cell::Uncomputed) => "（公式）".to_owned(),
        }
    }

    /// The rows that have cells, in order.
    pub fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|cell| cell.row).collect()
    }
}

/// Reads the sheet that is a form: the one that carries the version.
pub(super) fn read(bytes: &[u8], package: &mut Package<'_>) -> Result<Sheet, Refusal> {
    // The library may panic on what no spreadsheet program writes.
    let sheet = catch_unwind(AssertUnwindSafe(|| find_form(bytes)));
    let mut sheet = sheet.unwrap_or_else(|_| Err(refuse("文件的内部结构不合规范", REGENERATE)))?;
    sheet.percent = percent_cells(package, &sheet.name);
    Ok(sheet)
}

/// Reads every sheet that has cells.
pub(super) fn read_all(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let read = || {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
        let mut sheets = Vec::new();
        for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
            if let Ok(sheet) = read_sheet(&mut book, &name) {
                sheets.push(sheet?);
            }
        }
        Ok(sheets)
    };
    let sheets = catch_unwind(AssertUnwindSafe(read));
    sheets.unwrap_or_else(|_| Err(refuse("文件的内部结构不合规范", REGENERATE)))
}

fn broken(_: XlsxError) -> Refusal {
    refuse("文件不完整或已损坏，不能作为表格读取", "请填报单位重新发送，或另存为 .xlsx")
}

fn find_form(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    if names.len() > MAX_SHEETS {
        return Err(refuse(format!("文件里有 {} 张工作表", names.len()), REGENERATE));
    }

    let mut form: Option<Sheet> = None;
    for name in names {
        // A sheet without cells, such as one of a chart.
        let Ok(sheet) = read_sheet(&mut book, &name) else { continue };
        let sheet = sheet?;
        if !sheet.cells.values().any(Cell::is_version) {
            continue;
        }
        if let Some(first) = form {
            let message = format!("工作表“{}”和“{}”都是填报表", first.name, sheet.name);
            return Err(refuse(message, "留下一张，删去另一张"));
        }
        form = Some(sheet);
    }
    form.ok_or_else(|| refuse("不是 zishu forms 生成的填报表，或隐藏的标识列被删去了", REGENERATE))
}

/// A sheet's cells; the outer error is a sheet that has none.
fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<Result<Sheet, Refusal>, XlsxError> {
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
        let position = position(row, column);
        if row > MAX_ROW || column > MAX_COLUMN || sheet.cells.len() >= MAX_CELLS {
            let name = position.name();
            return Ok(Err(refuse(format!("表格太大：{name} 处还有内容"), REGENERATE)));
        }
        sheet.cells.insert(position, cell);
    }
    drop(reader);

    match book.merge_cells_by_sheet_name(name) {
        Ok(ranges) => {
            let merged = ranges.into_iter().map(|range| MergedRange {
                first: position(range.start.0, range.start.1),
                last: position(range.end.0, range.end.1),
            });
            sheet.merged = merged.collect();
        }
        Err(error) => return Ok(Err(broken(error))),
    }
    Ok(Ok(sheet))
}

/// A column beyond what a position holds is the last.
fn position(row: u32, column: u32) -> Position {
    Position { row, column: u16::try_from(column).unwrap_or(u16::MAX) }
}

fn cell(value: &DataRef<'_>, has_formula: bool) -> Option<Cell> {
    let text = |text: &str| {
        let text = text.replace("_x000D_", "\r").replace("\r\n", "\n").replace('\r', "\n");
        Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(Cell::Text)
    };
    match value {
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(inner) => text(inner),
        DataRef::SharedString(inner) => text(inner),
        DataRef::Bool(value) => Some(Cell::Boolean(*value)),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Some(Cell::Date)
        }
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Empty if has_formula => Some(Cell::Uncomputed),
        DataRef::Empty => None,
    }
}
