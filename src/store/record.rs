//! A folder that is there whole or not at all: the record of a copy that is sent.
//!
//! In: the folder's files. Out: the folder, written beside its place and renamed; where another run
//! has taken its name meanwhile, nothing.

use super::folders::CreatedFolders;
use super::staged::PREFIX;
use anyhow::Context;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A record that was written; it is removed when this goes without having been kept.
#[must_use]
#[derive(Debug)]
pub struct NewRecord {
    path: PathBuf,
    is_kept: bool,
    _folders: CreatedFolders,
}

impl NewRecord {
    /// Leaves the record there.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for NewRecord {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Writes a record `name` into `folder`, which is relative to the workspace `root`; `None` where the
/// name is taken.
pub fn write_record<'a>(
    root: &Path,
    folder: &str,
    name: &str,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> anyhow::Result<Option<NewRecord>> {
    let parent = root.join(folder);
    let mut folders = CreatedFolders::default();
    folders.create(&parent)?;
    let staged = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempdir_in(&parent)
        .with_context(|| format!("不能在 {folder} 中写文件"))?;
    for (path, bytes) in files {
        write_file(&staged.path().join(path), bytes)
            .with_context(|| format!("不能写入 {folder}/{name}/{path}"))?;
    }
    share(staged.path());

    let path = parent.join(name);
    if path.exists() {
        return Ok(None);
    }
    match fs::rename(staged.path(), &path) {
        Ok(()) => Ok(Some(NewRecord { path, is_kept: false, _folders: folders })),
        Err(_) if path.exists() => Ok(None),
        Err(error) => Err(error).with_context(|| format!("不能写入 {folder}/{name}")),
    }
}

/// Writes a file and makes the folders above it.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// A temporary folder is its owner's alone; the record is for everyone who works on the chapters.
#[cfg(unix)]
fn share(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn share(_folder: &Path) {}
