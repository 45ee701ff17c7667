//! What a file was when the command read it, held against what is there now.

use crate::source::Sources;
use anyhow::{Context, anyhow};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What is in a file's place until it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it may be: an output in out/, which nobody edits.
    Any,
    /// No file.
    Absent,
    /// A file of these bytes.
    Bytes(Vec<u8>),
}

impl Expected {
    /// A file of the workspace as it was read; none where it wasn't there to be read.
    pub fn read(sources: &Sources, path: &str) -> Expected {
        let bytes = sources.find(path).and_then(|file| sources.bytes(file));
        bytes.map_or(Expected::Absent, |bytes| Expected::Bytes(bytes.to_owned()))
    }

    /// Fails where something else is there now.
    pub(super) fn check(&self, root: &Path, path: &Path) -> anyhow::Result<()> {
        match self {
            Expected::Any => Ok(()),
            // A link that leads nowhere is there, too.
            Expected::Absent => match fs::symlink_metadata(path) {
                Ok(_) => Err(appeared(root, path)),
                Err(_) => Ok(()),
            },
            Expected::Bytes(bytes) => compare(root, path, path, bytes),
        }
    }
}

/// Fails where a file doesn't hold these bytes; `link` is another name of the one at `path`, or it.
pub(super) fn compare(root: &Path, path: &Path, link: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    match holds(link, bytes) {
        Ok(true) => Ok(()),
        Ok(false) => {
            Err(stale(root, path, "在读取以后又有改动（编辑器里保存了，或另一个 zishu 写入了）"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(stale(root, path, "在读取以后被移走或删去了"))
        }
        Err(error) => Err(error).with_context(|| format!("读不出 {}", path.display())),
    }
}

fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let data = fs::metadata(path)?;
    if !data.is_file() || data.len() != bytes.len() as u64 {
        return Ok(false);
    }

    let file = File::open(path)?;
    let mut current = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut current)?;
    Ok(current == bytes)
}

/// Why a file isn't written that was to be a new one.
pub(super) fn appeared(root: &Path, path: &Path) -> anyhow::Error {
    stale(root, path, "是在读取以后才出现的")
}

fn stale(root: &Path, path: &Path, change: &str) -> anyhow::Error {
    let relative = path.strip_prefix(root).unwrap_or(path);
    anyhow!("{} {change}；没有写入任何文件，请再运行一次", relative.display())
}
