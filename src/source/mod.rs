//! Files that a user can edit, places in them, and maps from generated text back to those places.
//!
//! In: bytes of the workspace's files. Out: [`Sources`], [`Span`]s, [`MappedText`], [`TextDiff`].
//! A [`Span`] always points into a file of the user; offsets into generated text are
//! [`GeneratedOffset`]s, which no diagnostic accepts.

mod align;
mod character;
mod decode;
mod diff;
mod fingerprint;
mod invisible;
mod mapped;
mod nearest;
mod overlay;

pub use align::{AlignedKind, AlignedPart, Alignment, align, line_end, push_typed};
pub use character::{ascii_of_full_width, is_han};
pub use decode::{DecodeProblem, Decoded, decode, is_control, is_forbidden};
pub use diff::{Hunk, TextDiff, diff, diff_lines, equal_pairs, merge_neighbours};
pub use fingerprint::fingerprint;
pub use invisible::{Variant, invisibles, is_invisible, variants, visible};
pub use mapped::{GeneratedOffset, MappedText, Mapping, Origin, Part, Segment};
pub use nearest::nearest;
pub use overlay::Overlay;

use std::ops::Range;

/// A file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file that the user can edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        Span { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The start of `file`: the place of what concerns the whole file.
    pub fn of_file(file: FileId) -> Span {
        Span { file, start: 0, end: 0 }
    }

    /// The range as `usize`, for slicing the file's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both; `self` where they lie in different files.
    pub fn join(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One file: its path as shown to the user, and its text as UTF-8 without a byte-order mark.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: String,
    text: String,
    line_starts: Vec<u32>,
    bytes: FileBytes,
}

/// What a file held when it was read.
#[derive(Debug, Clone)]
enum FileBytes {
    /// It wasn't read: its text was given, or it can't be had.
    Unread,
    /// The bytes of its text.
    SameAsText,
    /// Others: a byte-order mark, another encoding, characters that the text has spaces for.
    Other(Vec<u8>),
}

/// Every file that was read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    overlay: Overlay,
}

impl Sources {
    /// Takes in a file; `path` is relative to the workspace, with `/`.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        let bytes = FileBytes::Unread;
        self.files.push(SourceFile { path: path.into(), text, line_starts, bytes });
        FileId(self.files.len() as u32 - 1)
    }

    /// Notes which bytes a file held when its text was read from it.
    pub fn note_bytes(&mut self, file: FileId, bytes: Vec<u8>) {
        let source = &mut self.files[file.0 as usize];
        source.bytes = if bytes == source.text.as_bytes() {
            FileBytes::SameAsText
        } else {
            FileBytes::Other(bytes)
        };
    }

    /// The bytes that a file held when it was read; `None` where it wasn't read.
    pub fn bytes(&self, file: FileId) -> Option<&[u8]> {
        let source = &self.files[file.0 as usize];
        match &source.bytes {
            FileBytes::Unread => None,
            FileBytes::SameAsText => Some(source.text.as_bytes()),
            FileBytes::Other(bytes) => Some(bytes),
        }
    }

    /// The path as shown to the user.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// The whole text of a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// The text that a span covers; empty where the span lies outside the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// The file with this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.iter().position(|file| file.path == path).map(|at| FileId(at as u32))
    }

    /// All files, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u32), file))
    }

    /// Line and column of a byte offset; past the end it is the end.
    pub fn line_column(&self, file: FileId, offset: u32) -> LineColumn {
        let source = &self.files[file.0 as usize];
        let mut offset = (offset as usize).min(source.text.len());
        while !source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = source.line_starts.partition_point(|start| *start as usize <= offset);
        let start = source.line_starts[line - 1] as usize;
        LineColumn { line, column: source.text[start..offset].chars().count() + 1 }
    }

    /// Byte offset of a 1-based line and 1-based byte column, as comrak and YAML readers count.
    pub fn offset(&self, file: FileId, line: usize, byte_column: usize) -> u32 {
        let source = &self.files[file.0 as usize];
        let start = source.line_starts.get(line.saturating_sub(1)).copied();
        let end = source.text.len() as u32;
        start.map_or(end, |start| (start + byte_column.saturating_sub(1) as u32).min(end))
    }
}

impl SourceFile {
    /// The path as shown to the user.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
}
