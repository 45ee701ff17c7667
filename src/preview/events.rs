//! Events to all open tabs. One that doesn't listen is dropped, and never waited for.

use serde_json::Value;
use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Events that may wait for a tab.
const WAITING: usize = 64;
/// Tabs that listen at once.
const TABS: usize = 48;

/// Who listens.
#[derive(Debug, Default)]
pub(super) struct Hub {
    listeners: Mutex<VecDeque<SyncSender<Arc<str>>>>,
}

/// One tab's side.
#[derive(Debug)]
pub(super) struct Listener(Receiver<Arc<str>>);

/// What a listener got.
pub(super) enum Heard {
    /// An event, as it goes out.
    Event(Arc<str>),
    /// Nothing for so long.
    Nothing,
    /// There will be nothing more.
    End,
}

impl Hub {
    /// Listens from now on; `first` is told at once.
    pub fn listen(&self, first: &[(&str, Value)]) -> Listener {
        let (send, receive) = mpsc::sync_channel(WAITING);
        for (name, data) in first {
            let _ = send.try_send(line(name, data));
        }
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        if listeners.len() >= TABS {
            listeners.pop_front();
        }
        listeners.push_back(send);
        Listener(receive)
    }

    /// Tells everyone.
    pub fn tell(&self, name: &str, data: &Value) {
        let text = line(name, data);
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| listener.try_send(text.clone()).is_ok());
    }

    /// Whether anyone listens.
    pub fn is_heard(&self) -> bool {
        !self.listeners.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

impl Listener {
    /// The next event, waited for so long.
    pub fn next(&self, wait: Duration) -> Heard {
        match self.0.recv_timeout(wait) {
            Ok(text) => Heard::Event(text),
            Err(RecvTimeoutError::Timeout) => Heard::Nothing,
            Err(RecvTimeoutError::Disconnected) => Heard::End,
        }
    }
}

fn line(name: &str, data: &Value) -> Arc<str> {
    // JSON has no line ends, so that one line holds it.
    format!("event: {name}\ndata: {data}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn who_does_not_listen_is_dropped() {
        let hub = Hub::default();
        let deaf = hub.listen(&[]);
        for version in 0..=WAITING {
            hub.tell("built", &json!({ "version": version }));
        }
        assert!(!hub.is_heard());
        drop(deaf);
        let tab = hub.listen(&[("built", json!({ "version": 1 }))]);
        hub.tell("built", &json!({ "version": 2 }));
        for version in [1, 2] {
            let Heard::Event(text) = tab.next(Duration::ZERO) else { panic!("nothing heard") };
            assert_eq!(&*text, format!("event: built\ndata: {{\"version\":{version}}}\n\n"));
        }
        assert!(matches!(tab.next(Duration::ZERO), Heard::Nothing));
    }
}
