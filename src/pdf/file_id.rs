//! Typst's names of files.

use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

/// Typst's id for a path in the workspace or of a generated file; `None` where the path leads outside.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
