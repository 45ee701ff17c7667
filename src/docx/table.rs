//! Tables, rows and cells.

use super::body::block;
use super::inline::tracked;
use super::model::{Cell, Refused, RevisionKind, Row, Table};
use super::paragraph::layout;
use super::reading::{Place, Reading, kind};
use super::xml::{Node, Tag};

/// Most columns that a cell may cover or a row leave out; Word has 63.
const COLUMNS: i64 = 200;

/// Reads the open `w:tbl`.
pub(super) fn table(reading: &mut Reading<'_>) -> Result<Table, Refused> {
    reading.found.budget.keep(size_of::<Table>())?;
    let mut table = Table::default();
    rows(reading, &mut table)?;
    Ok(table)
}

fn rows(reading: &mut Reading<'_>, table: &mut Table) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("tr") {
            reading.found.budget.keep(size_of::<Row>())?;
            let mut row = Row::default();
            cells(reading, &mut row)?;
            table.rows.push(row);
        } else if tag.is_word("tblPr") || tag.is_word("tblGrid") {
            layout(reading, &tag, &mut table.layout)?;
        } else if is_content(&tag) {
            let mut row = Row::default();
            reading.found.budget.keep(size_of::<Row>())?;
            row.cells.push(lone(reading, tag)?);
            table.rows.push(row);
        } else if is_property(&tag) {
            reading.pass()?;
        } else if kind(&tag, Place::Text).is_some() {
            tracked(reading, &tag, |reading| rows(reading, table))?;
        } else if !reading.milestone(&tag)? {
            rows(reading, table)?;
        }
    }
}

fn cells(reading: &mut Reading<'_>, row: &mut Row) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("trPr") {
            row_properties(reading, row)?;
        } else if tag.is_word("tblPrEx") {
            layout(reading, &tag, &mut row.layout)?;
        } else if is_content(&tag) {
            row.cells.push(lone(reading, tag)?);
        } else if is_property(&tag) {
            reading.pass()?;
        } else if kind(&tag, Place::Text).is_some() {
            tracked(reading, &tag, |reading| cells(reading, row))?;
        } else if !reading.milestone(&tag)? {
            cells(reading, row)?;
        }
    }
}

fn is_content(tag: &Tag<'_>) -> bool {
    ["tc", "p", "tbl", "r"].iter().any(|name| tag.is_word(name))
}

fn is_property(tag: &Tag<'_>) -> bool {
    ["sdtPr", "sdtEndPr", "customXmlPr"].iter().any(|name| tag.is_word(name))
}

/// Reads a cell, or content that stands in a row without one.
fn lone<'a>(reading: &mut Reading<'a>, tag: Tag<'a>) -> Result<Cell, Refused> {
    reading.found.budget.keep(size_of::<Cell>())?;
    let mut cell = Cell { columns: 1, ..Cell::default() };
    if !tag.is_word("tc") {
        block(reading, tag, &mut cell.blocks)?;
        return Ok(cell);
    }
    loop {
        match reading.next()? {
            Node::Start(tag) if tag.is_word("tcPr") => cell_properties(reading, &mut cell)?,
            Node::Start(tag) => block(reading, tag, &mut cell.blocks)?,
            Node::Text(_) => {}
            Node::End | Node::Over => return Ok(cell),
        }
    }
}

fn row_properties(reading: &mut Reading<'_>, row: &mut Row) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("gridBefore") {
            row.before = columns(reading.xml.number(&tag)?, 0);
        } else if tag.is_word("tblHeader") {
            row.head = reading.xml.switch(&tag)?;
        }
        match kind(&tag, Place::Row) {
            Some(kind @ (RevisionKind::RowInsertion | RevisionKind::RowDeletion)) => {
                row.revisions.push(reading.register(&tag, kind)?);
                let ids = reading.collect(Place::Layout)?;
                row.layout.extend(ids);
            }
            _ => layout(reading, &tag, &mut row.layout)?,
        }
    }
}

fn cell_properties(reading: &mut Reading<'_>, cell: &mut Cell) -> Result<(), Refused> {
    loop {
        let tag = match reading.next()? {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Over => return Ok(()),
        };
        if tag.is_word("gridSpan") {
            cell.columns = columns(reading.xml.number(&tag)?, 1);
        } else if tag.is_word("vMerge") {
            cell.continues = reading.xml.word(&tag, "val")?.as_deref() != Some("restart");
        }
        match kind(&tag, Place::Layout) {
            Some(kind @ RevisionKind::Cell) => {
                cell.revisions.push(reading.register(&tag, kind)?);
                let ids = reading.collect(Place::Layout)?;
                cell.layout.extend(ids);
            }
            _ => layout(reading, &tag, &mut cell.layout)?,
        }
    }
}

fn columns(count: Option<i64>, least: i64) -> u16 {
    u16::try_from(count.unwrap_or(least).clamp(least, COLUMNS)).unwrap_or(1)
}
