//! Every command that writes, killed: right before each system call that changes a file.
//!
//! In: the scenes of the full disk, and a tracer that kills. Out: one trial a command: after the next run
//! everything is as it was before the command or as it is after it, never between, and nothing of the
//! killed run is left. A short form tries some of the calls; `KILLS=all` tries each. Where programs can't
//! be traced (no Linux, no C compiler, no right to), nothing is tried.

use super::room::{self, Tree};
use super::{Scene, no_temporary};
use crate::cases;
use crate::golden;
use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Number of calls that the short form tries of each command.
const SHORT: usize = 12;

/// Exit codes of the tracer.
const KILLED: i32 = 0;
const ENDED: i32 = 1;

/// A run under the tracer.
struct TracedRun {
    code: i32,
    /// Number of calls that change a file until it was killed or ended.
    calls: usize,
}

pub(super) fn killed(scene: &Scene) -> Result<(), Failed> {
    let Some(tracer) = tracer() else { return Ok(()) };

    let workspace = (scene.make)()?;
    let before = files(workspace.root());
    let whole = run(tracer, workspace.root(), 0, scene.arguments)?;
    if whole.code != ENDED {
        // The system doesn't let programs be traced.
        return Ok(());
    }
    let after = files(workspace.root());
    if before == after {
        return Err("it changes nothing".into());
    }

    let calls = chosen(whole.calls);
    for &call in &calls {
        let workspace = (scene.make)()?;
        let ran = run(tracer, workspace.root(), call, scene.arguments)?;
        if ran.code != KILLED {
            return Err(format!("call {call} of {} doesn't come", whole.calls).into());
        }

        // The next run, which would only read. `init` makes a workspace of its own.
        for folder in [".", "新区", "区/新"] {
            cases::zishu(workspace.root(), &["-C", folder, "check", "--format", "short"]);
        }
        let found = files(workspace.root());
        no_temporary(&found).map_err(|left| format!("call {call}: leaves {left}"))?;
        if found != before && found != after {
            let of = |tree: &Tree| -> Vec<String> {
                let differs = |path: &&String| tree.get(*path) != found.get(*path);
                tree.keys().chain(found.keys()).filter(differs).cloned().collect()
            };
            let (old, new) = (of(&before), of(&after));
            return Err(format!(
                "call {call} of {}: neither before ({old:?}) nor after ({new:?})",
                whole.calls
            )
            .into());
        }
    }
    eprintln!("{} kills during {:?}: none between", calls.len(), scene.arguments);
    Ok(())
}

/// The calls before which the program is killed: all, or some over the whole run and all of its end.
fn chosen(calls: usize) -> Vec<usize> {
    let all = 1..=calls;
    if std::env::var("KILLS").is_ok_and(|kills| kills == "all") || calls <= SHORT {
        return all.collect();
    }
    let step = calls as f64 / SHORT as f64;
    (1..=SHORT).map(|part| (part as f64 * step).floor() as usize).collect()
}

fn run(tracer: &Path, root: &Path, call: usize, arguments: &[&str]) -> Result<TracedRun, Failed> {
    let count = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    // Its own: what other killed runs left there would be removed by this one, with calls of its own.
    let temporary = tempfile::TempDir::new().map_err(|error| error.to_string())?;
    let mut command = Command::new(tracer);
    command.arg(count.path()).arg(call.to_string()).arg(env!("CARGO_BIN_EXE_zishu"));
    command.args(arguments).current_dir(root).env("TMPDIR", temporary.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().map_err(|error| error.to_string())?;
    let calls = std::fs::read_to_string(count.path()).unwrap_or_default();
    let calls = calls.trim().parse().unwrap_or_default();
    Ok(TracedRun { code: status.code().unwrap_or(-1), calls })
}

/// The files of a folder; empty folders that were made on the way do no harm.
fn files(root: &Path) -> Tree {
    let mut tree = room::tree(root);
    tree.retain(|_, held| held.is_some());
    tree
}

/// The tracer, built once; `None` where there is no Linux or no compiler.
fn tracer() -> Option<&'static Path> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        let folder = golden::root().join("target/tmp");
        std::fs::create_dir_all(&folder).ok()?;
        let program = folder.join("kill");
        let mut command = Command::new("cc");
        command.args(["-O1", "-o"]).arg(&program).arg(golden::root().join("tests/disk/kill.c"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success()).then_some(program)
    };
    BUILT.get_or_init(|| if cfg!(target_os = "linux") { build() } else { None }).as_deref()
}
