//! The line on a terminal that says what is being done, and the time that each stage took.

use crate::pipeline::{Observer, Stage};
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

// Spaces rather than an escape sequence: consoles of older Windows print those as text.
const EMPTY_LINE: &str = "                                        ";

/// How long a stage took.
#[derive(Clone, Copy)]
pub(super) struct StageTime {
    /// Its name in messages.
    pub name: &'static str,
    pub duration: Duration,
}

/// Prints the current stage and times all of them.
#[derive(Clone)]
pub(super) struct Progress {
    is_visible: bool,
    stages: Arc<Mutex<Stages>>,
}

#[derive(Default)]
struct Stages {
    current: Option<(Stage, Instant)>,
    times: Vec<StageTime>,
}

impl Progress {
    /// A line on standard error if that is a terminal; else only the times are kept.
    pub(super) fn new() -> Progress {
        Progress { is_visible: io::stderr().is_terminal(), stages: Arc::default() }
    }

    /// Follows a build.
    pub(super) fn observer(&self) -> Observer {
        let progress = self.clone();
        Observer::new(move |stage| progress.begin(stage))
    }

    /// Ends the stage before and begins this one.
    pub(super) fn begin(&self, stage: Stage) {
        let mut stages = self.stages();
        stages.end();
        stages.current = Some((stage, Instant::now()));

        if self.is_visible {
            let _ = write!(io::stderr(), "\r{EMPTY_LINE}\r正在{}…", stage_name(stage));
            let _ = io::stderr().flush();
        }
    }

    /// Ends the last stage, clears the line, so that messages can be printed, and gives the times.
    pub(super) fn finish(&self) -> Vec<StageTime> {
        if self.is_visible {
            let _ = write!(io::stderr(), "\r{EMPTY_LINE}\r");
        }

        let mut stages = self.stages();
        stages.end();
        std::mem::take(&mut stages.times)
    }

    fn stages(&self) -> MutexGuard<'_, Stages> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stages {
    fn end(&mut self) {
        if let Some((stage, start)) = self.current.take() {
            self.times.push(StageTime { name: stage_name(stage), duration: start.elapsed() });
        }
    }
}

/// What a stage is called in messages.
fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "读取",
        Stage::Assemble => "合并",
        Stage::Check => "核对",
        Stage::LayOut => "排版",
    }
}
