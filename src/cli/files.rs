//! Files to the disk, whole or not at all.
//!
//! In: paths and bytes. Out: each file beside its place first, then renamed over it, so that a killed
//! run, a full disk or a file held open by Word leaves the last good one; several files all or none.

use anyhow::Context;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What the names of files on their way begin with.
const PREFIX: &str = ".zishu-";

/// Writes a file.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = write_all([(path.to_owned(), bytes)])?;
    written.keep();
    Ok(())
}

/// Writes all of these files or none: each lies beside its place before the first is renamed.
pub(super) fn write_all<B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (PathBuf, B)>,
) -> anyhow::Result<Written> {
    let mut written = Written::default();
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let file = beside(&path, bytes.as_ref(), &mut written.folders)?;
        ready.push((path, file));
    }
    for (path, file) in ready {
        let failed = || format!("不能写入 {}", path.display());
        let before = Before::of(&path).with_context(failed)?;
        file.persist(&path).map_err(|refused| refused.error).with_context(failed)?;
        written.files.push((path, before));
    }
    Ok(written)
}

/// Files that were written; they are taken back when this goes without having been kept.
#[must_use]
#[derive(Default)]
pub(super) struct Written {
    files: Vec<(PathBuf, Before)>,
    folders: Folders,
}

impl Written {
    /// Leaves the files as they are now.
    pub(super) fn keep(mut self) {
        self.files.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for (path, before) in self.files.drain(..).rev() {
            // What can't be put back stays as it was written: whole.
            let _ = before.put_back(&path);
        }
    }
}

/// What lay in a file's place before.
enum Before {
    Nothing,
    /// The file under another name.
    Linked(TempPath),
    /// Its bytes, where the disk knows no second name.
    Bytes(Vec<u8>),
}

impl Before {
    fn of(path: &Path) -> io::Result<Before> {
        if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(Before::Nothing);
        }
        let link = |to: &Path| fs::hard_link(path, to);
        match tempfile::Builder::new().prefix(PREFIX).make_in(folder_of(path), link) {
            Ok(linked) => Ok(Before::Linked(linked.into_temp_path())),
            Err(_) => fs::read(path).map(Before::Bytes),
        }
    }

    fn put_back(self, path: &Path) -> anyhow::Result<()> {
        match self {
            Before::Nothing => fs::remove_file(path)?,
            Before::Linked(linked) => linked.persist(path)?,
            Before::Bytes(bytes) => {
                beside(path, &bytes, &mut Folders::default())?.persist(path)?;
            }
        }
        Ok(())
    }
}

/// Folders that were made; those that hold nothing when this goes are removed.
#[derive(Default)]
pub(super) struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes a folder and those above it.
    pub(super) fn make(&mut self, folder: &Path) -> anyhow::Result<()> {
        let missing = folder
            .ancestors()
            .take_while(|at| !at.as_os_str().is_empty() && fs::symlink_metadata(at).is_err());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        self.0.extend(missing);
        fs::create_dir_all(folder).with_context(|| format!("不能建立文件夹 {}", folder.display()))
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        // The system removes none that holds anything.
        self.0.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The bytes on the disk, in a file beside the path.
fn beside(path: &Path, bytes: &[u8], folders: &mut Folders) -> anyhow::Result<TempPath> {
    let failed = || format!("不能写入 {}", path.display());
    let folder = folder_of(path);
    folders.make(folder)?;
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(failed);
    }
    let mut file =
        tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    // Network drives tell only now that they are full.
    match file.as_file().sync_all() {
        Err(error) if is_refusal(&error) => return Err(error).with_context(failed),
        Ok(()) | Err(_) => {}
    }
    share(file.as_file(), path);
    // Closed: there may be more of them than may be open at once.
    Ok(file.into_temp_path())
}

/// Whether the bytes are not on the disk; some disks only know nothing of syncing.
fn is_refusal(error: &io::Error) -> bool {
    !matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// A temporary file is readable by its owner only; the result gets the rights of the file it
/// replaces, or the usual ones.
#[cfg(unix)]
fn share(file: &fs::File, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(target).map_or(0o644, |data| data.permissions().mode());
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn share(_file: &fs::File, _target: &Path) {}
