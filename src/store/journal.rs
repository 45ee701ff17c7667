//! What a change set is about to do, on the disk while it is done: a run that was killed in the middle
//! is finished or taken back by the next one.
//!
//! In: files whose new bytes are staged and whose old ones are preserved. Out: a file that is there from
//! before the first rename until after the last, and what it says when it is read again.

use super::expected::Expected;
use super::staged::write_beside;
use crate::source::fingerprint;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The file, relative to the workspace.
const JOURNAL: &str = "chapters/.zishu-journal";

/// Number of its form; another version's journal isn't understood.
const VERSION: u32 = 2;

/// The journal of a change set that is being written; [`end`](Journal::end) says that it was.
pub(super) struct Journal(PathBuf);

/// What is written into it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    version: u32,
    pub files: Vec<PlannedFile>,
    pub removals: Vec<PlannedRemoval>,
}

/// A file that is to go. Paths are relative to the workspace.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PlannedRemoval {
    /// The file.
    pub path: PathBuf,
    /// Where its bytes lie until all is done.
    pub original: PathBuf,
    /// Fingerprint of its bytes.
    pub old: String,
}

/// A file that is to be replaced. Paths are relative to the workspace.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PlannedFile {
    /// The file.
    pub path: PathBuf,
    /// Where its new bytes lie until then.
    pub staged: PathBuf,
    /// Where the old ones lie from then on, if there was a file.
    pub original: Option<PathBuf>,
    /// What is in its place until then.
    pub old: OldContent,
    /// Fingerprint of the new bytes.
    pub new: String,
}

/// What is in a file's place before it is replaced.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum OldContent {
    /// Whatever it may be.
    Any,
    /// No file.
    Absent,
    /// A file with this fingerprint.
    Fingerprint(String),
}

impl OldContent {
    /// What is expected, for the journal.
    pub fn of(expected: &Expected) -> OldContent {
        match expected {
            Expected::Any => OldContent::Any,
            Expected::Absent => OldContent::Absent,
            Expected::Bytes(bytes) => OldContent::Fingerprint(fingerprint([bytes.as_slice()])),
        }
    }
}

impl Journal {
    /// Writes the journal of a workspace, whole or not at all.
    pub fn begin(
        root: &Path,
        files: Vec<PlannedFile>,
        removals: Vec<PlannedRemoval>,
    ) -> anyhow::Result<Journal> {
        let path = root.join(JOURNAL);
        let text = serde_json::to_vec(&Plan { version: VERSION, files, removals })?;
        let staged = write_beside(&path, &text)?;
        staged.persist(&path).with_context(|| format!("不能写入 {JOURNAL}"))?;
        Ok(Journal(path))
    }

    /// Removes the journal: from here on the change set is written.
    pub fn end(self) -> anyhow::Result<()> {
        fs::remove_file(&self.0).with_context(|| format!("不能删去 {JOURNAL}"))
    }
}

/// Whether a file is a journal, by its name.
pub(super) fn is_journal(path: &Path) -> bool {
    path.ends_with(JOURNAL)
}

/// Whether there is a journal.
pub(super) fn exists(root: &Path) -> bool {
    fs::symlink_metadata(root.join(JOURNAL)).is_ok()
}

/// Reads the journal of a workspace; `None` where there is none that this version has written.
pub(super) fn read(root: &Path) -> Option<Plan> {
    let plan: Plan = serde_json::from_slice(&fs::read(root.join(JOURNAL)).ok()?).ok()?;
    (plan.version == VERSION).then_some(plan)
}

/// Removes the journal that [`read`] has read.
pub(super) fn remove(root: &Path) -> anyhow::Result<()> {
    Journal(root.join(JOURNAL)).end()
}
