//! Bytes that stand for files of the workspace, as an editor's unsaved text does.

use super::Sources;
use std::collections::BTreeMap;

/// Files by their paths; where a file of the workspace is read, its bytes are taken from here.
pub type Overlay = BTreeMap<String, Vec<u8>>;

impl Sources {
    /// No files yet; those of the overlay are read from it.
    pub fn with_overlay(overlay: Overlay) -> Sources {
        Sources { overlay, ..Sources::default() }
    }

    /// The bytes that stand for a file.
    pub fn overlaid(&self, path: &str) -> Option<&[u8]> {
        self.overlay.get(path).map(Vec::as_slice)
    }

    /// The bytes of every file that was read.
    pub fn contents(&self) -> Overlay {
        let read =
            self.iter().filter_map(|(file, source)| Some((source.path(), self.bytes(file)?)));
        read.map(|(path, bytes)| (path.to_owned(), bytes.to_owned())).collect()
    }
}
