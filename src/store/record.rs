//! A value in a file of its own, for another process of this program.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io;
use std::path::Path;

/// Reads a value; `None` where there is none, or another.
pub fn read_record<T: DeserializeOwned>(file: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// Writes a value over the one before.
pub fn write_record<T: Serialize>(file: &Path, value: &T) -> io::Result<()> {
    fs::write(file, serde_json::to_vec(value)?)
}
