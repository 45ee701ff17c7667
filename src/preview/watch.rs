//! What changes under a workspace, as batches: a burst of saves is one.
//!
//! In: the system's notices, and every two seconds a look at the files' times, since notices get lost
//! and network drives send none. Out: [`Change`]s. Temporary files, outputs and copies for review don't
//! count.

use super::stamp::Stamps;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// So long nothing must happen before a batch is closed. Editors write a file within a few of these;
/// what comes during a build is the next batch in any case.
const QUIET: Duration = Duration::from_millis(10);
/// So long a batch stays open at most.
const LONGEST: Duration = Duration::from_millis(300);
/// A file that was just emptied is about to be written: so long is waited for that.
const EMPTIED: Duration = Duration::from_millis(200);
/// Looks at the files' times, beside the system's notices.
const LOOK: Duration = Duration::from_secs(2);
/// Looks at the files' times where the system sends no notices.
const LOOK_ALONE: Duration = Duration::from_millis(500);
/// Folders of a workspace that are read.
pub(super) const FOLDERS: [&str; 3] = ["chapters", "templates", "fonts"];

/// Files that changed, relative to the workspace, with `/`.
pub type Change = BTreeSet<String>;

/// Watches a workspace.
pub(super) struct Watcher {
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

impl Watcher {
    /// Watches from now on.
    pub fn new(root: &Path) -> Watcher {
        let (wake, notices) = mpsc::channel();
        let send = wake.clone();
        let root = root.to_owned();
        let system = notify::recommended_watcher(move |event| tell(&send, event)).ok();
        let stamps = Stamps::take(&root);
        let mut watcher = Watcher { root, notices, wake, system, stamps };
        watcher.attach();
        watcher
    }

    /// What a thread sends to ask for a build.
    pub fn waker(&self) -> Sender<Notice> {
        self.wake.clone()
    }

    /// Whether the system sends notices.
    pub fn has_notices(&self) -> bool {
        self.system.is_some()
    }

    /// Waits for the next batch; it is empty where someone asked for a build.
    pub fn next(&mut self) -> Change {
        loop {
            let look = if self.system.is_some() { LOOK } else { LOOK_ALONE };
            let first = match self.notices.recv_timeout(look) {
                Ok(notice) => Some(notice),
                Err(RecvTimeoutError::Timeout) => None,
                // The watcher itself holds a sender.
                Err(RecvTimeoutError::Disconnected) => None,
            };
            if first.is_none() {
                let changed = self.look();
                if !changed.is_empty() {
                    return changed;
                }
                continue;
            }
            let (mut changed, mut asked) = self.gather(first);
            let end = Instant::now() + EMPTIED;
            while changed.iter().any(|path| self.is_emptied(path))
                && let Some(left) = end.checked_duration_since(Instant::now())
                && let Ok(more) = self.notices.recv_timeout(left)
            {
                let (more, also) = self.gather(Some(more));
                changed.extend(more);
                asked |= also;
            }
            changed.extend(self.look());
            if asked || !changed.is_empty() {
                return changed;
            }
        }
    }

    /// Whether a file that held something holds nothing now: many programs empty it, then write.
    fn is_emptied(&self, path: &str) -> bool {
        let now = std::fs::metadata(self.root.join(path));
        self.stamps.size(path).is_some_and(|size| size > 0) && now.is_ok_and(|now| now.len() == 0)
    }

    /// Takes in notices until there is quiet.
    fn gather(&self, first: Option<Notice>) -> (Change, bool) {
        let mut burst = Burst::new(Instant::now());
        let (mut changed, mut asked) = (Change::new(), false);
        let mut notice = first;
        loop {
            match notice.take() {
                Some(Notice::Touched(path)) => changed.extend(relevant(&self.root, &path)),
                Some(Notice::Asked) => asked = true,
                Some(Notice::Unsure) | None => {}
            }
            let Some(left) = burst.left(Instant::now()) else { return (changed, asked) };
            match self.notices.recv_timeout(left) {
                Ok(next) => {
                    burst.hear(Instant::now());
                    notice = Some(next);
                }
                Err(_) => return (changed, asked),
            }
        }
    }

    /// What differs from the last look; folders that came back are watched again.
    fn look(&mut self) -> Change {
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

fn tell(send: &Sender<Notice>, event: notify::Result<notify::Event>) {
    let notices: Vec<Notice> = match event {
        Ok(event) if event.kind.is_access() => Vec::new(),
        Ok(event) if event.paths.is_empty() => vec![Notice::Unsure],
        Ok(event) => event.paths.into_iter().map(Notice::Touched).collect(),
        Err(_) => vec![Notice::Unsure],
    };
    // Nobody listens any more when the program ends.
    notices.into_iter().for_each(|notice| drop(send.send(notice)));
}

/// The path relative to the workspace, where a report may read it.
fn relevant(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    let parts = parts?;
    let known = parts.len() > 1 && FOLDERS.contains(parts.first()?);
    // A folder's own times change with every temporary file in it; what is in it was told apart.
    (known && !parts.iter().any(|part| is_temporary(part)) && !path.is_dir())
        .then(|| parts.join("/"))
}

/// Whether programs make files of this name for their own use.
pub(super) fn is_temporary(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = [".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".crdownload", ".part", "~"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name == "4913"
        || (name.starts_with('#') && name.ends_with('#'))
        || ends.iter().any(|end| lower.ends_with(end))
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

    fn hear(&mut self, now: Instant) {
        self.last = now;
    }

    /// How long to wait for another notice; `None` where the burst is over.
    fn left(&self, now: Instant) -> Option<Duration> {
        let end = (self.last + QUIET).min(self.first + LONGEST);
        end.checked_duration_since(now).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_ends_with_quiet_or_after_its_longest() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut burst = Burst::new(start);
        assert_eq!(burst.left(at(4)), Some(Duration::from_millis(6)));
        assert_eq!(burst.left(at(10)), None);
        for ms in (0..=295).step_by(5) {
            burst.hear(at(ms));
        }
        assert_eq!(burst.left(at(295)), Some(Duration::from_millis(5)));
        assert_eq!(burst.left(at(300)), None);
    }

    #[test]
    fn only_what_a_report_reads_counts() {
        let root = Path::new("/r");
        let seen = |path: &str| relevant(root, Path::new(path));
        assert_eq!(seen("/r/chapters/06/甲.md"), Some("chapters/06/甲.md".to_owned()));
        for path in [
            "/r/out/自述报告.pdf",
            "/r/chapters/.review/c1.json",
            "/r/chapters/06/~$甲.docx",
            "/r/chapters/06/4913",
            "/r/chapters/06/.甲.md.swp",
            "/r/chapters/06/甲.md~",
            "/r/chapters/.zishu-a",
            "/r/target/a.md",
            "/elsewhere/chapters/a.md",
        ] {
            assert_eq!(seen(path), None, "{path}");
        }
    }
}
