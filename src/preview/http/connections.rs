//! The open connections: when there are too many, the one that matters least is closed.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Maximum number of connections that are served: each further one closes an old one.
const MAX_SERVED: usize = 128;
/// Maximum number of connections that are open, those being closed included.
const MAX_OPEN: usize = 192;

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
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    next_id: u64,
    open: BTreeMap<u64, Connection>,
}

#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    phase: Phase,
    closed: bool,
}

impl Connections {
    /// Registers a connection; `None` where there is no room.
    pub fn register(&self, stream: &TcpStream) -> Option<u64> {
        let stream = stream.try_clone().ok()?;
        let mut table = self.table();
        if table.open.len() >= MAX_OPEN {
            return None;
        }

        if table.open.values().filter(|open| !open.closed).count() >= MAX_SERVED {
            // The keys rise with time: the oldest of the least phase.
            let alive = table.open.iter_mut().filter(|(_, open)| !open.closed);
            if let Some((_, least)) = alive.min_by_key(|(id, open)| (open.phase, **id)) {
                least.closed = true;
                let _ = least.stream.shutdown(Shutdown::Both);
            }
        }

        let id = table.next_id;
        table.next_id += 1;
        table.open.insert(id, Connection { stream, phase: Phase::Waiting, closed: false });
        Some(id)
    }

    /// Says what a connection is doing.
    pub fn set_phase(&self, id: u64, phase: Phase) {
        if let Some(open) = self.table().open.get_mut(&id) {
            open.phase = phase;
        }
    }

    /// Drops a connection.
    pub fn unregister(&self, id: u64) {
        self.table().open.remove(&id);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
