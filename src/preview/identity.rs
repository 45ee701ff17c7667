//! By what a preview is found and known: its ports, its workspace, its run.

use crate::source::fingerprint;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The port that is tried first, and those after it.
pub(super) const PORTS: Range<u16> = 8717..8817;

/// A name for a workspace that tells nothing of its path.
pub(super) fn workspace_id(root: &Path) -> String {
    let real: PathBuf = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    fingerprint([real.to_string_lossy().as_bytes()])
}

/// A name for this run of the program.
pub(super) fn instance_id() -> String {
    let process = std::process::id().to_be_bytes();
    let time = format!("{:?}", SystemTime::now());
    fingerprint([process.as_slice(), time.as_bytes()])
}
