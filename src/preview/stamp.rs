//! Times and sizes of all files that a report may read: what changed between two looks.

use super::watched::{Change, FOLDERS, is_temporary};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Maximum depth of folders that are looked into.
const MAX_DEPTH: usize = 8;
/// Maximum number of files that are looked at.
const MAX_FILES: usize = 20_000;

/// By what a change of a file is seen.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
    permissions: u32,
}

/// Every file with its stamp, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stamps {
    files: BTreeMap<String, Stamp>,
    folders: BTreeSet<String>,
}

impl Stamps {
    /// Looks at a workspace.
    pub fn take(root: &Path) -> Stamps {
        let mut stamps = Stamps::default();
        for folder in FOLDERS {
            stamps.scan(&root.join(folder), folder, MAX_DEPTH);
        }
        stamps
    }

    /// The files that aren't the same in `later`.
    pub fn changed(&self, later: &Stamps) -> Change {
        let differs = |(path, stamp): &(&String, &Stamp)| later.files.get(*path) != Some(*stamp);
        let gone = self.files.iter().filter(differs).map(|(path, _)| path.clone());
        let new = later.files.keys().filter(|path| !self.files.contains_key(*path));
        gone.chain(new.cloned()).collect()
    }

    /// A file's size, where it was there.
    pub fn size(&self, path: &str) -> Option<u64> {
        self.files.get(path).map(|stamp| stamp.size)
    }

    /// The folders.
    pub fn folders(&self) -> &BTreeSet<String> {
        &self.folders
    }

    fn scan(&mut self, folder: &Path, path: &str, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        self.folders.insert(path.to_owned());
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !is_temporary(name)) else { continue };
            if self.files.len() >= MAX_FILES {
                return;
            }
            let (inner, path) = (entry.path(), format!("{path}/{name}"));
            match fs::metadata(&inner) {
                Ok(data) if data.is_dir() && depth > 0 => self.scan(&inner, &path, depth - 1),
                Ok(data) if data.is_dir() => {}
                Ok(data) => {
                    let (modified, size) = (data.modified().ok(), data.len());
                    let stamp = Stamp { modified, size, permissions: permissions(&data) };
                    self.files.insert(path, stamp);
                }
                Err(_) => {}
            }
        }
    }
}

#[cfg(unix)]
fn permissions(data: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    data.permissions().mode()
}

#[cfg(not(unix))]
fn permissions(data: &fs::Metadata) -> u32 {
    u32::from(data.permissions().readonly())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_changed_and_deleted_files_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let put = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("chapters/a.md", "1");
        put("chapters/b.md", "1");
        put("out/a.pdf", "1");
        let before = Stamps::take(root);
        assert!(before.changed(&Stamps::take(root)).is_empty());
        put("chapters/a.md", "12");
        put("chapters/c/d.md", "1");
        put("chapters/c/.d.md.swp", "1");
        put("out/a.pdf", "12");
        fs::remove_file(root.join("chapters/b.md")).unwrap();
        let changed: Vec<String> = before.changed(&Stamps::take(root)).into_iter().collect();
        assert_eq!(changed, ["chapters/a.md", "chapters/b.md", "chapters/c/d.md"]);
    }
}
