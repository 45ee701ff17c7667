//! What a file is before it is opened as a zip archive: by its first bytes and its zip directory.

use super::error::{Error, OleKind};
use super::limits::Limits;

const OLE_SIGNATURE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
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
    if bytes.starts_with(b"{\\rtf") {
        return Err(Error::Rtf);
    }
    if !bytes.starts_with(b"PK") {
        return Err(Error::NotZip);
    }
    if claims_too_many(bytes, limits.parts) {
        return Err(Error::BadDirectory);
    }
    Ok(())
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
