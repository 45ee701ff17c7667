//! Text to the terminal and files to the disk.

use anyhow::Context;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Prints a result to standard output. A reader that closed the pipe is no error.
pub(super) fn text(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Prints a message to standard error, with a line end.
pub(super) fn message(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// An error and its causes, outermost first; what the system says, in Chinese.
pub(super) fn chain(error: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        if let Some(system) = system_error(cause) {
            parts.push(reason(system));
            break;
        }
        parts.push(cause.to_string());
    }
    parts.join("：")
}

fn system_error<'a>(cause: &'a (dyn std::error::Error + 'static)) -> Option<&'a io::Error> {
    let persist = cause.downcast_ref::<tempfile::PersistError>().map(|failed| &failed.error);
    persist.or_else(|| cause.downcast_ref::<io::Error>())
}

/// Why the system refused, with its number for whoever looks after the machine.
fn reason(error: &io::Error) -> String {
    let meaning = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限，或文件正被别的程序占用",
        io::ErrorKind::AlreadyExists => "已有同名的文件",
        io::ErrorKind::NotADirectory => "路径中有一段是文件，不是文件夹",
        io::ErrorKind::IsADirectory => "已有同名的文件夹",
        io::ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘空间不足",
        io::ErrorKind::InvalidFilename => "文件名太长，或含有不能用的符号",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "文件正被别的程序占用",
        io::ErrorKind::OutOfMemory => "内存不足",
        _ => match error.raw_os_error() {
            // Windows: in use by another program.
            Some(32 | 33) if cfg!(windows) => "文件正被别的程序占用",
            _ => "系统没有允许",
        },
    };
    match error.raw_os_error() {
        Some(number) => format!("{meaning}（系统错误 {number}）"),
        None => meaning.to_owned(),
    }
}

/// Writes a file whole: beside its place, then renamed over it, so that a killed run or a file held
/// open by Word leaves the last good one.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    persist(beside(path, bytes)?, path)
}

/// Writes all of these files or none: each lies beside its place before the first is renamed, and
/// where a later one can't be the earlier ones get back what they held.
pub(super) fn write_all(files: &[(PathBuf, &[u8])]) -> anyhow::Result<()> {
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let old = std::fs::read(path).ok();
        ready.push((path, old, beside(path, bytes)?));
    }
    let mut done: Vec<(&PathBuf, Option<Vec<u8>>)> = Vec::with_capacity(files.len());
    for (path, old, file) in ready {
        if let Err(error) = persist(file, path) {
            for (path, old) in done {
                let _ = match old {
                    Some(old) => write(path, &old),
                    None => std::fs::remove_file(path).map_err(anyhow::Error::from),
                };
            }
            return Err(error);
        }
        done.push((path, old));
    }
    Ok(())
}

fn beside(path: &Path, bytes: &[u8]) -> anyhow::Result<NamedTempFile> {
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
    Ok(file)
}

fn persist(file: NamedTempFile, path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
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

#[cfg(test)]
mod tests {
    use super::chain;
    use anyhow::Context;

    #[test]
    fn the_system_speaks_chinese() {
        let failed = std::fs::read("/dev/null/a").context("不能读取 a").map(drop);
        let shown = failed.map_err(|error| chain(&error)).err().unwrap_or_default();
        assert!(shown.starts_with("不能读取 a："), "{shown}");
        assert!(!shown.contains("os error"), "{shown}");
    }
}
