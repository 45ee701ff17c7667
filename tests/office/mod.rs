//! The round trip as people live it: sent, edited in LibreOffice, merged, rendered again.
//!
//! In: `tests/office/<scene>/`: the chapter, the actions of `tests/office/edit.py` with a line
//! `merge / files` for each merge, and what is expected: everything that the program prints and the
//! chapters afterwards. Beside them random edits of the repository's report. Out: one trial each.

mod accepted;
mod comment;
mod random;

use crate::cases::{self, Ran};
use crate::workspace::Workspace;
use crate::{golden, tools};
use libtest_mimic::{Failed, Trial};
use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let folder = golden::root().join("tests/office");
    let scenes = golden::files(&folder, "actions.txt");
    let scene = |path: PathBuf| {
        let folder = path.parent().unwrap_or(&folder).to_owned();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(format!("office::{name}"), move || run(&folder))
    };
    let mut trials: Vec<Trial> = scenes.into_iter().map(scene).collect();
    trials.push(Trial::test("office::random-edits", random::run));
    trials
}

fn read(path: &Path) -> Result<String, Failed> {
    let shown = |error| Failed::from(format!("{}: {error}", path.display()));
    std::fs::read_to_string(path).map_err(shown)
}

fn run(folder: &Path) -> Result<(), Failed> {
    let workspace = Workspace::small();
    workspace.copy(&folder.join("files"));
    let mut shown = String::new();
    let actions = read(&folder.join("actions.txt"))?;
    let mut waiting = Vec::new();
    for line in actions.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(" / ").collect();
        match words.as_slice() {
            ["zishu", arguments] => {
                edit(workspace.root(), &mut waiting)?;
                let arguments: Vec<&str> = arguments.split(' ').collect();
                print(&mut shown, line, &cases::zishu(workspace.root(), &arguments));
            }
            ["comment", file, place, author, text] => {
                edit(workspace.root(), &mut waiting)?;
                comment::put(&workspace.root().join(file), place, author, text)?;
            }
            ["chapter", path, old, new] => {
                edit(workspace.root(), &mut waiting)?;
                let text = read(&workspace.root().join(path))?;
                if !text.contains(old) {
                    return Err(format!("{old} isn't in {path}").into());
                }
                workspace.write(path, text.replace(old, new));
            }
            ["same", file] => {
                edit(workspace.root(), &mut waiting)?;
                accepted::same(workspace.root(), file)?;
            }
            ["show", path] => {
                let _ = writeln!(shown, "==== {path}\n{}", read(&workspace.root().join(path))?);
            }
            _ => waiting.push(line.to_owned()),
        }
    }
    let path = folder.join("expected.txt");
    if golden::overwriting() {
        return std::fs::write(&path, &shown).map_err(|error| error.to_string().into());
    }
    golden::compare("expected.txt", &read(&path)?, &shown)
}

fn print(shown: &mut String, line: &str, ran: &Ran) {
    let _ = writeln!(shown, "$ {}\n> {}", line.replace(" / ", " "), ran.code);
    for text in [&ran.stdout, &ran.stderr] {
        text.lines().filter(|line| !line.starts_with("用时")).for_each(|line| {
            let _ = writeln!(shown, "{}", line.trim_end());
        });
    }
}

/// Does these actions in LibreOffice; `open` and `save` speak of files in `root`.
pub(crate) fn edit(root: &Path, actions: &mut Vec<String>) -> Result<(), Failed> {
    if actions.is_empty() {
        return Ok(());
    }
    let script = golden::root().join("tests/office/edit.py");
    let profile = tempfile::Builder::new().prefix("zishu-office-").tempdir();
    let profile = profile.map_err(|error| error.to_string())?;
    let mut command = Command::new(tools::uno()?);
    command.arg(script).arg(tools::program("soffice")?).arg(profile.path()).current_dir(root);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut office = command.spawn().map_err(|error| error.to_string())?;
    if let Some(mut input) = office.stdin.take() {
        let lines = actions.join("\n") + "\n";
        input.write_all(lines.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = office.wait_with_output().map_err(|error| error.to_string())?;
    actions.clear();
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}
