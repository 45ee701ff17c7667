//! What a Word file says once every change is accepted.

use crate::cases;
use libtest_mimic::Failed;
use std::path::Path;
use zishu::document::task_box;
use zishu::docx::{self, Block, Docx, PieceKind, RevisionId, RevisionKind};

/// The workspace, rendered, says what the returned file says, from the first heading on.
pub(super) fn same(root: &Path, returned: &str) -> Result<(), Failed> {
    let ran = cases::zishu(root, &["render", "--word", "--only", "自述报告"]);
    if ran.code != "0" {
        return Err(format!("{}{}", ran.stdout, ran.stderr).into());
    }
    let read = |path: &str| {
        let bytes = std::fs::read(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        docx::read(&bytes).map_err(|refused| format!("{path}: {}", refused.reason))
    };
    let (wanted, made) = (text(&read(returned)?), text(&read("out/自述报告.docx")?));
    if wanted.is_empty() {
        return Err("nothing was read".into());
    }
    let one = |list: &[String], other: &[String], sign| -> String {
        let left = list.iter().filter(|line| !other.contains(line)).take(5);
        left.map(|line| format!("{sign}{line}\n")).collect()
    };
    if wanted == made {
        Ok(())
    } else {
        Err(format!("{}{}", one(&wanted, &made, "-"), one(&made, &wanted, "+")).into())
    }
}

/// The paragraphs that say something, from the first heading on, the notes last.
fn text(docx: &Docx) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.outline == Some(0),
        Block::Table(_) => false,
    };
    let start = docx.body.blocks.iter().position(heading).unwrap_or(0);
    let mut lines = vec![String::new()];
    story(docx, &docx.body.blocks[start..], &mut lines);
    docx.notes.values().for_each(|note| story(docx, &note.blocks, &mut lines));
    let lines = lines.iter().map(|line| line.trim_matches([' ', '\u{200D}']).to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

fn story(docx: &Docx, blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                for piece in paragraph.pieces.iter().filter(|piece| !gone(docx, &piece.revisions)) {
                    let Some(line) = lines.last_mut() else { continue };
                    match &piece.kind {
                        PieceKind::Text(text) => line.push_str(text),
                        PieceKind::CheckBox(ticked) => line.push_str(task_box(*ticked)),
                        _ => {}
                    }
                }
                if !gone(docx, &paragraph.mark) {
                    lines.push(String::new());
                }
            }
            Block::Table(table) => {
                let rows = table.rows.iter().filter(|row| !gone(docx, &row.revisions));
                for cell in rows.flat_map(|row| &row.cells).filter(|cell| !cell.continues) {
                    story(docx, &cell.blocks, lines);
                    lines.push(String::new());
                }
            }
        }
    }
}

fn gone(docx: &Docx, revisions: &[RevisionId]) -> bool {
    use RevisionKind::{Deletion, MarkDeletion, MarkMoveFrom, MoveFrom, RowDeletion};
    revisions.iter().any(|id| {
        let kind = docx.revisions[id.0 as usize].kind;
        matches!(kind, Deletion | MarkDeletion | MarkMoveFrom | MoveFrom | RowDeletion)
    })
}
