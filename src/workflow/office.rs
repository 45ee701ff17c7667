//! Files of other programs, made into ours by an installed LibreOffice.
//!
//! In: a file's bytes and the ending of its format. Out: the bytes of the converted file, or why there are none.
//! The office works in a folder and a profile of its own: no settings and no open windows of the user's take
//! part. It gets a limited time and is ended then with all of its processes.

use crate::store::TemporaryFolder;
use anyhow::Context;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The format that a file is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfficeFormat {
    /// Word's own.
    Docx,
    /// Excel's own.
    Xlsx,
}

/// Why a file wasn't converted.
#[derive(Debug)]
pub(super) enum Unconverted {
    /// No LibreOffice was found.
    NoOffice,
    /// It took longer than [`MAX_TIME`].
    TimedOut,
    /// LibreOffice can't read the file.
    Refused,
    /// The system failed.
    Failed(anyhow::Error),
}

/// How long a conversion may take; the first start of an office takes the longest.
const MAX_TIME: Duration = Duration::from_secs(120);
/// How often the office is asked whether it has ended.
const POLL: Duration = Duration::from_millis(50);
/// Maximum size of what it writes, in bytes.
const MAX_RESULT: u64 = 256 * 1024 * 1024;
/// The variable that says where the office's program lies, where it isn't found.
const PROGRAM_VARIABLE: &str = "ZISHU_LIBREOFFICE";

impl OfficeFormat {
    fn filter(self) -> &'static str {
        match self {
            OfficeFormat::Docx => "docx:MS Word 2007 XML",
            OfficeFormat::Xlsx => "xlsx:Calc MS Excel 2007 XML",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            OfficeFormat::Docx => "docx",
            OfficeFormat::Xlsx => "xlsx",
        }
    }
}

/// Converts a file; `ending` is that of its format: `doc`.
pub(super) fn convert(
    bytes: &[u8],
    ending: &str,
    format: OfficeFormat,
) -> Result<Vec<u8>, Unconverted> {
    let office = find().ok_or(Unconverted::NoOffice)?;
    let folder = TemporaryFolder::new().map_err(Unconverted::Failed)?;
    let input = format!("in.{ending}");
    folder.write(&input, bytes).map_err(Unconverted::Failed)?;
    run(&office, folder.path(), &input, format)?;

    let result = folder.path().join("out").join("in").with_extension(format.ending());
    let Ok(file) = File::open(result) else { return Err(Unconverted::Refused) };
    let mut converted = Vec::new();
    let read = file.take(MAX_RESULT + 1).read_to_end(&mut converted);
    read.context("读不出 LibreOffice 转换的文件").map_err(Unconverted::Failed)?;
    if converted.len() as u64 > MAX_RESULT { Err(Unconverted::Refused) } else { Ok(converted) }
}

fn run(office: &Path, folder: &Path, input: &str, format: OfficeFormat) -> Result<(), Unconverted> {
    let mut profile = OsString::from("-env:UserInstallation=");
    profile.push(file_address(&folder.join("profile")));
    let mut command = Command::new(office);
    command
        .arg(profile)
        .args(["--headless", "--norestore", "--nolockcheck", "--nologo"])
        .args(["--convert-to", format.filter(), "--outdir", "out", input])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Its program is a starter: what it starts has to be ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);

    let failed = |error: std::io::Error| {
        Unconverted::Failed(anyhow::Error::from(error).context("不能运行 LibreOffice"))
    };
    let mut child = command.spawn().map_err(failed)?;
    let start = Instant::now();
    while child.try_wait().map_err(failed)?.is_none() {
        if start.elapsed() > MAX_TIME {
            end(&mut child);
            return Err(Unconverted::TimedOut);
        }
        thread::sleep(POLL);
    }
    Ok(())
}

/// Ends the office with the processes that it started.
fn end(child: &mut Child) {
    let id = child.id().to_string();
    let (program, arguments) = if cfg!(windows) {
        ("taskkill", ["/T", "/F", "/PID", &id].map(str::to_owned).to_vec())
    } else {
        ("kill", vec!["-KILL".to_owned(), "--".to_owned(), format!("-{id}")])
    };
    let _ = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}

/// The office's program: as the variable says, on the path, or where it is usually installed.
fn find() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os(PROGRAM_VARIABLE) {
        return Some(PathBuf::from(program)).filter(|program| program.is_file());
    }
    let names: &[&str] = if cfg!(windows) {
        // The one for consoles waits for the other one.
        &["soffice.com", "soffice.exe"]
    } else {
        &["soffice", "libreoffice"]
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(usual_folders());
    let mut programs = folders.flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    programs.find(|program| program.is_file())
}

fn usual_folders() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let mut folders = Vec::new();
    if cfg!(windows) {
        let programs = ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"];
        for folder in programs.into_iter().filter_map(variable) {
            folders.push(folder.join("LibreOffice").join("program"));
        }
    } else if cfg!(target_os = "macos") {
        let applications = [Some(PathBuf::from("/Applications")), variable("HOME")];
        for folder in applications.into_iter().flatten() {
            folders.push(folder.join("LibreOffice.app/Contents/MacOS"));
        }
        folders.extend(
            variable("HOME").map(|home| home.join("Applications/LibreOffice.app/Contents/MacOS")),
        );
    } else {
        let usual = ["/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program", "/snap/bin"];
        folders.extend(usual.map(PathBuf::from));

        // The packages of LibreOffice's own: /opt/libreoffice7.6.
        let own = fs::read_dir("/opt").into_iter().flatten().flatten();
        let own =
            own.filter(|entry| entry.file_name().to_string_lossy().starts_with("libreoffice"));
        folders.extend(own.map(|entry| entry.path().join("program")));
    }
    folders
}

/// A path as an address: `file:///tmp/%E7%94%B2`.
fn file_address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from("file://");
    // On Windows a path begins with a drive.
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/:.-_~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::file_address;
    use std::path::Path;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(file_address(Path::new("/甲 a_1/b")), "file:///%E7%94%B2%20a_1/b");
        assert_eq!(file_address(Path::new("C:\\甲\\a")), "file:///C:/%E7%94%B2/a");
    }
}
