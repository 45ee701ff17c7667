//! Text to the terminal, errors in Chinese.

use std::io::{self, Write};
use std::sync::OnceLock;

/// Why something couldn't be printed, where that happened.
static FAILURE: OnceLock<io::Error> = OnceLock::new();

/// Prints a result to standard output. A reader that closed the pipe is no error.
pub(super) fn text(text: &str) {
    let mut output = io::stdout().lock();
    // What isn't flushed here is lost in silence when the program ends.
    note(output.write_all(text.as_bytes()).and_then(|()| output.flush()));
}

/// Prints a message to standard error, with a line end.
pub(super) fn message(text: &str) {
    note(writeln!(io::stderr().lock(), "{}", text.trim_end()));
}

/// Notes whether something was printed: a command whose words are lost hasn't ended well.
pub(super) fn note(printed: io::Result<()>) {
    if let Err(error) = printed
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = FAILURE.set(error);
    }
}

/// Why the first of what couldn't be printed couldn't.
pub(super) fn failure() -> Option<&'static io::Error> {
    FAILURE.get()
}

/// An error and its causes, outermost first; what the system says, in Chinese.
pub(super) fn chain(error: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        if cause.is::<io::Error>() {
            break;
        }

        parts.push(cause.to_string());
    }

    // Errors that wrap the system's error have no number.
    let system = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).last();
    parts.extend(system.map(reason));
    parts.join("：")
}

/// Why the system refused, with its number for whoever looks after the machine.
pub(super) fn reason(error: &io::Error) -> String {
    let meaning = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹，请核对名称",
        io::ErrorKind::PermissionDenied => "没有权限，或正在 Word、阅读器里打开，请关掉再试",
        io::ErrorKind::AlreadyExists => "已有同名的文件，请改名或移走",
        io::ErrorKind::NotADirectory => "路径中有一段是文件，不是文件夹，请核对路径",
        io::ErrorKind::IsADirectory => "已有同名的文件夹，请改名或移走",
        io::ErrorKind::DirectoryNotEmpty => "文件夹不是空的，请换一个",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的，请换一个位置",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘空间不足，请清理后再试",
        io::ErrorKind::FileTooLarge => "文件超过系统允许的大小，请缩小或分成几份",
        io::ErrorKind::AddrInUse => "端口已被别的程序占用，请用 --port 换一个",
        io::ErrorKind::InvalidFilename => "文件名太长，或含有不能用的符号，请改名",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            "文件正被别的程序占用，请关掉再试"
        }
        io::ErrorKind::OutOfMemory => "内存不足，请关掉别的程序再试",
        _ => match error.raw_os_error() {
            // Windows: in use by another program.
            Some(32 | 33) if cfg!(windows) => "文件正被别的程序占用，请关掉再试",
            _ => "系统没有允许，请告诉管理员",
        },
    };

    match error.raw_os_error() {
        Some(number) => format!("{meaning}（系统错误 {number}）"),
        None => meaning.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::chain;
    use anyhow::Context;

    #[test]
    fn the_system_speaks_chinese() {
        let failed = std::fs::read("/dev/null/a").context("不能读取 a").map(drop);
        let message = failed.map_err(|error| chain(&error)).err().unwrap_or_default();
        assert!(message.starts_with("不能读取 a："), "{message}");
        assert!(!message.contains("os error"), "{message}");
    }
}
