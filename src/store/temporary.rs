//! Folders outside the workspace that are gone when they are no longer needed.

use super::record::write_file;
use anyhow::Context;
use std::path::Path;
use tempfile::TempDir;

/// A temporary folder; it is removed when this goes.
#[derive(Debug)]
pub struct TemporaryFolder(TempDir);

impl TemporaryFolder {
    /// Makes an empty one.
    pub fn new() -> anyhow::Result<TemporaryFolder> {
        let folder = tempfile::Builder::new().prefix("zishu-").tempdir();
        folder.map(TemporaryFolder).context("不能建立临时文件夹，请查看磁盘空间")
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file by its path in the folder.
    pub fn write(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.path().join(path);
        write_file(&path, bytes).with_context(|| format!("不能写入临时文件 {}", path.display()))
    }
}
