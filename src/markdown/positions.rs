//! comrak's lines and byte columns to offsets in the expanded text and on to the user's files.

use crate::source::{FileId, GeneratedOffset, MappedText, Span};
use comrak::nodes::{LineColumn, Sourcepos};
use std::ops::Range;

/// Where the nodes of one expanded text stand.
pub(super) struct Positions<'a> {
    file: FileId,
    mapped: &'a MappedText,
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Positions<'a> {
    /// `text` is what comrak read: as long as the mapped text, byte by byte.
    pub fn new(file: FileId, mapped: &'a MappedText, text: &'a str) -> Positions<'a> {
        Positions { file, mapped, text, lines: line_starts(text) }
    }

    /// The positions of a text that is but this part of the whole.
    pub fn part(&self, range: Range<usize>) -> Positions<'a> {
        let inner = self.lines.iter().copied().filter(|line| range.contains(line));
        let inner = inner.filter(|line| *line > range.start);
        let lines = std::iter::once(range.start).chain(inner).collect();
        Positions { file: self.file, mapped: self.mapped, text: self.text, lines }
    }

    /// The text that comrak read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The range of a node.
    pub fn range(&self, at: Sourcepos) -> Range<usize> {
        let (start, end) = (self.raw(at.start), self.raw(at.end) + 1);
        self.fit(start..end)
    }

    /// Byte offset of a column, not necessarily on a character's boundary.
    pub fn raw(&self, at: LineColumn) -> usize {
        match at.line.checked_sub(1).and_then(|line| self.lines.get(line)) {
            Some(start) => (start + at.column).saturating_sub(1).min(self.text.len()),
            None => self.text.len(),
        }
    }

    /// The nearest range that lies in the text and on characters' boundaries.
    pub fn fit(&self, range: Range<usize>) -> Range<usize> {
        within(self.text, range)
    }

    /// Where, inside a range, something was left out that stands in the user's file.
    pub fn seams(&self, range: Range<usize>) -> Vec<usize> {
        self.mapped.seams(range)
    }

    /// Where a range stands in the user's file.
    pub fn span(&self, range: Range<usize>) -> Span {
        // One character of the user's may be several in what comrak read.
        let range = within(self.mapped.text(), range);
        let generated = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
        self.mapped.locate(generated).unwrap_or(Span::of_file(self.file))
    }
}

/// The nearest range that lies in a text and on characters' boundaries.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.min(text.len()));
    start..end.max(start)
}

/// Offsets of line starts; a line ends with `\n`, `\r\n` or `\r`, as comrak counts.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// Offsets in the text of a table cell: comrak reads `\|` as one character and counts so.
pub(super) struct CellOffsets {
    start: usize,
    /// Positions of the `|` that lost their backslash, in comrak's counting from `start`.
    unescaped: Vec<usize>,
}

impl CellOffsets {
    /// `range` is the cell between its bars.
    pub fn new(text: &str, range: Range<usize>) -> CellOffsets {
        let cell = &text[range.clone()];
        let start = range.start + (cell.len() - cell.trim_start().len());
        let bytes = &text.as_bytes()[start..range.end];

        let (mut unescaped, mut next) = (Vec::new(), 0);
        while next < bytes.len() {
            match (bytes[next], bytes.get(next + 1)) {
                (b'\\', Some(b'|')) => {
                    unescaped.push(next - unescaped.len());
                    next += 2;
                }
                (b'\\', Some(_)) => next += 2,
                _ => next += 1,
            }
        }
        CellOffsets { start, unescaped }
    }

    /// Corrects a range in comrak's counting.
    pub fn correct(&self, range: Range<usize>) -> Range<usize> {
        if self.unescaped.is_empty() || range.start < self.start {
            return range;
        }

        let (start, end) = (range.start - self.start, range.end - self.start);
        let before = |at: usize| self.unescaped.partition_point(|bar| *bar < at);
        range.start + before(start)..range.end + before(end)
    }
}
