//! What a process that lays out leaves for the one that outlives it, and for the one that comes after it.
//!
//! In: what the process knows. Out: a file outside the workspace that is gone with the process that made it.

use crate::pdf::{ChangedTemplates, StoppedTemplates};
use crate::store::{TemporaryFolder, read_record, write_record};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a process knew when it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The port on which it served.
    pub port: Option<u16>,
    /// The templates of the layout that was begun last.
    pub layout: Option<ChangedTemplates>,
    /// The templates that it was ended over.
    pub stopped: Option<StoppedTemplates>,
}

impl Notes {
    /// Reads them; what can't be read says nothing.
    pub fn read(file: &Path) -> Notes {
        read_record(file).unwrap_or_default()
    }

    /// Changes them in the file. Where that can't be written, the process that reads them has less to say.
    pub fn update(file: &Path, change: impl FnOnce(&mut Notes)) {
        let before = Notes::read(file);
        let mut notes = before.clone();
        change(&mut notes);
        if notes != before {
            let _ = write_record(file, &notes);
        }
    }
}

/// A file for notes; it is removed when this goes.
#[derive(Debug)]
pub struct NotesFile {
    folder: TemporaryFolder,
}

impl NotesFile {
    /// Makes an empty one.
    pub fn new() -> anyhow::Result<NotesFile> {
        Ok(NotesFile { folder: TemporaryFolder::new()? })
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("notes.json")
    }
}

#[cfg(test)]
mod tests {
    use super::{Notes, NotesFile};

    #[test]
    fn what_is_written_is_read() {
        let file = NotesFile::new().expect("a folder");
        assert_eq!(Notes::read(&file.path()), Notes::default());

        Notes::update(&file.path(), |notes| notes.port = Some(8717));
        assert_eq!(Notes::read(&file.path()), Notes { port: Some(8717), ..Notes::default() });

        std::fs::write(file.path(), "{\"port\":").expect("it is written");
        assert_eq!(Notes::read(&file.path()), Notes::default());
    }
}
