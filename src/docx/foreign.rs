//! Files of other word processors that an office program can make a Word file of.

use super::limits::LIMITS;
use crate::ooxml::{Error, ForeignKind, OleKind, Package};

/// What an OpenDocument text says of itself (ODF 1.2, part 3, 3.3).
const TEXT_TYPE: &str = "application/vnd.oasis.opendocument.text";

/// The ending of a file's format, by its content, where an office program can make a Word file of it.
pub fn convertible_format(bytes: &[u8]) -> Option<&'static str> {
    match Package::open(bytes, &LIMITS) {
        Ok(mut package) => {
            let kind = package.text("mimetype").ok().flatten().unwrap_or_default();
            (package.has("content.xml") && kind.trim() == TEXT_TYPE).then_some("odt")
        }
        Err(Error::Ole(OleKind::WordDocument)) => Some("doc"),
        Err(Error::Ole(OleKind::WpsDocument)) => Some("wps"),
        Err(Error::Foreign(ForeignKind::Rtf)) => Some("rtf"),
        Err(Error::Foreign(ForeignKind::WordXml)) => Some("xml"),
        Err(_) => None,
    }
}
