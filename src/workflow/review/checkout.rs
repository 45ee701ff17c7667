//! A commit's workspace as a folder.
//!
//! In: the tree of a commit. Out: its chapters and templates in a temporary folder, as they were committed.
//! A link is what it leads to within the workspace; one that leads out is refused, as on the disk.

use super::git::{Objects, TreeEntry, tree_entries};
use crate::review::copies;
use crate::store::TemporaryFolder;
use crate::workspace::{self, MAX_PICTURE};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Folders of a workspace that are read.
const FOLDERS: [&str; 2] = ["chapters/", "templates/"];

/// Maximum size of all files, in bytes.
const MAX_TOTAL: u64 = 2 << 30;

/// Maximum number of links that one after the other lead to a file.
const MAX_LINKS: usize = 40;

/// Maximum length of the path that a link leads to, in bytes.
const MAX_TARGET: u64 = 4096;

/// The files of a workspace by their paths.
struct Tree {
    entries: BTreeMap<String, TreeEntry>,
    /// The path that each link leads to, as it is written.
    links: BTreeMap<String, String>,
    objects: Objects,
}

/// Writes the workspace at `tree`, as git names it, to a temporary folder; `None` where there are no
/// chapters.
pub(super) fn check_out(folder: &Path, tree: &str) -> anyhow::Result<Option<TemporaryFolder>> {
    let Some(entries) = tree_entries(folder, tree)? else { return Ok(None) };
    if !entries.keys().any(|path| path.starts_with(FOLDERS[0])) {
        return Ok(None);
    }

    let mut tree = Tree::open(folder, entries)?;
    let checkout = TemporaryFolder::new()?;
    let mut total = 0;
    for (path, id) in tree.files()? {
        // Pictures are the largest files that are read.
        let bytes =
            tree.objects.read(&id, MAX_PICTURE).with_context(|| format!("读不出 {path}"))?;
        total += bytes.len() as u64;
        if total > MAX_TOTAL {
            bail!("文稿和图片超过 {} GB", MAX_TOTAL >> 30);
        }
        checkout.write(&path, &bytes)?;
    }
    Ok(Some(checkout))
}

impl Tree {
    fn open(folder: &Path, entries: BTreeMap<String, TreeEntry>) -> anyhow::Result<Tree> {
        let mut objects = Objects::open(folder)?;
        let mut links = BTreeMap::new();
        for (path, entry) in entries.iter().filter(|(_, entry)| entry.is_link) {
            let target = objects.read(&entry.id, MAX_TARGET)?;
            links.insert(path.clone(), String::from_utf8_lossy(&target).into_owned());
        }
        Ok(Tree { entries, links, objects })
    }

    /// The files that are read, those behind links too, and their objects.
    fn files(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        for (path, entry) in self.entries.iter().filter(|(path, _)| is_read(path)) {
            if !entry.is_link {
                files.insert(path.clone(), entry.id.clone());
                continue;
            }

            let Some(target) = self.resolve(path) else {
                bail!("{path} 是指向工作区之外的链接；请换一个版本，或与文件夹比较");
            };
            if let Some(entry) = self.entries.get(&target) {
                files.insert(path.clone(), entry.id.clone());
            }
            let folder = format!("{target}/");
            let inside = self.entries.range(folder.clone()..);
            let inside = inside.take_while(|(inner, _)| inner.starts_with(&folder));
            for (inner, entry) in inside.filter(|(_, entry)| !entry.is_link) {
                files.insert(format!("{path}/{}", &inner[folder.len()..]), entry.id.clone());
            }
        }
        Ok(files)
    }

    /// The path that a link leads to in the end; `None` where it leaves the workspace, or leads nowhere.
    fn resolve(&self, path: &str) -> Option<String> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
            let link = ends.into_iter().find_map(|end| {
                let target = self.links.get(&path[..end])?;
                Some((end, target))
            });
            let Some((end, target)) = link else { return Some(path) };

            if target.starts_with('/') || target.contains('\0') {
                return None;
            }
            let folder = path[..end].rsplit_once('/').map_or("", |(folder, _)| folder);
            path = workspace::join(folder, &format!("{target}{}", &path[end..]))?;
        }
        None
    }
}

/// Whether a file is among those that are read: the records of sent copies aren't.
fn is_read(path: &str) -> bool {
    let is_record = path.strip_prefix(copies::FOLDER).is_some_and(|rest| rest.starts_with('/'));
    FOLDERS.iter().any(|folder| path.starts_with(folder)) && !is_record
}
