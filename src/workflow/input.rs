//! Files that people name on a command line, read with a limit.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The bytes of a file, at most one more than `limit`, which says that it is too large. `wanted` is what
/// is asked for where a folder was named.
pub(super) fn read_limited(path: &Path, limit: u64, wanted: &str) -> anyhow::Result<Vec<u8>> {
    let name = path.display();
    if path.is_dir() {
        bail!("{name} 是文件夹，请写{wanted}");
    }
    if !path.exists() {
        bail!("没有文件 {name}；请核对文件名");
    }

    let file = File::open(path).with_context(|| format!("打不开 {name}"))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).with_context(|| format!("读不出 {name}"))?;
    Ok(bytes)
}
