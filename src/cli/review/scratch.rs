//! A copy of a workspace in which chapters are tried before they are written.

use anyhow::Context;
use std::collections::BTreeMap;
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
        run: impl FnOnce(&Path) -> Option<T>,
    ) -> Option<T> {
        let root = self.folder.path();
        let mut old = Vec::new();
        for (path, text) in chapters {
            let path = root.join(path);
            let bytes = std::fs::read(&path).ok()?;
            std::fs::write(&path, text).ok()?;
            old.push((path, bytes));
        }
        let result = run(root);
        for (path, bytes) in old {
            std::fs::write(path, bytes).ok()?;
        }
        result
    }
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("不能建立 {}", to.display()))?;
    let shown = || format!("读不出 {}", from.display());
    for entry in std::fs::read_dir(from).with_context(shown)? {
        let entry = entry.with_context(shown)?;
        let kind = entry.file_type().with_context(shown)?;
        let name = entry.file_name();
        if name == ".review" {
            continue;
        }
        if kind.is_dir() {
            copy(&entry.path(), &to.join(name))?;
        } else if kind.is_file() {
            let target = to.join(name);
            std::fs::copy(entry.path(), &target)
                .with_context(|| format!("不能写入 {}", target.display()))?;
        }
    }
    Ok(())
}
