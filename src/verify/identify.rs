//! What a file is, by what it says of itself.

use super::pdf;
use crate::docx::{self, Docx};
use crate::stamp::Stamp;
use crate::word;

/// PDF or Word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A Word file.
    Word,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// It names the build that made it.
    Built(Stamp),
    /// A copy for review, with its id.
    ReviewCopy(String),
    /// A comparison of two states.
    Comparison,
    /// A PDF or Word file that says nothing of a build.
    Unstamped,
    /// It can't be read: why, and what to do.
    Unreadable(String),
}

/// A file, read.
#[derive(Debug, Clone)]
pub struct Subject {
    /// `None` where it is neither.
    pub kind: Option<FileKind>,
    /// What it is.
    pub identity: Identity,
    /// Its text, where it is a Word file.
    pub docx: Option<Docx>,
}

/// The property in which a Word file has its stamp.
const PROPERTY: &str = "生成号";
/// The property in which a copy for review has its id.
const COPY: &str = "zishu.copy";
/// A PDF's header stands in the first kilobyte.
const HEADER_WITHIN: usize = 1024;

/// Reads a file.
pub fn identify(bytes: &[u8]) -> Subject {
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return identify_pdf(bytes);
    }

    if bytes.is_empty() {
        return unreadable(None, "文件是空的；请重新取一份");
    }

    if !bytes.starts_with(b"PK") && !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return unreadable(None, "不是 PDF，也不是 Word 文件（.docx）；请选 zishu 生成的文件");
    }

    match docx::read_words(bytes) {
        Ok(docx) => {
            let identity = identify_word(bytes, &docx);
            Subject { kind: Some(FileKind::Word), identity, docx: Some(docx) }
        }
        Err(refused) => unreadable(None, &format!("{}；{}", refused.reason, refused.advice)),
    }
}

fn unreadable(kind: Option<FileKind>, reason: &str) -> Subject {
    Subject { kind, identity: Identity::Unreadable(reason.to_owned()), docx: None }
}

fn identify_pdf(bytes: &[u8]) -> Subject {
    let kind = Some(FileKind::Pdf);
    match pdf::read(bytes) {
        Some(file) => {
            let identity = Stamp::parse(&file.creator).map_or(Identity::Unstamped, Identity::Built);
            Subject { kind, identity, docx: None }
        }
        None => unreadable(kind, "PDF 已损坏或加了密码，读不出来；请重新取一份"),
    }
}

fn identify_word(bytes: &[u8], docx: &Docx) -> Identity {
    if let Some(copy) = docx.properties.get(COPY) {
        return Identity::ReviewCopy(copy.trim().to_owned());
    }

    if word::is_comparison(bytes) {
        return Identity::Comparison;
    }

    let stamp = docx.properties.get(PROPERTY).and_then(|line| Stamp::parse(line));
    stamp.map_or(Identity::Unstamped, Identity::Built)
}
