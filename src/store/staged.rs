//! The bytes of a file on the disk beside its place, before anything is replaced.

use super::folders::parent;
use anyhow::Context;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::TempPath;

/// What the names of files on their way begin with.
pub(super) const PREFIX: &str = ".zishu-";

/// Writes the bytes to a file beside the path, in a folder that is there.
pub(super) fn write_beside(path: &Path, bytes: &[u8]) -> anyhow::Result<TempPath> {
    let failed = || format!("不能写入 {}", path.display());
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(failed);
    }

    let mut file =
        tempfile::Builder::new().prefix(PREFIX).tempfile_in(parent(path)).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    // Network drives tell only now that they are full.
    match file.as_file().sync_all() {
        Err(error) if is_refusal(&error) => return Err(error).with_context(failed),
        Ok(()) | Err(_) => {}
    }
    set_permissions(file.as_file(), path);

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
fn set_permissions(file: &fs::File, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(target).map_or(0o644, |data| data.permissions().mode());
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn set_permissions(_file: &fs::File, _target: &Path) {}
