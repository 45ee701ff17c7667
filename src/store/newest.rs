//! Files of which only the newest are kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Removes the files with this ending from a folder, but for so many of the newest. What can't be removed
/// stays: the next run tries again.
pub fn keep_newest(folder: &Path, ending: &str, count: usize) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(ending))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    if files.len() <= count {
        return;
    }

    files.sort();
    files.reverse();
    for (_, path) in files.drain(count..) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::keep_newest;
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    #[test]
    fn the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [("a.json", 30), ("b.json", 10), ("c.json", 20), ("old.txt", 90)] {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        keep_newest(folder.path(), ".json", 3);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
        keep_newest(folder.path(), ".json", 2);
        assert!(!folder.path().join("a.json").exists());
        assert!(folder.path().join("c.json").exists() && folder.path().join("old.txt").exists());
    }
}
