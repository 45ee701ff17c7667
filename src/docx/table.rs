//! Tables, rows and cells.

use super::model::{Block, Cell, Refused, RevisionKind, Row, Table};
use super::revision::{RevisionContext, revision_kind};
use super::story::StoryReader;
use crate::ooxml::Tag;

/// Maximum number of columns that a cell may cover or a row leave out; Word has 63.
const MAX_COLUMNS: i64 = 200;

impl<'a> StoryReader<'a> {
    /// Reads the open `w:tbl`.
    pub(super) fn table(&mut self) -> Result<Table, Refused> {
        self.output.budget.keep(size_of::<Table>())?;
        let mut table = Table::default();
        self.rows(&mut table)?;
        Ok(table)
    }

    fn rows(&mut self, table: &mut Table) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            if tag.is_word("tr") {
                self.output.budget.keep(size_of::<Row>())?;
                let mut row = Row::default();
                self.cells(&mut row)?;
                table.rows.push(row);
            } else if tag.is_word("tblPr") || tag.is_word("tblGrid") {
                self.layout_property(&tag, &mut table.layout)?;
            } else if is_content(&tag) {
                self.output.budget.keep(size_of::<Row>())?;
                let mut row = Row::default();
                row.cells.push(self.cell(tag)?.0);
                table.rows.push(row);
            } else if is_property(&tag) {
                self.skip()?;
            } else if revision_kind(&tag, RevisionContext::Text).is_some() {
                self.tracked(&tag, |reader| reader.rows(table))?;
            } else if !self.milestone(&tag)? {
                self.rows(table)?;
            }
        }
        Ok(())
    }

    fn cells(&mut self, row: &mut Row) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            if tag.is_word("trPr") {
                self.row_properties(row)?;
            } else if tag.is_word("tblPrEx") {
                self.layout_property(&tag, &mut row.layout)?;
            } else if is_content(&tag) {
                let (cell, goes_on_left) = self.cell(tag)?;
                match row.cells.last_mut().filter(|_| goes_on_left) {
                    Some(left) => join(left, cell),
                    None => row.cells.push(cell),
                }
            } else if tag.is_word("sdt") {
                let outside = self.state.check_box.take();
                self.cells(row)?;
                self.state.check_box = outside;
            } else if tag.is_word("sdtPr") {
                self.control_properties()?;
            } else if is_property(&tag) {
                self.skip()?;
            } else if revision_kind(&tag, RevisionContext::Text).is_some() {
                self.tracked(&tag, |reader| reader.cells(row))?;
            } else if !self.milestone(&tag)? {
                self.cells(row)?;
            }
        }
        Ok(())
    }

    /// Reads a cell, or content that stands in a row without one; and whether it goes on the cell to its left.
    fn cell(&mut self, tag: Tag<'a>) -> Result<(Cell, bool), Refused> {
        self.output.budget.keep(size_of::<Cell>())?;
        let mut cell = Cell { columns: 1, ..Cell::default() };
        if !tag.is_word("tc") {
            self.block(tag, &mut cell.blocks)?;
            return Ok((cell, false));
        }

        let mut goes_on_left = false;
        while let Some(tag) = self.next_child()? {
            if tag.is_word("tcPr") {
                goes_on_left = self.cell_properties(&mut cell)?;
            } else {
                self.block(tag, &mut cell.blocks)?;
            }
        }
        Ok((cell, goes_on_left))
    }

    fn row_properties(&mut self, row: &mut Row) -> Result<(), Refused> {
        while let Some(tag) = self.next_child()? {
            if tag.is_word("gridBefore") {
                row.before = column_count(self.xml.integer(&tag)?, 0);
            } else if tag.is_word("tblHeader") {
                row.head = self.xml.on_off(&tag)?;
            }

            match revision_kind(&tag, RevisionContext::Row) {
                Some(kind @ (RevisionKind::RowInsertion | RevisionKind::RowDeletion)) => {
                    row.revisions.push(self.register(&tag, kind)?);
                    let ids = self.collect_revisions(RevisionContext::Layout)?;
                    row.layout.extend(ids);
                }
                _ => self.layout_property(&tag, &mut row.layout)?,
            }
        }
        Ok(())
    }

    /// Reads the open `w:tcPr`; whether the cell goes on the one to its left, by the old `w:hMerge`.
    fn cell_properties(&mut self, cell: &mut Cell) -> Result<bool, Refused> {
        let mut goes_on_left = false;
        while let Some(tag) = self.next_child()? {
            if tag.is_word("gridSpan") {
                cell.columns = column_count(self.xml.integer(&tag)?, 1);
            } else if tag.is_word("vMerge") {
                cell.continues =
                    self.xml.word_attribute(&tag, "val")?.as_deref() != Some("restart");
            } else if tag.is_word("hMerge") {
                goes_on_left = self.xml.word_attribute(&tag, "val")?.as_deref() != Some("restart");
            }

            match revision_kind(&tag, RevisionContext::Layout) {
                Some(kind @ RevisionKind::Cell) => {
                    cell.inserted |= tag.name == "cellIns";
                    cell.deleted |= tag.name == "cellDel";
                    cell.revisions.push(self.register(&tag, kind)?);
                    let ids = self.collect_revisions(RevisionContext::Layout)?;
                    cell.layout.extend(ids);
                }
                _ => self.layout_property(&tag, &mut cell.layout)?,
            }
        }
        Ok(goes_on_left)
    }
}

/// Adds a cell to the one that it goes on; what it holds of its own comes below.
fn join(left: &mut Cell, mut cell: Cell) {
    left.columns = left.columns.saturating_add(cell.columns);
    left.revisions.append(&mut cell.revisions);
    left.layout.append(&mut cell.layout);
    let is_empty = |block: &Block| {
        matches!(block, Block::Paragraph(paragraph) if paragraph.pieces.is_empty()
            && paragraph.mark.is_empty() && paragraph.layout.is_empty())
    };
    left.blocks.extend(cell.blocks.into_iter().filter(|block| !is_empty(block)));
}

fn is_content(tag: &Tag<'_>) -> bool {
    ["tc", "p", "tbl", "r"].iter().any(|name| tag.is_word(name))
}

fn is_property(tag: &Tag<'_>) -> bool {
    ["sdtPr", "sdtEndPr", "customXmlPr"].iter().any(|name| tag.is_word(name))
}

fn column_count(count: Option<i64>, min: i64) -> u16 {
    u16::try_from(count.unwrap_or(min).clamp(min, MAX_COLUMNS)).unwrap_or(1)
}
