//! A file and what it is to hold.

use super::expected::Expected;
use std::path::PathBuf;

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// What is there until then, as far as the command knows.
    pub expected: Expected,
}

/// A file that is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRemoval {
    /// The file.
    pub path: PathBuf,
    /// What it held when the command read it: with other bytes it stays, and nothing is done.
    pub bytes: Vec<u8>,
}
