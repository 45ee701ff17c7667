//! The open connections: when there are too many, the one that matters least is closed.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// From so many on, each new connection closes an old one.
const MOST: usize = 128;
/// So many are open in no case.
const LIMIT: usize = 192;

/// What a connection is doing; the first matter least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// It has sent no whole request.
    Waiting,
    /// It listens for events.
    Streaming,
    /// It is being answered.
    Answering,
}

/// The open connections.
#[derive(Debug, Default)]
pub(super) struct Connections {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    open: BTreeMap<u64, Open>,
}

#[derive(Debug)]
struct Open {
    stream: TcpStream,
    phase: Phase,
    closed: bool,
}

impl Connections {
    /// Takes in a connection; `None` where there is no room.
    pub fn enter(&self, stream: &TcpStream) -> Option<u64> {
        let stream = stream.try_clone().ok()?;
        let mut inner = self.inner();
        if inner.open.len() >= LIMIT {
            return None;
        }
        if inner.open.values().filter(|open| !open.closed).count() >= MOST {
            // The keys rise with time: the oldest of the least phase.
            let alive = inner.open.iter_mut().filter(|(_, open)| !open.closed);
            if let Some((_, least)) = alive.min_by_key(|(id, open)| (open.phase, **id)) {
                least.closed = true;
                let _ = least.stream.shutdown(Shutdown::Both);
            }
        }
        let id = inner.next;
        inner.next += 1;
        inner.open.insert(id, Open { stream, phase: Phase::Waiting, closed: false });
        Some(id)
    }

    /// Says what a connection is doing.
    pub fn turn(&self, id: u64, phase: Phase) {
        if let Some(open) = self.inner().open.get_mut(&id) {
            open.phase = phase;
        }
    }

    /// Drops a connection.
    pub fn leave(&self, id: u64) {
        self.inner().open.remove(&id);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
