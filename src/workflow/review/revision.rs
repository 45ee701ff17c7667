//! What may stand for a state of the workspace: today's, a copy that was sent, a folder, a revision
//! of Git.
//!
//! In: what was typed. Out: a folder to load. A revision's files go to a temporary folder, as they were
//! committed.

use super::checkout::check_out;
use super::git;
use crate::review::copies;
use crate::store::TemporaryFolder;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// A state of the workspace.
pub(super) struct Revision {
    /// The folder to load.
    pub root: PathBuf,
    /// What it is called in sentences: `现稿`.
    pub title: String,
    /// What stands before its paths in messages; empty for today's.
    pub prefix: String,
    /// The folder of a Git revision is there as long as this is.
    _checkout: Option<TemporaryFolder>,
}

/// Finds the state that was typed.
pub(super) fn find_revision(root: &Path, typed: &str) -> anyhow::Result<Revision> {
    if matches!(typed, "now" | "现在") {
        let (root, title) = (root.to_owned(), "现稿".to_owned());
        return Ok(Revision { root, title, prefix: String::new(), _checkout: None });
    }
    if let Some(name) = typed.strip_prefix("git:") {
        return git_revision(root, name, typed);
    }
    let copy = copies::base(root, typed);
    let number = typed.strip_prefix('c').unwrap_or_default();
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && copy.is_dir() {
        return workspace_folder(copy, format!("送审稿 {typed}"), typed);
    }
    let path = Path::new(typed);
    if path.is_dir() {
        let name = path.file_name().map_or(typed.into(), |name| name.to_string_lossy());
        return workspace_folder(std::path::absolute(path)?, format!("“{name}”"), typed);
    }
    if path.exists() {
        bail!("{typed} 是文件，不是文件夹：可写 now、送审稿编号（c001）、文件夹或 Git 版本");
    }
    git_revision(root, typed, typed)
}

fn workspace_folder(root: PathBuf, title: String, typed: &str) -> anyhow::Result<Revision> {
    let chapters = root.join("chapters");
    if !chapters.join("report.yaml").is_file() && !chapters.join("plan.yaml").is_file() {
        bail!("{typed} 不是工作区（没有 chapters/report.yaml）；请写工作区的文件夹");
    }
    Ok(Revision { root, title, prefix: typed.to_owned(), _checkout: None })
}

/// Reads a commit's chapters and templates into a temporary folder.
fn git_revision(root: &Path, name: &str, typed: &str) -> anyhow::Result<Revision> {
    let Some(prefix) = ask(root, &["rev-parse", "--show-toplevel", "--show-prefix"])? else {
        bail!(
            "没有“{typed}”这个文件夹或送审稿，工作区也不在 Git 仓库里：可写 now、送审稿编号（c001）或文件夹"
        );
    };
    let prefix = prefix.lines().nth(1).unwrap_or_default();

    let commit = format!("{name}^{{commit}}");
    let commit = ask(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let Some(commit) = commit.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()) else {
        bail!("没有“{typed}”这个 Git 版本：用 git log 查看，或写 now、送审稿编号（c001）、文件夹");
    };

    // A workspace that wasn't there yet has no tree.
    let checkout = check_out(root, &format!("{commit}:{prefix}"))
        .with_context(|| format!("没能取出 Git 版本“{typed}”"))?;
    let Some(checkout) = checkout else {
        bail!("Git 版本“{typed}”里没有 {prefix}chapters/；请换一个版本");
    };

    let date = ask(root, &["rev-list", "--max-count=1", "--format=%cs", &commit])?;
    let date = date.as_deref().and_then(|text| text.lines().last()).unwrap_or_default();
    let (root, title) = (checkout.path().to_owned(), format!("“{name}”（{date}）"));
    Ok(Revision { root, title, prefix: name.to_owned(), _checkout: Some(checkout) })
}

/// What git prints, as text; `None` where it fails.
fn ask(folder: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let printed = git::git(folder, arguments)?;
    Ok(printed.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}
