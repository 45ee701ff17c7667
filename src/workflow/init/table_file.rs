//! A table from outside, Word or Excel, as lines and grids.

use crate::docx::{self, Block, Cell, Docx, Paragraph, PieceKind, RevisionKind, Table};
use crate::duties::{Grid, GridCell, Part};
use crate::forms::{self, PlainSheet};
use crate::workflow::input::read_limited;
use crate::workflow::office::{self, OfficeFormat, Unconverted};
use anyhow::{anyhow, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Maximum size of a file, in bytes.
const MAX_SIZE: u64 = 64 << 20;

/// Reads a file; `what` is what it is to hold, in messages.
pub(super) fn read_parts(path: &Path, what: &str) -> anyhow::Result<Vec<Part>> {
    let name = path.display();
    let bytes = read_limited(path, MAX_SIZE, &format!("{what}的文件名"))?;
    if let Some(ending) = forms::convertible_format(&bytes) {
        let converted = convert(path, &bytes, ending, OfficeFormat::Xlsx)?;
        return parts_of_workbook(path, &converted);
    }
    if let Some(ending) = docx::convertible_format(&bytes) {
        let converted = convert(path, &bytes, ending, OfficeFormat::Docx)?;
        return parts_of_document(path, &converted);
    }

    if forms::is_workbook(&bytes) {
        parts_of_workbook(path, &bytes)
    } else if bytes.is_empty() {
        bail!("{name} 是空的；请核对文件")
    } else {
        parts_of_document(path, &bytes)
    }
}

fn convert(
    path: &Path,
    bytes: &[u8],
    ending: &str,
    format: OfficeFormat,
) -> anyhow::Result<Vec<u8>> {
    let name = path.display();
    let new = if format == OfficeFormat::Docx { ".docx" } else { ".xlsx" };
    let by_hand = format!("请在 Word、Excel 或 WPS 里打开，另存为 {new}");

    office::convert(bytes, ending, format).map_err(|unconverted| match unconverted {
        Unconverted::NoOffice => {
            anyhow!("读不了 {name}：是旧式文件（.{ending}）；{by_hand}；这台电脑装了 LibreOffice 的，会自动转换")
        }
        Unconverted::TimedOut => {
            anyhow!("读不了 {name}：LibreOffice 转换它用时过长，已经停止；{by_hand}")
        }
        Unconverted::Refused => anyhow!("读不了 {name}：LibreOffice 转换不了这个文件；{by_hand}"),
        Unconverted::Failed(error) => error.context(format!("读不了 {name}")),
    })
}

fn parts_of_workbook(path: &Path, bytes: &[u8]) -> anyhow::Result<Vec<Part>> {
    let sheets = forms::plain_sheets(bytes).map_err(|reason| {
        anyhow!("读不了 {}：{reason}；请另存为不设密码的 .xlsx", path.display())
    })?;
    let grids = sheets.iter().filter(|sheet| !sheet.cells.is_empty());
    Ok(grids.map(|sheet| Part::Grid(grid_of_sheet(sheet))).collect())
}

fn grid_of_sheet(sheet: &PlainSheet) -> Grid {
    let merged = |row: usize, column: usize| {
        sheet.merged.iter().find(|range| {
            let rows = range.row..range.row + range.rows;
            rows.contains(&row) && (range.column..range.column + range.columns).contains(&column)
        })
    };

    let mut cells = Vec::new();
    for cell in &sheet.cells {
        match merged(cell.row, cell.column) {
            // What a joined cell hides says nothing.
            Some(range) if (range.row, range.column) != (cell.row, cell.column) => {}
            range => cells.push(GridCell {
                text: cell.text.clone(),
                row: cell.row,
                column: cell.column,
                rows: range.map_or(1, |range| range.rows),
                columns: range.map_or(1, |range| range.columns),
            }),
        }
    }
    Grid::new(cells)
}

fn parts_of_document(path: &Path, bytes: &[u8]) -> anyhow::Result<Vec<Part>> {
    let docx = docx::read_words(bytes).map_err(|refused| {
        anyhow!("读不了 {}：{}；{}", path.display(), refused.reason, refused.advice)
    })?;
    let part = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            let text = text_of(paragraph, &docx);
            text.split('\n').map(|line| Part::Line(line.to_owned())).collect::<Vec<_>>()
        }
        Block::Table(table) => vec![Part::Grid(grid_of_table(table, &docx))],
    };

    Ok(docx.body.blocks.iter().flat_map(part).collect())
}

fn grid_of_table(table: &Table, docx: &Docx) -> Grid {
    let mut cells: Vec<GridCell> = Vec::new();
    // The cell that goes on below each column.
    let mut above: BTreeMap<usize, usize> = BTreeMap::new();

    let is_there = |row: &&docx::Row| !docx.has_kind(&row.revisions, RevisionKind::is_deletion);
    for (y, row) in table.rows.iter().filter(is_there).enumerate() {
        let mut x = usize::from(row.before);
        for cell in &row.cells {
            let columns = usize::from(cell.columns.max(1));
            let text = text_of_cell(cell, docx);
            match above.get(&x) {
                Some(index) if cell.continues && text.is_empty() => {
                    cells[*index].rows = y + 1 - cells[*index].row;
                }
                _ => {
                    above.insert(x, cells.len());
                    cells.push(GridCell { text, row: y, column: x, rows: 1, columns });
                }
            }
            x += columns;
        }
    }
    Grid::new(cells)
}

fn text_of_cell(cell: &Cell, docx: &Docx) -> String {
    let paragraphs = docx::paragraphs(&cell.blocks);
    let texts: Vec<String> = paragraphs.iter().map(|it| text_of(it, docx)).collect();
    texts.join("\n").trim().to_owned()
}

/// The text of a paragraph as it stands when all changes are accepted.
fn text_of(paragraph: &Paragraph, docx: &Docx) -> String {
    let mut text = String::new();
    for piece in &paragraph.pieces {
        if docx.has_kind(&piece.revisions, RevisionKind::is_deletion) || piece.format.hidden {
            continue;
        }
        match &piece.kind {
            PieceKind::Text(inner) => text.push_str(inner),
            PieceKind::Tab => text.push(' '),
            PieceKind::LineBreak => text.push('\n'),
            _ => {}
        }
    }

    text
}
