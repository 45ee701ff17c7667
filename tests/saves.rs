//! Saves that meet: a writer's editor, a second run, and the command between its reading and its writing.
//!
//! In: small workspaces; a file that a command reads after the chapters is a pipe, so that what happens
//! meanwhile happens at a known time. Out: one trial for each command and meeting: what was saved
//! meanwhile stays, nothing of the command is written, the message names the file, and the same command
//! succeeds when it is run again. Then the same with two processes at once and saves at any time.

use crate::cases::{self, Ran};
use crate::disk::rewritten;
use crate::workspace::{CHAPTER, Workspace};
use crate::{forms, golden};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// The chapter of another bureau.
pub(crate) const OTHER: &str = "chapters/06-产品质量/市统计局.md";
/// The data of a bureau.
pub(crate) const VALUES: &str = "chapters/indicators/市质监局.yaml";
/// The record of the first copy.
const RECORD: &str = "chapters/.review/c001/copy.yaml";
/// What a writer adds.
const ADDED: &str = "编辑时补的一段。";

/// A command that waits for its pipe, and what happens while it waits.
struct Meeting {
    name: &'static str,
    make: fn() -> Result<Scene, Failed>,
    meanwhile: fn(&Workspace) -> Result<(), Failed>,
    /// What the refusal names; nothing where the command succeeds all the same.
    named: &'static [&'static str],
    /// What the chapters say after the command was run again, if it was refused.
    after: fn(&Workspace) -> bool,
}

/// A workspace, the command line, and the file that comes through the pipe.
pub(crate) struct Scene {
    pub(crate) workspace: Workspace,
    pub(crate) arguments: Vec<&'static str>,
    pub(crate) pipe: &'static str,
    pub(crate) bytes: Vec<u8>,
}

const MEETINGS: [Meeting; 15] = [
    Meeting {
        name: "merge-undisturbed",
        make: merge,
        meanwhile: |_| Ok(()),
        named: &[],
        after: |workspace| says(workspace, CHAPTER, "甲处新词"),
    },
    Meeting {
        name: "merge-another-chapter-saved",
        make: merge,
        meanwhile: |workspace| append(workspace, OTHER, ADDED),
        named: &[],
        after: |workspace| says(workspace, CHAPTER, "甲处新词") && says(workspace, OTHER, ADDED),
    },
    Meeting {
        name: "merge-chapter-saved",
        make: merge,
        meanwhile: |workspace| append(workspace, CHAPTER, ADDED),
        named: &[CHAPTER],
        after: |workspace| says(workspace, CHAPTER, "甲处新词") && says(workspace, CHAPTER, ADDED),
    },
    Meeting {
        name: "merge-only-the-mark-and-the-line-ends-changed",
        make: merge,
        meanwhile: |workspace| {
            let text = text(workspace, CHAPTER).replace('\n', "\r\n");
            workspace.write(CHAPTER, format!("\u{FEFF}{text}"));
            Ok(())
        },
        named: &[CHAPTER],
        after: |workspace| says(workspace, CHAPTER, "甲处新词") && says(workspace, CHAPTER, "\r\n"),
    },
    Meeting {
        name: "merge-chapter-gone",
        make: merge,
        meanwhile: |workspace| remove(workspace, CHAPTER),
        named: &[CHAPTER],
        after: |workspace| !workspace.root().join(CHAPTER).exists(),
    },
    Meeting {
        name: "merge-another-merge",
        make: merge,
        meanwhile: |workspace| done(workspace, &["review", "merge", "乙.docx"]),
        named: &[CHAPTER, RECORD],
        after: |workspace| both_merged(workspace),
    },
    Meeting {
        name: "merge-another-merge-that-changes-nothing",
        make: merge,
        meanwhile: |workspace| done(workspace, &["review", "merge", "丙.docx"]),
        named: &[],
        after: |workspace| {
            says(workspace, CHAPTER, "甲处新词")
                && ["甲.docx", "丙.docx"].iter().all(|file| says(workspace, RECORD, file))
        },
    },
    Meeting {
        name: "merge-the-record-changed",
        make: merge_of_two,
        meanwhile: |workspace| done(workspace, &["review", "merge", "丙.docx"]),
        named: &[RECORD],
        after: |workspace| {
            let files = ["甲.docx", "乙.docx", "丙.docx"];
            both_merged(workspace) && files.iter().all(|file| says(workspace, RECORD, file))
        },
    },
    Meeting {
        name: "forms-read-undisturbed",
        make: form,
        meanwhile: |workspace| append(workspace, CHAPTER, ADDED),
        named: &[],
        after: |workspace| says(workspace, VALUES, "94.20"),
    },
    Meeting {
        name: "forms-read-data-saved",
        make: form,
        meanwhile: |workspace| append(workspace, VALUES, "# 编辑时补的说明"),
        named: &[VALUES],
        after: |workspace| {
            says(workspace, VALUES, "94.20") && says(workspace, VALUES, "# 编辑时补的说明")
        },
    },
    Meeting {
        name: "forms-read-of-two-the-first-saved",
        make: two_forms,
        meanwhile: |workspace| append(workspace, VALUES, "# 编辑时补的说明"),
        named: &[VALUES],
        after: |workspace| says(workspace, VALUES, "94.20"),
    },
    Meeting {
        name: "adopt-chapter-appeared",
        make: || draft(&["adopt", "稿.docx", "--section", "06", "--bureau", "市农业局"]),
        meanwhile: |workspace| append(workspace, "chapters/06-产品质量/市农业局.md", ADDED),
        named: &["chapters/06-产品质量/市农业局.md"],
        after: |workspace| says(workspace, "chapters/06-产品质量/市农业局.md", ADDED),
    },
    Meeting {
        name: "adopt-chapter-saved",
        make: replacing,
        meanwhile: |workspace| append(workspace, CHAPTER, ADDED),
        named: &[CHAPTER],
        after: |workspace| says(workspace, "chapters/06-产品质量/_市质监局.md.bak", ADDED),
    },
    Meeting {
        name: "adopt-chapter-gone",
        make: replacing,
        meanwhile: |workspace| remove(workspace, CHAPTER),
        named: &[CHAPTER],
        after: |workspace| says(workspace, CHAPTER, "甲处原词"),
    },
    Meeting {
        name: "adopt-a-backup-appeared",
        make: || {
            let scene = replacing()?;
            append(&scene.workspace, "chapters/06-产品质量/_市质监局.md.bak", "第一稿")?;
            Ok(scene)
        },
        meanwhile: |workspace| append(workspace, OTHER, ADDED),
        named: &[],
        after: |workspace| {
            says(workspace, "chapters/06-产品质量/_市质监局.md.bak", "第一稿")
                && says(workspace, "chapters/06-产品质量/_市质监局-2.md.bak", "甲处原词")
        },
    },
];

/// A trial of processes that run at once.
type Race = fn() -> Result<(), Failed>;

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let meetings =
        MEETINGS.iter().map(|one| Trial::test(format!("saves::{}", one.name), move || meet(one)));
    let races: [(&str, Race); 6] = [
        ("two-merges-of-one-copy", || two_merges(false)),
        ("two-merges-of-two-copies", || two_merges(true)),
        ("a-save-during-merge", || saved_during(&MERGING)),
        ("a-save-during-fix", || saved_during(&FIXING)),
        ("a-save-during-forms-read", || saved_during(&READING)),
        ("two-new-at-once", two_new),
    ];
    let races = races.map(|(name, run)| Trial::test(format!("saves::{name}"), run));
    meetings.chain(races).collect()
}

fn meet(meeting: &Meeting) -> Result<(), Failed> {
    let Scene { workspace, arguments, pipe, bytes } = (meeting.make)()?;
    let root = workspace.root();
    let mut seen = BTreeMap::new();
    let ran = paused(root, &arguments, &root.join(pipe), &bytes, || {
        (meeting.meanwhile)(&workspace)?;
        seen = tree(root, pipe);
        Ok(())
    })?;
    workspace.write(pipe, &bytes);
    let said = format!("{}{}", ran.stdout, ran.stderr);

    if meeting.named.is_empty() {
        if ran.code != "0" || !(meeting.after)(&workspace) {
            return Err(format!("exit code {}: {said}", ran.code).into());
        }
        return Ok(());
    }

    if ran.code != "2" || !said.contains("请再运行一次") {
        return Err(format!("no refusal, exit code {}: {said}", ran.code).into());
    }
    if !meeting.named.iter().any(|path| said.contains(path)) {
        return Err(format!("no file is named: {said}").into());
    }
    if ["已改", "已写入", "采用  ", "改了 "].iter().any(|word| said.contains(word)) {
        return Err(format!("it tells of what it didn't do: {said}").into());
    }
    let now = tree(root, pipe);
    if now != seen {
        let names: Vec<&String> = now
            .iter()
            .filter(|(path, held)| seen.get(*path) != Some(*held))
            .map(|(path, _)| path)
            .collect();
        return Err(format!("something was written: {names:?}").into());
    }
    cases::zishu(root, &arguments);
    if (meeting.after)(&workspace) {
        Ok(())
    } else {
        Err("run again, it doesn't do what it should".into())
    }
}

/// Runs a command whose input file is a pipe; `meanwhile` happens once the command reads from it.
fn paused(
    root: &Path,
    arguments: &[&str],
    pipe: &Path,
    bytes: &[u8],
    meanwhile: impl FnOnce() -> Result<(), Failed>,
) -> Result<Ran, Failed> {
    let _ = fs::remove_file(pipe);
    let made = Command::new("mkfifo").arg(pipe).status().map_err(|error| error.to_string())?;
    assert!(made.success(), "a pipe is made");
    let mut child = start(root, arguments);
    let opened = pipe.to_owned();
    let opener = thread::spawn(move || OpenOptions::new().write(true).open(opened));
    while !opener.is_finished() {
        if matches!(child.try_wait(), Ok(Some(_))) {
            // Lets the opener go.
            let _ = File::open(pipe);
            return Err(format!("it ends without reading: {}", finish(child).stderr).into());
        }
        sleep(Duration::from_millis(1));
    }

    let file = opener.join().unwrap();
    let happened = meanwhile();
    let written = file.and_then(|mut file| file.write_all(bytes));
    let ran = finish(child);
    happened?;
    written.map_err(|error| error.to_string())?;
    fs::remove_file(pipe).map_err(|error| error.to_string())?;
    Ok(ran)
}

fn start(root: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_zishu").into()
}

fn finish(child: Child) -> Ran {
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code().map_or("signal".to_owned(), |code| code.to_string()),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

// ---- at any time -------------------------------------------------------------------------------

/// Times that two merges are started at once, in the short form.
const RACES: u32 = 5;

/// The number of trials: that of the short form, or `RACES`.
fn trials_of(short: u32) -> u32 {
    std::env::var("RACES").ok().and_then(|races| races.parse().ok()).unwrap_or(short)
}

/// Two reviewers' copies merged at once: each lands whole, or is refused by name and lands when it is
/// run again; nothing of either is lost.
fn two_merges(separate: bool) -> Result<(), Failed> {
    let mut refusals = 0;
    for _ in 0..trials_of(RACES) {
        let workspace = sent(separate)?;
        let root = workspace.root();
        let commands = ["甲.docx", "乙.docx"].map(|file| ["review", "merge", file]);
        let runs = commands.map(|command| start(root, &command)).map(finish);
        for (ran, command) in runs.iter().zip(&commands) {
            if ran.code == "0" {
                continue;
            }
            refusals += 1;
            let named =
                [CHAPTER, RECORD, "chapters/.review/"].iter().any(|path| ran.stderr.contains(path));
            if ran.code != "2" || !named || !ran.stderr.contains("请再运行一次") {
                return Err(format!("exit code {}: {}", ran.code, ran.stderr).into());
            }
            done(&workspace, command)?;
        }
        if runs.iter().all(|ran| ran.code != "0") {
            return Err("both were refused".into());
        }
        if !both_merged(&workspace) {
            let files: Vec<String> = tree(root, "").into_keys().collect();
            return Err(
                format!("a reviewer is lost: {}\n{files:?}", text(&workspace, CHAPTER)).into()
            );
        }
    }
    let races = trials_of(RACES);
    eprintln!("{races} races of two merges: {refusals} refused by name, none lost");
    Ok(())
}

/// Two at once make one file.
fn two_new() -> Result<(), Failed> {
    for _ in 0..trials_of(RACES) {
        let workspace = two()?;
        let command = ["new", "06", "市农业局"];
        let codes = [start(workspace.root(), &command), start(workspace.root(), &command)]
            .map(|child| finish(child).code);
        if codes.iter().filter(|code| *code == "0").count() != 1 {
            return Err(format!("{codes:?}").into());
        }
    }
    Ok(())
}

/// A command during which a writer saves.
struct Disturbed {
    make: fn() -> Result<Workspace, Failed>,
    arguments: &'static [&'static str],
    path: &'static str,
    added: &'static str,
}

const MERGING: Disturbed = Disturbed {
    make: || sent(false),
    arguments: &["review", "merge", "甲.docx"],
    path: CHAPTER,
    added: ADDED,
};

const FIXING: Disturbed = Disturbed {
    make: || {
        let workspace = two()?;
        let bytes = encoding_rs::GBK.encode("## 总体\n\n甲处，质量稳步提升，抽查合格。\n").0;
        workspace.write(OTHER, bytes);
        append(&workspace, CHAPTER, "甲,乙１２%～１５％。")?;
        Ok(workspace)
    },
    arguments: &["fix"],
    path: CHAPTER,
    added: ADDED,
};

const READING: Disturbed = Disturbed {
    make: || {
        let scene = form()?;
        scene.workspace.write(scene.pipe, &scene.bytes);
        Ok(scene.workspace)
    },
    arguments: &["forms", "read", "表.xlsx"],
    path: VALUES,
    added: "# 编辑时补的说明",
};

/// Moments during a command at which a writer saves, in the short form.
const MOMENTS: u32 = 14;

/// A writer saves at one moment after the other: the save is there in the end.
fn saved_during(disturbed: &Disturbed) -> Result<(), Failed> {
    let started = Instant::now();
    let workspace = (disturbed.make)()?;
    let making = started.elapsed();
    done(&workspace, disturbed.arguments)?;
    let whole = started.elapsed() - making;

    let moments = trials_of(MOMENTS);
    let (mut refused, mut lost) = (0, 0);
    for moment in 0..moments {
        let workspace = (disturbed.make)()?;
        let old = fs::read(workspace.root().join(disturbed.path)).map_err(|e| e.to_string())?;
        let new = [&old, disturbed.added.as_bytes(), b"\n"].concat();
        let child = start(workspace.root(), disturbed.arguments);
        sleep(whole * moment / moments);
        save(&workspace, disturbed.path, &new, moment % 2 == 0);
        let ran = finish(child);
        refused += usize::from(ran.code == "2");
        lost += usize::from(!says(&workspace, disturbed.path, disturbed.added));
        if ran.code == "2" && !ran.stderr.contains(disturbed.path) {
            return Err(format!("no file is named: {}", ran.stderr).into());
        }
    }
    eprintln!(
        "{moments} saves during {:?}: {refused} runs refused, {lost} saves lost",
        disturbed.arguments
    );
    // Between the last comparison and the rename there are some microseconds, which no system closes.
    if lost <= 1 { Ok(()) } else { Err(format!("{lost} of {moments} saves are lost").into()) }
}

/// Saves as editors do: into the file, or beside it and then renamed.
fn save(workspace: &Workspace, path: &str, bytes: &[u8], renamed: bool) {
    if renamed {
        let beside = format!("{path}.swp");
        workspace.write(&beside, bytes);
        fs::rename(workspace.root().join(beside), workspace.root().join(path)).unwrap();
    } else {
        workspace.write(path, bytes);
    }
}

// ---- workspaces --------------------------------------------------------------------------------

pub(crate) fn two() -> Result<Workspace, Failed> {
    let workspace = Workspace::small();
    let plan = text(&workspace, "chapters/plan.yaml");
    workspace.write(
        "chapters/plan.yaml",
        plan.replace("配合: [市统计局]", "配合: [市统计局, 市农业局]"),
    );
    for (path, name) in [(CHAPTER, '甲'), (OTHER, '乙')] {
        let lines = ["原词在此，质量稳步提升。", "另一段的旧词，抽查合格。"];
        let text = lines.map(|line| format!("{name}处{line}\n")).join("\n");
        workspace.write(path, format!("## 总体\n\n{text}"));
    }
    Ok(workspace)
}

/// With the copies of two reviewers that came back: each has changed another paragraph of both chapters.
/// A third has changed nothing.
/// `separate`: of two copies that were sent, and of another chapter each.
pub(crate) fn sent(separate: bool) -> Result<Workspace, Failed> {
    let workspace = two()?;
    for file in ["甲.docx", "乙.docx"] {
        if separate || file == "甲.docx" {
            done(&workspace, &["review", "send", "--date", "2018-06-13"])?;
        }
        let id = if separate && file == "乙.docx" { "c002" } else { "c001" };
        let copy = workspace.root().join(format!("out/送审/自述报告-{id}.docx"));
        let bytes = fs::read(copy).map_err(|error| error.to_string())?;
        let changed = rewritten(&bytes, &|text| match (file, separate) {
            ("甲.docx", _) => text.replace("甲处原词在此", "甲处新词在此"),
            (_, false) => text.replace("另一段的旧词", "另一段的改词"),
            (_, true) => text.replace("乙处另一段的旧词", "乙处另一段的改词"),
        })?;
        workspace.write(file, changed);
        workspace.write("丙.docx", bytes);
    }
    Ok(workspace)
}

/// Whether the changes of both reviewers are in the chapters and in the records.
fn both_merged(workspace: &Workspace) -> bool {
    let records: String = tree(workspace.root(), "")
        .into_iter()
        .filter(|(path, _)| path.ends_with("/copy.yaml"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    says(workspace, CHAPTER, "甲处新词")
        && says(workspace, OTHER, "乙处另一段的改词")
        && ["甲.docx", "乙.docx"].iter().all(|file| records.contains(file))
}

pub(crate) fn merge() -> Result<Scene, Failed> {
    let workspace = sent(false)?;
    let bytes = fs::read(workspace.root().join("甲.docx")).map_err(|error| error.to_string())?;
    Ok(Scene { workspace, arguments: vec!["review", "merge", "甲.docx"], pipe: "甲.docx", bytes })
}

/// With two copies of one command, the second through the pipe.
fn merge_of_two() -> Result<Scene, Failed> {
    let scene = merge()?;
    let bytes =
        fs::read(scene.workspace.root().join("乙.docx")).map_err(|error| error.to_string())?;
    let arguments = vec!["review", "merge", "甲.docx", "乙.docx"];
    Ok(Scene { arguments, pipe: "乙.docx", bytes, ..scene })
}

/// With a form that was filled.
pub(crate) fn form() -> Result<Scene, Failed> {
    let workspace = two()?;
    done(&workspace, &["forms"])?;
    let form = workspace.root().join("out/forms/市质监局.xlsx");
    forms::fill(&form, &["E6=94.2"])?;
    let bytes = fs::read(form).map_err(|error| error.to_string())?;
    Ok(Scene { workspace, arguments: vec!["forms", "read", "表.xlsx"], pipe: "表.xlsx", bytes })
}

/// With two, of which the second changes nothing.
fn two_forms() -> Result<Scene, Failed> {
    let scene = form()?;
    let other = scene.workspace.root().join("out/forms/市统计局.xlsx");
    let bytes = fs::read(other).map_err(|error| error.to_string())?;
    let arguments = vec!["forms", "read", "out/forms/市质监局.xlsx", "表.xlsx"];
    Ok(Scene { arguments, bytes, ..scene })
}

/// With a draft in Word.
fn draft(arguments: &[&'static str]) -> Result<Scene, Failed> {
    let workspace = two()?;
    done(&workspace, &["render", "--word"])?;
    let made = workspace.root().join("out/自述报告.docx");
    let bytes = fs::read(made).map_err(|error| error.to_string())?;
    Ok(Scene { workspace, arguments: arguments.to_vec(), pipe: "稿.docx", bytes })
}

pub(crate) fn replacing() -> Result<Scene, Failed> {
    draft(&["adopt", "稿.docx", "--section", "06", "--bureau", "市质监局", "--replace"])
}

fn text(workspace: &Workspace, path: &str) -> String {
    fs::read_to_string(workspace.root().join(path)).unwrap_or_default()
}

fn says(workspace: &Workspace, path: &str, words: &str) -> bool {
    text(workspace, path).contains(words)
}

fn append(workspace: &Workspace, path: &str, line: &str) -> Result<(), Failed> {
    let old = text(workspace, path);
    workspace.write(path, format!("{old}\n{line}\n"));
    Ok(())
}

fn remove(workspace: &Workspace, path: &str) -> Result<(), Failed> {
    fs::remove_file(workspace.root().join(path)).map_err(|error| error.to_string().into())
}

pub(crate) fn done(workspace: &Workspace, arguments: &[&str]) -> Result<(), Failed> {
    let ran = cases::zishu(workspace.root(), arguments);
    if ran.code == "0" { Ok(()) } else { Err(format!("{arguments:?}: {}", ran.stderr).into()) }
}

/// Every file but the pipe, by its path.
pub(crate) fn tree(root: &Path, pipe: &str) -> BTreeMap<String, Vec<u8>> {
    let name =
        |path: &PathBuf| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    let files = golden::files(root, "").into_iter().filter(|path| name(path) != pipe);
    files.map(|path| (name(&path), fs::read(path).unwrap_or_default())).collect()
}
