//! Tables that go, columns, merged cells.
//!
//! In: a change of a table's structure. Out: edits of all its lines, or why there are none.

use super::super::change::{FlowLocation, PartedCell, TableChange};
use super::super::flow::{Token, text_of};
use super::super::markdown::{self, ActiveMarks};
use super::planner::{Patch, Planned, Planner, new_object, refused};
use super::replace::line_start;
use super::rows::SourceRow;
use crate::document::escape::Room;
use crate::document::signs::{MERGED_ABOVE, MERGED_LEFT};
use crate::source::{FileId, Span};
use std::ops::Range;

const CAPTIONS: [&str; 4] = ["表：", "表:", "Table:", "Table："];
const UNLIKE: &str = "这张表在文稿里的写法与印出来的格数不同，请在文稿里改";

/// A line of a table in a chapter.
struct TableLine {
    /// Where it begins in its file.
    start: usize,
    /// Where it ends, without its line end.
    end: usize,
    /// What stands between its bars, as bytes of the file.
    cells: Vec<Range<usize>>,
}

impl Planner<'_> {
    pub(super) fn table_changed(&self, change: &TableChange, location: FlowLocation) -> Planned {
        match change {
            TableChange::Inserted { caption, rows } => {
                self.at(location.flow).table_inserted(location.token, caption, rows)
            }
            TableChange::Deleted { rows } => self.table_deleted(rows),
            TableChange::ColumnDeleted { rows, columns, column, .. } => {
                let (file, lines) = self.table_lines(rows, *columns)?;
                let patch = |line: &TableLine| {
                    let cell = &line.cells[*column];
                    // A cell goes with the bar before it, the first one with the bar behind it.
                    let range = if *column == 0 {
                        cell.start..line.cells.get(1).map_or(cell.end, |next| next.start)
                    } else {
                        cell.start - 1..cell.end
                    };
                    Patch { span: Span::new(file, range), text: String::new() }
                };
                Ok(lines.iter().map(patch).collect())
            }
            TableChange::ColumnInserted { rows, columns, before, cells } => {
                let (file, lines) = self.table_lines(rows, *columns)?;
                let mut texts = Vec::new();
                for cell in cells {
                    texts.push(format!(" {} ", cell_text(&cell.text)?));
                }
                if texts.len() + 1 != lines.len() {
                    return refused(UNLIKE);
                }
                // The line of dashes belongs to the head.
                texts.insert(1, "---".to_owned());

                let patch = |(line, text): (&TableLine, String)| {
                    let (point, text) = match line.cells.get(*before) {
                        Some(cell) => (cell.start, format!("{text}|")),
                        None => {
                            let last = line.cells.last().map_or(line.end, |cell| cell.end);
                            (last, format!("|{text}"))
                        }
                    };
                    Patch { span: Span::new(file, point..point), text }
                };
                Ok(lines.iter().zip(texts).map(patch).collect())
            }
            TableChange::Parted { rows, columns, cells } => {
                let (file, lines) = self.table_lines(rows, *columns)?;
                let mut patches = Vec::new();
                for PartedCell { row, column, text, .. } in cells {
                    // The line of dashes stands below the head.
                    let line = &lines[if *row == 0 { 0 } else { row + 1 }];
                    let span = Span::new(file, line.cells[*column].clone());
                    patches.push(Patch { span, text: format!(" {} ", cell_text(text)?) });
                }
                Ok(patches)
            }
            TableChange::Merged { rows, columns, start, size, flow, text, .. } => {
                let (file, lines) = self.table_lines(rows, *columns)?;
                let mut patches = Vec::new();
                for y in start.0..start.0 + size.0 {
                    // The line of dashes stands below the head.
                    let line = &lines[if y == 0 { 0 } else { y + 1 }];
                    for x in start.1..start.1 + size.1 {
                        let text = match (y == start.0, x == start.1) {
                            (true, true) => match self.merged_text(*flow, text)? {
                                Some(text) => text,
                                None => continue,
                            },
                            (true, false) => MERGED_LEFT.to_owned(),
                            (false, _) => MERGED_ABOVE.to_owned(),
                        };
                        let span = Span::new(file, line.cells[x].clone());
                        patches.push(Patch { span, text: format!(" {text} ") });
                    }
                }
                Ok(patches)
            }
        }
    }

    /// What the cell that stays says, where it says something else.
    fn merged_text(&self, flow: usize, text: &[Token]) -> Result<Option<String>, super::Plan> {
        let before = self.flows.get(flow).map(|planned| text_of(&planned.flow.tokens));
        let before = before.unwrap_or_default();
        let after = text_of(text);
        if before.trim() == after.trim() {
            return Ok(None);
        }

        // What the cell said stays as it was typed, and what was in the others follows it.
        let kept = self.flows.get(flow).and_then(|planned| {
            let rest =
                after.trim_start().strip_prefix(before.trim()).filter(|_| !before.is_empty())?;
            let tokens = planned.flow.paragraphs.first()?.content();
            let source = self.at(flow).source_of(tokens)?;
            Some((source, rest.chars().count()))
        });
        match kept {
            Some((source, rest)) => {
                let rest = &text[text.len().saturating_sub(rest)..];
                Ok(Some(format!("{}{}", source.trim(), cell_text(rest)?)))
            }
            None => cell_text(text).map(Some),
        }
    }

    /// The lines of a table, that of dashes among them, if each has so many cells.
    fn table_lines(
        &self,
        rows: &[Vec<usize>],
        columns: usize,
    ) -> Result<(FileId, Vec<TableLine>), super::Plan> {
        let first = rows.first().and_then(|row| self.source_row(row.iter().copied()));
        let Some(SourceRow { span: first, number: 0 }) = first else {
            let flow = rows.iter().flatten().next().copied().unwrap_or(usize::MAX);
            return Err(self.untyped(flow, 0));
        };

        let text = self.sources.text(first.file);
        let mut lines = Vec::new();
        let mut start = line_start(&text[..first.start as usize]);
        while lines.len() <= rows.len() {
            let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
            lines.push(TableLine { start, end, cells: cells(text, start..end) });
            if end >= text.len() {
                break;
            }
            start = end + 1;
        }

        let is_whole = lines.len() == rows.len() + 1
            && lines.iter().all(|line| line.cells.len() == columns)
            && is_dashes(&text[lines[1].start..lines[1].end])
            && rows.iter().enumerate().all(|(number, row)| {
                let line = &lines[if number == 0 { 0 } else { number + 1 }];
                self.source_row(row.iter().copied())
                    .is_none_or(|row| (line.start..=line.end).contains(&(row.span.start as usize)))
            });
        if is_whole { Ok((first.file, lines)) } else { refused(UNLIKE) }
    }

    /// All lines of a table with its caption.
    fn table_deleted(&self, rows: &[Vec<usize>]) -> Planned {
        let known = rows.iter().filter_map(|row| self.source_row(row.iter().copied()));
        let known: Vec<SourceRow> = known.collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else {
            let flow = rows.iter().flatten().next().copied().unwrap_or(usize::MAX);
            return Err(self.untyped(flow, 0));
        };
        if first.number != 0 || first.span.file != last.span.file {
            return refused(UNLIKE);
        }

        let text = self.sources.text(first.span.file);
        let mut start = line_start(&text[..first.span.start as usize]);
        let above = text[..start].trim_end();
        let caption = line_start(above);
        let is_caption = |line: &str| CAPTIONS.iter().any(|prefix| line.starts_with(prefix));
        if is_caption(text[caption..start].trim_start()) {
            start = caption;
        }

        // The lines below that are the table's too, and blank ones.
        let mut end = last.span.end as usize;
        let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |line| at + line + 1);
        end = line_end(end);
        while end < text.len() && text[end..].trim_start_matches(' ').starts_with('|') {
            end = line_end(end);
        }
        while end < text.len() && text[end..line_end(end)].trim().is_empty() {
            end = line_end(end);
        }
        let span = Span::new(first.span.file, start..end);
        Ok(vec![Patch { span, text: String::new() }])
    }
}

/// A cell's new text.
pub(super) fn cell_text(tokens: &[Token]) -> Result<String, super::Plan> {
    let flat = markdown::with_line_ends(tokens);
    let text = markdown::inline(&flat, ActiveMarks::default(), Room::Cell);
    text.map(|text| text.trim().to_owned()).ok_or_else(new_object)
}

fn is_dashes(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// What stands between the bars of a line; a bar in an expression is none.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut bars = Vec::new();
    let (mut is_escaped, mut depth) = (false, 0usize);
    let source = &text[line.clone()];
    for (at, character) in source.char_indices() {
        match character {
            '{' if source[at..].starts_with("{{") => depth += 1,
            '}' if source[at..].starts_with("}}") => depth = depth.saturating_sub(1),
            '|' if !is_escaped && depth == 0 => bars.push(line.start + at),
            _ => {}
        }
        is_escaped = character == '\\' && !is_escaped;
    }

    let is_blank = |range: Range<usize>| text[range].trim().is_empty();
    let starts_bare = bars.first().is_none_or(|bar| !is_blank(line.start..*bar));
    let ends_bare = bars.last().is_none_or(|bar| !is_blank(bar + 1..line.end));
    let mut edges: Vec<usize> = Vec::new();
    edges.extend(starts_bare.then_some(line.start));
    edges.extend(bars.iter().map(|bar| bar + 1));
    let mut cells: Vec<Range<usize>> = Vec::new();
    for (index, start) in edges.iter().enumerate() {
        let end = edges.get(index + 1).map_or(line.end, |next| next - 1);
        if index + 1 < edges.len() || ends_bare {
            cells.push(*start..end);
        }
    }
    cells
}
