//! Files as they were read, and bytes given instead of files, such as an editor's unsaved text.

use super::span::{FileId, Span};
use std::collections::BTreeMap;

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
    /// It wasn't read: its text came from elsewhere, or it can't be read.
    Unread,
    /// The bytes of its text.
    SameAsText,
    /// Others: a byte-order mark, another encoding, or characters that are spaces in the text.
    Other(Vec<u8>),
}

/// Files by their paths; where a file of the workspace is read, its bytes are taken from here.
pub type Overlay = BTreeMap<String, Vec<u8>>;

/// Every file that was read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    overlay: Overlay,
}

impl Sources {
    /// No files yet; those of the overlay are read from it.
    pub fn with_overlay(overlay: Overlay) -> Sources {
        Sources { overlay, ..Sources::default() }
    }

    /// The bytes to take instead of a file's.
    pub fn overlaid(&self, path: &str) -> Option<&[u8]> {
        self.overlay.get(path).map(Vec::as_slice)
    }

    /// The bytes of every file that was read.
    pub fn contents(&self) -> Overlay {
        let read =
            self.iter().filter_map(|(file, source)| Some((source.path(), self.bytes(file)?)));
        read.map(|(path, bytes)| (path.to_owned(), bytes.to_owned())).collect()
    }

    /// Takes in a file; `path` is relative to the workspace, with `/`.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();

        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts =
            std::iter::once(0).chain(newlines.map(|(offset, _)| offset as u32 + 1)).collect();

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
        self.files.iter().position(|file| file.path == path).map(|index| FileId(index as u32))
    }

    /// All files, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
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
