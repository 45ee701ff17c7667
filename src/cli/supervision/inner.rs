//! The process that lays out: it notes what it does, and ends where a layout takes too much, or where the
//! outer process is gone.

use crate::pdf::{self, Supervisor};
use crate::workflow::Notes;
use std::io::{self, Read};
use std::path::Path;
use std::thread;

/// Exit code of a process that a layout took too much of; no other code of this program's.
pub(super) const STOPPED: u8 = 86;

/// What a process that follows another one takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Restart {
    /// The port that the browser knows.
    pub port: u16,
}

impl Restart {
    /// What the process before this one left, where it served.
    pub fn of(notes: &Path) -> Option<Restart> {
        Some(Restart { port: Notes::read(notes).port? })
    }

    /// Leaves it to the process that may follow.
    pub fn note(self, notes: &Path) {
        Notes::update(notes, |notes| notes.port = Some(self.port));
    }
}

/// Has layouts supervised from now on by the process that reads these notes.
pub(in crate::cli) fn begin(notes: &Path) {
    let stopped = Notes::read(notes).stopped;
    let (on_layout, on_excess) = (notes.to_owned(), notes.to_owned());
    pdf::supervise_layouts(Supervisor {
        stopped,
        on_layout: Box::new(move |templates| {
            Notes::update(&on_layout, |notes| notes.layout = Some(templates.clone()));
        }),
        on_excess: Box::new(move |stopped| {
            Notes::update(&on_excess, |notes| notes.stopped = Some(stopped));
            leave(STOPPED.into());
        }),
    });

    let follow = || {
        let _ = io::stdin().lock().read(&mut [0]);
        leave(2);
    };
    // Without a thread this process goes on until it is done, whatever becomes of the outer one.
    let _ = thread::Builder::new().name("outer".to_owned()).spawn(follow);
}

/// Ends the process, whatever its threads are at: files are written all or none, and the next run clears
/// away what is left.
#[allow(clippy::exit, reason = "the thread that lays out can't be stopped otherwise")]
fn leave(code: i32) {
    std::process::exit(code)
}
