//! The draft as it reads with every tracked change accepted.
//!
//! In: a story. Out: its blocks without deleted text, paragraphs, rows and without what was moved
//! away. Paragraphs whose mark is deleted go on in the next one, whose style applies, as in Word.

use crate::docx::{Block, Cell, Docx, Paragraph, Piece, RevisionId, RevisionKind, Row, Table};

/// Maximum depth of tables within tables; deeper ones are left out, as Word itself takes no more.
const MAX_DEPTH: usize = 40;

/// The blocks with all changes accepted.
pub(super) fn accept(blocks: &[Block], docx: &Docx) -> Vec<Block> {
    accept_nested(blocks, docx, 0)
}

fn accept_nested(blocks: &[Block], docx: &Docx, depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    // A paragraph whose mark is deleted.
    let mut open: Option<Paragraph> = None;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mut accepted = self::paragraph(paragraph, docx);
                if let Some(mut before) = open.take() {
                    before.pieces.append(&mut accepted.pieces);
                    accepted.pieces = before.pieces;
                }

                if is_removed(&paragraph.mark, docx) {
                    open = Some(accepted);
                } else {
                    out.push(Block::Paragraph(accepted));
                }
            }
            Block::Table(table) => {
                out.extend(open.take().map(Block::Paragraph));

                let table = self::table(table, docx, depth);
                if !table.rows.is_empty() {
                    out.push(Block::Table(table));
                }
            }
        }
    }
    out.extend(open.map(Block::Paragraph));
    out
}

fn paragraph(paragraph: &Paragraph, docx: &Docx) -> Paragraph {
    let remains = |piece: &&Piece| !is_removed(&piece.revisions, docx);
    let pieces = paragraph.pieces.iter().filter(remains).cloned().collect();
    Paragraph {
        style: paragraph.style.clone(),
        numbering: paragraph.numbering,
        outline: paragraph.outline,
        pieces,
        section_end: paragraph.section_end,
        in_contents: paragraph.in_contents,
        ..Paragraph::default()
    }
}

fn table(table: &Table, docx: &Docx, depth: usize) -> Table {
    let rows = table.rows.iter().filter(|row| !is_removed(&row.revisions, docx));
    let rows = rows.map(|row| self::row(row, docx, depth)).collect();
    Table { rows, layout: Vec::new() }
}

fn row(row: &Row, docx: &Docx, depth: usize) -> Row {
    let cell = |cell: &Cell| Cell {
        columns: cell.columns,
        continues: cell.continues,
        blocks: if depth < MAX_DEPTH {
            accept_nested(&cell.blocks, docx, depth + 1)
        } else {
            Vec::new()
        },
        revisions: cell.revisions.clone(),
        layout: Vec::new(),
        ..Cell::default()
    };
    let cells = row.cells.iter().map(cell).collect();
    Row { before: row.before, cells, head: row.head, revisions: Vec::new(), layout: Vec::new() }
}

/// Whether one of these changes, accepted, removes what it stands around.
fn is_removed(revisions: &[RevisionId], docx: &Docx) -> bool {
    docx.has_kind(revisions, RevisionKind::is_deletion)
}
