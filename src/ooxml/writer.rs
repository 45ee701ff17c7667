//! The packed file: the same parts give the same bytes.
//!
//! The order of parts, their times and the compression are fixed.

use super::tree::Element;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What every part of XML begins with.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Path in the package.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Part {
    /// A part of XML.
    pub fn text(name: &str, text: String) -> Part {
        Part { name: name.to_owned(), bytes: text.into_bytes() }
    }

    /// Pictures are compressed already.
    fn is_stored(&self) -> bool {
        self.name.starts_with("word/media/")
    }
}

/// The text of a part of XML: declaration and root.
pub fn serialize(root: &Element<'_>) -> String {
    let mut out = String::from(DECLARATION);
    root.write(&mut out);
    out
}

/// Packs the parts in their order.
pub fn pack(parts: Vec<Part>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(packed_size(&parts))));
    let written = write(&mut writer, parts);
    debug_assert!(written.is_ok(), "{written:?}");

    // Writing into memory fails only where an entry passes 4 GB, which Word couldn't open either.
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn write(writer: &mut ZipWriter<Cursor<Vec<u8>>>, parts: Vec<Part>) -> zip::result::ZipResult<()> {
    // By value: a part's memory is free once it is written.
    for part in parts {
        let method =
            if part.is_stored() { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());

        writer.start_file(part.name.as_str(), options)?;
        writer.write_all(&part.bytes)?;
    }
    Ok(())
}

/// About the size of the whole file: growing would copy it.
fn packed_size(parts: &[Part]) -> usize {
    let size = |part: &Part| {
        let content = if part.is_stored() { part.bytes.len() } else { part.bytes.len() / 8 };
        content + 256
    };
    parts.iter().map(size).sum()
}
