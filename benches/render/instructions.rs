//! Instructions that a process runs: they don't depend on what else the machine does.

use std::path::Path;
use std::process::{Command, Stdio};

/// What counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    /// The processor, by way of the system: at no cost.
    Perf,
    /// A simulation of it: some 50 times slower.
    Valgrind,
}

impl Counter {
    /// The first that works here.
    pub fn find() -> Option<Counter> {
        let works = |counter: &Counter| counter.count(&Command::new("true")).is_some();
        [Counter::Perf, Counter::Valgrind].into_iter().find(works)
    }

    /// Instructions of one run, in all its threads; none where they can't be counted.
    pub fn count(self, command: &Command) -> Option<u64> {
        let report = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-instructions.txt");
        let _ = std::fs::remove_file(&report);

        let mut counted = match self {
            Counter::Perf => {
                let mut perf = Command::new("perf");
                perf.args(["stat", "-x,", "-e", "instructions:u", "-o"]).arg(&report).arg("--");
                perf
            }
            Counter::Valgrind => {
                let mut valgrind = Command::new("valgrind");
                valgrind.args([
                    "--tool=cachegrind",
                    "--cache-sim=no",
                    "--cachegrind-out-file=/dev/null",
                ]);
                valgrind.arg(format!("--log-file={}", report.display()));
                valgrind
            }
        };
        counted.arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            counted.current_dir(folder);
        }

        counted.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        counted.status().ok().filter(|status| status.success())?;
        self.read(&std::fs::read_to_string(report).ok()?)
    }

    /// The number in a report: `123456,,instructions:u,…`, or `==7== I   refs:      123,456`.
    fn read(self, report: &str) -> Option<u64> {
        let number = match self {
            Counter::Perf => {
                let line = report.lines().find(|line| line.contains("instructions"))?;
                line.split(',').next()?.to_owned()
            }
            Counter::Valgrind => {
                let line = report.lines().find(|line| line.contains("refs:"))?;
                line.split("refs:").nth(1)?.replace(',', "")
            }
        };
        number.trim().parse().ok()
    }
}
