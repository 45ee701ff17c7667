//! Whole processes: how long one takes, and how much memory.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the memory of a running process is read.
const INTERVAL: Duration = Duration::from_millis(2);

/// Time and peak memory of one process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// From its start to its end.
    pub seconds: f64,
    /// In MB, of the process or of the one that it supervises; 0 where the system doesn't tell.
    pub peak: f64,
}

/// zishu, built as this program is, on a workspace.
pub(crate) fn zishu(workspace: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zishu"));
    command.arg("-C").arg(workspace);
    command
}

/// Runs a process, which must succeed.
pub(crate) fn run(mut command: Command) -> Run {
    let messages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-messages.txt");
    let file = File::create(&messages).expect("a file");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);

    let start = Instant::now();
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut peak: f64 = 0.0;
    let status = loop {
        // The high-water mark is gone once the process has ended.
        peak = peak.max(high_water(supervised(child.id())).unwrap_or(0.0));
        match child.try_wait().expect("the program's state") {
            Some(status) => break status,
            None => std::thread::sleep(INTERVAL),
        }
    };
    let seconds = start.elapsed().as_secs_f64();

    if !status.success() {
        let messages = std::fs::read_to_string(messages).unwrap_or_default();
        panic!("{command:?}: {status}\n{messages}");
    }
    Run { seconds, peak }
}

/// The process that lays out: where one supervises another, that other.
pub(crate) fn supervised(process: u32) -> u32 {
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    children.ok().and_then(|children| children.split(' ').next()?.parse().ok()).unwrap_or(process)
}

/// Peak resident memory in MB; only Linux reports it.
pub(crate) fn high_water(process: u32) -> Option<f64> {
    memory(process, "VmHWM:")
}

/// Resident memory in MB; only Linux reports it.
pub(crate) fn resident(process: u32) -> Option<f64> {
    memory(process, "VmRSS:")
}

fn memory(process: u32, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024.0)
}
