//! One run at a time compares and renames: a file that is locked for the while.
//!
//! It begins with a dot, so that nothing takes it for a contribution, and is gone afterwards where the
//! system tells one file from another. Where it can't be had or locked (no right to write there, a
//! shared folder without locks), the comparison alone has to do.

use anyhow::bail;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The file, relative to the workspace.
const LOCK_FILE: &str = "chapters/.zishu-lock";

/// Longest wait for another run, which compares and renames within milliseconds.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Time between two tries.
const PAUSE: Duration = Duration::from_millis(5);

/// Maximum length of a holder's name that is shown, in bytes.
const MAX_HOLDER: u64 = 200;

/// The lock; given back when this goes.
pub(super) struct Lock {
    /// Closing it unlocks it.
    _file: File,
    path: PathBuf,
}

impl Lock {
    /// Waits for the lock of a workspace; `None` where there can't be one.
    pub fn take(root: &Path) -> anyhow::Result<Option<Lock>> {
        Lock::take_within(root, MAX_WAIT)
    }

    /// The same, with another longest wait.
    pub(super) fn take_within(root: &Path, wait: Duration) -> anyhow::Result<Option<Lock>> {
        let path = root.join(LOCK_FILE);
        let deadline = Instant::now() + wait;
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            // Another's file, in a folder that is shared, may be readable only.
            let Ok(file) = options.open(&path).or_else(|_| File::open(&path)) else {
                return Ok(None);
            };

            let is_late = Instant::now() >= deadline;
            match file.try_lock() {
                // The run before may have removed the file that this one had opened already. Some
                // shared folders give a file another number each time; they don't hold a run up.
                Ok(()) if is_late || is_same_file(&file, &path) => {
                    name_holder(&file);
                    return Ok(Some(Lock { _file: file, path }));
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if is_late => {
                    let holder = holder(&path).map_or(String::new(), |name| format!("（{name}）"));
                    bail!(
                        "另一个 zishu{holder}正在这个工作区里写文件；没有写入任何文件，请稍后再运行"
                    );
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&path);
                    return Ok(None);
                }
            }
            sleep(PAUSE);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Still locked: who opens the file now finds that it is no longer there.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes into the lock's file who holds it, for those who have to wait.
fn name_holder(mut file: &File) {
    let variable = |names: [&str; 2]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = variable(["USER", "USERNAME"]).unwrap_or_default();
    let host = variable(["HOSTNAME", "COMPUTERNAME"])
        .or_else(|| fs::read_to_string("/etc/hostname").ok())
        .map_or(String::new(), |host| format!("@{}", host.trim()));
    // A help, no more: where it can't be written, the lock holds all the same.
    let _ = file.set_len(0);
    let _ = file.write_all(format!("{user}{host} 进程 {}", std::process::id()).as_bytes());
}

/// Who holds the lock, as far as its file says and the system lets it be read (Windows doesn't).
fn holder(path: &Path) -> Option<String> {
    let mut name = String::new();
    File::open(path).ok()?.take(MAX_HOLDER).read_to_string(&mut name).ok()?;
    let is_plain = !name.is_empty() && !name.contains(char::is_control);
    is_plain.then_some(name)
}

/// Whether the path leads to the open file.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(opened), Ok(current)) = (file.metadata(), fs::metadata(path)) else { return false };
    (opened.dev(), opened.ino()) == (current.dev(), current.ino())
}

/// The file is never removed here.
#[cfg(not(unix))]
fn is_same_file(_file: &File, _path: &Path) -> bool {
    true
}
