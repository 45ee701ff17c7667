//! Tables that a reviewer put in.
//!
//! In: what the cells say, where the table stands. Out: a Markdown table with its caption, beside the
//! paragraph that it stands beside.

use super::super::change::CellContent;
use super::super::flow::Token;
use super::super::markdown::{self, ActiveMarks};
use super::paragraphs::NewBlock;
use super::planner::{FlowPlanner, Planned, new_object, refused};
use super::table_shape::cell_text;
use crate::document::escape::Room;
use crate::document::signs::{MERGED_ABOVE, MERGED_LEFT};

const UNEVEN: &str =
    "新表各行的列数不一样，文稿里的表格放不下；请打开收回稿，在文稿里用列数一样的表写";
const IN_WORDS: &str = "新表插在一段文字中间，文稿里表格只能放在两段之间；请在文稿里放到段前或段后";

impl FlowPlanner<'_> {
    pub(super) fn table_inserted(
        &self,
        token: usize,
        caption: &[Token],
        rows: &[Vec<CellContent>],
    ) -> Planned {
        let mut lines = Vec::new();
        for row in rows {
            lines.push(line(row)?);
        }
        let columns = lines.first().map_or(0, Vec::len);
        if columns == 0 || lines.iter().any(|line| line.len() != columns) {
            return refused(UNEVEN);
        }

        let mut text = String::new();
        let title = markdown::inline(caption, ActiveMarks::default(), Room::Caption);
        let title = title.ok_or_else(new_object)?;
        if !title.trim().is_empty() {
            text = format!("表：{}\n\n", title.trim());
        }
        let row = |cells: &Vec<String>| format!("| {} |", cells.join(" | "));
        let mut written: Vec<String> = lines.iter().map(row).collect();
        written.insert(1, format!("|{}", "---|".repeat(columns)));
        text.push_str(&written.join("\n"));

        let new = [NewBlock::plain(text)];
        let index = self.flow.paragraph_index(token);
        let Some(paragraph) = self.flow.paragraphs.get(index) else {
            return Err(self.untyped(token));
        };
        let patch = if token >= paragraph.content().end {
            self.block_after(index, &new)
        } else if token == paragraph.tokens.start {
            self.block_before(index, &new)
        } else {
            return refused(IN_WORDS);
        };
        Ok(vec![patch?])
    }
}

/// A row's cells, each column with one of its own.
fn line(row: &[CellContent]) -> Result<Vec<String>, super::Plan> {
    let mut cells = Vec::new();
    for CellContent { text, columns, continues } in row {
        cells.push(if *continues { MERGED_ABOVE.to_owned() } else { cell_text(text)? });
        cells.extend((1..*columns).map(|_| MERGED_LEFT.to_owned()));
    }
    Ok(cells)
}
