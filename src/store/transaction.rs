//! Files to the disk, whole or not at all, and never over what somebody saved meanwhile.
//!
//! In: what is to be written. Out: each file beside its place first, then compared with what was read,
//! then renamed over it, so that a killed run, a full disk, a file held open by Word or a save in an
//! editor loses nothing; several files all or none.

use super::expected::{self, Expected};
use super::file_change::FileChange;
use super::folders::CreatedFolders;
use super::lock::Lock;
use super::original::Original;
use super::staged::write_beside;
use anyhow::Context;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Writes all of these files of the workspace `root`, or none: each is staged beside its place before
/// the first is renamed. Fails where one of them is no longer what the command read.
pub(super) fn apply<'a>(
    root: &Path,
    files: &'a [FileChange],
    folders: &[PathBuf],
) -> anyhow::Result<Transaction<'a>> {
    // Dropped last, after what was written has been taken back.
    let _lock;
    let mut transaction = Transaction::default();
    let mut staged = Vec::with_capacity(files.len());
    for change in files {
        let file = write_beside(&change.path, &change.bytes, &mut transaction.folders)?;
        staged.push((change, file));
    }
    for folder in folders {
        transaction.folders.create(folder)?;
    }

    // Runs that write at once go one after the other from here: the second sees what the first wrote.
    // A new file needs no lock, since the system itself refuses a name that is taken.
    let replaces = files.iter().any(|change| matches!(change.expected, Expected::Bytes(_)));
    _lock = if replaces { Lock::take(root)? } else { None };

    // Most often it shows here, before anything is renamed, that somebody has saved.
    for change in files {
        change.expected.check(root, &change.path)?;
    }

    for (change, file) in staged {
        transaction.files.push(replace(root, change, file)?);
    }

    // A program that had a file open may have written into it while it lost its name.
    for file in &transaction.files {
        file.check(root)?;
    }
    Ok(transaction)
}

/// Renames a staged file to its place, over what it was expected to be.
pub(super) fn replace<'a>(
    root: &Path,
    change: &'a FileChange,
    file: TempPath,
) -> anyhow::Result<WrittenFile<'a>> {
    let FileChange { path, expected, .. } = change;
    let failed = || format!("不能写入 {}", path.display());
    let original = match expected {
        Expected::Absent => Original::Absent,
        Expected::Any | Expected::Bytes(_) => Original::preserve(path).with_context(failed)?,
    };
    match (expected, &original) {
        (Expected::Bytes(bytes), Original::Linked(linked)) => {
            expected::compare(root, path, linked, bytes)?;
        }
        (Expected::Bytes(_), Original::Absent | Original::Bytes(_)) => {
            expected.check(root, path)?;
        }
        (Expected::Absent | Expected::Any, _) => {}
    }

    if *expected == Expected::Absent {
        match file.persist_noclobber(path) {
            Ok(()) => {}
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(expected::appeared(root, path));
            }
            // Some disks know no rename of this kind.
            Err(refused) => {
                refused.path.persist(path).map_err(|r| r.error).with_context(failed)?;
            }
        }
    } else {
        file.persist(path).map_err(|refused| refused.error).with_context(failed)?;
    }
    Ok(WrittenFile { change, original })
}

/// Files that were written; they are taken back when this goes without having been kept.
#[must_use]
#[derive(Default)]
pub(super) struct Transaction<'a> {
    pub files: Vec<WrittenFile<'a>>,
    folders: CreatedFolders,
}

/// A file that was written.
pub(super) struct WrittenFile<'a> {
    change: &'a FileChange,
    original: Original,
}

impl WrittenFile<'_> {
    /// Fails where the file that was replaced has changed under its other name.
    pub fn check(&self, root: &Path) -> anyhow::Result<()> {
        match (&self.change.expected, &self.original) {
            (Expected::Bytes(bytes), Original::Linked(linked)) => {
                expected::compare(root, &self.change.path, linked, bytes)
            }
            (Expected::Bytes(_) | Expected::Absent | Expected::Any, _) => Ok(()),
        }
    }

    /// Whether the file is as it was written; an output is nobody else's.
    fn is_unchanged(&self) -> bool {
        let FileChange { path, bytes, expected } = self.change;
        *expected == Expected::Any || fs::read(path).is_ok_and(|current| current == *bytes)
    }
}

impl Transaction<'_> {
    /// Leaves the files as they are now.
    pub fn keep(mut self) {
        self.files.clear();
        self.folders.keep();
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        for file in self.files.drain(..).rev() {
            // What somebody has saved since is theirs.
            if file.is_unchanged() {
                // What can't be put back stays as it was written: whole.
                let _ = file.original.restore(&file.change.path);
            }
        }
    }
}
