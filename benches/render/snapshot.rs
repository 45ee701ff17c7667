//! The files of a folder as they were once, so that each round begins with the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Path and bytes of every file.
pub(crate) struct Snapshot {
    root: PathBuf,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Snapshot {
    /// The files that are there now.
    pub fn take(root: &Path) -> Snapshot {
        let mut files = BTreeMap::new();
        collect(root, &mut files);
        Snapshot { root: root.to_owned(), files }
    }

    /// Removes what has been added since and restores what has changed.
    pub fn restore(&self) {
        self.remove_others(&self.root);
        for (path, bytes) in &self.files {
            if !std::fs::read(path).is_ok_and(|now| now == *bytes) {
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(path, bytes).expect("a file");
            }
        }
    }

    fn remove_others(&self, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if !path.is_dir() {
                if !self.files.contains_key(&path) {
                    std::fs::remove_file(path).expect("a file");
                }
            } else if self.files.keys().any(|file| file.starts_with(&path)) {
                self.remove_others(&path);
            } else {
                std::fs::remove_dir_all(path).expect("a folder");
            }
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            files.insert(path, bytes);
        }
    }
}
