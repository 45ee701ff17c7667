//! Every command that writes, where it can't: a full disk, a limit, no rights, a folder in the way, a kill.
//!
//! In: small workspaces, and the disk filled so far that another file fails each time. Out: one trial
//! for each command and fault: a plain message, exit code 2, everything as it was before.

mod kills;
mod room;
mod watch;

use crate::workspace::{CHAPTER, Workspace};
use crate::{cases, word};
use libtest_mimic::{Failed, Trial};
use room::{Fault, Harmed, Tree};

/// Chapters of three bureaus, each with a word that a reviewer changes.
const CHAPTERS: [(&str, &str); 3] = [
    (CHAPTER, "甲处原词"),
    ("chapters/06-产品质量/市统计局.md", "乙处原词"),
    ("chapters/06-产品质量/市农业局.md", "丙处原词"),
];

/// A workspace made ready, and the command line that is to fail in it.
struct Scene {
    name: &'static str,
    make: fn() -> Result<Workspace, Failed>,
    arguments: &'static [&'static str],
    /// Blocks by which the room grows from one run to the next.
    step: u64,
    /// So many runs fail at least before there is room enough.
    fails: usize,
}

const SCENES: [Scene; 11] = [
    Scene { name: "render", make: rendered, arguments: &["render"], step: 3, fails: 4 },
    Scene {
        name: "review-send",
        make: rendered,
        arguments: &["review", "send", "--date", "2018-06-13"],
        step: 2,
        fails: 8,
    },
    Scene {
        name: "review-merge",
        make: returned,
        arguments: &["review", "merge", "回.docx", "--date", "2018-06-20"],
        step: 1,
        fails: 9,
    },
    Scene {
        name: "adopt",
        make: draft,
        arguments: &["adopt", "稿.docx", "--section", "06", "--bureau", "市质监局", "--replace"],
        step: 1,
        fails: 3,
    },
    Scene { name: "fix", make: broken, arguments: &["fix"], step: 1, fails: 1 },
    Scene { name: "new", make: two, arguments: &["new", "06", "市农业局"], step: 1, fails: 1 },
    Scene {
        name: "rename",
        make: two,
        arguments: &["rename", "市质监局", "市市场监管局"],
        step: 1,
        fails: 1,
    },
    Scene { name: "init", make: two, arguments: &["init", "新区"], step: 9, fails: 4 },
    Scene {
        name: "init-sample",
        make: two,
        arguments: &["init", "--sample", "区/新"],
        step: 40,
        fails: 3,
    },
    Scene { name: "forms", make: two, arguments: &["forms"], step: 1, fails: 2 },
    Scene {
        name: "forms-read",
        make: filled,
        arguments: &["forms", "read", "out/forms/市质监局.xlsx"],
        step: 1,
        fails: 1,
    },
];

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![Trial::test("disk::render-watch::full", watch::recovers)];
    for scene in &SCENES {
        let mut add = |fault: &str, run: fn(&Scene) -> Result<(), Failed>| {
            trials.push(Trial::test(format!("disk::{}::{fault}", scene.name), move || run(scene)));
        };
        add("full", full);
        add("limit", limit);
        add("read-only", |scene| at_once(scene, Fault::ReadOnly));
        add("no-rights", |scene| at_once(scene, Fault::Denied));
        add("killed", kills::killed);
    }
    trials
}

/// The disk gets fuller from a run that succeeds back to one without any room.
fn full(scene: &Scene) -> Result<(), Failed> {
    grows(scene, |at| Fault::Full(at * scene.step))
}

/// The same with a limit on the size of each file.
fn limit(scene: &Scene) -> Result<(), Failed> {
    let mut blocks = 0;
    let workspace = (scene.make)()?;
    loop {
        let harmed = run(scene, &workspace, Fault::Limit(blocks))?;
        if is_done(scene, &workspace, &harmed)? {
            return Ok(());
        }
        unchanged(scene, &workspace, &harmed)?;
        blocks = (blocks * 2).max(1);
        if blocks > 1 << 20 {
            return Err(format!("it never succeeds: {}", harmed.ran.stderr).into());
        }
    }
}

fn grows(scene: &Scene, fault: impl Fn(u64) -> Fault) -> Result<(), Failed> {
    let workspace = (scene.make)()?;
    for at in 0..400 {
        let harmed = run(scene, &workspace, fault(at))?;
        if is_done(scene, &workspace, &harmed)? {
            let tried = usize::try_from(at).unwrap_or_default();
            return if tried >= scene.fails {
                Ok(())
            } else {
                Err(format!("only {tried} runs fail").into())
            };
        }
        unchanged(scene, &workspace, &harmed)?;
    }
    Err("it never succeeds".into())
}

/// Nothing at all can be written.
fn at_once(scene: &Scene, fault: Fault) -> Result<(), Failed> {
    let workspace = (scene.make)()?;
    let harmed = run(scene, &workspace, fault)?;
    if is_done(scene, &workspace, &harmed)? {
        return Err("it writes all the same".into());
    }
    unchanged(scene, &workspace, &harmed)
}

fn run(scene: &Scene, workspace: &Workspace, fault: Fault) -> Result<Harmed, Failed> {
    room::run(workspace.root(), fault, scene.arguments)
}

/// Whether the run did what it was asked for, and left nothing else.
fn is_done(scene: &Scene, workspace: &Workspace, harmed: &Harmed) -> Result<bool, Failed> {
    let Harmed { fault, ran, after } = harmed;
    if ran.code != "0" {
        return Ok(false);
    }
    let name = scene.name;
    no_temporary(after).map_err(|left| format!("{name} {fault:?} leaves {left}"))?;
    if *after == room::tree(workspace.root()) {
        Err(format!("{name} {fault:?} succeeds and writes nothing\n{}", ran.stdout).into())
    } else {
        Ok(true)
    }
}

fn no_temporary(after: &Tree) -> Result<(), String> {
    let temporary =
        |path: &&String| path.rsplit('/').next().is_some_and(|n| n.starts_with(".zishu"));
    after.keys().find(temporary).map_or(Ok(()), |left| Err(left.clone()))
}

/// Exit code 2, a Chinese message with the cause and a path, everything as it was.
fn unchanged(scene: &Scene, workspace: &Workspace, harmed: &Harmed) -> Result<(), Failed> {
    let Harmed { fault, ran, after } = harmed;
    let said = format!("{} {fault:?}\n{}\n{}", scene.name, ran.stdout, ran.stderr);
    let fail = |what: &str| Err(Failed::from(format!("{what}: {said}")));
    if ran.code != "2" {
        return fail(&format!("exit code {}", ran.code));
    }
    let last = ran.stderr.trim_end().lines().last().unwrap_or_default();
    if !last.starts_with("错误：") || !last.contains(fault.cause()) {
        return fail("no plain message");
    }
    let places = ["out", "chapters", "templates", "新区", "新"];
    if !places.iter().any(|place| last.contains(place)) {
        return fail("no file is named");
    }
    if ["已改", "已新建", "已写入", "已生成", "os error"].iter().any(|word| said.contains(word))
    {
        return fail("it tells of what it didn't do");
    }
    let before = room::tree(workspace.root());
    let of = |tree: &Tree, other: &Tree| -> Vec<String> {
        tree.iter()
            .filter(|(path, held)| other.get(*path) != Some(*held))
            .map(|(p, _)| p.clone())
            .collect()
    };
    if before == *after {
        Ok(())
    } else {
        fail(&format!("{:?} became {:?}", of(&before, after), of(after, &before)))
    }
}

// ---- workspaces --------------------------------------------------------------------------------

fn two() -> Result<Workspace, Failed> {
    let workspace = Workspace::small();
    for (path, word) in &CHAPTERS[..2] {
        workspace.write(path, format!("## 总体\n\n{word}在此，质量稳步提升。\n"));
    }
    Ok(workspace)
}

/// With outputs of a run before.
fn rendered() -> Result<Workspace, Failed> {
    let workspace = two()?;
    for path in ["out/自述报告.pdf", "out/自述报告.docx"] {
        workspace.write(path, "上一次的好结果");
    }
    Ok(workspace)
}

/// With a copy that came back, changed in three chapters; one of them isn't kept in UTF-8's plain form.
fn returned() -> Result<Workspace, Failed> {
    let workspace = Workspace::small();
    let plan = workspace.root().join("chapters/plan.yaml");
    let text = std::fs::read_to_string(&plan).map_err(|error| error.to_string())?;
    workspace.write(
        "chapters/plan.yaml",
        text.replace("配合: [市统计局]", "配合: [市统计局, 市农业局]"),
    );
    for (path, word) in CHAPTERS {
        workspace
            .write(path, format!("\u{FEFF}## {word}所在\r\n\r\n{word}在此，质量稳步提升。\r\n"));
    }
    done(&workspace, &["review", "send", "--date", "2018-06-13"])?;
    let copy = workspace.root().join("out/送审/自述报告-c001.docx");
    let bytes = std::fs::read(copy).map_err(|error| error.to_string())?;
    let changed = rewritten(&bytes, &|text| text.replace("原词在此", "新词在此"))?;
    workspace.write("回.docx", changed);
    workspace.write("out/审改清单.md", "上一次的清单");
    Ok(workspace)
}

/// With a draft in Word that holds a picture.
fn draft() -> Result<Workspace, Failed> {
    let workspace = two()?;
    workspace.write(CHAPTER, "## 总体\n\n![格子](图片/格子.png \"格子\")\n\n初稿正文。\n");
    done(&workspace, &["render", "--word"])?;
    let from = workspace.root().join("out/自述报告.docx");
    std::fs::rename(from, workspace.root().join("稿.docx")).map_err(|error| error.to_string())?;
    workspace.write("chapters/06-产品质量/_市质监局.md.bak", "更早的一稿");
    Ok(workspace)
}

/// With a chapter that can be repaired.
fn broken() -> Result<Workspace, Failed> {
    let workspace = two()?;
    workspace.write(CHAPTER, "## 总体\n\n甲\u{1}乙,质量稳步提升。\n");
    Ok(workspace)
}

/// With a form that was filled.
fn filled() -> Result<Workspace, Failed> {
    let workspace = two()?;
    done(&workspace, &["forms"])?;
    let form = workspace.root().join("out/forms/市质监局.xlsx");
    crate::forms::fill(&form, &["E6=94.2"])?;
    Ok(workspace)
}

fn done(workspace: &Workspace, arguments: &[&str]) -> Result<(), Failed> {
    let ran = cases::zishu(workspace.root(), arguments);
    if ran.code == "0" { Ok(()) } else { Err(format!("{arguments:?}: {}", ran.stderr).into()) }
}

/// A Word file with another text of its document.
pub(crate) fn rewritten(bytes: &[u8], change: &dyn Fn(&str) -> String) -> Result<Vec<u8>, Failed> {
    let mut parts = word::parts(bytes)?;
    let document = parts.entry("word/document.xml".to_owned()).or_default();
    *document = change(&String::from_utf8_lossy(document)).into_bytes();
    Ok(word::pack(&parts))
}
