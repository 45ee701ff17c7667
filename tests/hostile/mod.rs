//! Bad input of every kind: each gives a clear problem at its place or the right output.
//!
//! In: workspaces made here, with last good outputs in out/. Out: one trial each, with a time limit;
//! no panic, no signal, and where nothing can be laid out, the last good outputs as they were.

mod chapters;
mod extremes;
mod files;
mod pictures;

use crate::word;
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(600);
const GOOD: [&str; 2] = ["out/自述报告.pdf", "out/自述报告.docx"];

/// What a case must come to.
#[derive(Debug)]
enum Expected {
    /// Rendered without any problem at the chapter, hints included.
    Rendered,
    /// Rendered, with this warning at this file.
    Warned(&'static str, &'static str),
    /// An error with this code at this file: a working copy goes out all the same, whole, or the last
    /// good outputs stay.
    Refused(&'static str, &'static str),
    /// Not done at all: exit code 2 and a message that begins so.
    Unable(&'static str),
}

use Expected::{Refused, Rendered, Unable, Warned};
use chapters::chapters;
use files::{files, folders};

/// The codes that some case expects.
pub(crate) fn expected_codes() -> Vec<String> {
    let chapters = chapters().into_iter().map(|(_, _, expected)| expected);
    let files = files().into_iter().map(|(_, _, _, expected)| expected);
    let folders = folders().into_iter().map(|(_, _, expected)| expected);
    let code = |expected| match expected {
        Refused(code, _) | Warned(code, _) => Some(code.to_owned()),
        Rendered | Unable(_) => None,
    };
    chapters.chain(files).chain(folders).filter_map(code).collect()
}

/// One trial for each kind of bad input.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, text, expected) in chapters() {
        trials.push(Trial::test(format!("hostile::chapter::{name}"), move || {
            let workspace = Workspace::small();
            workspace.write(CHAPTER, &text);
            verdict(&workspace, &expected, "chapters.rs", name)
        }));
    }
    for (name, path, text, expected) in files() {
        trials.push(Trial::test(format!("hostile::file::{name}"), move || {
            let workspace = Workspace::small();
            workspace.write(CHAPTER, "## 总体\n\n![图](图片/坏.png \"题\")\n");
            workspace.write(path, &text);
            if !path.ends_with("坏.png") {
                workspace.write(CHAPTER, "## 总体\n\n正文{{ 值(\"城市GDP\", 2017) }}。\n");
            }
            verdict(&workspace, &expected, "files.rs", name)
        }));
    }
    for (name, prepare, expected) in folders() {
        trials.push(Trial::test(format!("hostile::folder::{name}"), move || {
            let workspace = Workspace::small();
            workspace.write(CHAPTER, "## 总体\n\n正文。\n");
            prepare(&workspace);
            verdict(&workspace, &expected, "files.rs", name)
        }));
    }
    trials.extend(extremes::trials());
    trials.push(Trial::test("hostile::noted-in-pictures", noted_in_pictures));
    trials
}

/// Runs a case; a failure ends with the place of its expectation.
fn verdict(
    workspace: &Workspace,
    expected: &Expected,
    file: &str,
    name: &str,
) -> Result<(), Failed> {
    judge(workspace, expected).map_err(|failure| {
        let failure = failure.message().unwrap_or_default().trim_end();
        let place = format!("tests/hostile/{file}, case {name}, expects {expected:?}");
        format!("{failure}\n{place}: mend the program, the case's text or the expectation").into()
    })
}

/// What a camera or a program noted in a picture is in neither file; one that lies on its side is turned.
fn noted_in_pictures() -> Result<(), Failed> {
    const NOTED: &str = "北纬30度东经104度王某某";
    let workspace = Workspace::small();
    let text = pictures::chunk(b"tEXt", format!("Author\0{NOTED}").as_bytes());
    let path = "chapters/06-产品质量/图片/格子.png";
    let plain = std::fs::read(workspace.root().join(path)).map_err(|error| error.to_string())?;
    // Signature and header take 33 bytes.
    workspace.write(path, [&plain[..33], &text, &plain[33..]].concat());
    workspace.write("chapters/06-产品质量/图片/照片.jpg", pictures::photograph(NOTED));
    workspace.write(CHAPTER, "## 总体\n\n![图](图片/照片.jpg)\n\n![图](图片/格子.png)\n");

    let (status, stdout, stderr) = run(&workspace)?;
    if !status.success() {
        return Err(format!("{stdout}\n{stderr}").into());
    }
    let read = |path: &str| std::fs::read(workspace.root().join(path)).map_err(|e| e.to_string());
    let docx = read(GOOD[1])?;
    let parts = word::parts(&docx)?;
    let photograph = &parts["word/media/image1.jpeg"];
    if parts["word/media/image2.png"] != plain {
        return Err("a picture without its notes is another one".into());
    }

    let contains = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    if contains(&read(GOOD[0])?, NOTED.as_bytes()) || contains(photograph, NOTED.as_bytes()) {
        return Err("what was noted in the photograph goes out".into());
    }
    if contains(photograph, b"Exif") { Err("the photograph isn't turned".into()) } else { Ok(()) }
}

fn judge(workspace: &Workspace, expected: &Expected) -> Result<(), Failed> {
    if !workspace.root().join("out").is_file() {
        GOOD.iter().for_each(|path| workspace.write(path, "上一次的好结果"));
    }
    let (status, stdout, stderr) = run(workspace)?;
    let said = format!("{}\n{}", head(&stdout), head(&stderr));
    let code = status.code().ok_or(format!("killed by a signal\n{said}"))?;
    if stderr.contains("panicked") || stdout.contains("root:x:0") || stderr.contains("root:x:0") {
        return Err(said.into());
    }
    let is_as_it_was = |path: &&str| {
        let path = workspace.root().join(path);
        !path.exists()
            || std::fs::read(path).is_ok_and(|bytes| bytes == "上一次的好结果".as_bytes())
    };
    let is_kept = GOOD.iter().all(is_as_it_was);
    let is_whole = GOOD.iter().all(|path| is_as_it_was(path) || is_whole(workspace, path));

    match (code, expected) {
        (0, Rendered | Warned(..)) if is_kept => {
            Err(format!("nothing new was written\n{said}").into())
        }
        (2, Unable(_)) if !is_kept => Err(format!("the last good output is gone\n{said}").into()),
        (1, Refused(..)) if !is_whole => {
            Err(format!("a file is neither the last good one nor whole\n{said}").into())
        }
        (0, Rendered) => without(&stdout, CHAPTER, &said),
        (0, Warned(code, file)) | (1, Refused(code, file)) => placed(&stdout, code, file, &said),
        (2, Unable(message)) if stderr.starts_with(message) => Ok(()),
        _ => Err(format!("exit code {code}\n{said}").into()),
    }
}

/// Whether an output can be read to its end.
fn is_whole(workspace: &Workspace, path: &str) -> bool {
    let bytes = std::fs::read(workspace.root().join(path)).unwrap_or_default();
    if path.ends_with(".docx") {
        return word::parts(&bytes).is_ok();
    }
    bytes.starts_with(b"%PDF") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

/// A problem's line: `file:line:column: code: message`.
fn problem(line: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = line.splitn(5, ':').collect();
    let [file, row, column, code, message] = parts.as_slice() else { return None };
    let is_number = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0);
    let is_whole = is_number(row) && is_number(column) && !message.trim().is_empty();
    is_whole.then_some((code.trim(), *file))
}

/// Holds every line against the form of a problem, and one of them against what is expected.
fn placed(stdout: &str, code: &str, file: &str, said: &str) -> Result<(), Failed> {
    let mut is_found = false;
    for line in stdout.lines() {
        let found = problem(line).ok_or(format!("not a problem's line: {line}\n{said}"))?;
        is_found |= found == (code, file);
    }
    if is_found { Ok(()) } else { Err(format!("no {code} at {file}\n{said}").into()) }
}

/// Nothing is said of a file.
fn without(stdout: &str, file: &str, said: &str) -> Result<(), Failed> {
    match stdout.lines().find(|line| line.starts_with(file)) {
        Some(line) => Err(format!("a problem nobody expects: {line}\n{said}").into()),
        None => Ok(()),
    }
}

fn head(text: &str) -> String {
    text.lines().take(12).map(|line| line.chars().take(300).collect::<String>() + "\n").collect()
}

/// Renders with a time limit. Output goes through threads: a full pipe would stop the program.
fn run(workspace: &Workspace) -> Result<(ExitStatus, String, String), Failed> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zishu"))
        .args(["render", "--format", "short"])
        .current_dir(workspace.root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None if start.elapsed() > LIMIT => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("not done after {} s", LIMIT.as_secs()).into());
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    if status.success() {
        word::lint(&std::fs::read(workspace.root().join(GOOD[1])).map_err(|e| e.to_string())?)?;
    }
    let text = |thread: std::thread::JoinHandle<String>| thread.join().unwrap_or_default();
    Ok((status, text(stdout), text(stderr)))
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(10_000_000).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
