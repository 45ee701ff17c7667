//! What a file was before it is replaced, so that it can be restored.

use super::folders::parent;
use super::staged::{PREFIX, write_beside};
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempPath;

/// What is in a file's place before.
pub(super) enum Original {
    Absent,
    /// The file under another name.
    Linked(TempPath),
    /// Its bytes beside it, where the disk knows no second name.
    Copied(TempPath),
}

impl Original {
    /// Preserves the file at a path.
    pub fn preserve(path: &Path) -> anyhow::Result<Original> {
        if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(Original::Absent);
        }

        let link = |to: &Path| fs::hard_link(path, to);
        match tempfile::Builder::new().prefix(PREFIX).make_in(parent(path), link) {
            Ok(linked) => Ok(Original::Linked(linked.into_temp_path())),
            Err(_) => {
                let copy = write_beside(path, &fs::read(path)?)?;
                Ok(Original::Copied(copy))
            }
        }
    }

    /// Where the file lies from now on, if there was one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Original::Absent => None,
            Original::Linked(path) | Original::Copied(path) => Some(path),
        }
    }

    /// Puts the file back at its path.
    pub fn restore(self, path: &Path) -> anyhow::Result<()> {
        match self {
            Original::Absent => fs::remove_file(path)?,
            Original::Linked(original) | Original::Copied(original) => original.persist(path)?,
        }
        Ok(())
    }
}
