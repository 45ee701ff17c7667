//! The folders under chapters/ that the plan asks for.

use super::files::{self, Kind};
use super::{Bureau, OutlineSection, PlanRow};
use crate::diag::Diagnostics;
use crate::source::Sources;
use std::path::Path;

/// The folders of sections, or of other rows of the plan, and who writes for them.
pub(super) struct PlannedFolders<'a> {
    /// The workspace's folder.
    pub root: &'a Path,
    /// chapters/plan.yaml.
    pub plan: &'a [PlanRow],
    /// The sections or rows, each with its folder.
    pub outline: &'a [OutlineSection],
    /// chapters/bureaus.yaml.
    pub bureaus: &'a [Bureau],
    /// The year of the report's date, where it could be read.
    pub year: Option<i32>,
}

/// What reads the files in the folders.
pub(super) struct FolderReader<'a> {
    pub folders: &'a PlannedFolders<'a>,
    pub sources: &'a mut Sources,
    pub diagnostics: &'a mut Diagnostics,
}

/// The names of the Markdown files in a folder under chapters/, sorted.
pub(super) fn markdown_files(root: &Path, folder: &str) -> Vec<String> {
    let names = files::list(&root.join("chapters").join(folder), Kind::Files);
    names.into_iter().filter(|name| files::stem(name, "md").is_some()).collect()
}
