//! Events to all open tabs. One that doesn't listen is dropped, and never waited for.

use serde_json::Value;
use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Maximum number of events that wait for a tab.
const MAX_WAITING: usize = 64;
/// Maximum number of tabs that listen at once.
const MAX_TABS: usize = 48;

/// Who listens.
#[derive(Debug, Default)]
pub(super) struct Hub {
    listeners: Mutex<VecDeque<SyncSender<Arc<str>>>>,
}

/// One tab's side.
#[derive(Debug)]
pub(super) struct Listener(Receiver<Arc<str>>);

/// What a listener receives.
pub(super) enum Event {
    /// An event, as it is sent.
    Text(Arc<str>),
    /// Nothing within the time.
    Silence,
    /// There will be nothing more.
    Closed,
}

impl Hub {
    /// Listens from now on; `first` is sent at once.
    pub fn subscribe(&self, first: &[(&str, Value)]) -> Listener {
        let (send, receive) = mpsc::sync_channel(MAX_WAITING);
        for (name, data) in first {
            let _ = send.try_send(message(name, data));
        }

        let mut listeners = self.listeners();
        if listeners.len() >= MAX_TABS {
            listeners.pop_front();
        }
        listeners.push_back(send);
        Listener(receive)
    }

    /// Sends an event to everyone.
    pub fn broadcast(&self, name: &str, data: &Value) {
        let text = message(name, data);
        self.listeners().retain(|listener| listener.try_send(text.clone()).is_ok());
    }

    /// Whether anyone listens.
    pub fn has_listeners(&self) -> bool {
        !self.listeners().is_empty()
    }

    fn listeners(&self) -> MutexGuard<'_, VecDeque<SyncSender<Arc<str>>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// The next event, at most `wait` later.
    pub fn next(&self, wait: Duration) -> Event {
        match self.0.recv_timeout(wait) {
            Ok(text) => Event::Text(text),
            Err(RecvTimeoutError::Timeout) => Event::Silence,
            Err(RecvTimeoutError::Disconnected) => Event::Closed,
        }
    }
}

fn message(name: &str, data: &Value) -> Arc<str> {
    // JSON has no line ends, so that one line holds it.
    format!("event: {name}\ndata: {data}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn listeners_that_do_not_read_are_dropped() {
        let hub = Hub::default();
        let deaf = hub.subscribe(&[]);
        for version in 0..=MAX_WAITING {
            hub.broadcast("built", &json!({ "version": version }));
        }
        assert!(!hub.has_listeners());
        drop(deaf);
        let tab = hub.subscribe(&[("built", json!({ "version": 1 }))]);
        hub.broadcast("built", &json!({ "version": 2 }));
        for version in [1, 2] {
            let Event::Text(text) = tab.next(Duration::ZERO) else { panic!("nothing heard") };
            assert_eq!(&*text, format!("event: built\ndata: {{\"version\":{version}}}\n\n"));
        }
        assert!(matches!(tab.next(Duration::ZERO), Event::Silence));
    }
}
