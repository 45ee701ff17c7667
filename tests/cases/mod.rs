//! `tests/cases/<feature>/<case>/console.txt`: command lines on a whole workspace.
//!
//! In: the case's `$` lines, its `files/` over the workspace that its first line names. Out: what the
//! built program prints, its exit codes and the files it changed, compared with the rest of the file.

use crate::forms;
use crate::golden;
use crate::word;
use crate::workspace::Workspace;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// One trial for each case.
pub(crate) fn trials() -> Vec<Trial> {
    let folder = golden::root().join("tests/cases");
    let consoles = golden::files(&folder, "console.txt");
    let trial = |path: PathBuf| {
        let case = path.parent().unwrap_or(&folder).strip_prefix(&folder).unwrap_or(&path);
        let name = case.to_string_lossy().replace(['/', '\\'], "::");
        Trial::test(format!("cases::{name}"), move || run(&path))
    };
    consoles.into_iter().map(trial).collect()
}

fn run(console: &Path) -> Result<(), Failed> {
    let expected = std::fs::read_to_string(console).map_err(|error| error.to_string())?;
    let mut lines = expected.lines();
    let head = lines.next().unwrap_or_default();
    let workspace = match head {
        "# small" => Workspace::small(),
        "# empty" => Workspace::empty(),
        "# repository" => repository(),
        _ => return Err("the first line is # small, # empty or # repository".into()),
    };
    if let Some(folder) = console.parent() {
        workspace.copy(&folder.join("files"));
    }
    let mut produced = format!("{head}\n");
    let mut commands = 0;
    for command in lines.filter_map(|line| line.strip_prefix("$ ")) {
        commands += 1;
        perform(&workspace, command, &mut produced)?;
    }
    if commands == 0 {
        return Err("the case runs nothing".into());
    }
    if golden::overwriting() {
        return std::fs::write(console, produced).map_err(|error| error.to_string().into());
    }
    golden::compare("console.txt", &expected, &produced)
}

/// The repository's own workspace.
pub(crate) fn repository() -> Workspace {
    let workspace = Workspace::empty();
    let from = golden::root().join("chapters");
    for file in golden::files(&from, "") {
        let path = file.strip_prefix(&from).unwrap().to_string_lossy().into_owned();
        workspace.write(&format!("chapters/{path}"), std::fs::read(&file).unwrap());
    }
    workspace
}

fn perform(workspace: &Workspace, command: &str, out: &mut String) -> Result<(), Failed> {
    let _ = writeln!(out, "$ {command}");
    let words: Vec<&str> = command.split_whitespace().collect();
    let before = snapshot(workspace.root());
    match words.as_slice() {
        ["zishu", arguments @ ..] => {
            let ran = match arguments.iter().position(|word| *word == "<") {
                Some(at) => {
                    let answers = arguments[at + 1..].join(" ").replace("\\n", "\n");
                    zishu_answered(workspace.root(), &arguments[..at], &answers)
                }
                None => zishu(workspace.root(), arguments),
            };
            let _ = writeln!(out, "> {}", ran.code);
            print(out, "1", &redact(&ran.stdout, workspace.root()));
            print(out, "2", &redact(&ran.stderr, workspace.root()));
            let after = snapshot(workspace.root());
            changes(out, &before, &after);
            lint(&before, &after)?;
        }
        ["encode", encoding, path] => encode(&workspace.root().join(path), encoding)?,
        ["prepend", path, words @ ..] => {
            let path = workspace.root().join(path);
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let text = format!("{}\n{text}", words.join(" "));
            std::fs::write(&path, text).map_err(|error| error.to_string())?;
        }
        ["fill", path, cells @ ..] => forms::fill(&workspace.root().join(path), cells)?,
        ["append", path, words @ ..] => {
            let path = workspace.root().join(path);
            let mut bytes = std::fs::read(&path).unwrap_or_default();
            bytes.extend(words.join(" ").replace("\\n", "\n").into_bytes());
            std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
        }
        ["replace", path, old, new] => {
            let path = workspace.root().join(path);
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            if !text.contains(old) {
                return Err(format!("no {old} in {}", path.display()).into());
            }
            std::fs::write(&path, text.replace(old, new)).map_err(|error| error.to_string())?;
        }
        ["template", path] => {
            let text = zishu::bundle::template(path).ok_or(format!("no template {path}"))?;
            workspace.write(&format!("templates/{path}"), text);
        }
        ["remove", path] => {
            std::fs::remove_file(workspace.root().join(path)).map_err(|error| error.to_string())?;
        }
        _ => return Err(format!("what is `{command}`?").into()),
    }
    Ok(())
}

/// What a run of the program gave.
pub(crate) struct Ran {
    /// Exit code; `signal` where it was killed.
    pub(crate) code: String,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

/// The built program, run in `folder` with nothing on standard input.
pub(crate) fn zishu(folder: &Path, arguments: &[&str]) -> Ran {
    let output = program(folder, arguments).stdin(Stdio::null()).output();
    ran(&output.expect("the built program starts"))
}

/// The built program, run in `folder` with another LibreOffice than the one that it finds.
pub(crate) fn zishu_with(folder: &Path, arguments: &[&str], office: Option<&str>) -> Ran {
    let mut program = program(folder, arguments);
    program.envs(office.map(|office| ("ZISHU_LIBREOFFICE", office)));
    ran(&program.stdin(Stdio::null()).output().expect("the built program starts"))
}

/// The built program, run in `folder` with these answers on standard input.
fn zishu_answered(folder: &Path, arguments: &[&str], answers: &str) -> Ran {
    let mut running = program(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built program starts");
    // A program that asks nothing may have ended.
    let _ = running.stdin.take().map(|mut input| input.write_all(answers.as_bytes()));
    ran(&running.wait_with_output().expect("the built program ends"))
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zishu"));
    command.args(arguments).current_dir(folder).env_remove("SOURCE_DATE_EPOCH");
    command
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().map_or("signal".to_owned(), |code| code.to_string()),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn print(out: &mut String, stream: &str, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("{stream}| {line}").trim_end());
    }
}

/// Takes the times and the temporary folder out of a text.
fn redact(text: &str, root: &Path) -> String {
    let root = root.to_string_lossy().into_owned();
    let line = |line: &str| match line.strip_prefix("用时") {
        Some(_) => "用时    [时间]\n".to_owned(),
        None => format!("{}\n", build_numbers(&sizes(&line.replace(&root, "[工作区]")))),
    };
    text.lines().map(line).collect()
}

/// `482-109-3755` changes with the built-in templates: `[号]`.
fn build_numbers(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let number = rest.get(..NUMBER).filter(|number| {
            let has_groups = number.bytes().enumerate().all(|(index, byte)| match index {
                3 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
            has_groups && !text.ends_with(|c: char| c.is_ascii_digit() || c == '-')
        });
        let length = if number.is_some() { NUMBER } else { c.len_utf8() };
        text.push_str(if number.is_some() { "[号]" } else { &rest[..length] });
        rest = &rest[length..];
    }
    text
}

/// Bytes of a build's number.
const NUMBER: usize = 12;

/// `47 KB` depends on the faces' compression: `[大小]`.
fn sizes(line: &str) -> String {
    let Some((before, after)) = line.split_once(" KB") else { return line.to_owned() };
    let kept = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if kept.len() == before.len() { line.to_owned() } else { format!("{kept}[大小]{after}") }
}

fn snapshot(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &PathBuf| {
        path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    };
    let files = golden::files(root, "");
    files.iter().map(|path| (name(path), std::fs::read(path).unwrap_or_default())).collect()
}

/// Whether the Word files that the program has made are sound: those that are handed in are not its.
fn lint(
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) -> Result<(), Failed> {
    let own = |path: &str| {
        path.ends_with(".docx") && (path.starts_with("out/") || path.ends_with("/copy.docx"))
    };
    let mut made =
        after.iter().filter(|(path, bytes)| own(path) && before.get(*path) != Some(*bytes));
    made.try_for_each(|(_, bytes)| word::lint(bytes))
}

/// New files as `+`, changed ones as `~`, lost ones as `-`; the text of a few changed texts.
fn changes(
    out: &mut String,
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) {
    let mut changed: Vec<(&String, &Vec<u8>)> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).collect();
    // A build's record is named and hashed by what changes with the built-in templates.
    let (records, others): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|(path, _)| path.contains("out/生成记录/"));
    changed = others;
    if changed.len() > 60 {
        let _ = writeln!(out, "+ 许多文件");
        return;
    }
    for (path, bytes) in &changed {
        let sign = if before.contains_key(*path) { '~' } else { '+' };
        let _ = writeln!(out, "{sign} {path}");
        let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        if let Some(text) = text.filter(|_| changed.len() <= 2) {
            text.split_inclusive('\n').for_each(|line| {
                let line = line.replace('\r', "␍").replace('\u{feff}', "␂");
                let _ = writeln!(out, "{}", format!("  | {line}").trim_end());
            });
        }
    }
    for (path, _) in records {
        let sign = if before.contains_key(path) { '~' } else { '+' };
        let _ = writeln!(out, "{sign} {}", build_numbers(path));
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        let _ = writeln!(out, "- {path}");
    }
}

/// Rewrites a UTF-8 file as Notepad or WPS would have saved it.
fn encode(path: &Path, encoding: &str) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let bytes = match encoding {
        "gbk" => encoding_rs::GBK.encode(&text).0.into_owned(),
        "utf-8-bom" => format!("\u{feff}{text}").into_bytes(),
        "crlf" => text.replace('\n', "\r\n").into_bytes(),
        "utf-16" => {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
        _ => return Err(format!("no encoding {encoding}").into()),
    };
    std::fs::write(path, bytes).map_err(|error| error.to_string().into())
}
