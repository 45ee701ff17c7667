//! What a Git repository holds, read without running anything that the repository names.
//!
//! In: a folder, and what git is asked for. Out: what git prints, and the files of a commit as they were
//! committed. No filter, hook or monitor runs, no pager and no signature's program; what is missing is
//! not asked of another machine. Work tree and index are neither read nor changed.

use anyhow::{Context, anyhow, bail};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Component, Path};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Settings that stand for the repository's own.
const SETTINGS: [&str; 6] = [
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "log.showSignature=false",
    "protocol.allow=never",
];

/// Variables that go before settings, the repository's too.
const VARIABLES: [(&str, &str); 5] = [
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_PAGER", "cat"),
    ("GIT_TERMINAL_PROMPT", "0"),
];

/// What a run of Git's own hooks or aliases leaves to the programs that it starts.
const REMOVED: [&str; 3] = ["GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_ATTR_SOURCE"];

/// A file, or a link, of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TreeEntry {
    /// Its object.
    pub id: String,
    /// Whether its object holds the path that it leads to.
    pub is_link: bool,
}

/// What git prints; `None` where it fails.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Option<Vec<u8>>> {
    let output = command(folder).args(arguments).stdin(Stdio::null()).output().map_err(unable)?;
    Ok(output.status.success().then_some(output.stdout))
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager").arg("-C").arg(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    for variable in REMOVED {
        command.env_remove(variable);
    }
    command.envs(VARIABLES);
    command
}

fn unable(error: std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("没有找到 git 程序：安装 git，或用送审稿编号（c001）、文件夹代替 Git 版本")
        }
        _ => anyhow::Error::from(error).context("不能运行 git"),
    }
}

/// The files and links of a tree by their paths; `None` where git fails. What a submodule holds lies in
/// another repository, and is left out; so is what no disk could hold.
pub(super) fn tree_entries(
    folder: &Path,
    tree: &str,
) -> anyhow::Result<Option<BTreeMap<String, TreeEntry>>> {
    let arguments = ["ls-tree", "-r", "-z", "--full-tree", tree];
    let Some(listing) = git(folder, &arguments)? else { return Ok(None) };
    let records = listing.split(|byte| *byte == 0);
    Ok(Some(records.filter_map(tree_entry).collect()))
}

/// An entry of `ls-tree`: `100644 blob 0123…<tab>chapters/report.yaml`.
fn tree_entry(record: &[u8]) -> Option<(String, TreeEntry)> {
    let (head, path) = std::str::from_utf8(record).ok()?.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let is_plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let is_name = is_plain && !(cfg!(windows) && path.contains(':'));
    let entry = TreeEntry { id: id.to_owned(), is_link: mode == "120000" };
    (kind == "blob" && is_name).then(|| (path.to_owned(), entry))
}

/// Objects of a repository, by their ids.
pub(super) struct Objects {
    sizes: Conversation,
    contents: Conversation,
}

impl Objects {
    pub fn open(folder: &Path) -> anyhow::Result<Objects> {
        Ok(Objects {
            sizes: Conversation::start(folder, "--batch-check")?,
            contents: Conversation::start(folder, "--batch")?,
        })
    }

    /// The bytes of an object; of one that is larger, as many zeros as say so.
    pub fn read(&mut self, id: &str, limit: u64) -> anyhow::Result<Vec<u8>> {
        let size = self.sizes.ask(id)?;
        if size > limit {
            return Ok(vec![0; usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1)]);
        }

        let size = self.contents.ask(id)?;
        let mut bytes = Vec::new();
        let answer = &mut self.contents.answers;
        answer.take(size).read_to_end(&mut bytes).context("git 中断了")?;
        // The line end after them.
        answer.read_exact(&mut [0]).context("git 中断了")?;
        Ok(bytes)
    }
}

/// `git cat-file`, which answers one id after the other.
struct Conversation {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Conversation {
    fn start(folder: &Path, mode: &str) -> anyhow::Result<Conversation> {
        let mut command = command(folder);
        command.args(["cat-file", mode]).stderr(Stdio::null());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(unable)?;
        match (process.stdin.take(), process.stdout.take()) {
            (Some(questions), Some(answers)) => {
                Ok(Conversation { process, questions, answers: BufReader::new(answers) })
            }
            (_, _) => bail!("不能运行 git"),
        }
    }

    /// The size of an object; its bytes follow, where they were asked for.
    fn ask(&mut self, id: &str) -> anyhow::Result<u64> {
        writeln!(self.questions, "{id}").context("git 中断了")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).context("git 中断了")?;
        let size = answer.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse().ok());
        size.with_context(|| format!("仓库里没有对象 {id}"))
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
