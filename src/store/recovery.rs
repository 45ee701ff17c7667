//! What the run before left behind when it was killed.
//!
//! In: a workspace. Out: a change set that was begun is finished where every file is as that run left
//! it, else taken back; files that were on their way are gone.

use super::journal::{self, OldContent, Plan, PlannedFile, PlannedRemoval};
use super::lock::Lock;
use super::staged::PREFIX;
use crate::source::fingerprint;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Folders of a workspace in which files are staged, and whether those below them count too.
const FOLDERS: [(&str, bool); 5] =
    [("", false), ("chapters", true), ("templates", true), ("fonts", true), ("out", true)];

/// What was done about a run that was killed while it wrote. Paths are relative to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// The files that it had not come to were written, too.
    Finished(Vec<PathBuf>),
    /// Its files were taken back.
    TakenBack {
        /// Those that are as they were before it.
        restored: Vec<PathBuf>,
        /// Those that somebody has changed since; they stay as they are.
        foreign: Vec<PathBuf>,
    },
}

/// Finishes or takes back what a killed run had begun, and removes what it left. Does nothing while
/// another run writes, or where nothing was left.
pub fn recover(root: &Path) -> anyhow::Result<Option<Recovery>> {
    if !journal::exists(root) && staged_files(root).is_empty() {
        return Ok(None);
    }
    // Another run that is writing has files on their way, too.
    let Ok(Some(_lock)) = Lock::take_within(root, Duration::ZERO) else { return Ok(None) };

    let mut recovery = None;
    if journal::exists(root) {
        // A journal that can't be read, or leads out of the workspace, isn't ours.
        if let Some(plan) = journal::read(root).filter(|plan| stays_inside(root, plan)) {
            recovery = Some(settle(root, &plan)?);
        }
        journal::remove(root)?;
    }

    for path in staged_files(root) {
        // What can't be removed does no harm.
        let _ = fs::remove_file(path);
    }
    Ok(recovery)
}

/// How far the killed run had come with a file.
#[derive(PartialEq, Eq)]
enum Progress {
    /// It was not replaced yet, and can be.
    Pending,
    /// It was replaced.
    Done,
    /// It is what it was, and its new bytes are gone: the run was taking back.
    Restored,
    /// Somebody has changed it since.
    Foreign,
}

fn settle(root: &Path, plan: &Plan) -> io::Result<Recovery> {
    let progress: Vec<Progress> = plan.files.iter().map(|file| progress(root, file)).collect();
    let files = || plan.files.iter().zip(&progress);
    let removals: Vec<Progress> =
        plan.removals.iter().map(|file| removal_progress(root, file)).collect();
    let removals = || plan.removals.iter().zip(&removals);
    let can_be_finished = progress
        .iter()
        .chain(removals().map(|(_, progress)| progress))
        .all(|one| matches!(one, Progress::Pending | Progress::Done));

    if can_be_finished {
        for (file, _) in files().filter(|(_, progress)| **progress == Progress::Pending) {
            fs::rename(root.join(&file.staged), root.join(&file.path))?;
        }
        for (file, _) in removals().filter(|(_, progress)| **progress == Progress::Pending) {
            fs::remove_file(root.join(&file.path))?;
        }
        return Ok(Recovery::Finished(plan.files.iter().map(|file| file.path.clone()).collect()));
    }

    for (file, _) in removals().filter(|(_, progress)| **progress == Progress::Done) {
        let (original, path) = (root.join(&file.original), root.join(&file.path));
        if original.exists() {
            fs::rename(original, path)?;
        }
    }
    for (file, _) in files().filter(|(_, progress)| **progress == Progress::Done).rev() {
        match &file.original {
            Some(original) => fs::rename(root.join(original), root.join(&file.path))?,
            None if file.old == OldContent::Absent => fs::remove_file(root.join(&file.path))?,
            None => {}
        }
    }
    let paths = |wanted: fn(&Progress) -> bool| {
        files().filter(|(_, one)| wanted(one)).map(|(file, _)| file.path.clone()).collect()
    };
    Ok(Recovery::TakenBack {
        restored: paths(|one| *one != Progress::Foreign),
        foreign: paths(|one| *one == Progress::Foreign),
    })
}

fn progress(root: &Path, file: &PlannedFile) -> Progress {
    let content = |path: &Path| fs::read(root.join(path)).ok();
    let current = content(&file.path).map(|bytes| fingerprint([bytes.as_slice()]));
    let staged = content(&file.staged).map(|bytes| fingerprint([bytes.as_slice()]));

    let is_old = match &file.old {
        OldContent::Any => true,
        OldContent::Absent => fs::symlink_metadata(root.join(&file.path)).is_err(),
        OldContent::Fingerprint(old) => current.as_ref() == Some(old),
    };
    if current.as_ref() == Some(&file.new) {
        Progress::Done
    } else if is_old && staged.as_ref() == Some(&file.new) {
        Progress::Pending
    } else if is_old {
        Progress::Restored
    } else {
        Progress::Foreign
    }
}

/// How far the killed run had come with a file that was to go.
fn removal_progress(root: &Path, file: &PlannedRemoval) -> Progress {
    match fs::read(root.join(&file.path)) {
        Ok(bytes) if fingerprint([bytes.as_slice()]) == file.old => Progress::Pending,
        Ok(_) => Progress::Foreign,
        Err(_) => Progress::Done,
    }
}

/// Whether every path of a plan lies in the workspace, also by way of links, and what lies beside a file
/// is one of ours: a workspace comes from anywhere, and its journal moves files.
fn stays_inside(root: &Path, plan: &Plan) -> bool {
    let Ok(root) = root.canonicalize() else { return false };
    let lies_inside = |path: &PathBuf, beside: &[Option<&PathBuf>]| {
        let is_plain = path.components().all(|component| matches!(component, Component::Normal(_)));
        let Some(folder) = path.parent() else { return false };
        let is_inside = root.join(folder).canonicalize().is_ok_and(|real| real.starts_with(&root));
        let is_ours = |path: &PathBuf| path.parent() == Some(folder) && has_staged_name(path);
        is_plain && is_inside && beside.iter().flatten().all(|path| is_ours(path))
    };
    let files = plan
        .files
        .iter()
        .all(|file| lies_inside(&file.path, &[Some(&file.staged), file.original.as_ref()]));
    files && plan.removals.iter().all(|file| lies_inside(&file.path, &[Some(&file.original)]))
}

/// Files that were on their way, and the lock of a run that is gone.
fn staged_files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (folder, is_deep) in FOLDERS {
        collect(&root.join(folder), is_deep, &mut files);
    }
    files.retain(|path| !journal::is_journal(path));
    files
}

fn collect(folder: &Path, is_deep: bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // The kind of the entry itself: links aren't followed.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && is_deep {
            collect(&entry.path(), is_deep, files);
        } else if kind.is_file() && has_staged_name(&entry.path()) {
            files.push(entry.path());
        }
    }
}

fn has_staged_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
}
