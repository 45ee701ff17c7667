//! An empty contribution in its folder.

use super::saving::refuse_outside;
use super::selection::{find_bureau, find_section_or_row};
use crate::pipeline::Loaded;
use crate::store::ChangeSet;
use crate::workspace;
use anyhow::bail;

/// A contribution that is to be written.
#[derive(Debug)]
pub struct NewChapter {
    /// Its path, relative to the workspace.
    pub path: String,
    /// The file.
    pub changes: ChangeSet,
}

/// Makes a contribution of a bureau to a section, both as people name them. One that exists is refused.
pub fn new_chapter(loaded: &Loaded, section: &str, bureau: &str) -> anyhow::Result<NewChapter> {
    let workspace = &loaded.workspace;
    let section = find_section_or_row(workspace, section)?;
    let bureau = &workspace.bureaus[find_bureau(workspace, bureau)?];
    let path = format!("chapters/{}/{}.md", section.folder, bureau.short);
    let full = workspace.root.join(&path);
    refuse_outside(&workspace.root, &full)?;
    if full.exists() {
        bail!("{path} 已经存在，没有改动；请直接改这个文件");
    }

    let mut changes = ChangeSet::new(&workspace.root);
    let owned = loaded.indicators.names_of(&bureau.short);
    changes.create(&path, workspace::scaffold(workspace, section, bureau, &owned));
    Ok(NewChapter { path, changes })
}
