//! What may stand for a state of the workspace: today's, a copy that was sent, a folder, a revision
//! of Git.
//!
//! In: what was typed. Out: a folder to load. A revision's files go to a temporary folder, through an
//! index of its own: the work tree and Git's index stay as they are.

use anyhow::{Context, bail};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A state of the workspace.
pub(super) struct Revision {
    /// The folder to load.
    pub root: PathBuf,
    /// What it is called in sentences: `现稿`.
    pub title: String,
    /// What stands before its paths in messages; empty for today's.
    pub prefix: String,
    /// Holds the folder of a Git revision until it is no longer needed.
    _held: Option<TempDir>,
}

/// Finds what was typed.
pub(super) fn find(root: &Path, typed: &str) -> anyhow::Result<Revision> {
    if matches!(typed, "now" | "现在") {
        let title = "现稿".to_owned();
        return Ok(Revision { root: root.to_owned(), title, prefix: String::new(), _held: None });
    }
    if let Some(name) = typed.strip_prefix("git:") {
        return git(root, name, typed);
    }
    let copy = root.join("chapters/.review").join(typed);
    let number = typed.strip_prefix('c').unwrap_or_default();
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && copy.is_dir() {
        return folder(copy, format!("送审稿 {typed}"), typed);
    }
    let path = Path::new(typed);
    if path.is_dir() {
        let name = path.file_name().map_or(typed.into(), |name| name.to_string_lossy());
        return folder(std::path::absolute(path)?, format!("“{name}”"), typed);
    }
    if path.exists() {
        bail!("{typed} 是文件，不是文件夹：可写 now、送审稿编号（c001）、文件夹或 Git 版本");
    }
    git(root, typed, typed)
}

fn folder(root: PathBuf, title: String, typed: &str) -> anyhow::Result<Revision> {
    let chapters = root.join("chapters");
    if !chapters.join("report.yaml").is_file() && !chapters.join("plan.yaml").is_file() {
        bail!("{typed} 不是工作区（没有 chapters/report.yaml）");
    }
    Ok(Revision { root, title, prefix: typed.to_owned(), _held: None })
}

/// Reads a commit's chapters and templates into a temporary folder.
fn git(root: &Path, name: &str, typed: &str) -> anyhow::Result<Revision> {
    let place = run(root, None, &["rev-parse", "--show-toplevel", "--show-prefix"])?;
    let Some(place) = place else {
        bail!(
            "没有“{typed}”这个文件夹或送审稿，工作区也不在 Git 仓库里：可写 now、送审稿编号（c001）或文件夹"
        );
    };
    let mut lines = place.lines();
    let (top, prefix) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let commit = format!("{name}^{{commit}}");
    let found =
        run(root, None, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let Some(commit) = found.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()) else {
        bail!("没有“{typed}”这个 Git 版本：用 git log 查看，或写 now、送审稿编号（c001）、文件夹");
    };
    let held = tempfile::Builder::new()
        .prefix("zishu-")
        .tempdir()
        .context("不能建立临时文件夹，请查看磁盘空间")?;
    let index = held.path().join("index");
    let (top, target) = (Path::new(top), held.path().join("tree"));
    let mut any = false;
    for folder in ["chapters", "templates"] {
        let tree = format!("{commit}:{prefix}{folder}");
        if run(top, None, &["rev-parse", "--verify", "--quiet", &tree])?.is_none() {
            continue;
        }
        let into = format!("--prefix={folder}/");
        demand(run(top, Some(&index), &["read-tree", &into, &tree])?, typed)?;
        any |= folder == "chapters";
    }
    if !any {
        bail!("Git 版本“{typed}”里没有 {prefix}chapters/");
    }
    let into = format!("--prefix={}/", target.display());
    demand(run(top, Some(&index), &["checkout-index", "--all", &into])?, typed)?;
    let date = run(top, None, &["log", "-1", "--format=%cs", &commit])?.unwrap_or_default();
    let title = format!("“{name}”（{}）", date.trim());
    Ok(Revision { root: target, title, prefix: name.to_owned(), _held: Some(held) })
}

fn demand(done: Option<String>, typed: &str) -> anyhow::Result<()> {
    match done {
        Some(_) => Ok(()),
        None => bail!("git 没能取出版本“{typed}”的文件：用 git fsck 检查仓库"),
    }
}

/// What git prints; `None` where it fails.
fn run(folder: &Path, index: Option<&Path>, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).arg("-c").arg("core.quotePath=false").args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let done: Output = match command.output() {
        Ok(done) => done,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("没有找到 git 程序：安装 git，或用送审稿编号（c001）、文件夹代替 Git 版本")
        }
        Err(error) => return Err(error).context("不能运行 git"),
    };
    Ok(done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned()))
}
