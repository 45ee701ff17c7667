//! The number of a build: what it depends on, and what it doesn't.

use super::Situation;
use super::scene::{Scene, TEXT, says};
use crate::workspace::{CHAPTER, Workspace};
use crate::{cases, golden, tools};
use libtest_mimic::Failed;
use std::fs;
use std::process::Command;
use zishu::pipeline::{self, Cache, Edition, Formats, Goal, Request};

pub(super) const SITUATIONS: &[Situation] = &[
    ("as-rendered", as_rendered),
    ("seen-in-the-properties", properties),
    ("another-machine", another_machine),
    ("one-kind-after-the-other", one_by_one),
    ("one-document-alone", only),
    ("working-and-formal", formal),
    ("another-profile", profile),
    ("incremental-builds", incremental),
    ("a-copied-template", copied_template),
    ("nothing-rendered", nothing),
];

const BOTH: [&str; 2] = ["out/自述报告.pdf", "out/自述报告.docx"];

fn as_rendered() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let verified = scene.verify(&[])?;
    verified.expect("0", &BOTH.map(|path| (path, "same unchanged")))?;
    let number = verified.get(BOTH[0], "build");
    assert_eq!(number, verified.get(BOTH[1], "build"));
    says(&scene.say(&[]), &["0\n", &number, "2 个文件出自同一次生成", "没有改动"])?;
    assert!(scene.path(&format!("out/生成记录/{number}.json")).is_file());

    let ran = cases::zishu(scene.workspace.root(), &["render"]);
    says(&ran.stderr, &[&format!("生成号  {number}（工作稿）")])?;
    let ran = cases::zishu(scene.workspace.root(), &["render", "--format", "json"]);
    says(&ran.stdout, &[&format!("{{\"build\":\"{number}\"")])
}

/// Other programs show the number too.
fn properties() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let number = scene.verify(&[])?.get(BOTH[0], "build");
    let mut info = Command::new(tools::program("pdfinfo")?);
    let shown = tools::run(info.arg(scene.path(BOTH[0])))?;
    says(&shown, &[&format!("生成号 {number}")])?;
    let bytes = scene.read(BOTH[0]);
    let text = String::from_utf8_lossy(&bytes);
    let tool = format!("<xmp:CreatorTool>zishu {}；生成号 {number}", env!("CARGO_PKG_VERSION"));
    says(&text, &[&tool])?;
    tools::validate(&scene.path(BOTH[1]))?;
    tools::check_integrity(&scene.path(BOTH[1]))
}

/// Line ends, byte-order marks and the folder's path are no inputs.
fn another_machine() -> Result<(), Failed> {
    let here = Scene::rendered()?;
    let there = Scene::new();
    there.workspace.write(CHAPTER, format!("\u{FEFF}{}", TEXT.replace('\n', "\r\n")));
    let plan = String::from_utf8(there.read("chapters/plan.yaml")).map_err(|e| e.to_string())?;
    there.workspace.write("chapters/plan.yaml", plan.replace('\n', "\r\n"));
    there.render(&[])?;
    for path in BOTH {
        assert_eq!(here.read(path), there.read(path), "{path}");
        fs::copy(there.path(path), here.path(path)).map_err(|error| error.to_string())?;
    }
    here.verify(&[])?.expect("0", &BOTH.map(|path| (path, "same unchanged")))
}

fn one_by_one() -> Result<(), Failed> {
    let scene = Scene::new();
    scene.render(&["--pdf"])?;
    let verified = scene.verify(&[])?;
    verified.expect("1", &[(BOTH[0], "same unchanged")])?;
    says(&scene.say(&[]), &["缺 out/自述报告.docx", "zishu render"])?;
    scene.render(&["--word"])?;
    scene.verify(&[])?.expect("0", &BOTH.map(|path| (path, "same unchanged")))
}

fn documents() -> Scene {
    let scene = Scene { workspace: Workspace::small() };
    scene.workspace.copy(&golden::root().join("tests/cases/render/other-documents/files"));
    scene
}

fn only() -> Result<(), Failed> {
    let (whole, part) = (documents(), documents());
    whole.render(&[])?;
    part.render(&["--only", "任务表"])?;
    for path in ["out/任务表.pdf", "out/任务表.docx"] {
        assert_eq!(whole.read(path), part.read(path), "{path}");
    }
    part.render(&["--only", "自述报告"])?;
    let all = ["out/任务表.pdf", "out/任务表.docx", BOTH[0], BOTH[1]];
    part.verify(&[])?.expect("0", &all.map(|path| (path, "same unchanged")))
}

fn formal() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    fs::copy(scene.path(BOTH[1]), scene.path("工作稿.docx")).map_err(|error| error.to_string())?;
    scene.render(&["--final"])?;
    let verified = scene.verify(&[BOTH[0], "工作稿.docx"])?;
    verified.expect("1", &[(BOTH[0], "same unchanged"), ("工作稿.docx", "same unchanged")])?;
    says(
        &scene.say(&[BOTH[0], "工作稿.docx"]),
        &[
            "不是同一次生成的",
            "（正式稿）out/自述报告.pdf",
            "（工作稿）工作稿.docx",
            "render --final",
        ],
    )?;
    scene.verify(&[])?.expect("0", &BOTH.map(|path| (path, "same unchanged")))
}

fn profile() -> Result<(), Failed> {
    let scene = Scene::new();
    scene.render(&["--profile", "gbt9704"])?;
    let same = scene.read(BOTH[0]);
    scene.render(&[])?;
    assert_eq!(same, scene.read(BOTH[0]), "the profile of report.yaml, asked for by its name");

    scene.render(&["--profile", "shenbaobiao"])?;
    let verified = scene.verify(&[])?;
    verified.expect("0", &BOTH.map(|path| (path, "same unchanged")))?;
    assert_eq!(verified.get(BOTH[0], "profile"), "shenbaobiao");
    Ok(())
}

/// Builds that follow another give the bytes of a build of their own.
fn incremental() -> Result<(), Failed> {
    let scene = Scene::new();
    let request =
        Request { goal: Goal::Files(Formats::Both), ..Request::new(scene.workspace.root()) };
    let build = |cache: &mut Cache, request: &Request| {
        let built = pipeline::build(request, cache).map_err(|_| "unreadable")?;
        let number = built.inputs.as_ref().map(|inputs| inputs.number);
        let files = built.documents.into_iter().find_map(|document| document.files);
        let files = files.ok_or("no files")?;
        Ok::<_, &str>((number, files.pdf, files.word))
    };

    let mut cache = Cache::incremental();
    let first = build(&mut cache, &request)?;
    for text in [TEXT.replace("稳步", "快速"), TEXT.replace("第二项", "末项"), TEXT.to_owned()]
    {
        scene.workspace.write(CHAPTER, text);
        cache.invalidate(&[CHAPTER.to_owned()].into());
        let followed = build(&mut cache, &request)?;
        assert_eq!(followed, build(&mut Cache::default(), &request)?);
    }
    assert_eq!(first, build(&mut cache, &request)?);
    let formal = Request { edition: Edition::Formal, ..request };
    assert_ne!(first.0, build(&mut cache, &formal)?.0);
    Ok(())
}

/// A template as the program has it is no input, but for one that was changed.
fn copied_template() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let template = zishu::bundle::template("report.typ").ok_or("no template")?;
    scene.workspace.write("templates/report.typ", template);
    scene.verify(&[])?.expect("0", &BOTH.map(|path| (path, "same unchanged")))?;
    scene.workspace.write("templates/report.typ", format!("{template}\n// 改过\n"));
    let verified = scene.verify(&[])?;
    verified.expect("1", &BOTH.map(|path| (path, "changed unchanged")))?;
    says(&scene.say(&[]), &["templates/report.typ"])
}

fn nothing() -> Result<(), Failed> {
    says(&Scene::new().say(&[]), &["1\n", "out/ 里没有文件；请先运行 zishu render"])
}
