//! The line on a terminal that says what is being done, and the time that each stage took.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

// Blanks rather than an escape sequence: consoles of older Windows print those as text.
const BLANK: &str = "                                        ";

/// Shows the present stage and times all of them.
pub(super) struct Progress {
    shown: bool,
    current: Option<(&'static str, Instant)>,
    stages: Vec<(&'static str, Duration)>,
}

impl Progress {
    /// A line on standard error if that is a terminal; else only the times are kept.
    pub(super) fn new() -> Progress {
        Progress { shown: io::stderr().is_terminal(), current: None, stages: Vec::new() }
    }

    /// Ends the stage before and begins this one.
    pub(super) fn stage(&mut self, name: &'static str) {
        self.end();
        self.current = Some((name, Instant::now()));
        if self.shown {
            let _ = write!(io::stderr(), "\r{BLANK}\r正在{name}…");
            let _ = io::stderr().flush();
        }
    }

    /// Ends the last stage, clears the line and gives the times.
    pub(super) fn finish(mut self) -> Vec<(&'static str, Duration)> {
        self.end();
        std::mem::take(&mut self.stages)
    }

    fn end(&mut self) {
        if let Some((name, start)) = self.current.take() {
            self.stages.push((name, start.elapsed()));
        }
    }

    /// Clears the line, so that a message can be printed.
    pub(super) fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{BLANK}\r");
        }
    }
}
