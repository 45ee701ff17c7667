//! What is refused before a spreadsheet library sees it, so that no file costs much memory or time.
//!
//! In: a file's bytes. Out: nothing, or why it is no form. Sizes are measured by unpacking, never
//! believed.

use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Largest file that is read, in bytes.
pub(super) const LARGEST: usize = 8 << 20;
/// Largest sum of what it unpacks to, in bytes.
const LARGEST_UNPACKED: u64 = 32 << 20;
const MOST_PARTS: usize = 200;
/// More strings than a form of this size could hold.
const MOST_STRINGS: u64 = 1 << 20;

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

pub(super) const AGAIN: &str = "用 zishu forms 重新生成填报表，把数据填进去";
const SAVE_AS: &str = "在 Excel 或 WPS 里打开，另存为 .xlsx，不设密码";

/// Holds a file against the limits.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > LARGEST {
        return Err(refuse(format!("文件超过 {} MB", LARGEST >> 20), AGAIN));
    }
    if bytes.is_empty() {
        return Err(refuse("文件是空的", AGAIN));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(refuse("是旧式 .xls 文件，或设了密码", SAVE_AS));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refuse("不是 .xlsx 文件", SAVE_AS));
    }
    let broken = |_: ZipError| refuse("文件不完整或已损坏", "请填报单位重新发送");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_PARTS {
        return Err(refuse(format!("文件里有 {} 个部件，不是填报表", archive.len()), AGAIN));
    }
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().to_ascii_lowercase();
        let mut content = Vec::new();
        let read = part.take(left + 1).read_to_end(&mut content);
        read.map_err(|_| refuse("文件不完整或已损坏", "请填报单位重新发送"))?;
        let size = content.len() as u64;
        if size > left {
            let most = LARGEST_UNPACKED >> 20;
            return Err(refuse(format!("文件解开后超过 {most} MB，不是填报表"), AGAIN));
        }
        left -= size;
        if !is_harmless(&name, &content) {
            return Err(refuse("文件的内部结构不合规范", AGAIN));
        }
    }
    Ok(())
}

/// Whether a part says nothing that makes a reader reserve memory, or look for what can't be.
fn is_harmless(name: &str, content: &[u8]) -> bool {
    if name.ends_with("sharedstrings.xml") {
        return numbers_after(content, b"uniqueCount").all(|count| count <= MOST_STRINGS);
    }
    if name.ends_with(".xml") || name.ends_with(".rels") {
        return !contains(content, b"<!DOCTYPE") && !contains(content, b"<!ENTITY");
    }
    true
}

fn contains(content: &[u8], what: &[u8]) -> bool {
    content.windows(what.len()).any(|window| window == what)
}

/// The numbers in the attributes of this name; one that is too large, or none, is the largest.
fn numbers_after<'a>(content: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
    let found = content.windows(name.len()).enumerate().filter(move |(_, window)| *window == name);
    found.map(move |(at, _)| {
        let rest = &content[at + name.len()..];
        let digits = rest.iter().skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' '));
        let digits: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).copied().collect();
        String::from_utf8_lossy(&digits).parse().unwrap_or(u64::MAX)
    })
}
