//! Tables, rows and cells.

use super::inline::tracked;
use super::model::{Cell, Refused, RevisionKind, Row, Table};
use super::paragraph::layout_property;
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;
use crate::ooxml::Tag;

/// Maximum number of columns that a cell may cover or a row leave out; Word has 63.
const MAX_COLUMNS: i64 = 200;

/// Reads the open `w:tbl`.
pub(super) fn table(reader: &mut StoryReader<'_>) -> Result<Table, Refused> {
    reader.output.budget.keep(size_of::<Table>())?;
    let mut table = Table::default();
    rows(reader, &mut table)?;
    Ok(table)
}

fn rows(reader: &mut StoryReader<'_>, table: &mut Table) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        if tag.is_word("tr") {
            reader.output.budget.keep(size_of::<Row>())?;
            let mut row = Row::default();
            cells(reader, &mut row)?;
            table.rows.push(row);
        } else if tag.is_word("tblPr") || tag.is_word("tblGrid") {
            layout_property(reader, &tag, &mut table.layout)?;
        } else if is_content(&tag) {
            reader.output.budget.keep(size_of::<Row>())?;
            let mut row = Row::default();
            row.cells.push(cell(reader, tag)?);
            table.rows.push(row);
        } else if is_property(&tag) {
            reader.skip()?;
        } else if revision_kind(&tag, RevisionContext::Text).is_some() {
            tracked(reader, &tag, |reader| rows(reader, table))?;
        } else if !reader.milestone(&tag)? {
            rows(reader, table)?;
        }
    }
    Ok(())
}

fn cells(reader: &mut StoryReader<'_>, row: &mut Row) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        if tag.is_word("trPr") {
            row_properties(reader, row)?;
        } else if tag.is_word("tblPrEx") {
            layout_property(reader, &tag, &mut row.layout)?;
        } else if is_content(&tag) {
            row.cells.push(cell(reader, tag)?);
        } else if is_property(&tag) {
            reader.skip()?;
        } else if revision_kind(&tag, RevisionContext::Text).is_some() {
            tracked(reader, &tag, |reader| cells(reader, row))?;
        } else if !reader.milestone(&tag)? {
            cells(reader, row)?;
        }
    }
    Ok(())
}

fn is_content(tag: &Tag<'_>) -> bool {
    ["tc", "p", "tbl", "r"].iter().any(|name| tag.is_word(name))
}

fn is_property(tag: &Tag<'_>) -> bool {
    ["sdtPr", "sdtEndPr", "customXmlPr"].iter().any(|name| tag.is_word(name))
}

/// Reads a cell, or content that stands in a row without one.
fn cell<'a>(reader: &mut StoryReader<'a>, tag: Tag<'a>) -> Result<Cell, Refused> {
    reader.output.budget.keep(size_of::<Cell>())?;
    let mut cell = Cell { columns: 1, ..Cell::default() };
    if !tag.is_word("tc") {
        reader.block(tag, &mut cell.blocks)?;
        return Ok(cell);
    }

    while let Some(tag) = reader.next_child()? {
        if tag.is_word("tcPr") {
            cell_properties(reader, &mut cell)?;
        } else {
            reader.block(tag, &mut cell.blocks)?;
        }
    }
    Ok(cell)
}

fn row_properties(reader: &mut StoryReader<'_>, row: &mut Row) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        if tag.is_word("gridBefore") {
            row.before = column_count(reader.xml.integer(&tag)?, 0);
        } else if tag.is_word("tblHeader") {
            row.head = reader.xml.on_off(&tag)?;
        }

        match revision_kind(&tag, RevisionContext::Row) {
            Some(kind @ (RevisionKind::RowInsertion | RevisionKind::RowDeletion)) => {
                row.revisions.push(reader.register(&tag, kind)?);
                let ids = reader.collect_revisions(RevisionContext::Layout)?;
                row.layout.extend(ids);
            }
            _ => layout_property(reader, &tag, &mut row.layout)?,
        }
    }
    Ok(())
}

fn cell_properties(reader: &mut StoryReader<'_>, cell: &mut Cell) -> Result<(), Refused> {
    while let Some(tag) = reader.next_child()? {
        if tag.is_word("gridSpan") {
            cell.columns = column_count(reader.xml.integer(&tag)?, 1);
        } else if tag.is_word("vMerge") {
            cell.continues = reader.xml.word_attribute(&tag, "val")?.as_deref() != Some("restart");
        }

        match revision_kind(&tag, RevisionContext::Layout) {
            Some(kind @ RevisionKind::Cell) => {
                cell.revisions.push(reader.register(&tag, kind)?);
                let ids = reader.collect_revisions(RevisionContext::Layout)?;
                cell.layout.extend(ids);
            }
            _ => layout_property(reader, &tag, &mut cell.layout)?,
        }
    }
    Ok(())
}

fn column_count(count: Option<i64>, min: i64) -> u16 {
    u16::try_from(count.unwrap_or(min).clamp(min, MAX_COLUMNS)).unwrap_or(1)
}
