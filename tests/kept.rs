//! What stays of a file that a command changes, which files no command writes, and what a command says
//! where its words are lost.
//!
//! In: small workspaces whose files have every form of line ends, or are read-only, or are links; outputs
//! that take nothing. Out: one trial for each command and kind.

use crate::cases;
use crate::saves::{self, Scene};
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A command, with what it works on, and the file that it changes.
struct Change {
    name: &'static str,
    make: fn() -> Result<Scene, Failed>,
    path: &'static str,
}

const CHANGES: [Change; 4] = [
    Change { name: "fix", make: fixing, path: CHAPTER },
    Change { name: "merge", make: saves::merge, path: CHAPTER },
    Change { name: "forms-read", make: saves::form, path: saves::VALUES },
    Change { name: "adopt", make: saves::replacing, path: CHAPTER },
];

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for change in &CHANGES {
        let name = change.name;
        trials.push(Trial::test(format!("kept::{name}-keeps-the-form"), move || forms(change)));
        #[cfg(unix)]
        trials
            .push(Trial::test(format!("kept::{name}-read-only"), move || unix::read_only(change)));
    }
    #[cfg(unix)]
    trials.extend(unix::trials());
    trials
}

/// With a chapter that can be fixed, and another.
fn fixing() -> Result<Scene, Failed> {
    let workspace = saves::two()?;
    workspace.write(CHAPTER, "## 总体\n\n甲处原词在此，质量稳步提升。\n\n甲,乙１２%～１５％。\n");
    workspace.write(saves::OTHER, "## 总体\n\n丙,丁１２%～１５％。\n");
    Ok(Scene { workspace, arguments: vec!["fix"], pipe: "稿.docx", bytes: Vec::new() })
}

// ---- forms -------------------------------------------------------------------------------------

/// Puts a text with `\n` into a form.
type Form = fn(&str) -> String;

const FORMS: [(&str, Form); 7] = [
    ("mark", |text| format!("\u{FEFF}{text}")),
    ("crlf", |text| text.replace('\n', "\r\n")),
    ("mark and crlf", |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n"))),
    ("most lines crlf", |text| text.replace('\n', "\r\n").replacen("\r\n", "\n", 1)),
    ("one line crlf", |text| text.replacen('\n', "\r\n", 1)),
    ("no last end", |text| text.trim_end().replace('\n', "\r\n")),
    ("carriage returns", |text| text.replace('\n', "\r")),
];

/// The mode of the file; no other program's default.
#[cfg(unix)]
const MODE: u32 = 0o640;

fn forms(change: &Change) -> Result<(), Failed> {
    for (name, form) in FORMS {
        let Scene { workspace, arguments, pipe, bytes } = (change.make)()?;
        workspace.write(pipe, bytes);
        let path = workspace.root().join(change.path);
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let before = form(&text);
        workspace.write(change.path, &before);
        #[cfg(unix)]
        unix::set_mode(&path, MODE);

        saves::done(&workspace, &arguments)
            .map_err(|e| format!("{name}: {}", e.message().unwrap_or("")))?;
        let after = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let failed = |what: &str| Failed::from(format!("{name}: {what}\n{before:?}\n{after:?}"));
        if after == before {
            return Err(failed("nothing was changed"));
        }
        if after.starts_with('\u{FEFF}') != before.starts_with('\u{FEFF}') {
            return Err(failed("the byte-order mark"));
        }
        if after.matches('\u{FEFF}').count() > 1 {
            return Err(failed("two byte-order marks"));
        }
        let (old, new) = (lines(&before), lines(&after));
        let ends: BTreeSet<&str> = old.iter().map(|line| line.1).collect();
        if new.iter().any(|line| !line.1.is_empty() && !ends.contains(line.1)) {
            return Err(failed("another line end"));
        }
        for (content, end) in old.iter().filter(|line| !line.0.is_empty() && !line.1.is_empty()) {
            let stays = new.iter().find(|line| line.0 == *content);
            if stays.is_some_and(|line| line.1 != *end) {
                return Err(failed(&format!("the end of the line {content:?}")));
            }
        }
        #[cfg(unix)]
        if unix::mode(&path) != MODE {
            return Err(failed("the mode"));
        }
    }
    Ok(())
}

/// The lines with their ends.
fn lines(text: &str) -> Vec<(&str, &str)> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    text.trim_start_matches('\u{FEFF}')
        .split_inclusive(end)
        .map(|line| line.split_at(line.trim_end_matches(['\r', '\n']).len()))
        .collect()
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::{ErrorKind, Write};
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixStream;
    use std::process::{Command, Stdio};

    pub(super) fn trials() -> Vec<Trial> {
        vec![
            Trial::test("kept::read-only-output", read_only_output),
            Trial::test("kept::links-out-of-the-workspace", links_out),
            Trial::test("kept::output-that-takes-nothing", || outputs(&stuck, "2")),
            Trial::test("kept::closed-pipe", || outputs(&closed, "0")),
        ]
    }

    pub(super) fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    pub(super) fn mode(path: &Path) -> u32 {
        fs::metadata(path).map_or(0, |data| data.permissions().mode() & 0o777)
    }

    // ---- read-only files -----------------------------------------------------------------------

    pub(super) fn read_only(change: &Change) -> Result<(), Failed> {
        for mode in [0o444, 0o400, 0o555, 0o464] {
            let Scene { workspace, arguments, pipe, bytes } = (change.make)()?;
            workspace.write(pipe, bytes);
            let root = workspace.root();
            set_mode(&root.join(change.path), mode);
            let before = saves::tree(root, "");
            let ran = cases::zishu(root, &arguments);
            if !ran.stderr.contains(change.path) || !ran.stderr.contains("只读") {
                return Err(format!("{mode:o}: the file isn't named: {}", ran.stderr).into());
            }
            let mut after = saves::tree(root, "");
            // What can be repaired in other files is.
            let expected = if change.name == "fix" { "1" } else { "2" };
            if change.name == "fix" {
                assert_ne!(before[saves::OTHER], after[saves::OTHER], "the other chapter is fixed");
                after.insert(saves::OTHER.to_owned(), before[saves::OTHER].clone());
            }
            assert_eq!(ran.code, expected, "{mode:o}: {}", ran.stderr);
            assert!(before == after, "{mode:o}: something was written");
        }
        Ok(())
    }

    fn read_only_output() -> Result<(), Failed> {
        let workspace = saves::two()?;
        let root = workspace.root();
        workspace.write("out/自述报告.docx", "定稿");
        set_mode(&root.join("out/自述报告.docx"), 0o444);
        let ran = cases::zishu(root, &["render", "--word"]);
        assert!(ran.code == "2" && ran.stderr.contains("out/自述报告.docx"), "{}", ran.stderr);
        assert_eq!(fs::read(root.join("out/自述报告.docx")).unwrap(), "定稿".as_bytes());
        Ok(())
    }

    // ---- links ---------------------------------------------------------------------------------

    /// Folders and files of the workspace that are moved out of it, with a link in their place, and a
    /// command that would write there.
    fn links_out() -> Result<(), Failed> {
        let folder = "chapters/06-产品质量";
        let adopt: &[&str] = &["adopt", "稿.docx", "--section", "06", "--bureau", "市质监局"];
        let replace = [adopt, &["--replace"]].concat();
        let cases: [(&str, &[&str]); 12] = [
            (folder, &["new", "06", "市农业局"]),
            (folder, adopt),
            (folder, &replace),
            (folder, &["fix"]),
            (CHAPTER, &replace),
            (CHAPTER, &["fix"]),
            ("chapters", &["new", "06", "市农业局"]),
            ("chapters/indicators", &["forms", "read", "表.xlsx"]),
            (saves::VALUES, &["forms", "read", "表.xlsx"]),
            ("out", &["render", "--word"]),
            ("out", &["forms"]),
            ("out/forms", &["forms"]),
        ];
        for (path, arguments) in cases {
            let Scene { workspace, bytes, .. } = saves::replacing()?;
            workspace.write("稿.docx", bytes);
            let form = saves::form()?;
            workspace.write("表.xlsx", form.bytes);
            workspace.write("out/forms/旧.txt", "旧");
            let root = workspace.root();
            let outside = Workspace::empty();
            let moved = outside.root().join("外面");
            fs::rename(root.join(path), &moved)?;
            symlink(&moved, root.join(path))?;

            let before = saves::tree(outside.root(), "");
            let ran = cases::zishu(root, arguments);
            assert!(saves::tree(outside.root(), "") == before, "{path} {arguments:?} writes there");
            // `fix` finds nothing that it may change.
            let may_end_well = arguments == ["fix"];
            assert!(ran.code != "0" || may_end_well, "{path} {arguments:?}: {}", ran.stdout);
            let is_link = fs::symlink_metadata(root.join(path))?.is_symlink();
            assert!(is_link, "{path} {arguments:?}: the link stays");
        }
        Ok(())
    }

    // ---- outputs -------------------------------------------------------------------------------

    /// A socket that nobody reads and that is full.
    fn stuck() -> std::io::Result<(OwnedFd, Option<UnixStream>)> {
        let (mut writer, reader) = UnixStream::pair()?;
        writer.set_nonblocking(true)?;
        for chunk in [&[0; 4096][..], &[0]] {
            loop {
                match writer.write(chunk) {
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(error),
                }
            }
        }
        Ok((writer.into(), Some(reader)))
    }

    /// A pipe whose reader has gone.
    fn closed() -> std::io::Result<(OwnedFd, Option<UnixStream>)> {
        let (writer, reader) = UnixStream::pair()?;
        drop(reader);
        Ok((writer.into(), None))
    }

    /// Every command that prints, with its result, then with its messages, going to such an output.
    fn outputs(
        open: &dyn Fn() -> std::io::Result<(OwnedFd, Option<UnixStream>)>,
        code: &str,
    ) -> Result<(), Failed> {
        let results: [&[&str]; 16] = [
            &["--help"],
            &["--version"],
            &["check", "--help"],
            &["check", "--format", "short"],
            &["check", "--format", "json"],
            &["dump", "workspace"],
            &["dump", "document"],
            &["dump", "typst"],
            &["explain"],
            &["explain", "函数"],
            &["explain", "unknown-indicator"],
            &["fonts"],
            &["fix", "--dry-run"],
            &["new", "06", "市农业局"],
            &["init", "新"],
            &["review", "list"],
        ];
        let messages: [&[&str]; 5] =
            [&["check"], &["render"], &["forms"], &["fix"], &["review", "compare", "now"]];
        let runs = results.map(|arguments| (arguments, true)).into_iter();
        for (arguments, is_result) in runs.chain(messages.map(|arguments| (arguments, false))) {
            let Scene { workspace, .. } = fixing()?;
            if arguments.contains(&"list") {
                saves::done(&workspace, &["review", "send", "--date", "2018-06-13"])?;
            }
            let (writer, _reader) = open()?;
            let mut command = Command::new(env!("CARGO_BIN_EXE_zishu"));
            command.args(arguments).current_dir(workspace.root()).stdin(Stdio::null());
            if is_result {
                command.stdout(writer).stderr(Stdio::piped());
            } else {
                command.stdout(Stdio::piped()).stderr(writer);
            }
            let output = command.output()?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let ended = output.status.code().map_or("signal".to_owned(), |code| code.to_string());
            assert_eq!(ended, code, "{arguments:?}: {said}");
            let is_told = said.contains("没有全部输出");
            assert_eq!(is_told, is_result && code == "2", "{arguments:?}: {said}");
        }
        Ok(())
    }
}
