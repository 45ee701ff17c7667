//! What a PDF says of the program that made it.
//!
//! In: bytes, untrusted. Out: the Creator of its properties (ISO 32000-1, 14.3.3). Files that other programs
//! have saved again keep it, but may compress it.

use crate::pdf::catch_panic;
use hayro_syntax::Pdf;
use std::thread;

/// Stack of the thread: objects nest.
const STACK: usize = 16 << 20;

/// A PDF, as far as it is of interest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PdfFile {
    /// Which program made it; empty where it doesn't say.
    pub creator: String,
}

/// Reads a PDF; `None` where it is broken or locked.
pub(super) fn read(bytes: &[u8]) -> Option<PdfFile> {
    let bytes = bytes.to_vec();
    let work = move || {
        // What is read here comes from anywhere.
        catch_panic(|| {
            let pdf = Pdf::new(bytes).ok()?;
            let creator = pdf.metadata().creator.as_deref().map(text).unwrap_or_default();
            Some(PdfFile { creator })
        })
    };
    thread::Builder::new().stack_size(STACK).spawn(work).ok()?.join().ok().flatten().flatten()
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with a byte-order mark, else as it is.
fn text(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(rest) => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_strings() {
        assert_eq!(text(b"zishu"), "zishu");
        assert_eq!(text(&[0xFE, 0xFF, 0x75, 0x1F, 0x62, 0x10]), "生成");
        assert_eq!(text(&[0xFE, 0xFF, 0x75]), "");
    }

    #[test]
    fn broken_files_are_none() {
        assert_eq!(super::read(b"%PDF-1.7\nxref"), None);
        assert_eq!(super::read(&[]), None);
    }
}
