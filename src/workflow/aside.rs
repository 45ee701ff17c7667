//! Files that are moved, in a workspace or aside: nothing is overwritten.

use super::input::read_limited;
use super::saving::refuse_outside;
use crate::store::ChangeSet;
use anyhow::Context;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where files go that nothing asks for, relative to the workspace; no folder that begins with a full stop is read.
pub(super) const ASIDE: &str = "chapters/.移出";
/// Maximum size of a file that is moved, in bytes.
const MAX_SIZE: u64 = 256 << 20;
/// Maximum depth of folders within a folder that is moved.
const MAX_DEPTH: usize = 4;

/// A file that is moved. Paths are relative to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedFile {
    /// Where it was.
    pub from: String,
    /// Where it goes.
    pub to: String,
}

/// The places that files are moved to.
pub(super) struct AsideFiles {
    root: PathBuf,
    taken: BTreeSet<String>,
}

impl AsideFiles {
    pub fn new(root: &Path) -> AsideFiles {
        AsideFiles { root: root.to_owned(), taken: BTreeSet::new() }
    }

    /// Moves a file of chapters/ aside, under its own path there.
    pub fn move_aside(&mut self, from: &str, changes: &mut ChangeSet) -> anyhow::Result<MovedFile> {
        let inner = from.strip_prefix("chapters/").unwrap_or(from).to_owned();
        self.move_to(from, &format!("{ASIDE}/{inner}"), changes)
    }

    /// Moves a file as it is; where something is at its new place, beside it.
    pub fn move_to(
        &mut self,
        from: &str,
        to: &str,
        changes: &mut ChangeSet,
    ) -> anyhow::Result<MovedFile> {
        let bytes = self.read(from)?;
        let to = self.free(to)?;
        changes.move_file(from, &to, bytes.clone(), bytes);
        Ok(MovedFile { from: from.to_owned(), to })
    }

    /// Moves a file and writes it anew.
    pub fn rewrite_to(
        &mut self,
        from: &str,
        to: &str,
        new: String,
        changes: &mut ChangeSet,
    ) -> anyhow::Result<MovedFile> {
        let bytes = self.read(from)?;
        let to = self.free(to)?;
        changes.move_file(from, &to, bytes, new);
        Ok(MovedFile { from: from.to_owned(), to })
    }

    fn read(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let full = self.root.join(path);
        refuse_outside(&self.root, &full)?;
        read_limited(&full, MAX_SIZE, "文件名")
    }

    /// The first free name: 市质监局.md, 市质监局-2.md.
    fn free(&mut self, path: &str) -> anyhow::Result<String> {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let others = (2..).map(|number| format!("{stem}-{number}.{ending}"));
        let mut names = std::iter::once(path.to_owned()).chain(others);
        let is_free = |name: &String| {
            !self.taken.contains(name) && fs::symlink_metadata(self.root.join(name)).is_err()
        };
        let name = names.find(is_free).context("没有可用的文件名")?;
        refuse_outside(&self.root, &self.root.join(&name))?;
        self.taken.insert(name.clone());

        Ok(name)
    }

    /// The files of a folder under chapters/ and of those in it, by their paths in it, sorted.
    pub fn files_below(&self, folder: &str) -> anyhow::Result<Vec<String>> {
        let mut files = Vec::new();
        let full = self.root.join("chapters").join(folder);
        refuse_outside(&self.root, &full)?;
        collect(&full, "", 0, &mut files)?;
        files.sort();
        Ok(files)
    }
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<String>,
) -> anyhow::Result<()> {
    let failed = || format!("读不出文件夹 {}", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type().with_context(failed)?;
        if kind.is_file() {
            files.push(format!("{prefix}{name}"));
        } else if kind.is_dir() && depth < MAX_DEPTH {
            collect(&entry.path(), &format!("{prefix}{name}/"), depth + 1, files)?;
        }
    }

    Ok(())
}
