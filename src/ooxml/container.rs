//! What a file is before it is opened as a zip archive: by its first bytes and its zip directory.

use super::error::{Error, ForeignKind, OleKind};
use super::limits::Limits;

const OLE_SIGNATURE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// Number of first bytes among which a file says what it is.
const MAX_SIGNATURE: usize = 1024;
/// Maximum length of a zip directory's end record with its comment, in bytes.
const MAX_END_RECORD: usize = 65_557;

/// Refuses what isn't a zip file, and what claims to be a larger one than it can be.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() > limits.file {
        return Err(Error::FileTooLarge);
    }

    if bytes.starts_with(OLE_SIGNATURE) {
        return Err(Error::Ole(ole_kind(bytes)));
    }
    if let Some(kind) = foreign_kind(bytes) {
        return Err(Error::Foreign(kind));
    }
    if !bytes.starts_with(b"PK") {
        return Err(Error::NotZip);
    }
    if claims_too_many(bytes, limits.parts) {
        return Err(Error::BadDirectory);
    }
    Ok(())
}

/// What a file is that is no package.
fn foreign_kind(bytes: &[u8]) -> Option<ForeignKind> {
    let kinds: [(&[u8], ForeignKind); 9] = [
        (b"%PDF", ForeignKind::Pdf),
        (b"{\\rtf", ForeignKind::Rtf),
        (b"\x89PNG", ForeignKind::Picture),
        (b"\xFF\xD8\xFF", ForeignKind::Picture),
        (b"GIF8", ForeignKind::Picture),
        (b"BM", ForeignKind::Picture),
        (b"II*\0", ForeignKind::Picture),
        (b"MM\0*", ForeignKind::Picture),
        (b"%TSD-Header", ForeignKind::Locked),
    ];
    if let Some((_, kind)) = kinds.into_iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(kind);
    }

    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_SIGNATURE)]);
    let start = start.trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    if start.contains("e-safenet") {
        return Some(ForeignKind::Locked);
    }
    let is_word = start.contains("progid=\"word.document\"") || start.contains("w:worddocument");
    if start.starts_with('<') && (is_word || start.contains("/package/2006/xmlpackage")) {
        return Some(ForeignKind::WordXml);
    }
    let is_page = ["<!doctype html", "<html", "mime-version:"]
        .iter()
        .any(|signature| start.starts_with(signature));
    (is_page || (start.starts_with('<') && start.contains("<html"))).then_some(ForeignKind::WebPage)
}

/// What an OLE container holds: the names of its streams stand there in UTF-16.
fn ole_kind(bytes: &[u8]) -> OleKind {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };

    if has("EncryptedPackage") || has("EncryptionInfo") {
        OleKind::Encrypted
    } else if has("WordDocument") {
        OleKind::WordDocument
    } else if has("WpsDocument") || has("WPS") || has("CONTENTS") {
        OleKind::WpsDocument
    } else if has("Workbook") {
        OleKind::Workbook
    } else {
        OleKind::Unknown
    }
}

/// Whether a 64-bit directory claims more parts than a file of this kind has: the archive's reader
/// reserves memory for what it claims.
fn claims_too_many(bytes: &[u8], max: usize) -> bool {
    let located = bytes.windows(4).any(|window| window == b"PK\x06\x07");
    let claims = |start: usize| {
        let counts = bytes.get(start + 24..start + 40).unwrap_or_default();
        let mut counts = counts.chunks_exact(8).filter_map(|count| count.try_into().ok());
        counts.any(|count| u64::from_le_bytes(count) > max as u64)
    };

    located
        && bytes.windows(4).enumerate().any(|(at, window)| window == b"PK\x06\x06" && claims(at))
}

/// How many parts the last directory of the archive says there are; none in a 64-bit directory.
pub(super) fn recorded_count(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(MAX_END_RECORD);
    let end = bytes[tail..].windows(4).rposition(|window| window == b"PK\x05\x06")? + tail;
    let count = bytes.get(end + 10..end + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count != u16::MAX).then_some(usize::from(count))
}
