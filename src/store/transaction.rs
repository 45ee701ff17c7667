//! Files to the disk, whole or not at all, and never over what somebody saved meanwhile.
//!
//! In: what is to be written. Out: each file beside its place first, then compared with what was read,
//! then renamed over it, so that a killed run, a full disk, a file held open by Word or a save in an
//! editor loses nothing; several files all or none, also where the run is killed between two renames.

use super::expected::{self, Expected};
use super::file_change::{FileChange, FileRemoval};
use super::folders::{CreatedFolders, parent};
use super::journal::{Journal, OldContent, PlannedFile, PlannedRemoval};
use super::lock::Lock;
use super::original::Original;
use super::removal::{self, PreparedRemoval, RemovedFile};
use super::staged::write_beside;
use crate::source::fingerprint;
use anyhow::Context;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Writes all of these files of the workspace `root` and removes the others, or none: each is staged beside its place before
/// the first is renamed. Fails where one of them is no longer what the command read.
pub(super) fn apply<'a>(
    root: &Path,
    files: &'a [FileChange],
    removals: &'a [FileRemoval],
    folders: &[PathBuf],
) -> anyhow::Result<Transaction<'a>> {
    let mut transaction = Transaction::default();
    let parents = files.iter().map(|change| parent(&change.path));
    for folder in parents.chain(folders.iter().map(PathBuf::as_path)) {
        transaction.folders.create(folder)?;
    }

    // Runs that write at once go one after the other: the second sees what the first wrote, and none
    // takes the other's staged files for those of a run that was killed.
    transaction.lock = Lock::take(root)?;
    let mut staged = Vec::with_capacity(files.len());
    for change in files {
        staged.push(write_beside(&change.path, &change.bytes)?);
    }

    // Most often it shows here, before anything is renamed, that somebody has saved.
    for change in files {
        change.expected.check(root, &change.path)?;
    }
    for change in removals {
        removal::check(root, change)?;
    }

    let mut prepared = Vec::with_capacity(files.len());
    for (change, staged) in files.iter().zip(staged) {
        prepared.push(PreparedFile::new(change, staged)?);
    }
    let mut going = Vec::with_capacity(removals.len());
    for change in removals {
        going.push(PreparedRemoval::new(change)?);
    }

    // One file is renamed or not; of several a killed run would leave some.
    if prepared.len() + going.len() > 1 {
        let planned: Option<Vec<PlannedFile>> =
            prepared.iter().map(|file| file.plan(root)).collect();
        let removed: Option<Vec<PlannedRemoval>> =
            going.iter().map(|file| file.plan(root)).collect();
        // A folder outside the workspace has no run after this one to look after it.
        if let (Some(planned), Some(removed), true) = (planned, removed, transaction.lock.is_some())
        {
            transaction.journal = Some(Journal::begin(root, planned, removed)?);
        }
    }

    for file in prepared {
        transaction.files.push(file.replace(root)?);
    }

    // A program that had a file open may have written into it while it lost its name.
    for file in &transaction.files {
        file.check(root)?;
    }

    for file in going {
        transaction.removed.push(file.remove(root)?);
    }
    Ok(transaction)
}

/// A file that is about to be replaced.
pub(super) struct PreparedFile<'a> {
    change: &'a FileChange,
    staged: TempPath,
    original: Original,
}

impl<'a> PreparedFile<'a> {
    /// Preserves what is in the file's place.
    pub fn new(change: &'a FileChange, staged: TempPath) -> anyhow::Result<PreparedFile<'a>> {
        let failed = || format!("不能写入 {}", change.path.display());
        let original = match change.expected {
            Expected::Absent => Original::Absent,
            Expected::Any | Expected::Bytes(_) => {
                Original::preserve(&change.path).with_context(failed)?
            }
        };
        Ok(PreparedFile { change, staged, original })
    }

    /// The file for the journal; `None` where it lies outside the workspace, or has a name that isn't
    /// Unicode, as the texts of JSON are.
    pub fn plan(&self, root: &Path) -> Option<PlannedFile> {
        let path = self.change.path.strip_prefix(root).ok()?;
        path.to_str()?;
        let beside = |other: &Path| other.file_name().map(|name| path.with_file_name(name));
        Some(PlannedFile {
            path: path.to_owned(),
            staged: beside(&self.staged)?,
            original: self.original.path().and_then(beside),
            old: OldContent::of(&self.change.expected),
            new: fingerprint([self.change.bytes.as_slice()]),
        })
    }

    /// Renames the staged file to its place, over what it was expected to be.
    pub fn replace(self, root: &Path) -> anyhow::Result<WrittenFile<'a>> {
        let PreparedFile { change, staged, original } = self;
        let FileChange { path, expected, .. } = change;
        let failed = || format!("不能写入 {}", path.display());
        // An editor may have put another file in its place since it was preserved.
        expected.check(root, path)?;

        if *expected == Expected::Absent {
            match staged.persist_noclobber(path) {
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
            staged.persist(path).map_err(|refused| refused.error).with_context(failed)?;
        }
        Ok(WrittenFile { change, original })
    }
}

/// Files that were written; they are taken back when this goes without having been kept.
#[must_use]
#[derive(Default)]
pub(super) struct Transaction<'a> {
    pub files: Vec<WrittenFile<'a>>,
    removed: Vec<RemovedFile<'a>>,
    journal: Option<Journal>,
    /// Given back before the folders are looked at: its file lies in one of them.
    lock: Option<Lock>,
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
    pub fn keep(mut self) -> anyhow::Result<()> {
        // Only now are they written: until the journal is gone they would be taken back or finished.
        if let Some(journal) = self.journal.take() {
            journal.end()?;
        }
        self.files.clear();
        self.removed.drain(..).for_each(RemovedFile::forget);
        self.folders.keep();
        Ok(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        self.removed.drain(..).rev().for_each(RemovedFile::restore);
        for file in self.files.drain(..).rev() {
            // What somebody has saved since is theirs.
            if file.is_unchanged() {
                // What can't be put back stays as it was written: whole.
                let _ = file.original.restore(&file.change.path);
            }
        }
        if let Some(journal) = self.journal.take() {
            let _ = journal.end();
        }
    }
}
