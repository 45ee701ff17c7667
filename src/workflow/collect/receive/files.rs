//! The files that came in.

use crate::source::fingerprint;
use crate::workflow::adopt::{DRAFT_ENDINGS, gather_folder};
use crate::workflow::input::read_limited;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Maximum number of files at once.
const MAX_FILES: usize = 2000;

/// What a file is by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Workbook,
    Word,
    Scan,
    Other,
}

/// A file that came in, read.
pub(super) struct InboxFile {
    pub path: PathBuf,
    pub kind: FileKind,
    /// Checksum of its bytes, or why it can't be read.
    pub checksum: anyhow::Result<String>,
}

/// Gathers the files that were named, and those in folders that were named.
pub(super) fn gather(paths: &[PathBuf]) -> anyhow::Result<Vec<InboxFile>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(gather_folder(path)?);
        } else if !path.exists() {
            bail!("没有文件 {}；请核对文件名", path.display());
        } else {
            files.push(path.clone());
        }
    }
    files.dedup();

    match files.len() {
        0 => bail!("收件箱里没有文件；请核对文件夹名"),
        count if count > MAX_FILES => {
            bail!("一次最多 {MAX_FILES} 个文件，这里有 {count} 个；请分几次收")
        }
        _ => Ok(files.into_iter().map(read).collect()),
    }
}

fn read(path: PathBuf) -> InboxFile {
    let checksum = read_limited(&path, MAX_FILE, "文件名").and_then(|bytes| {
        if bytes.is_empty() {
            bail!("是空文件；请报送单位重发");
        }
        if bytes.len() as u64 > MAX_FILE {
            bail!("超过 256 MB；请分成几份，或压缩图片");
        }
        Ok(fingerprint([bytes.as_slice()]))
    });
    let kind = kind(&path);

    InboxFile { path, kind, checksum }
}

fn kind(path: &Path) -> FileKind {
    const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xls", "et", "ods"];
    const SCANS: [&str; 8] = ["pdf", "ofd", "jpg", "jpeg", "png", "tif", "tiff", "bmp"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_one_of = |list: &[&str]| ending.as_deref().is_some_and(|ending| list.contains(&ending));

    if is_one_of(&WORKBOOKS) {
        FileKind::Workbook
    } else if is_one_of(&DRAFT_ENDINGS) {
        FileKind::Word
    } else if is_one_of(&SCANS) {
        FileKind::Scan
    } else {
        FileKind::Other
    }
}

/// A file's name.
pub(super) fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A file's name without its ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
