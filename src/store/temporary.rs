//! Folders outside the workspace that are gone when they are no longer needed.

use anyhow::Context;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// What the names of temporary folders begin with.
const PREFIX: &str = "zishu-work-";

/// The file in a temporary folder that is locked while a run uses the folder.
const LOCK_FILE: &str = ".lock";

/// Age from which a folder without a lock counts as left over: its run has had the time to lock it.
const MIN_AGE: Duration = Duration::from_secs(60);

/// A temporary folder that only the user can read; it is removed when this goes.
#[derive(Debug)]
pub struct TemporaryFolder {
    // The file is closed before the folder is removed, as Windows asks.
    _lock: File,
    folder: TempDir,
}

impl TemporaryFolder {
    /// Makes an empty one.
    pub fn new() -> anyhow::Result<TemporaryFolder> {
        let failed = "不能建立临时文件夹，请查看磁盘空间";
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir().context(failed)?;
        let lock = File::create(folder.path().join(LOCK_FILE)).context(failed)?;
        // Where files can't be locked, its age alone tells that a folder is left over.
        let _ = lock.try_lock();
        Ok(TemporaryFolder { _lock: lock, folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file by its path in the folder.
    pub fn write(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.path().join(path);
        let failed = || format!("不能写入临时文件 {}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(failed)?;
        }
        fs::write(&path, bytes).with_context(failed)
    }
}

/// Removes the temporary folders of runs that were killed, as far as the system lets it.
pub fn remove_stale_folders() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    let ours = entries.flatten().filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    for folder in ours.map(|entry| entry.path()).filter(|folder| is_stale(folder)) {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Whether no run uses a folder any more.
fn is_stale(folder: &Path) -> bool {
    let age = |path: &Path| {
        let modified = fs::metadata(path).and_then(|data| data.modified());
        modified.ok().and_then(|time| SystemTime::now().duration_since(time).ok())
    };
    match File::options().write(true).open(folder.join(LOCK_FILE)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(_) => age(folder).is_some_and(|age| age >= MIN_AGE),
    }
}
