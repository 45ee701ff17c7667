//! What a file was when the command read it, held against what lies there now.

use crate::source::Sources;
use anyhow::{Context, anyhow};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What lies in a file's place until it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Expected {
    /// Whatever it may be: an output in out/, which nobody edits.
    Anything,
    /// No file.
    Nothing,
    /// A file of these bytes.
    Bytes(Vec<u8>),
}

impl Expected {
    /// A file of the workspace as it was read; none where it wasn't there to be read.
    pub fn read(sources: &Sources, path: &str) -> Expected {
        let bytes = sources.find(path).and_then(|file| sources.bytes(file));
        bytes.map_or(Expected::Nothing, |bytes| Expected::Bytes(bytes.to_owned()))
    }

    /// Fails where something else lies there now.
    pub(super) fn check(&self, root: &Path, path: &Path) -> anyhow::Result<()> {
        match self {
            Expected::Anything => Ok(()),
            // A link that leads nowhere is there, too.
            Expected::Nothing => match fs::symlink_metadata(path) {
                Ok(_) => Err(appeared(root, path)),
                Err(_) => Ok(()),
            },
            Expected::Bytes(bytes) => compare(root, path, path, bytes),
        }
    }
}

/// Fails where the file `at`, which is the one at `path` or was, doesn't hold these bytes.
pub(super) fn compare(root: &Path, path: &Path, at: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    match holds(at, bytes) {
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
    let mut now = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut now)?;
    Ok(now == bytes)
}

/// Why a file isn't written that was to be a new one.
pub(super) fn appeared(root: &Path, path: &Path) -> anyhow::Error {
    stale(root, path, "是在读取以后才出现的")
}

fn stale(root: &Path, path: &Path, change: &str) -> anyhow::Error {
    let shown = path.strip_prefix(root).unwrap_or(path);
    anyhow!("{} {change}；没有写入任何文件，请再运行一次", shown.display())
}
