//! What may be written, and the writing.
//!
//! In: the files that a command would write. Out: all of them on the disk, or a refusal that names one:
//! what isn't read, being a link out of the workspace, isn't written either; nor is a file that its owner
//! made read-only.

use crate::store::{ChangeSet, Expected};
use crate::workspace;
use anyhow::bail;
use std::fs::{self, Metadata};
use std::path::Path;

/// Writes all of the files, or none.
pub fn commit(changes: &ChangeSet) -> anyhow::Result<()> {
    let root = changes.root();
    for change in changes.files() {
        let path = &change.path;
        // What a person names on the command line may be anywhere.
        if path.starts_with(root) {
            refuse_outside(root, path)?;
        }
        if change.expected != Expected::Absent && is_read_only(path) {
            let name = path.strip_prefix(root).unwrap_or(path).display();
            bail!("{name} 是只读文件，没有写入任何文件；要让程序改它，先去掉只读属性");
        }
    }
    for removal in changes.removals() {
        refuse_outside(root, &removal.path)?;
        if is_read_only(&removal.path) {
            let name = removal.path.strip_prefix(root).unwrap_or(&removal.path).display();
            bail!("{name} 是只读文件，没有移动任何文件；要让程序移动它，先去掉只读属性");
        }
    }
    changes.commit()
}

/// Fails where a file of the workspace `root`, which may not be there yet, would be written outside it.
pub(super) fn refuse_outside(root: &Path, path: &Path) -> anyhow::Result<()> {
    // A workspace that is still to be made has no links.
    if !root.exists() || workspace::contains(root, path) {
        return Ok(());
    }
    let name = path.strip_prefix(root).unwrap_or(path).display();
    bail!(
        "{name} 是指向工作区之外的链接，或在这样的文件夹里，没有写入任何文件；请把链接换成真正的文件夹或文件"
    )
}

/// Whether the owner of a file took the right to write to it from everybody, or from themselves.
pub(super) fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file() && is_locked(&data))
}

#[cfg(unix)]
fn is_locked(data: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    data.permissions().mode() & 0o200 == 0
}

#[cfg(not(unix))]
fn is_locked(data: &Metadata) -> bool {
    data.permissions().readonly()
}
