//! A copy of a workspace in a place where writing fails, and the program run in it.
//!
//! In: a workspace, what is wrong with the place, a command line. Out: what was printed and every file
//! and folder afterwards. A disk of its own is a tmpfs in a namespace; where the system gives none, the
//! limit on the size of files and the rights of folders, which every system has, take its place.

use crate::cases::Ran;
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What is wrong with the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A disk with so many blocks of 4 KiB left.
    Full(u64),
    /// No file may be larger than so many blocks of 512 bytes.
    Limit(u64),
    /// A disk that can only be read.
    ReadOnly,
    /// Folders and files without the right to write.
    Denied,
}

/// Everything in a folder by its path: a file's bytes, `None` for a folder.
pub(super) type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// What a run in such a place gave.
pub(super) struct Harmed {
    /// What was wrong in the end.
    pub(super) fault: Fault,
    /// What was printed.
    pub(super) ran: Ran,
    /// What lies there afterwards.
    pub(super) after: Tree,
}

/// `$1` workspace, `$2` place, `$3` where everything is put afterwards, `$4` fault, `$5` its size.
const SCRIPT: &str = r#"
set -eu
kept=$1 place=$2 result=$3 fault=$4 size=$5
shift 5
case $fault in full | readonly) mount -t tmpfs -o mode=755 zishu "$place" ;; esac
cp -a "$kept/." "$place"
cd "$place"
case $fault in
    full) used=$(df -k --output=used . | tail -n 1); mount -o "remount,size=$((used + size * 4))k" . ;;
    readonly) mount -o remount,ro . ;;
    denied) find . -type d -exec chmod a-w '{}' + ;;
esac
code=0
(
    [ "$fault" != limit ] || { trap '' XFSZ; ulimit -f "$size"; }
    exec "$@"
) || code=$?
[ "$fault" != denied ] || chmod -R u+w .
cp -a . "$result"
exit "$code"
"#;

impl Fault {
    /// What the message says of it.
    pub(super) fn cause(self) -> &'static str {
        match self {
            Fault::Full(_) => "磁盘空间不足",
            Fault::Limit(_) => "文件超过系统允许的大小",
            Fault::ReadOnly => "磁盘是只读的",
            Fault::Denied => "没有权限",
        }
    }

    /// The same, or what comes nearest where there is no disk of one's own.
    fn had(self) -> Fault {
        match self {
            Fault::Full(blocks) if namespace().is_none() => Fault::Limit(blocks * 8),
            Fault::ReadOnly if namespace().is_none() => Fault::Denied,
            Fault::Full(_) | Fault::Limit(_) | Fault::ReadOnly | Fault::Denied => self,
        }
    }
}

/// What makes a namespace in which a disk can be mounted.
pub(super) fn namespace() -> Option<&'static [&'static str]> {
    static FOUND: OnceLock<Option<&[&str]>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let ways: [&[&str]; 2] = [&["unshare", "-rm"], &["unshare", "-m"]];
        let probe = "mount -t tmpfs -o size=8k zishu /mnt && ! head -c 9000 /dev/zero >/mnt/a";
        let works = |way: &&&[&str]| {
            let mut command = Command::new(way[0]);
            command.args(&way[1..]).args(["sh", "-c", probe]);
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
            status.is_ok_and(|status| status.success())
        };
        ways.iter().find(works).copied()
    })
}

/// What makes rights bind: the administrator without privileges is held to them like anyone.
pub(super) fn unprivileged() -> Vec<&'static str> {
    let own = Command::new("id").arg("-u").output();
    if own.is_ok_and(|own| own.stdout.starts_with(b"0\n")) {
        vec!["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    } else {
        Vec::new()
    }
}

/// Runs the program in a copy of the workspace.
pub(super) fn run(workspace: &Path, fault: Fault, arguments: &[&str]) -> Result<Harmed, Failed> {
    let fault = fault.had();
    let text = |error: std::io::Error| Failed::from(error.to_string());
    let place = tempfile::Builder::new().prefix("zishu-test-").tempdir().map_err(text)?;
    let result = tempfile::Builder::new().prefix("zishu-test-").tempdir().map_err(text)?;
    let (name, size) = match fault {
        Fault::Full(blocks) => ("full", blocks),
        Fault::Limit(blocks) => ("limit", blocks),
        Fault::ReadOnly => ("readonly", 0),
        Fault::Denied => ("denied", 0),
    };
    let around: Vec<&str> = match fault {
        Fault::Full(_) | Fault::ReadOnly => namespace().unwrap_or_default().to_vec(),
        Fault::Limit(_) | Fault::Denied => Vec::new(),
    };
    let mut words: Vec<&str> = around;
    words.extend(["sh", "-c", SCRIPT, "sh"]);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args([workspace, place.path(), result.path()]);
    command.args([name, &size.to_string()]);
    if fault == Fault::Denied {
        command.args(unprivileged());
    }
    command.arg(env!("CARGO_BIN_EXE_zishu")).args(arguments);
    let output = command.stdin(Stdio::null()).output().map_err(text)?;
    let ran = Ran {
        code: output.status.code().map_or("signal".to_owned(), |code| code.to_string()),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    Ok(Harmed { fault, ran, after: tree(result.path()) })
}

/// Everything in a folder.
pub(super) fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            if path.is_dir() {
                tree.insert(name, None);
                folders.push(path);
            } else {
                {
                    tree.insert(name, Some(std::fs::read(&path).unwrap_or_default()));
                }
            }
        }
    }
    tree
}
