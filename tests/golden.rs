//! Expected text against produced text, by snapbox.
//!
//! In: both texts. Out: a difference as the message of a failed trial, or the word to overwrite.

use libtest_mimic::Failed;
use snapbox::{Assert, Data, assert::Action};
use std::path::{Path, PathBuf};

/// Whether `SNAPSHOTS=overwrite` asks to accept what was produced.
pub(crate) fn overwriting() -> bool {
    std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite")
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with the difference where the texts differ.
pub(crate) fn compare(name: &str, expected: &str, produced: &str) -> Result<(), Failed> {
    let data = |text: &str| Data::text(text.to_owned()).raw();
    Assert::new()
        .action(Action::Verify)
        .try_eq(Some(&name), data(produced), data(expected))
        .map_err(|error| Failed::from(error.to_string()))
}

/// The sorted paths below `folder` whose names end in `suffix`.
pub(crate) fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut list = Vec::new();
    collect(folder, suffix, &mut list);
    list.sort();
    list
}

fn collect(folder: &Path, suffix: &str, list: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, suffix, list);
        } else if path.to_string_lossy().ends_with(suffix) {
            list.push(path);
        }
    }
}
