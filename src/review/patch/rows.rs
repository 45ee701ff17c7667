//! Rows of a Markdown table.
//!
//! In: a row that goes, or what the cells of a new one say. Out: an edit of whole lines.

use super::super::Role;
use super::super::flow::Token;
use super::super::markdown::{self, ActiveMarks};
use super::planner::{Patch, Planned, Planner, new_object, refused};
use super::replace::line_start;
use crate::document::escape::Room;
use crate::source::Span;

const HEAD: &str = "表头请在文稿里改";

/// A row of a chapter's table.
pub(super) struct SourceRow {
    pub span: Span,
    /// Its number in the table, from 0.
    pub number: usize,
}

impl Planner<'_> {
    /// The row that flows of its cells were typed in.
    pub(super) fn source_row(&self, flows: impl Iterator<Item = usize>) -> Option<SourceRow> {
        for flow in flows {
            let origins = &self.flows.get(flow)?.origins;
            for index in origins.paragraphs.iter().flatten() {
                let passage = self.passages.get(*index);
                if let Role::Cell { row_span, row, .. } = passage.role
                    && self.is_chapter(row_span.file)
                    && !passage.is_generated()
                {
                    return Some(SourceRow { span: row_span, number: row });
                }
            }
        }
        None
    }

    pub(super) fn row_deleted(&self, flows: &[usize]) -> Planned {
        match self.source_row(flows.iter().copied()) {
            Some(SourceRow { number: 0, .. }) => refused(HEAD),
            Some(SourceRow { span, .. }) => {
                let text = self.sources.text(span.file);
                let start = line_start(&text[..span.start as usize]);
                let end = span.end as usize;
                let end = end + text[end..].find('\n').map_or(text.len() - end, |line| line + 1);
                let span = Span { start: start as u32, end: end as u32, ..span };
                Ok(vec![Patch { span, text: String::new() }])
            }
            None => Err(self.untyped(flows.first().copied().unwrap_or(usize::MAX), 0)),
        }
    }

    pub(super) fn row_inserted(
        &self,
        beside: Option<usize>,
        below: bool,
        cells: &[Vec<Token>],
    ) -> Planned {
        let flows = beside.into_iter().flat_map(|first| first..first + cells.len());
        let Some(SourceRow { span, number }) = self.source_row(flows) else {
            return Err(self.untyped(beside.unwrap_or(usize::MAX), 0));
        };

        if below && number == 0 {
            return refused(HEAD);
        }

        let mut row = String::from("|");
        for cell in cells {
            let flat = markdown::with_line_ends(cell);
            let text = markdown::inline(&flat, ActiveMarks::default(), Room::Cell);
            row.push_str(&format!(" {} |", text.ok_or_else(new_object)?));
        }

        let text = self.sources.text(span.file);
        let start = line_start(&text[..span.start as usize]);
        let margin = markdown::margin(&text[start..]);
        if below {
            let point = Span { start: start as u32, end: start as u32, ..span };
            return Ok(vec![Patch { span: point, text: format!("{margin}{row}\n") }]);
        }

        let mut end = line_end(text, span.end as usize);
        // The line of dashes belongs to the head.
        if number == 0 {
            end = line_end(text, text.len().min(end + 1));
        }

        let point = Span { start: end as u32, end: end as u32, ..span };
        Ok(vec![Patch { span: point, text: format!("\n{margin}{row}") }])
    }
}

/// Where the line of an offset ends.
fn line_end(text: &str, offset: usize) -> usize {
    offset + text[offset..].find('\n').unwrap_or(text.len() - offset)
}
