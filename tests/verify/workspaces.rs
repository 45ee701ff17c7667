//! Files whose workspace has gone on.

use super::Situation;
use super::scene::{Scene, TEXT, says};
use crate::workspace::CHAPTER;
use libtest_mimic::Failed;
use std::fs;

pub(super) const SITUATIONS: &[Situation] = &[
    ("a-chapter-changed", chapter),
    ("changed-and-back", back),
    ("a-value-changed", value),
    ("a-picture-changed", picture),
    ("a-chapter-came", came),
    ("a-chapter-went", went),
    ("the-date-changed", date),
    ("two-builds", two_builds),
    ("a-face-came", face),
    ("without-its-record", without_record),
    ("a-broken-workspace", broken),
    ("a-chapter-with-an-error", with_error),
    ("a-file-of-an-older-name", renamed_output),
];

const PDF: &str = "out/自述报告.pdf";
const WORD: &str = "out/自述报告.docx";
const VALUES: &str = "chapters/indicators/市质监局.yaml";
const PICTURE: &str = "chapters/06-产品质量/图片/格子.png";

/// Renders, has something happen, and expects the workspace to be another by this input.
fn after(happen: impl Fn(&Scene), kind: &str, input: &str) -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    happen(&scene);
    let verified = scene.verify(&[])?;
    verified.expect("1", &[(PDF, "changed unchanged"), (WORD, "changed unchanged")])?;
    let expected = serde_json::json!([input]);
    assert_eq!(verified.files[PDF]["inputs"][kind], expected, "{}", verified.files[PDF]);
    says(&scene.say(&[]), &["生成以后", input, "zishu render"])
}

fn edited(scene: &Scene, path: &str, old: &str, new: &str) {
    let text = String::from_utf8(scene.read(path)).unwrap_or_default();
    assert!(text.contains(old), "{text}");
    scene.workspace.write(path, text.replacen(old, new, 1));
}

fn chapter() -> Result<(), Failed> {
    after(|scene| edited(scene, CHAPTER, "稳步", "快速"), "changed", CHAPTER)
}

fn back() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    scene.workspace.write(CHAPTER, TEXT);
    scene.verify(&[])?.expect("0", &[(PDF, "same unchanged"), (WORD, "same unchanged")])
}

fn value() -> Result<(), Failed> {
    after(|scene| edited(scene, VALUES, "状态: 初报", "状态: 已核"), "changed", VALUES)
}

fn picture() -> Result<(), Failed> {
    let other = "chapters/06-产品质量/图片/横躺.jpg";
    after(|scene| scene.workspace.write(PICTURE, scene.read(other)), "changed", PICTURE)
}

fn came() -> Result<(), Failed> {
    let path = "chapters/06-产品质量/市统计局.md";
    after(|scene| scene.workspace.write(path, "## 统计\n\n甲。\n"), "added", path)
}

fn went() -> Result<(), Failed> {
    let scene = Scene::new();
    let path = "chapters/06-产品质量/市统计局.md";
    scene.workspace.write(path, "## 统计\n\n甲。\n");
    scene.render(&[])?;
    fs::remove_file(scene.path(path)).map_err(|error| error.to_string())?;
    let verified = scene.verify(&[])?;
    verified.expect("1", &[(PDF, "changed unchanged"), (WORD, "changed unchanged")])?;
    assert_eq!(verified.files[PDF]["inputs"]["removed"], serde_json::json!([path]));
    says(&scene.say(&[]), &["少了", path])
}

fn date() -> Result<(), Failed> {
    let path = "chapters/report.yaml";
    after(|scene| edited(scene, path, "2018-06-13", "2018-06-14"), "changed", path)
}

fn two_builds() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let old = scene.read(PDF);
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    scene.render(&[])?;
    scene.workspace.write(PDF, old);
    let verified = scene.verify(&[])?;
    verified.expect("1", &[(PDF, "changed unchanged"), (WORD, "same unchanged")])?;
    assert_eq!(verified.all["builds"].as_array().map(Vec::len), Some(2));
    says(&scene.say(&[]), &["不是同一次生成的", CHAPTER])
}

/// A face of the workspace stands for the built-in one.
fn face() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let faces = zishu::bundle::fonts();
    let (name, bytes) = faces.iter().find(|(name, _)| name.contains("Liberation")).ok_or("none")?;
    scene.workspace.write(&format!("fonts/licensed/{name}"), bytes);
    scene.verify(&[])?.expect("0", &[(PDF, "same unchanged"), (WORD, "same unchanged")])
}

fn without_record() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    fs::remove_dir_all(scene.path("out/生成记录")).map_err(|error| error.to_string())?;
    scene.verify(&[])?.expect("0", &[(PDF, "same unchanged"), (WORD, "same unchanged")])?;
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    scene.verify(&[])?.expect("1", &[(PDF, "changed unknown"), (WORD, "changed unknown")])?;
    says(&scene.say(&[]), &["没有这一次的记录", "查不出有没有改动"])
}

fn broken() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.workspace.write("chapters/report.yaml", "标题: [");
    let verified = scene.verify(&[PDF, WORD])?;
    verified.expect("1", &[(PDF, "unreadable unchanged"), (WORD, "unreadable unchanged")])?;
    says(&scene.say(&[PDF]), &["zishu check"])?;
    scene.verify(&[])?.expect("1", &[(PDF, "unreadable unchanged")])
}

fn with_error() -> Result<(), Failed> {
    after(|scene| edited(scene, CHAPTER, "稳步", "{{ 值(\"无\", 2017) }}"), "changed", CHAPTER)
}

/// report.yaml names the files otherwise now.
fn renamed_output() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    edited(&scene, "chapters/report.yaml", "文件名: 自述报告", "文件名: 新报告");
    let verified = scene.verify(&[])?;
    verified.expect("1", &[(PDF, "changed unchanged"), (WORD, "changed unchanged")])?;
    says(&scene.say(&[]), &["缺 out/新报告.pdf、out/新报告.docx"])
}
