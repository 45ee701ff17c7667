//! A copy of a workspace in which chapters are tried before they are written.

use super::super::files;
use anyhow::Context;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use tempfile::TempDir;

/// The copy; it goes when this does.
pub(super) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// Copies chapters and templates, without what is kept of reviews.
    pub(super) fn of(root: &Path) -> anyhow::Result<Scratch> {
        let folder = tempfile::tempdir().context("不能建立临时文件夹")?;
        for part in ["chapters", "templates"] {
            let from = root.join(part);
            if from.is_dir() {
                copy(&from, &folder.path().join(part))?;
            }
        }
        Ok(Scratch { folder })
    }

    /// Runs with these chapters instead of those that lie there.
    pub(super) fn with<T>(
        &self,
        chapters: &BTreeMap<String, String>,
        run: impl FnOnce(&Path) -> T,
    ) -> anyhow::Result<T> {
        let root = self.folder.path();
        let mut old = Vec::new();
        for (path, text) in chapters {
            let path = root.join(path);
            let shown = || format!("读不出 {}", path.display());
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => Some(bytes),
                // Gone since it was read: that is told before anything is written.
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(error).with_context(shown),
            };
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).with_context(shown)?;
            }
            write(&path, text.as_bytes())?;
            old.push((path, bytes));
        }

        let result = run(root);
        for (path, bytes) in old {
            match bytes {
                Some(bytes) => write(&path, &bytes)?,
                None => std::fs::remove_file(&path)
                    .with_context(|| format!("不能删去临时文件 {}", path.display()))?,
            }
        }
        Ok(result)
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("不能写入临时文件 {}", path.display()))
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("不能建立 {}", to.display()))?;
    let shown = || format!("读不出 {}", from.display());
    for entry in std::fs::read_dir(from).with_context(shown)? {
        let entry = entry.with_context(shown)?;
        let kind = entry.file_type().with_context(shown)?;
        let name = entry.file_name();
        // Nor files on their way to another place, which may be gone the next moment.
        if name == ".review" || name.to_string_lossy().starts_with(files::PREFIX) {
            continue;
        }
        if kind.is_dir() {
            copy(&entry.path(), &to.join(name))?;
        } else if kind.is_file() {
            // Not its rights: a chapter that is read-only is tried like any other.
            match std::fs::read(entry.path()) {
                Ok(bytes) => write(&to.join(name), &bytes)?,
                // Editors write beside a file and rename; a chapter that is gone is told later.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(shown),
            }
        }
    }
    Ok(())
}
