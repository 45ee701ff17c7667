//! Names for what is kept of files before they are changed.

use super::folders::CreatedFolders;
use anyhow::bail;
use std::fs;
use std::iter;
use std::path::Path;

/// Where chapters are kept as they were before a merge, relative to the workspace.
const FOLDER: &str = "chapters/.review/backup";

/// A folder for a backup; it is removed when this goes, if it holds nothing.
#[derive(Debug)]
pub struct Backup {
    /// Its path, relative to the workspace.
    pub path: String,
    _folders: CreatedFolders,
}

impl Backup {
    /// Makes a folder that no other run, not even one that runs now, takes for its own.
    pub fn claim(root: &Path) -> anyhow::Result<Backup> {
        let mut folders = CreatedFolders::default();
        for number in 1..=u32::MAX {
            let path = format!("{FOLDER}/{number:03}");
            if folders.claim(&root.join(&path))? {
                return Ok(Backup { path, _folders: folders });
            }
        }
        bail!("{FOLDER} 里的文件夹太多")
    }
}

/// The first free name for a backup of a chapter beside it: `_市质监局.md.bak`, `_市质监局-2.md.bak`.
pub fn free_backup_name(folder: &Path, stem: &str) -> String {
    let first = format!("_{stem}.md.bak");
    let others = (2..).map(|number| format!("_{stem}-{number}.md.bak"));
    let is_free = |name: &String| fs::symlink_metadata(folder.join(name)).is_err();
    iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}
