//! Files to the disk, whole or not at all, and never over what somebody saved meanwhile.
//!
//! In: paths and bytes, and what each file was when the command read it. Out: each file beside its
//! place first, then compared with what was read, then renamed over it, so that a killed run, a full
//! disk, a file held open by Word or a save in an editor loses nothing; several files all or none.

mod expected;
mod lock;

#[cfg(test)]
mod tests;

pub(super) use expected::Expected;

use crate::source::fingerprint;
use anyhow::Context;
use lock::Lock;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What the names of files on their way begin with.
pub(super) const PREFIX: &str = ".zishu-";

/// A file that is to be written.
pub(super) struct Save<B> {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub bytes: B,
    /// What lies there now, as far as the command knows.
    pub expected: Expected,
}

impl<B> Save<B> {
    /// An output, which replaces whatever lies there.
    pub fn output(path: PathBuf, bytes: B) -> Save<B> {
        Save { path, bytes, expected: Expected::Anything }
    }

    /// A new file.
    pub fn new(path: PathBuf, bytes: B) -> Save<B> {
        Save { path, bytes, expected: Expected::Nothing }
    }
}

/// Writes a file of the workspace `root`.
pub(super) fn write<B: AsRef<[u8]>>(root: &Path, save: Save<B>) -> anyhow::Result<()> {
    let written = write_all(root, [save])?;
    written.keep();
    Ok(())
}

/// Writes all of these files of the workspace `root`, or none: each lies beside its place before the
/// first is renamed. Fails where one of them is no longer what the command read.
pub(super) fn write_all<B: AsRef<[u8]>>(
    root: &Path,
    saves: impl IntoIterator<Item = Save<B>>,
) -> anyhow::Result<Written> {
    // Goes last, after what was written has been taken back.
    let _lock;
    let mut written = Written::default();
    let mut ready = Vec::new();
    for save in saves {
        let file = beside(&save.path, save.bytes.as_ref(), &mut written.folders)?;
        ready.push((save, file));
    }

    // Runs that write at once go one after the other from here: the second sees what the first wrote.
    // A new file needs no lock, since the system itself refuses a name that is taken.
    let replaces = ready.iter().any(|(save, _)| matches!(save.expected, Expected::Bytes(_)));
    _lock = if replaces { Lock::take(root)? } else { None };

    // Most often it shows here, before anything is renamed, that somebody has saved.
    for (save, _) in &ready {
        save.expected.check(root, &save.path)?;
    }

    for (save, file) in ready {
        written.files.push(replace(root, save, file)?);
    }

    // A program that had a file open may have written into it while it lost its name.
    for file in &written.files {
        file.check(root)?;
    }
    Ok(written)
}

/// Renames a file to its place, over what it was expected to be.
fn replace<B: AsRef<[u8]>>(
    root: &Path,
    save: Save<B>,
    file: TempPath,
) -> anyhow::Result<WrittenFile> {
    let Save { path, bytes, expected } = save;
    let failed = || format!("不能写入 {}", path.display());
    let before = match expected {
        Expected::Nothing => Before::Nothing,
        Expected::Anything | Expected::Bytes(_) => Before::of(&path).with_context(failed)?,
    };
    match (&expected, &before) {
        (Expected::Bytes(bytes), Before::Linked(linked)) => {
            expected::compare(root, &path, linked, bytes)?;
        }
        (Expected::Bytes(_), Before::Nothing | Before::Bytes(_)) => expected.check(root, &path)?,
        (Expected::Nothing | Expected::Anything, _) => {}
    }

    if expected == Expected::Nothing {
        match file.persist_noclobber(&path) {
            Ok(()) => {}
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(expected::appeared(root, &path));
            }
            // Some disks know no rename of this kind.
            Err(refused) => {
                refused.path.persist(&path).map_err(|r| r.error).with_context(failed)?;
            }
        }
    } else {
        file.persist(&path).map_err(|refused| refused.error).with_context(failed)?;
    }

    let own = (expected != Expected::Anything).then(|| fingerprint([bytes.as_ref()]));
    Ok(WrittenFile { path, before, expected, own })
}

/// Files that were written; they are taken back when this goes without having been kept.
#[must_use]
#[derive(Default)]
pub(super) struct Written {
    files: Vec<WrittenFile>,
    folders: Folders,
}

/// A file that was written.
struct WrittenFile {
    path: PathBuf,
    before: Before,
    expected: Expected,
    /// The fingerprint of what was written; none for an output.
    own: Option<String>,
}

impl WrittenFile {
    /// Fails where the file that was replaced has changed under its other name.
    fn check(&self, root: &Path) -> anyhow::Result<()> {
        match (&self.expected, &self.before) {
            (Expected::Bytes(bytes), Before::Linked(linked)) => {
                expected::compare(root, &self.path, linked, bytes)
            }
            (Expected::Bytes(_) | Expected::Nothing | Expected::Anything, _) => Ok(()),
        }
    }

    /// Whether what lies there is what was written.
    fn is_own(&self) -> bool {
        let now =
            || fs::read(&self.path).is_ok_and(|bytes| Some(fingerprint([&*bytes])) == self.own);
        self.own.is_none() || now()
    }
}

impl Written {
    /// Leaves the files as they are now.
    pub(super) fn keep(mut self) {
        self.files.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for file in self.files.drain(..).rev() {
            // What somebody has saved since is theirs.
            if file.is_own() {
                // What can't be put back stays as it was written: whole.
                let _ = file.before.put_back(&file.path);
            }
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

    /// Makes a folder that nobody else has made; false where there is one of this name.
    pub(super) fn claim(&mut self, folder: &Path) -> anyhow::Result<bool> {
        self.make(folder_of(folder))?;
        match fs::create_dir(folder) {
            Ok(()) => {
                self.0.push(folder.to_owned());
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => {
                Err(error).with_context(|| format!("不能建立文件夹 {}", folder.display()))
            }
        }
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
