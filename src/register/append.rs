//! Further entries behind what a file holds.
//!
//! In: a register as it was read, new entries. Out: the file's bytes, which begin with those that were read: what
//! a person typed there stays as it is. The result is read again before it is given: where it wouldn't say
//! what the register said, and the new entries, nothing is given.

use super::load::entries;
use super::{Entry, Register, format};
use crate::diag::{Diagnostics, Severity};
use crate::source::{FileId, Sources};
use crate::yaml::{self, Step};

/// A register to which nothing can be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unappendable {
    /// What is wrong and what to do: a Chinese phrase that begins with the file's path.
    pub reason: String,
}

/// The bytes of the register's file with these entries at its end; `year` is that of the report's date.
///
/// # Errors
/// Where the file has mistakes, or is written in a form that can't be continued.
pub fn append(
    register: &Register,
    new: &[Entry],
    year: i32,
    sources: &Sources,
) -> Result<Vec<u8>, Unappendable> {
    let path = &register.path;
    if !register.is_sound {
        let reason = format!("{path} 有错误，没有添加；先照 zishu status 列出的改正");
        return Err(Unappendable { reason });
    }

    let (bytes, text) = match register.file {
        Some(file) => (sources.bytes(file).unwrap_or_default(), sources.text(file)),
        None => (&[][..], ""),
    };
    let indent = register.file.map_or("", |file| indent(sources, file));
    let end = line_end(bytes);

    let mut added = String::new();
    if register.file.is_none() {
        added.push_str(&format::head(&register.bureau));
    } else if !text.is_empty() && !text.ends_with('\n') {
        added.push('\n');
    }
    for line in new.iter().flat_map(|entry| format::lines(entry, indent)) {
        added.push_str(&line);
        added.push('\n');
    }

    let expected = register.entries.iter().map(|entry| &entry.value).chain(new);
    if !reads_as(&format!("{text}{added}"), expected, year) {
        let reason = format!(
            "{path} 末尾接不上新的一条，没有添加；各条要从行首的“- ”写起，[ ]、单独一行的“...”都要去掉"
        );
        return Err(Unappendable { reason });
    }

    let added = if end == "\n" { added } else { added.replace('\n', end) };
    Ok([bytes, added.as_bytes()].concat())
}

/// What stands before the dashes of the file's entries.
fn indent(sources: &Sources, file: FileId) -> &str {
    let text = sources.text(file);
    let mut unseen = Diagnostics::default();
    let range = 0..text.len();
    let Ok((_, positions)) =
        yaml::load::<Vec<super::fields::TypedEntry>>(sources, file, range, &mut unseen)
    else {
        return "";
    };

    let start = positions.value(&[Step::Index(0)]).start as usize;
    let before = text.get(..start).unwrap_or("");
    let dash = before.rfind('-').unwrap_or(0);
    let line = before[..dash].rfind('\n').map_or(0, |end| end + 1);
    let indent = &before[line..dash];
    if indent.bytes().all(|byte| byte == b' ') { indent } else { "" }
}

/// The line ends of a file.
fn line_end(bytes: &[u8]) -> &'static str {
    let has = |end: &[u8]| bytes.windows(end.len()).any(|window| window == end);
    if has(b"\r\n") {
        "\r\n"
    } else if has(b"\r") && !has(b"\n") {
        "\r"
    } else {
        "\n"
    }
}

/// Whether a text says these entries and no others.
fn reads_as<'a>(text: &str, expected: impl Iterator<Item = &'a Entry>, year: i32) -> bool {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let file = sources.add("", text);
    let read = entries(&sources, file, year, &mut problems);
    problems.count(Severity::Error) == 0 && read.iter().map(|entry| &entry.value).eq(expected)
}
