//! What changes under a workspace, as batches: a burst of saves is one.
//!
//! In: the system's notices, and every two seconds a look at the files' times, since notices get lost
//! and network drives send none. Out: [`Change`]s. Temporary files, outputs and copies for review don't
//! count.

use super::stamp::Stamps;
use super::watched::{Change, FOLDERS, relevant};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

/// Time without notices after which a batch is closed. Editors write a file within a few of these; what
/// comes during a build is the next batch in any case.
const QUIET: Duration = Duration::from_millis(10);
/// Maximum time for which a batch stays open.
const MAX_BATCH: Duration = Duration::from_millis(300);
/// Time within which a file that was just emptied is expected to be written.
const EMPTIED: Duration = Duration::from_millis(200);
/// Time between looks at the files' times, beside the system's notices.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Time between looks at the files' times where the system sends no notices.
const POLL_INTERVAL_ALONE: Duration = Duration::from_millis(500);

/// Watches a workspace.
pub struct Watcher {
    root: PathBuf,
    notices: Receiver<Notice>,
    wake: Sender<Notice>,
    system: Option<RecommendedWatcher>,
    stamps: Stamps,
}

/// Something that ends the wait.
pub(super) enum Notice {
    /// A file may have changed.
    Touched(PathBuf),
    /// Notices were lost, or folders came or went.
    Unsure,
    /// Someone asks for a build.
    Asked,
}

/// What a burst of notices says.
#[derive(Default)]
struct Batch {
    changed: Change,
    /// Whether someone asks for a build.
    is_requested: bool,
}

impl Watcher {
    /// Watches from now on.
    pub fn new(root: &Path) -> Watcher {
        let (wake, notices) = mpsc::channel();
        let send = wake.clone();
        let root = root.to_owned();
        let system = notify::recommended_watcher(move |event| forward(&send, event)).ok();
        let stamps = Stamps::take(&root);
        let mut watcher = Watcher { root, notices, wake, system, stamps };
        watcher.attach();
        watcher
    }

    /// What a thread sends to ask for a build.
    pub(super) fn waker(&self) -> Sender<Notice> {
        self.wake.clone()
    }

    /// Whether the system sends notices; else files are looked at twice a second.
    pub fn has_notices(&self) -> bool {
        self.system.is_some()
    }

    /// Waits for the next batch; it is empty where someone asked for a build.
    pub fn next_batch(&mut self) -> Change {
        loop {
            let interval = if self.system.is_some() { POLL_INTERVAL } else { POLL_INTERVAL_ALONE };
            // The watcher itself holds a sender: an error is a timeout.
            let first = self.notices.recv_timeout(interval);
            let mut batch = Batch::default();
            if let Ok(notice) = first {
                self.gather(notice, &mut batch);
                let end = Instant::now() + EMPTIED;
                while batch.changed.iter().any(|path| self.is_emptied(path))
                    && let Some(remaining) = end.checked_duration_since(Instant::now())
                    && let Ok(notice) = self.notices.recv_timeout(remaining)
                {
                    self.gather(notice, &mut batch);
                }
            }

            batch.changed.extend(self.poll());
            if batch.is_requested || !batch.changed.is_empty() {
                return batch.changed;
            }
        }
    }

    /// Whether a file that held something holds nothing now: many programs empty it, then write.
    fn is_emptied(&self, path: &str) -> bool {
        let now = std::fs::metadata(self.root.join(path));
        self.stamps.size(path).is_some_and(|size| size > 0) && now.is_ok_and(|now| now.len() == 0)
    }

    /// Takes in notices until there is quiet.
    fn gather(&self, first: Notice, batch: &mut Batch) {
        let mut burst = Burst::new(Instant::now());
        let mut notice = first;
        loop {
            match notice {
                Notice::Touched(path) => batch.changed.extend(relevant(&self.root, &path)),
                Notice::Asked => batch.is_requested = true,
                Notice::Unsure => {}
            }

            let Some(remaining) = burst.remaining(Instant::now()) else { return };
            let Ok(next) = self.notices.recv_timeout(remaining) else { return };
            burst.extend(Instant::now());
            notice = next;
        }
    }

    /// What differs from the last look; folders that came back are watched again.
    fn poll(&mut self) -> Change {
        let now = Stamps::take(&self.root);
        let changed = self.stamps.changed(&now);
        if self.stamps.folders() != now.folders() {
            self.attach();
        }
        self.stamps = now;
        changed
    }

    fn attach(&mut self) {
        let Some(system) = &mut self.system else { return };
        let whole = system.watch(&self.root, RecursiveMode::NonRecursive);
        let mut refused = matches!(&whole, Err(error) if !is_gone(error));
        for folder in FOLDERS {
            let path = self.root.join(folder);
            // One that was removed and came back is another to the system.
            let _ = system.unwatch(&path);
            if path.is_dir() {
                let watched = system.watch(&path, RecursiveMode::Recursive);
                refused |= matches!(&watched, Err(error) if !is_gone(error));
            }
        }
        if refused {
            self.system = None;
        }
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        notify::ErrorKind::Generic(_)
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_)
        | notify::ErrorKind::MaxFilesWatch => false,
    }
}

fn forward(send: &Sender<Notice>, event: notify::Result<notify::Event>) {
    let notices: Vec<Notice> = match event {
        Ok(event) if event.kind.is_access() => Vec::new(),
        Ok(event) if event.paths.is_empty() => vec![Notice::Unsure],
        Ok(event) => event.paths.into_iter().map(Notice::Touched).collect(),
        Err(_) => vec![Notice::Unsure],
    };

    // Nobody listens any more when the program ends.
    notices.into_iter().for_each(|notice| drop(send.send(notice)));
}

/// When a burst of notices is over.
struct Burst {
    first: Instant,
    last: Instant,
}

impl Burst {
    fn new(now: Instant) -> Burst {
        Burst { first: now, last: now }
    }

    fn extend(&mut self, now: Instant) {
        self.last = now;
    }

    /// How long to wait for another notice; `None` where the burst is over.
    fn remaining(&self, now: Instant) -> Option<Duration> {
        let end = (self.last + QUIET).min(self.first + MAX_BATCH);
        end.checked_duration_since(now).filter(|left| !left.is_zero())
    }
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watcher").field("root", &self.root).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_ends_with_quiet_or_after_its_longest() {
        let start = Instant::now();
        let after = |ms: u64| start + Duration::from_millis(ms);
        let mut burst = Burst::new(start);
        assert_eq!(burst.remaining(after(4)), Some(Duration::from_millis(6)));
        assert_eq!(burst.remaining(after(10)), None);
        for ms in (0..=295).step_by(5) {
            burst.extend(after(ms));
        }
        assert_eq!(burst.remaining(after(295)), Some(Duration::from_millis(5)));
        assert_eq!(burst.remaining(after(300)), None);
    }
}
