//! Which files are drafts: those that were named, and those in folders that were named.

use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The endings of files that may be drafts.
pub const ENDINGS: [&str; 7] = ["docx", "docm", "dotx", "doc", "wps", "rtf", "odt"];
/// Maximum number of drafts at once.
const MAX_DRAFTS: usize = 500;
/// Maximum depth of folders within a folder that was named.
const MAX_DEPTH: usize = 4;

/// The files of a command.
#[derive(Debug, Default)]
pub(super) struct DraftFiles {
    /// Drafts, those of a folder by name.
    pub drafts: Vec<PathBuf>,
    /// What else lies in the folders.
    pub others: Vec<PathBuf>,
}

/// Gathers the files that were named, and those in the folders that were named.
pub(super) fn gather(paths: &[PathBuf]) -> anyhow::Result<DraftFiles> {
    let mut files = DraftFiles::default();
    for path in paths {
        if path.is_dir() {
            for path in gather_folder(path)? {
                if !is_draft(&path) {
                    files.others.push(path);
                } else if !files.drafts.contains(&path) {
                    files.drafts.push(path);
                }
            }
        } else if !path.exists() {
            bail!("没有文件 {}；请核对文件名", path.display());
        } else if !files.drafts.contains(path) {
            files.drafts.push(path.clone());
        }
    }

    match files.drafts.len() {
        0 => bail!("文件夹里没有 Word 文件；请核对文件夹名"),
        count if count > MAX_DRAFTS => {
            bail!("一次最多 {MAX_DRAFTS} 份，这里有 {count} 份；请分几次采用")
        }
        _ => Ok(files),
    }
}

/// The files of a folder and of the folders in it, by name; what the system and offices keep beside them is
/// left out.
pub fn gather_folder(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    add_files(folder, 0, &mut files)?;
    Ok(files)
}

fn add_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let name = folder.display();
    let entries = fs::read_dir(folder).with_context(|| format!("打不开文件夹 {name}"))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.with_context(|| format!("读不出文件夹 {name}"))?.path());
    }
    paths.sort();

    for path in paths {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        // Hidden files, and what Word (~$) and WPS (.~) keep beside an open document.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if !path.is_dir() {
            files.push(path);
        } else if depth < MAX_DEPTH {
            add_files(&path, depth + 1, files)?;
        }
    }
    Ok(())
}

fn is_draft(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
