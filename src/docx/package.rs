//! The package of a Word file: parts by their names, unpacked one by one within limits.
//!
//! In: a file's bytes. Out: parts' text or bytes, and relationships. Sizes are measured by
//! unpacking, never believed; nothing is written anywhere, so a part's name can lead nowhere.

use super::limits::{self, Budget, refuse, refuse_with};
use super::model::Refused;
use super::xml::{Node, Space, Xml};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case, as names are compared.
    names: BTreeMap<String, usize>,
    xml_left: usize,
    media_left: usize,
}

/// A relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// Last word of its type: `comments`, `image`.
    pub kind: String,
    /// A part's name, or an address outside the package.
    pub target: String,
    /// Whether the target lies outside.
    pub external: bool,
}

/// Relationships by their ids.
pub(super) type Relations = BTreeMap<String, Relation>;

impl<'a> Package<'a> {
    /// Opens a file, if it is a package at all.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refused> {
        recognise(bytes)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(&problem))?;
        if archive.len() > limits::PARTS {
            return Err(refuse(format!("文件里的部件超过 {} 个", limits::PARTS)));
        }
        if recorded(bytes).is_some_and(|count| count != archive.len()) {
            return Err(refuse("文件已损坏：压缩包里有重名的部件"));
        }
        let mut names = BTreeMap::new();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).unwrap_or_default();
            let name = plain(name);
            if !name.ends_with('/') && names.insert(name, index).is_some() {
                return Err(refuse("文件已损坏：压缩包里有重名的部件"));
            }
        }
        let (xml_left, media_left) = (limits::ALL_XML, limits::MEDIA);
        Ok(Package { archive, names, xml_left, media_left })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// The names of the parts whose names begin so, in order, in lower case.
    pub fn beginning(&self, start: &str) -> Vec<String> {
        self.names.keys().filter(|name| name.starts_with(start)).cloned().collect()
    }

    /// A part's text, decoded; `None` where it is missing.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let most = limits::XML.min(self.xml_left);
        let over = || refuse(format!("{name} 解开后过大，超过 {} MB", limits::XML >> 20));
        let Some(bytes) = self.bytes(name, most, over)? else { return Ok(None) };
        self.xml_left = self.xml_left.saturating_sub(bytes.len());
        decode(bytes).map(Some).ok_or_else(|| refuse(format!("{name} 的编码不对，不是 UTF-8")))
    }

    /// A picture's bytes; `None` where it is missing.
    pub fn media(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let over = || {
            refuse_with(
                format!("图片解开后共超过 {} MB", limits::MEDIA >> 20),
                "请在 Word 里压缩图片",
            )
        };
        let bytes = self.bytes(name, self.media_left, over)?;
        self.media_left -= bytes.as_ref().map_or(0, Vec::len);
        Ok(bytes)
    }

    /// The relationships of a part, or of the package for the empty name.
    pub fn relations(&mut self, part: &str, budget: &mut Budget) -> Result<Relations, Refused> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = match folder {
            "" => format!("_rels/{file}.rels"),
            _ => format!("{folder}/_rels/{file}.rels"),
        };
        let Some(text) = self.text(&name)? else { return Ok(Relations::new()) };
        let mut xml = Xml::new(&name, &text);
        let mut relations = Relations::new();
        loop {
            match xml.next(budget)? {
                Node::Start(tag) if tag.name == "Relationship" => {
                    let get = |name| xml.attribute(&tag, Space::Unbound, name);
                    let kind = get("Type")?.unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let external = get("TargetMode")?.as_deref() == Some("External");
                    let target = get("Target")?.unwrap_or_default();
                    let target = if external { target } else { join(folder, &target) };
                    budget.keep(target.len() + kind.len() + 200)?;
                    let id = get("Id")?.unwrap_or_default();
                    relations.entry(id).or_insert(Relation { kind, target, external });
                }
                Node::Start(_) | Node::End | Node::Text(_) => {}
                Node::Over => return Ok(relations),
            }
        }
    }

    fn bytes(
        &mut self,
        name: &str,
        most: usize,
        over: impl FnOnce() -> Refused,
    ) -> Result<Option<Vec<u8>>, Refused> {
        let Some(index) = self.names.get(&plain(name)) else { return Ok(None) };
        let part = self.archive.by_index(*index).map_err(|problem| broken(&problem))?;
        let mut content = Vec::new();
        let read = part.take(most as u64 + 1).read_to_end(&mut content);
        read.map_err(|_| refuse(format!("文件不完整或已损坏：{name} 解不开")))?;
        if content.len() > most {
            return Err(over());
        }
        Ok(Some(content))
    }
}

/// Tells what isn't a package by its first bytes.
fn recognise(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.is_empty() {
        return Err(refuse_with("文件是空的", "请重新发送"));
    }
    if bytes.len() > limits::FILE {
        return Err(refuse_with(
            format!("文件超过 {} MB", limits::FILE >> 20),
            "请在 Word 里压缩图片，或分成几份文件",
        ));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(compound(bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(refuse("是 RTF 文件，不是 .docx"));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refuse("不是 .docx 文件"));
    }
    if counts_too_much(bytes) {
        return Err(refuse("文件已损坏：压缩包的目录不对"));
    }
    Ok(())
}

/// Why an OLE file is refused, by the names of its streams, which stand there in UTF-16.
fn compound(bytes: &[u8]) -> Refused {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return refuse_with("文件设了打开密码", "请在 Word 或 WPS 里去掉密码再保存");
    }
    if has("WordDocument") {
        return refuse("是旧式 .doc 文件，不是 .docx");
    }
    if has("WpsDocument") || has("WPS") || has("CONTENTS") {
        return refuse_with("是 .wps 文件，不是 .docx", "请在 WPS 里另存为 .docx");
    }
    let advice = "请在 Word 或 WPS 里另存为不带密码的 .docx";
    refuse_with("是旧式 .doc 或 .wps 文件，或设了打开密码", advice)
}

/// Whether a 64-bit directory claims more parts than a file of this kind has: the archive's reader
/// reserves memory for what it claims.
fn counts_too_much(bytes: &[u8]) -> bool {
    let located = bytes.windows(4).any(|window| window == b"PK\x06\x07");
    let claims = |at: usize| {
        let count = bytes.get(at + 24..at + 40).unwrap_or_default();
        let mut counts = count.chunks_exact(8).filter_map(|count| count.try_into().ok());
        counts.any(|count| u64::from_le_bytes(count) > limits::PARTS as u64)
    };
    located
        && bytes.windows(4).enumerate().any(|(at, window)| window == b"PK\x06\x06" && claims(at))
}

/// How many parts the last directory of the archive says there are.
fn recorded(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(65_557);
    let at = bytes[tail..].windows(4).rposition(|window| window == b"PK\x05\x06")? + tail;
    let count = bytes.get(at + 10..at + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count != u16::MAX).then_some(usize::from(count))
}

fn broken(problem: &ZipError) -> Refused {
    match problem {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            refuse("压缩包加了密，打不开")
        }
        ZipError::UnsupportedArchive(_) => refuse("压缩包用了读不了的压缩方法"),
        _ => refuse("文件不完整或已损坏：压缩包打不开"),
    }
}

/// A part's name as names are compared.
fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// A relationship's target as a part's name: relative to the folder, `..` resolved.
fn join(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default().replace('\\', "/");
    let start = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Text of a part: UTF-8, or UTF-16 by its mark or by its first character.
fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = match bytes.as_slice() {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    let mut text = match wide {
        None => String::from_utf8(bytes).ok()?,
        Some(_) if bytes.len() % 2 == 1 || bytes.len() > limits::XML / 2 => return None,
        Some(unit) => {
            let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<String, _>>().ok()?
        }
    };
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Some(text)
}
