//! Repairs of encoding and control characters; nothing that a writer typed is changed.

use super::Repair;
use super::files::{self, Kind, MAX_TEXT_SIZE};
use crate::source::{DecodeProblem, FileId, Sources, decode, invisibles, is_control, visible};
use anyhow::Context;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// A file's bytes with parts of its text replaced; `edits` are ranges of the text without its
/// byte-order mark, sorted and apart. `None` where the text isn't that of the bytes that were read:
/// the file is in another encoding, say.
pub fn replaced(sources: &Sources, file: FileId, edits: &[(Range<usize>, &str)]) -> Option<Repair> {
    let (path, text) = (sources.path(file), sources.text(file));
    let before = sources.bytes(file)?;
    let mark = before.len() - before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before).len();
    let held = before.get(mark..)?;
    if !is_text_of(text, held) {
        return None;
    }

    let mut after = before[..mark].to_vec();
    let mut copied = 0;
    for (range, replacement) in edits {
        after.extend_from_slice(held.get(copied..range.start).unwrap_or_default());
        after.extend_from_slice(replacement.as_bytes());
        copied = range.end;
    }

    after.extend_from_slice(held.get(copied..).unwrap_or_default());
    let description = format!("改正 {} 处文字", edits.len());
    Some(Repair { path: path.to_owned(), before: before.to_owned(), after, description })
}

/// Whether a text stands in these bytes, but for the line ends of the old Mac, for which it has others.
fn is_text_of(text: &str, held: &[u8]) -> bool {
    let is_same = |(held, read): (&u8, u8)| *held == read || (*held == b'\r' && read == b'\n');
    held.len() == text.len() && held.iter().zip(text.bytes()).all(is_same)
}

const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Maximum depth of folders that hold files of a workspace.
const MAX_DEPTH: usize = 4;

/// Repairs of encoding and control characters in the workspace's own text files.
pub fn repairs(root: &Path) -> anyhow::Result<Vec<Repair>> {
    let mut paths = Vec::new();
    collect_paths(root, "chapters", &["md", "yaml", "yml"], MAX_DEPTH, &mut paths);
    collect_paths(root, "templates", &["j2", "typ", "yaml", "yml"], MAX_DEPTH, &mut paths);

    let mut repairs = Vec::new();
    for path in paths {
        let full = root.join(&path);
        if !files::is_inside(root, &full).unwrap_or(false) {
            continue;
        }

        let size = fs::metadata(&full).with_context(|| format!("{path} 读不出来"))?.len();
        if size > MAX_TEXT_SIZE {
            continue;
        }

        let before = fs::read(&full).with_context(|| format!("{path} 读不出来"))?;
        repairs.extend(repair(path, before));
    }

    Ok(repairs)
}

fn collect_paths(root: &Path, folder: &str, kinds: &[&str], depth: usize, paths: &mut Vec<String>) {
    let full = root.join(folder);
    for name in files::list(&full, Kind::Files) {
        if kinds.iter().any(|kind| files::stem(&name, kind).is_some()) {
            paths.push(format!("{folder}/{name}"));
        }
    }

    if depth > 0 {
        for name in files::list(&full, Kind::Folders) {
            collect_paths(root, &format!("{folder}/{name}"), kinds, depth - 1, paths);
        }
    }
}

fn repair(path: String, before: Vec<u8>) -> Option<Repair> {
    let mut changes = Vec::new();

    let text = match decode(&before) {
        // The byte-order mark stays: it does no harm.
        Ok(_) => String::from_utf8(before.clone()).ok()?,
        Err(DecodeProblem::Gbk(text)) => {
            changes.push("GBK 转为 UTF-8".to_owned());
            text
        }
        Err(DecodeProblem::Utf16(text)) => {
            changes.push("UTF-16 转为 UTF-8".to_owned());
            text
        }
        Err(DecodeProblem::BrokenUtf8(_) | DecodeProblem::Binary) => return None,
    };

    let (mark, text) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", text.as_str()),
    };

    let controls = text.matches(is_control).count();
    if controls > 0 {
        changes.push(format!("删去 {controls} 个控制字符"));
    }

    let hidden = invisibles(text);
    let hidden: usize = hidden.into_iter().map(|range| text[range].chars().count()).sum();
    if hidden > 0 {
        changes.push(format!("删去 {hidden} 个看不见的字符"));
    }

    if changes.is_empty() {
        return None;
    }

    let after = format!("{mark}{}", visible(text).replace(is_control, "")).into_bytes();
    Some(Repair { path, before, after, description: changes.join("，") })
}
