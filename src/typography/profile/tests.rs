use super::*;
use crate::diag::{Code, Diagnostics};
use crate::source::Sources;
use crate::workspace::Spanned;
use crate::{bundle, diag};
use std::path::Path;

struct Outcome {
    profile: Option<Profile>,
    sources: Sources,
    problems: Vec<diag::Diagnostic>,
}

fn load_in(root: &Path, name: &str) -> Outcome {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let report = sources.add("chapters/report.yaml", format!("版式: {name}\n"));
    let span = crate::source::Span::new(report, 8..8 + name.len());
    let name = Spanned { value: name.to_owned(), span };
    let profile = load(root, &name, &mut sources, &mut diagnostics).ok();
    let problems = diagnostics.into_sorted(&sources);
    Outcome { profile, sources, problems }
}

/// The official profile with one piece of its text replaced.
fn altered(from: &str, to: &str) -> Outcome {
    let text = bundle::template("profiles/gbt9704.yaml").unwrap();
    assert!(text.contains(from), "{from}");
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("templates/profiles/own.yaml", text.replacen(from, to, 1));
    let profile = load::parse(file, &sources, &mut diagnostics).ok();
    let problems = diagnostics.into_sorted(&sources);
    Outcome { profile, sources, problems }
}

/// Code, text at the place and message of each problem.
fn shown(outcome: &Outcome) -> Vec<String> {
    let show = |problem: &diag::Diagnostic| {
        let span = problem.primary.span;
        let at = outcome.sources.slice(span);
        format!("{} at {at:?}: {}", problem.code.name(), problem.message)
    };
    outcome.problems.iter().map(show).collect()
}

fn nowhere() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 0.01
}

#[test]
fn official_layout() {
    let outcome = load_in(nowhere().path(), "gbt9704");
    assert_eq!(shown(&outcome), [""; 0]);
    let profile = outcome.profile.unwrap();
    assert!(near(profile.page.text_width(), 442.2));
    assert!(near(profile.page.text_height(), 637.8));
    assert_eq!((profile.page.lines, profile.page.characters), (22, 28));
    assert_eq!((profile.body.size, profile.body.typst_size()), (16.0, 15.75));
    assert_eq!(profile.body.word_spacing(), -0.25);
    assert_eq!(profile.body.pitch, 28.95);
    assert_eq!((profile.title.role, profile.title.size), (FaceRole::Title, 22.0));
    let roles = [FaceRole::Hei, FaceRole::Kai, FaceRole::Fang, FaceRole::Fang];
    assert_eq!(profile.headings.each_ref().map(|style| style.role), roles);
    assert_eq!((profile.folio.role, profile.folio.size), (FaceRole::Song, 14.0));
    assert_eq!((profile.page.sides, profile.page.folio_form), (Sides::Double, FolioForm::Dashes));
    assert!(near(profile.page.folio_distance, 19.84));
    assert_eq!(profile.contents.heading, "目　录");
    assert_eq!(profile.word_faces.of(FaceRole::Fang).name, "仿宋_GB2312");
    assert_eq!(profile.word_faces.of(FaceRole::Title).alternatives[1], "华文中宋");
    let rules = profile.rules;
    assert_eq!((rules.top, rules.middle, rules.bottom), (1.5, 0.75, 1.5));
}

#[test]
fn form_layout() {
    let outcome = load_in(nowhere().path(), "shenbaobiao");
    assert_eq!(shown(&outcome), [""; 0]);
    let profile = outcome.profile.unwrap();
    assert_eq!((profile.body.size, profile.body.pitch), (12.0, 21.0));
    assert_eq!((profile.page.sides, profile.page.folio_form), (Sides::Single, FolioForm::Plain));
    assert_eq!(profile.body.word_spacing(), 0.0);
}

#[test]
fn the_workspace_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let profiles = folder.path().join("templates/profiles");
    std::fs::create_dir_all(&profiles).unwrap();
    let text = bundle::template("profiles/gbt9704.yaml").unwrap();
    std::fs::write(profiles.join("gbt9704.yaml"), text.replace("本稿含样例数据", "试排")).unwrap();
    let outcome = load_in(folder.path(), "gbt9704");
    assert_eq!(outcome.profile.unwrap().header.sample_note, "试排，仅供核对");
    assert!(load_in(folder.path(), "shenbaobiao").profile.is_some());
}

#[test]
fn faces_of_word_in_one_word() {
    let folder = tempfile::tempdir().unwrap();
    let profiles = folder.path().join("templates/profiles");
    std::fs::create_dir_all(&profiles).unwrap();
    let text = bundle::template("profiles/gbt9704.yaml").unwrap();
    let (text, _) = text.split_once("Word字体:").unwrap();
    let faces = |word: &str| {
        std::fs::write(profiles.join("own.yaml"), format!("{text}Word字体: {word}\n")).unwrap();
        load_in(folder.path(), "own")
    };
    let official = faces("公文").profile.unwrap();
    let built_in = load_in(nowhere().path(), "gbt9704").profile.unwrap();
    assert_eq!(official.word_faces, built_in.word_faces);
    assert_eq!(faces("gov").profile.unwrap().word_faces, built_in.word_faces);
    let windows = faces("windows").profile.unwrap().word_faces;
    let names = [FaceRole::Title, FaceRole::Fang, FaceRole::Kai, FaceRole::Hei];
    assert_eq!(
        names.map(|role| windows.of(role).name.clone()),
        ["华文中宋", "仿宋", "楷体", "黑体"]
    );
    assert_eq!(shown(&faces("Mac")).len(), 1);
    assert_eq!(shown(&faces("[黑体]")).len(), 1);
}

#[test]
fn unknown_names() {
    let outcome = load_in(nowhere().path(), "gbt9740");
    assert_eq!(shown(&outcome), ["unknown-profile at \"gbt9740\": 没有版式“gbt9740”"]);
    assert_eq!(outcome.problems[0].primary.text, "是否要写“gbt9704”？");
    assert_eq!(
        outcome.problems[0].help,
        ["可用的版式：danju、gbt9704、shenbaobiao、tongbao、yijianbiao"]
    );
}

#[test]
fn a_name_is_not_a_path() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("templates/profiles")).unwrap();
    let text = bundle::template("profiles/gbt9704.yaml").unwrap();
    std::fs::write(folder.path().join("templates/x.yaml"), text).unwrap();
    let absolute = folder.path().join("templates/x").to_str().unwrap().to_owned();
    for name in ["../x", "./gbt9704", "gbt9704.yaml", "", "..\\x", &absolute] {
        let outcome = load_in(folder.path(), name);
        assert_eq!(outcome.problems.len(), 1, "{name}");
        assert_eq!(outcome.problems[0].code, Code::UnknownProfile, "{name}");
    }
}

/// Whatever length of the file is made unreadable, it is reported at its place.
#[test]
fn every_unreadable_length_is_found() {
    let text = bundle::template("profiles/gbt9704.yaml").unwrap();
    let mut tried = 0;
    for (at, _) in text.match_indices(": ") {
        let rest = &text[at + 2..];
        let end = rest.find([' ', ',', '\n', '}']).unwrap();
        let value = &rest[..end];
        let size = value.ends_with('号') || value.starts_with("小四") || value.starts_with("小五");
        if !(size || value.ends_with("mm") || value.ends_with("pt")) {
            continue;
        }
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if text[line_start..at].contains('#') {
            continue;
        }
        let broken = format!("{}37{}", &text[..at + 2], &rest[end..]);
        let outcome = altered(text, &broken);
        assert_eq!(shown(&outcome), ["profile-value at \"37\": “37”不是长度"], "{value} at {at}");
        assert_eq!(outcome.problems[0].primary.span.start as usize, at + 2);
        tried += 1;
    }
    assert_eq!(tried, 52);
}

#[test]
fn figures_that_make_no_sense() {
    let cases = [
        (
            "天头: 37mm",
            "天头: 250mm",
            "profile-value at \"297mm\": 页边距之间的版心高只剩 12.0 毫米",
        ),
        (
            "订口: 28mm",
            "订口: 200mm",
            "profile-value at \"210mm\": 页边距之间的版心宽只剩 -16.0 毫米",
        ),
        ("宽: 210mm", "宽: 1500mm", "profile-value at \"1500mm\": 纸宽 1500.0 毫米过大"),
        (
            "字数: 28",
            "字数: 29",
            "profile-value at \"29\": 每行 29 字需宽 161.1 毫米，版心宽 156.0 毫米",
        ),
        (
            "行数: 22",
            "行数: 23",
            "profile-value at \"23\": 每面 23 行需高 230.2 毫米，版心高 225.0 毫米",
        ),
        ("页码距: 7mm", "页码距: 40mm", "profile-value at \"40mm\": 页码排到了纸外"),
        ("字号: 二号", "字号: 80pt", "profile-value at \"80pt\": 字号 80 磅无法使用"),
        ("排版字号: 15.75pt", "排版字号: 2pt", "profile-value at \"2pt\": 字号 2 磅无法使用"),
        ("行距: 33pt ", "行距: 20pt ", "profile-value at \"20pt\": 行距 20 磅小于字号 22 磅"),
        ("行距: 33pt ", "行距: 900pt ", "profile-value at \"900pt\": 行距 900 磅过大"),
        ("标题位置: 68mm", "标题位置: 220mm", "profile-value at \"220mm\": 标题排到了版心外"),
        ("距纸顶: 20mm", "距纸顶: 36mm", "profile-value at \"36mm\": 页眉压住了正文"),
        ("顶线: 1.5pt", "顶线: 15mm", "profile-value at \"15mm\": 表线 42.52 磅无法使用"),
        ("题目: 目　录", "题目: ''", "profile-value at \"''\": 目录的题目是空的"),
        (
            "名称: 黑体,",
            "名称: '黑体,宋体',",
            "profile-value at \"'黑体,宋体'\": 字体名“黑体,宋体”无法使用",
        ),
        ("缩进: 2", "缩进: 90", "profile-value at \"90\": 目录缩进 90 字过大"),
    ];
    for (from, to, expected) in cases {
        let outcome = altered(from, to);
        // A wrong size may make the pitch too small as well.
        assert!(shown(&outcome).contains(&expected.to_owned()), "{to}: {:?}", shown(&outcome));
        assert!(outcome.profile.is_none(), "{to}");
    }
}

#[test]
fn every_problem_is_reported_at_once() {
    let outcome = altered("宽: 210mm          # 5.1：A4\n  高: 297mm ", "宽: A4\n  高: 二九七 ");
    let expected =
        ["profile-value at \"A4\": “A4”不是长度", "profile-value at \"二九七\": “二九七”不是长度"];
    assert_eq!(shown(&outcome), expected);
}

#[test]
fn wrong_shapes_have_a_place() {
    let cases = [
        ("印刷: 双面", "印刷: 三面"),
        ("行数: 22", "行数: 很多"),
        ("天头: 37mm", "天头高: 37mm"),
        ("  - { 字体: 黑体, 字号: 三号, 排版字号: 15.75pt, 行距: 28.95pt }", ""),
    ];
    for (from, to) in cases {
        let outcome = altered(from, to);
        assert!(outcome.profile.is_none());
        assert!(!outcome.problems.is_empty(), "{to}");
        let report = outcome.sources.find("templates/profiles/own.yaml").unwrap();
        assert!(outcome.problems.iter().all(|problem| problem.primary.span.file == report), "{to}");
    }
}
