//! A file that goes: its bytes stay under another name until all changes are made.

use super::expected::{self, Expected};
use super::file_change::FileRemoval;
use super::folders::parent;
use super::journal::PlannedRemoval;
use super::original::Original;
use crate::source::fingerprint;
use anyhow::Context;
use std::fs;
use std::path::Path;

/// A file that is about to go.
pub(super) struct PreparedRemoval<'a> {
    removal: &'a FileRemoval,
    original: Original,
}

/// A file that went.
pub(super) struct RemovedFile<'a> {
    removal: &'a FileRemoval,
    original: Original,
}

/// Fails where a file that is to go isn't what the command read.
pub(super) fn check(root: &Path, removal: &FileRemoval) -> anyhow::Result<()> {
    expected::compare(root, &removal.path, &removal.path, &removal.bytes)
}

impl<'a> PreparedRemoval<'a> {
    /// Preserves the file.
    pub fn new(removal: &'a FileRemoval) -> anyhow::Result<PreparedRemoval<'a>> {
        let original = Original::preserve(&removal.path)
            .with_context(|| format!("不能移走 {}", removal.path.display()))?;
        Ok(PreparedRemoval { removal, original })
    }

    /// The file for the journal; `None` where it lies outside the workspace, or has a name that isn't Unicode.
    pub fn plan(&self, root: &Path) -> Option<PlannedRemoval> {
        let path = self.removal.path.strip_prefix(root).ok()?;
        path.to_str()?;
        let original = self.original.path().and_then(Path::file_name)?;

        Some(PlannedRemoval {
            path: path.to_owned(),
            original: path.with_file_name(original),
            old: fingerprint([self.removal.bytes.as_slice()]),
        })
    }

    /// Removes the file.
    pub fn remove(self, root: &Path) -> anyhow::Result<RemovedFile<'a>> {
        check(root, self.removal)?;
        fs::remove_file(&self.removal.path)
            .with_context(|| format!("不能移走 {}", self.removal.path.display()))?;
        Ok(RemovedFile { removal: self.removal, original: self.original })
    }
}

impl RemovedFile<'_> {
    /// Puts the file back, where nobody has put another one in its place.
    pub fn restore(self) {
        if Expected::Absent.check(parent(&self.removal.path), &self.removal.path).is_ok() {
            // What can't be put back lies at its new place.
            let _ = self.original.restore(&self.removal.path);
        }
    }

    /// Lets the file go, and its folder where that holds nothing any more.
    pub fn forget(self) {
        let folder = parent(&self.removal.path).to_owned();
        drop(self.original);
        // The system removes none that holds anything.
        let _ = fs::remove_dir(folder);
    }
}
