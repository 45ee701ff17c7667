//! The parts of a package by their names, unpacked one by one within limits.
//!
//! In: a file's bytes. Out: parts' text or bytes, and relationships. Sizes are measured by
//! unpacking, never believed; nothing is written anywhere, so a part's name can lead nowhere.

use super::container;
use super::error::Error;
use super::limits::{Budget, Limits};
use super::relations::{Relations, read_relations};
use super::writer::Part;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// An open package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case, as names are compared.
    indices: BTreeMap<String, usize>,
    max_part: usize,
    text_left: usize,
    binary_left: usize,
}

impl<'a> Package<'a> {
    /// Opens a file, if it is a package at all.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>, Error> {
        container::check(bytes, limits)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(archive_error)?;
        if archive.len() > limits.parts {
            return Err(Error::TooManyParts(archive.len()));
        }
        // The archive's reader keeps one entry of several with one name.
        if container::recorded_count(bytes).is_some_and(|count| count != archive.len()) {
            return Err(Error::DuplicatePart);
        }

        let mut indices = BTreeMap::new();
        for index in 0..archive.len() {
            let name = comparable(archive.name_for_index(index).unwrap_or_default());
            if !name.ends_with('/') && indices.insert(name, index).is_some() {
                return Err(Error::DuplicatePart);
            }
        }

        let Limits { part: max_part, text: text_left, binary: binary_left, .. } = *limits;
        Ok(Package { archive, indices, max_part, text_left, binary_left })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.indices.contains_key(&comparable(name))
    }

    /// The names of all parts as written, in the order of the archive.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().filter(|name| !name.ends_with('/')).map(str::to_owned).collect()
    }

    /// The names of the parts whose names begin so, in order, in lower case.
    pub fn names_with_prefix(&self, prefix: &str) -> Vec<String> {
        self.indices.keys().filter(|name| name.starts_with(prefix)).cloned().collect()
    }

    /// A part's text, decoded; `None` where it is missing.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let max = self.max_part.min(self.text_left);
        let too_large = || Error::PartTooLarge(name.to_owned());
        let Some(bytes) = self.unpack(name, max, too_large)? else { return Ok(None) };

        self.text_left = self.text_left.saturating_sub(bytes.len());
        decode(bytes, self.max_part).map(Some).ok_or_else(|| Error::BadEncoding(name.to_owned()))
    }

    /// A part's bytes; `None` where it is missing.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let bytes = self.unpack(name, self.binary_left, || Error::BinaryTooLarge)?;
        self.binary_left -= bytes.as_ref().map_or(0, Vec::len);
        Ok(bytes)
    }

    /// All parts in the order of the archive.
    pub fn parts(&mut self) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::new();
        for name in self.names() {
            let bytes = self.bytes(&name)?.unwrap_or_default();
            parts.push(Part { name, bytes });
        }
        Ok(parts)
    }

    /// The relationships of a part, or of the package for the empty name.
    pub fn relations(&mut self, part: &str, budget: &mut Budget) -> Result<Relations, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };

        match self.text(&name)? {
            Some(text) => read_relations(&name, &text, folder, budget),
            None => Ok(Relations::new()),
        }
    }

    fn unpack(
        &mut self,
        name: &str,
        max: usize,
        too_large: impl FnOnce() -> Error,
    ) -> Result<Option<Vec<u8>>, Error> {
        let Some(index) = self.indices.get(&comparable(name)) else { return Ok(None) };
        let part = self.archive.by_index(*index).map_err(archive_error)?;

        let mut content = Vec::new();
        let read = part.take(max as u64 + 1).read_to_end(&mut content);
        read.map_err(|_| Error::BrokenPart(name.to_owned()))?;
        if content.len() > max { Err(too_large()) } else { Ok(Some(content)) }
    }
}

fn archive_error(error: ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => Error::Encrypted,
        ZipError::UnsupportedArchive(_) => Error::UnknownCompression,
        _ => Error::BrokenArchive,
    }
}

/// A part's name as names are compared.
fn comparable(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Text of a part: UTF-8, or UTF-16 by its byte order mark or by its first character.
fn decode(bytes: Vec<u8>, max: usize) -> Option<String> {
    let unit_from_bytes = match bytes.as_slice() {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    let mut text = match unit_from_bytes {
        None => String::from_utf8(bytes).ok()?,
        Some(_) if bytes.len() % 2 == 1 || bytes.len() > max / 2 => return None,
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
