//! What a file was before it was replaced, so that it can be restored.

use super::folders::{CreatedFolders, parent};
use super::staged::{PREFIX, write_beside};
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempPath;

/// What was in a file's place before.
pub(super) enum Original {
    Absent,
    /// The file under another name.
    Linked(TempPath),
    /// Its bytes, where the disk knows no second name.
    Bytes(Vec<u8>),
}

impl Original {
    /// Preserves the file at a path.
    pub fn preserve(path: &Path) -> io::Result<Original> {
        if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(Original::Absent);
        }

        let link = |to: &Path| fs::hard_link(path, to);
        match tempfile::Builder::new().prefix(PREFIX).make_in(parent(path), link) {
            Ok(linked) => Ok(Original::Linked(linked.into_temp_path())),
            Err(_) => fs::read(path).map(Original::Bytes),
        }
    }

    /// Puts the file back at its path.
    pub fn restore(self, path: &Path) -> anyhow::Result<()> {
        match self {
            Original::Absent => fs::remove_file(path)?,
            Original::Linked(linked) => linked.persist(path)?,
            Original::Bytes(bytes) => {
                write_beside(path, &bytes, &mut CreatedFolders::default())?.persist(path)?;
            }
        }
        Ok(())
    }
}
