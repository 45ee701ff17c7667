//! Text to the terminal and files to the disk.

use anyhow::Context;
use std::io::{self, Write};
use std::path::Path;

/// Prints a result to standard output. A reader that closed the pipe is no error.
pub(super) fn text(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Prints a message to standard error, with a line end.
pub(super) fn message(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// An error and its causes, outermost first.
pub(super) fn chain(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join("：")
}

/// Writes a file whole: beside its place, then renamed over it, so that a killed run or a file held
/// open by Word leaves the last good one.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .with_context(|| format!("不能建立文件夹 {}", folder.display()))?;
    let mut file = tempfile::Builder::new()
        .prefix(".zishu-")
        .tempfile_in(folder)
        .with_context(|| format!("不能在 {} 中写文件", folder.display()))?;
    file.write_all(bytes).with_context(|| format!("不能写入 {shown}，请查看磁盘空间"))?;
    share(file.as_file(), path);
    file.persist(path)
        .with_context(|| format!("不能写入 {shown}，可能正在 Word 或阅读器里打开，请关闭后重试"))?;
    Ok(())
}

/// A temporary file is readable by its owner only; the result gets the rights of the file it
/// replaces, or the usual ones.
#[cfg(unix)]
fn share(file: &std::fs::File, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(target).map_or(0o644, |data| data.permissions().mode());
    let _ = file.set_permissions(std::fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File, _target: &Path) {}
