//! What is refused before a spreadsheet library sees it, so that no file costs much memory or time.
//!
//! In: a file's bytes. Out: its package, or why it is no form. Sizes are measured by unpacking, never
//! believed.

use crate::ooxml::{Error, ForeignKind, Limits, OleKind, Package};

/// Maximum size of a form, in bytes.
pub const MAX_SIZE: usize = 8 << 20;
/// Maximum number of shared strings: more than a form of this size could hold.
const MAX_STRINGS: u64 = 1 << 20;

/// The limits of a form that anybody may have saved.
pub(super) const LIMITS: Limits = Limits {
    file: MAX_SIZE,
    parts: 200,
    part: 32 << 20,
    text: 64 << 20,
    binary: 32 << 20,
    events: 8_000_000,
    memory: 32 << 20,
};

pub(super) const REGENERATE: &str = "用 zishu forms 重新生成填报表，把数据填进去";
const SAVE_AS: &str = "在 Excel 或 WPS 里打开，另存为 .xlsx，不设密码";
/// An old workbook that no office made a new one of.
const SAVE_AS_OR_INSTALL: &str =
    "在 Excel 或 WPS 里打开，另存为 .xlsx；这台电脑装了 LibreOffice 的，会自动转换";

/// Why a file is no form, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// A refusal with its remedy.
pub(super) fn refuse(message: impl Into<String>, help: &'static str) -> Refusal {
    Refusal { message: message.into(), help }
}

/// Opens a file that keeps to the limits.
pub(super) fn open(bytes: &[u8]) -> Result<Package<'_>, Refusal> {
    let mut package = Package::open(bytes, &LIMITS).map_err(refusal)?;
    if package.has("xl/workbook.bin") {
        return Err(refuse("是 .xlsb 文件，不是 .xlsx", SAVE_AS));
    }
    if package.has("content.xml") {
        return Err(refuse("是 .ods 一类的文件，不是 .xlsx", SAVE_AS));
    }
    for name in package.names() {
        let content = package.bytes(&name).map_err(refusal)?.unwrap_or_default();
        if !is_harmless(&name.to_ascii_lowercase(), &content) {
            return Err(refuse("文件的内部结构不合规范", REGENERATE));
        }
    }
    Ok(package)
}

/// The ending of a file's format, by its content, where an office program can make an .xlsx of it.
pub fn convertible_format(bytes: &[u8]) -> Option<&'static str> {
    match Package::open(bytes, &LIMITS) {
        Err(Error::Ole(OleKind::Workbook)) => Some("xls"),
        Ok(_) | Err(_) => None,
    }
}

fn refusal(error: Error) -> Refusal {
    match error {
        Error::FileTooLarge => refuse(format!("文件超过 {} MB", MAX_SIZE >> 20), REGENERATE),
        Error::Empty => refuse("文件是空的", REGENERATE),
        Error::Ole(OleKind::Encrypted) => refuse("文件设了打开密码", SAVE_AS),
        Error::Ole(OleKind::Workbook) => refuse("是旧式 .xls 或 .et 文件", SAVE_AS_OR_INSTALL),
        Error::Ole(OleKind::WordDocument | OleKind::WpsDocument) => {
            refuse("是 Word 文件，不是填报表", REGENERATE)
        }
        Error::Ole(OleKind::Unknown) => refuse("是旧式 .xls 文件，或设了密码", SAVE_AS),
        Error::Foreign(ForeignKind::Locked) => {
            refuse("是加密软件加了密的文件", "请填报单位先解密，再重新发送")
        }
        Error::Foreign(ForeignKind::Pdf) => refuse("是 PDF 文件，不是 .xlsx", REGENERATE),
        Error::Foreign(_) | Error::NotZip => refuse("不是 .xlsx 文件", SAVE_AS),
        Error::TooManyParts(count) => {
            refuse(format!("文件里有 {count} 个部件，不是填报表"), REGENERATE)
        }
        Error::BinaryTooLarge => {
            let max = LIMITS.binary >> 20;
            refuse(format!("文件解开后超过 {max} MB，不是填报表"), REGENERATE)
        }
        _ => refuse("文件不完整或已损坏", "请填报单位重新发送"),
    }
}

/// Whether a part says nothing that makes a reader reserve memory, or look for what can't be.
fn is_harmless(name: &str, content: &[u8]) -> bool {
    if name.ends_with("sharedstrings.xml") {
        return numbers_after(content, b"uniqueCount").all(|count| count <= MAX_STRINGS);
    }
    if name.ends_with(".xml") || name.ends_with(".rels") {
        return !contains(content, b"<!DOCTYPE") && !contains(content, b"<!ENTITY");
    }
    true
}

fn contains(content: &[u8], pattern: &[u8]) -> bool {
    content.windows(pattern.len()).any(|window| window == pattern)
}

/// The numbers in the attributes of this name; one that is too large, or none, is the maximum.
fn numbers_after<'a>(content: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
    let starts = content.windows(name.len()).enumerate().filter(move |(_, window)| *window == name);
    starts.map(move |(start, _)| {
        let rest = &content[start + name.len()..];
        let digits = rest.iter().skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' '));
        let digits: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).copied().collect();
        String::from_utf8_lossy(&digits).parse().unwrap_or(u64::MAX)
    })
}
