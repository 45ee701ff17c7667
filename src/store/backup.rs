//! Names for what is kept of files before they are changed.

use std::fs;
use std::iter;
use std::path::Path;

/// Where chapters are kept as they were before a merge, relative to the workspace.
const FOLDER: &str = "chapters/.review/backup";

/// The first free folder for a backup, relative to the workspace.
pub fn free_backup_folder(root: &Path) -> String {
    let mut number = 1;
    loop {
        let path = format!("{FOLDER}/{number:03}");
        if fs::symlink_metadata(root.join(&path)).is_err() {
            return path;
        }
        number += 1;
    }
}

/// The first free name for a backup of a chapter beside it: `_市质监局.md.bak`, `_市质监局-2.md.bak`.
pub fn free_backup_name(folder: &Path, stem: &str) -> String {
    let first = format!("_{stem}.md.bak");
    let others = (2..).map(|number| format!("_{stem}-{number}.md.bak"));
    let is_free = |name: &String| fs::symlink_metadata(folder.join(name)).is_err();
    iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}
