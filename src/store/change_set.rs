//! What a command would write.
//!
//! In: paths and bytes. Out: a [`ChangeSet`], which can be shown, and committed to the disk.

use super::expected::Expected;
use super::file_change::{FileChange, FileRemoval};
use super::transaction;
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// Files of a workspace that are to be written, all of them or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    root: PathBuf,
    /// In the order in which they are written.
    files: Vec<FileChange>,
    /// Files that go once the others are written.
    removals: Vec<FileRemoval>,
    folders: Vec<PathBuf>,
}

impl ChangeSet {
    /// No changes yet of a workspace.
    pub fn new(root: &Path) -> ChangeSet {
        ChangeSet {
            root: root.to_owned(),
            files: Vec::new(),
            removals: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files, in the order in which they are written.
    pub fn files(&self) -> &[FileChange] {
        &self.files
    }

    /// Adds a file anywhere; its path is taken as it is.
    pub fn push(&mut self, change: FileChange) {
        self.files.push(change);
    }

    /// Adds a file by its path in the workspace.
    pub fn add(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>, expected: Expected) {
        self.push(FileChange { path: self.root.join(path), bytes: bytes.into(), expected });
    }

    /// Adds an output, which replaces whatever is there.
    pub fn output(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.add(path, bytes, Expected::Any);
    }

    /// Adds a file that isn't there yet.
    pub fn create(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.add(path, bytes, Expected::Absent);
    }

    /// Adds a file of the workspace that was read into `sources`, or wasn't there to be read.
    pub fn replace(&mut self, path: &str, bytes: impl Into<Vec<u8>>, sources: &Sources) {
        self.add(path, bytes, Expected::read(sources, path));
    }

    /// Moves a file of the workspace that held these bytes when it was read; what is written at its new place
    /// may be other bytes. Fails to commit where something is at the new place.
    pub fn move_file(
        &mut self,
        from: impl AsRef<Path>,
        to: impl AsRef<Path>,
        old: Vec<u8>,
        new: impl Into<Vec<u8>>,
    ) {
        self.create(to, new);
        self.removals.push(FileRemoval { path: self.root.join(from), bytes: old });
    }

    /// The files that go, in the order in which they do.
    pub fn removals(&self) -> &[FileRemoval] {
        &self.removals
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.removals.is_empty() && self.folders.is_empty()
    }

    /// Adds a folder that is to be there, even if it is empty.
    pub fn folder(&mut self, path: impl AsRef<Path>) {
        self.folders.push(self.root.join(path));
    }

    /// Adds what another command would write to the same workspace.
    pub fn append(&mut self, other: &ChangeSet) {
        self.files.extend_from_slice(&other.files);
        self.removals.extend_from_slice(&other.removals);
        self.folders.extend_from_slice(&other.folders);
    }

    /// Writes and removes all of the files, or none. Fails where one of them is no longer what the command read.
    pub fn commit(&self) -> anyhow::Result<()> {
        transaction::apply(&self.root, &self.files, &self.removals, &self.folders)?.keep()
    }
}
