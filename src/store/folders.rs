//! Folders that a command makes.

use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that were made; those that hold nothing when this goes are removed.
#[derive(Debug, Default)]
pub(super) struct CreatedFolders(Vec<PathBuf>);

impl CreatedFolders {
    /// Makes a folder and those above it.
    pub fn create(&mut self, folder: &Path) -> anyhow::Result<()> {
        let missing = folder.ancestors().take_while(|above| {
            !above.as_os_str().is_empty() && fs::symlink_metadata(above).is_err()
        });
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        self.0.extend(missing);

        fs::create_dir_all(folder).with_context(|| format!("不能建立文件夹 {}", folder.display()))
    }

    /// Leaves the folders as they are, also the empty ones.
    pub fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        // The system removes none that holds anything.
        self.0.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

/// The folder that a path lies in.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
