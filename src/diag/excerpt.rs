//! The lines that a message shows, in the form that codespan-reporting asks for.
//!
//! A paragraph of a chapter is one line of hundreds of characters: of a long line only the part
//! around the span is shown, else the terminal breaks it and the carets mark nothing.

use super::Diagnostic;
use crate::source::{FileId, Sources, Span};
use codespan_reporting::files::{Error, Files};
use std::ops::Range;

/// Maximum number of characters of a line that is shown whole.
const MAX_WHOLE_LINE: usize = 120;
/// Characters shown before a span.
const BEFORE: usize = 24;
/// Characters shown from a span's start on.
const AFTER: usize = 40;

/// Printed for what is left out. ASCII: of `…` terminals don't agree how wide it is.
const MARK: &str = "...";

/// The lines of one diagnostic's spans, file by file.
pub(super) struct Excerpts<'a> {
    files: Vec<Excerpt<'a>>,
}

/// The printed lines of one file, in their order.
struct Excerpt<'a> {
    path: &'a str,
    text: String,
    lines: Vec<ExcerptLine>,
}

/// A printed line.
struct ExcerptLine {
    /// Where it begins in the excerpt.
    start: usize,
    /// Its number in the file, from 1.
    number: usize,
    /// Characters of the file's line before the printed part.
    skipped: usize,
    /// Characters printed instead of those: those of [`MARK`].
    mark: usize,
}

/// The position of a span in the excerpts.
#[derive(Clone)]
pub(super) struct ExcerptLocation {
    /// The file's index.
    pub(super) file: usize,
    /// Bytes of its excerpt.
    pub(super) range: Range<usize>,
}

impl<'a> Excerpts<'a> {
    /// The excerpts, and the positions of the diagnostic's spans in them, the primary one first.
    pub(super) fn new(
        sources: &'a Sources,
        diagnostic: &Diagnostic,
    ) -> (Excerpts<'a>, Vec<ExcerptLocation>) {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        let spans: Vec<Span> = labels.map(|label| label.span).collect();

        let mut order: Vec<FileId> = Vec::new();
        for span in &spans {
            if !order.contains(&span.file) {
                order.push(span.file);
            }
        }

        let mut locations = vec![ExcerptLocation { file: 0, range: 0..0 }; spans.len()];
        let mut files = Vec::new();
        for (index, file) in order.iter().enumerate() {
            let mut in_file: Vec<usize> =
                (0..spans.len()).filter(|label| spans[*label].file == *file).collect();
            in_file.sort_by_key(|label| spans[*label].start);

            let mut excerpt =
                Excerpt { path: sources.path(*file), text: String::new(), lines: Vec::new() };
            for label in in_file {
                // A line that has the primary span is shown around that.
                let same = |span: &&Span| line(sources, **span) == line(sources, spans[label]);
                let focus = spans.first().filter(same).unwrap_or(&spans[label]);
                let range = excerpt.add(sources, spans[label], *focus);
                locations[label] = ExcerptLocation { file: index, range };
            }
            files.push(excerpt);
        }

        (Excerpts { files }, locations)
    }

    fn file(&self, id: usize) -> Result<&Excerpt<'a>, Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

impl Excerpt<'_> {
    /// Takes in the line of a span's start, unless it is taken already; gives the span's range in the excerpt.
    fn add(&mut self, sources: &Sources, span: Span, focus: Span) -> Range<usize> {
        let text = sources.text(span.file);
        let number = sources.line_column(span.file, span.start).line;
        let start = sources.offset(span.file, number, 1) as usize;
        let line = text[start..].split('\n').next().unwrap_or("").trim_end_matches('\r');

        let from = floor(line, (span.start as usize).saturating_sub(start));
        let to = floor(line, (span.end as usize).saturating_sub(start)).max(from);

        if self.lines.last().is_none_or(|last| last.number != number) {
            self.push(line, number, floor(line, (focus.start as usize).saturating_sub(start)));
        }

        let Some(last) = self.lines.last() else { return 0..0 };
        let excerpt = &self.text[last.start..];
        let byte_in_excerpt = |byte: usize| {
            let column = line[..byte].chars().count();
            let after = column.saturating_sub(last.skipped) + last.mark;
            let end = excerpt.trim_end_matches('\n').len();
            let offset = excerpt.char_indices().nth(after).map_or(end, |(offset, _)| offset);
            last.start + offset.min(end)
        };

        let (from, to) = (byte_in_excerpt(from), byte_in_excerpt(to));
        from..to.max(from)
    }

    /// Appends a line: a long one only around the byte `from`.
    fn push(&mut self, line: &str, number: usize, from: usize) {
        let start = self.text.len();
        let mut excerpt = ExcerptLine { start, number, skipped: 0, mark: 0 };

        if line.chars().nth(MAX_WHOLE_LINE).is_none() {
            self.text.push_str(line);
        } else {
            let column = line[..from].chars().count();
            excerpt.skipped = column.saturating_sub(BEFORE);
            if excerpt.skipped > 0 {
                excerpt.mark = MARK.len();
                self.text.push_str(MARK);
            }

            let mut rest = line.chars().skip(excerpt.skipped);
            let length = column - excerpt.skipped + AFTER;
            self.text.extend(rest.by_ref().take(length));
            if rest.next().is_some() {
                self.text.push_str(MARK);
            }
        }

        self.text.push('\n');
        self.lines.push(excerpt);
    }
}

/// The line of a span's start.
fn line(sources: &Sources, span: Span) -> (FileId, usize) {
    (span.file, sources.line_column(span.file, span.start).line)
}

/// The boundary of a character at an offset or before it.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(self.file(id)?.path)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let lines = &self.file(id)?.lines;
        Ok(lines.partition_point(|line| line.start <= byte).saturating_sub(1))
    }

    fn line_number(&'a self, id: usize, index: usize) -> Result<usize, Error> {
        Ok(self.file(id)?.lines.get(index).map_or(1, |line| line.number))
    }

    fn column_number(&'a self, id: usize, index: usize, byte: usize) -> Result<usize, Error> {
        let file = self.file(id)?;
        let Some(line) = file.lines.get(index) else { return Ok(1) };

        let before = file.text.get(line.start..byte).unwrap_or("").chars().count();
        Ok(before.saturating_sub(line.mark) + line.skipped + 1)
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let file = self.file(id)?;
        let start = file.lines.get(index).map_or(file.text.len(), |line| line.start);
        let end = file.lines.get(index + 1).map_or(file.text.len(), |line| line.start);
        Ok(start..end)
    }
}
