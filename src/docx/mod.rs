//! A Word file from outside, as stories of paragraphs and tables: untrusted, whoever saved it.
//!
//! In: bytes of a .docx that Word, WPS, LibreOffice or ONLYOFFICE saved. Out: [`Docx`], with every
//! tracked change and comment; or [`Refused`], soon and with little memory, whatever the bytes are.
//! Nothing here knows the document tree or the chapters.

mod model;

pub use model::*;

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<Docx, Refused> {
    let _ = bytes;
    Err(Refused { reason: "还不能读 Word 文件".to_owned() })
}
