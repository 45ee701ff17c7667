//! Workspaces with mistakes in their files, and where each is reported.

mod hostile;

use super::{
    ChapterRole, Oversize, PictureProblem, Status, Workspace, load, locate, picture, repairs,
    scaffold,
};
use crate::diag::Diagnostics;
use crate::source::Sources;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const REPORT: &str = "城市: 某市\n标题: 报告\n年份: [2016, 2015]\n日期: 2018-06-13\n版式: gbt9704\n填报单位: 某市政府\n";
const BUREAUS: &str = "- 名称: 某市质量局\n  简称: 质量局\n  别名: [质监局]\n- 名称: 某市农业局\n  简称: 农业局\n- 名称: 某市水利局\n  简称: 水利局\n";
const PLAN: &str = "- 编号: zs-02\n  任务: 甲\n  部分: 乙\n  栏目: 产品质量\n  内容: 各类产品\n  责任: 质监局牵头\n  牵头: [质监局]\n  配合: [某市农业局]\n  章: 6\n- 编号: zs-01\n  任务: 甲\n  部分: 乙\n  栏目: 基本情况\n  内容: 概况\n  责任: 水利局\n  牵头: [水利局]\n  章: \"01\"\n";

/// A workspace with these files beside its three tables.
fn workspace(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let tables = [
        ("chapters/report.yaml", REPORT),
        ("chapters/bureaus.yaml", BUREAUS),
        ("chapters/plan.yaml", PLAN),
    ];
    for (path, text) in tables.iter().chain(files) {
        put(&folder, path, text.as_bytes());
    }
    folder
}

fn put(folder: &TempDir, path: &str, bytes: &[u8]) {
    let full = folder.path().join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, bytes).unwrap();
}

fn read_all(folder: &TempDir) -> (Sources, Option<Workspace>, Vec<String>) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let workspace = load(folder.path(), &mut sources, &mut diagnostics).ok();
    let lines = diagnostics.into_sorted(&sources).into_iter().map(|problem| {
        let span = problem.primary.span;
        let position = sources.line_column(span.file, span.start);
        let (path, code) = (sources.path(span.file), problem.code.name());
        let help = problem.help.join("；");
        format!("{path}:{}:{} {code} {} | {help}", position.line, position.column, problem.message)
    });
    let lines = lines.collect();
    (sources, workspace, lines)
}

/// Asserts that each problem begins with its expectation and there is no other.
fn assert_problems(folder: &TempDir, expected: &[&str]) {
    let problems = read_all(folder).2;
    let same = problems.len() == expected.len()
        && problems.iter().zip(expected).all(|(problem, expected)| problem.contains(expected));
    assert!(same, "found {problems:#?}\nexpected {expected:#?}");
}

const WATER: (&str, &str) = ("chapters/01-基本情况/水利局.md", "## 水\n");
const QUALITY: (&str, &str) = ("chapters/06-产品质量/质量局.md", "---\n状态: 已审\n---\n## 质\n");

#[test]
fn the_sample_loads_without_any_problem() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let workspace = load(root, &mut sources, &mut diagnostics).unwrap();
    let problems: Vec<_> = diagnostics.iter().collect();
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(workspace.outline.len(), 10);
    assert_eq!(workspace.plan.len(), 46);
    assert_eq!(workspace.bureaus.len(), 25);
    assert_eq!(workspace.chapters.len(), 49);
}

#[test]
fn chapters_stand_in_the_order_of_the_plan() {
    let folder = workspace(&[
        WATER,
        ("chapters/06-产品质量/水利局.md", "## 水\n"),
        ("chapters/06-产品质量/农业局.md", "## 农\n"),
        ("chapters/06-产品质量/质监局.MD", "---\r\n状态: 已审\r\n---\r\n## 质\r\n"),
        ("chapters/06-产品质量/_导语.md", "导语。\n"),
        ("chapters/06-产品质量/_备忘.md", "备忘\n"),
        ("chapters/06-产品质量/~$农业局.md", "锁"),
        ("chapters/06-产品质量/图片/说明.txt", "无"),
    ]);
    let (sources, workspace, problems) = read_all(&folder);
    let workspace = workspace.unwrap();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].starts_with("chapters/06-产品质量/水利局.md:1:1 unplanned-contribution"));
    let order: Vec<_> = workspace.chapters.iter().map(|c| (c.section, c.role, c.bureau)).collect();
    let expected = [
        (0, ChapterRole::Lead, Some(2)),
        (1, ChapterRole::LeadIn, None),
        (1, ChapterRole::Lead, Some(0)),
        (1, ChapterRole::Joint, Some(1)),
        (1, ChapterRole::Unplanned, Some(2)),
    ];
    assert_eq!(order, expected);
    let chapter = &workspace.chapters[2];
    assert_eq!(chapter.front.status, Status::Reviewed);
    assert_eq!(&sources.text(chapter.file)[chapter.front.body_start as usize..], "## 质\r\n");
    assert_eq!(workspace.outline[1].folder, "06-产品质量");
    assert_eq!(workspace.plan[0].lead[0].value, "质量局");
    assert_eq!(sources.slice(workspace.plan[0].joint[0].span), "某市农业局");
    assert_eq!(workspace.report.years, [2015, 2016]);
    assert_eq!(sources.slice(workspace.report.profile.span), "gbt9704");
}

#[test]
fn missing_contribution_is_reported_at_the_plan() {
    let expected = "chapters/plan.yaml:7:8 missing-contribution “产品质量”的牵头单位质量局还没有交文稿 | 用 zishu new 产品质量 质量局 新建，再写入内容";
    // With the folder and without it.
    assert_problems(&workspace(&[WATER, ("chapters/06-产品质量/农业局.md", "## 农")]), &[expected]);
    assert_problems(&workspace(&[WATER]), &[expected]);
}

#[test]
fn misplaced_files() {
    let folder = workspace(&[
        WATER,
        QUALITY,
        ("chapters/06-产品质量/农业据.md", "## 农"),
        ("chapters/6-产品质量/农业局.md", "## 农"),
        ("chapters/附件/说明.txt", "说明"),
        ("chapters/06-产品质量/质监局.md", "## 又一份"),
    ]);
    let expected = [
        "chapters/06-产品质量/农业据.md:1:1 unknown-bureau bureaus.yaml 中没有单位“农业据” | 是否要写“农业局”？",
        "chapters/06-产品质量/质量局.md:1:1 duplicate-entry",
        "chapters/6-产品质量/农业局.md:1:1 unknown-section plan.yaml 中没有文件夹“6-产品质量”所指的栏目，其中的文稿没有读入 | 文件夹是否要改名为 06-产品质量？",
    ];
    assert_problems(&folder, &expected);
}

#[test]
fn folders_that_are_no_section() {
    let cases = [
        ("产品质量", "文件夹是否要改名为 06-产品质量？"),
        ("06－产品质量", "文件夹是否要改名为 06-产品质量？"),
        ("6-产品", "文件夹是否要改名为 06-产品质量？"),
        ("产品质最", "文件夹是否要改名为 06-产品质量？"),
        ("07-工程质量", "可用的文件夹：01-基本情况、06-产品质量"),
    ];
    for (name, help) in cases {
        let path = format!("chapters/{name}/农业局.md");
        let folder = workspace(&[WATER, QUALITY, (&path, "## 农")]);
        let problems = read_all(&folder).2;
        let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
        assert!(problem.contains("unknown-section") && problem.ends_with(help), "{problem}");
    }
}

#[test]
fn front_matter() {
    let cases = [
        (
            "---\n栏目: 产品\n---\n正文",
            "2:5 front-matter-mismatch “栏目”写的是“产品”，文件在“06-产品质量”文件夹 | 改为 栏目: 产品质量",
        ),
        (
            "---\n单位: 农业局\n---\n正文",
            "2:5 front-matter-mismatch “单位”写的是“农业局”，文件名是“质量局”",
        ),
        (
            "---\n状态: 己审\n---\n正文",
            "2:5 yaml-shape “状态”不能写“己审” | 是否要写“已审”？；可用：初稿、已报、已审、定稿",
        ),
        ("---\n状太: 定稿\n---\n正文", "2:1 yaml-shape 不认识“状太” | 是否要写“状态”？"),
        ("---\n状态：定稿\n---\n正文", "2:3 yaml-syntax 冒号是全角的"),
        ("---\n状态: 定稿\n正文", "1:1 yaml-syntax 开头的“---”没有配对的结束行"),
        ("----\n状态: 定稿\n---\n正文", "1:1 yaml-syntax 开头的横线不是三个半角减号"),
        ("状态: 定稿\n单位: 质监局\n---\n正文", "1:1 yaml-syntax 开头缺少“---”行"),
        ("---\n佐证:\n  - 文号: 1\n---\n正文", "3:5 yaml-shape “佐证”缺少“标题”"),
        ("---\n佐证: [{标题: 甲, 原件: 有}]\n---\n正文", "2:18 yaml-shape “原件”不能写“有”"),
        ("---\n状态: 定稿\n---\n \n", "1:1 empty-chapter"),
        ("\n", "1:1 empty-chapter"),
    ];
    for (text, expected) in cases {
        let folder = workspace(&[WATER, ("chapters/06-产品质量/质量局.md", text)]);
        assert_problems(&folder, &[&format!("chapters/06-产品质量/质量局.md:{expected}")]);
    }
    for fine in [
        "---\n---\n正文",
        "---\n# 注\n---\n正文",
        "\n---\n栏目: 06\n单位: 质监局\n状态:\n---\n正文",
        "正文\n---\n下文",
    ] {
        assert_problems(&workspace(&[WATER, ("chapters/06-产品质量/质量局.md", fine)]), &[]);
    }
}

#[test]
fn evidence_keeps_its_places() {
    let text = "---\n佐证:\n  - 标题: 甲通知\n    文号: 某政发〔2016〕1号\n    原件: 已收\n  - 标题: 乙\n---\n正文";
    let (sources, workspace, problems) =
        read_all(&workspace(&[WATER, ("chapters/06-产品质量/质量局.md", text)]));
    assert!(problems.is_empty(), "{problems:#?}");
    let evidence = &workspace.unwrap().chapters[1].front.evidence;
    assert_eq!(sources.slice(evidence[0].title.span), "甲通知");
    assert_eq!(sources.slice(evidence[0].number.span), "某政发〔2016〕1号");
    assert!(evidence[0].original && !evidence[1].original);
    assert!(evidence[1].number.value.is_empty());
}

#[test]
fn tables_with_problems() {
    let cases = [
        (
            "report",
            REPORT.replace("[2016, 2015]", "[]"),
            "report.yaml:3:5 yaml-shape “年份”没有写任何年份",
        ),
        (
            "report",
            REPORT.replace("2018-06-13", "2018-06-31"),
            "report.yaml:4:5 yaml-shape 日期应形如 2018-06-13 或 2018年6月13日，现为“2018-06-31”",
        ),
        ("report", REPORT.replace("2018-06-13", "2018年6月"), "report.yaml:4:5 yaml-shape"),
        ("report", REPORT.replace("城市: 某市\n", ""), "report.yaml:1:1 yaml-shape 缺少“城市”"),
        ("report", REPORT.replace("某市\n标", "\n标"), "report.yaml:1:5 yaml-shape “城市”不能空着"),
        (
            "report",
            format!("{REPORT}文件名: 报告/终稿\n"),
            "report.yaml:7:6 yaml-shape “文件名”里有",
        ),
        (
            "report",
            format!("{REPORT}文件名: con\n"),
            "report.yaml:7:6 yaml-shape “文件名”是系统保留的名称",
        ),
        (
            "report",
            format!("{REPORT}文件名: 报告.PDF\n"),
            "report.yaml:7:6 yaml-shape “文件名”不写扩展名",
        ),
        (
            "report",
            format!("{REPORT}文件名: {}\n", "长".repeat(100)),
            "report.yaml:7:6 yaml-shape “文件名”太长",
        ),
        (
            "bureaus",
            BUREAUS.replace("简称: 农业局", "简称: 质监局"),
            "bureaus.yaml:5:3 duplicate-entry “质监局”是两个单位的名称",
        ),
        (
            "plan",
            PLAN.replace("zs-01", "zs-02"),
            "plan.yaml:10:7 duplicate-entry 行号“zs-02”用了两次",
        ),
        ("plan", PLAN.replace("\"01\"", "六"), "plan.yaml:17:6 yaml-shape 章号应为两位数字"),
        (
            "plan",
            PLAN.replace("[质监局]", "[质监局, 质检居]"),
            "plan.yaml:7:13 unknown-bureau bureaus.yaml 中没有单位“质检居”",
        ),
        (
            "plan",
            PLAN.replace("某市农业局", "质量局"),
            "plan.yaml:8:8 duplicate-entry 同一行里“质量局”写了两次",
        ),
    ];
    for (table, text, expected) in cases {
        let folder = workspace(&[WATER, QUALITY]);
        put(&folder, &format!("chapters/{table}.yaml"), text.as_bytes());
        let problems = read_all(&folder).2;
        let is_reported = problems.iter().any(|problem| problem.contains(expected));
        assert!(is_reported, "{problems:#?}\n{expected}");
    }
}

#[test]
fn unreadable_tables() {
    let folder = workspace(&[WATER, QUALITY]);
    fs::remove_file(folder.path().join("chapters/report.yaml")).unwrap();
    put(&folder, "chapters/bureaus.yaml", &encoding_rs::GBK.encode(BUREAUS).0);
    let (_, workspace, problems) = read_all(&folder);
    assert!(workspace.is_none());
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(
        problems[0].contains(
            "bureaus.yaml:1:1 not-utf8 文件是 GBK 编码，不是 UTF-8 | 运行 zishu fix 转换"
        )
    );
    assert!(problems[1].contains("report.yaml:1:1 file-missing 没有文件 chapters/report.yaml"));
}

#[test]
fn broken_chapters_leave_the_others() {
    let folder = workspace(&[WATER]);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("正文".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    put(&folder, "chapters/06-产品质量/质量局.md", &utf16);
    put(&folder, "chapters/06-产品质量/农业局.md", b"PK\x03\x04\0\0");
    put(&folder, "chapters/06-产品质量/_导语.md", "导\u{7}语\u{FDD0}\u{85}".as_bytes());
    let (sources, workspace, problems) = read_all(&folder);
    let chapters = workspace.unwrap().chapters;
    assert_eq!(chapters.len(), 2);
    assert_eq!(sources.text(chapters[1].file), "导 语     ");
    let codes: Vec<&str> =
        problems.iter().filter_map(|problem| problem.split(' ').nth(1)).collect();
    assert_eq!(
        codes,
        ["control-character", "control-character", "control-character", "binary-file", "not-utf8"],
        "{problems:#?}"
    );
}

#[test]
fn word_files_by_another_name() {
    let folder = workspace(&[WATER]);
    put(&folder, "chapters/06-产品质量/质量局.md", b"PK\x03\x04\0\0");
    put(&folder, "chapters/06-产品质量/农业局.md", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0]);
    let problems = read_all(&folder).2;
    let helps: Vec<bool> = problems.iter().map(|one| one.contains("zishu adopt")).collect();
    assert_eq!(helps, [true, true], "{problems:#?}");
}

#[test]
fn line_ends_of_the_old_mac() {
    let text = "---\r状态: 已审\r---\r## 质\r\r文\r";
    let folder = workspace(&[WATER, (QUALITY.0, text)]);
    let (sources, workspace, problems) = read_all(&folder);
    assert!(problems.is_empty(), "{problems:#?}");
    let chapter = &workspace.unwrap().chapters[1];
    assert_eq!(chapter.front.status, Status::Reviewed);
    assert_eq!(&sources.text(chapter.file)[chapter.front.body_start as usize..], "## 质\n\n文\n");
}

#[test]
fn too_large() {
    let folder = workspace(&[WATER, QUALITY]);
    put(&folder, "chapters/06-产品质量/农业局.md", "长".repeat(3_000_000).as_bytes());
    assert_problems(&folder, &["农业局.md:1:1 file-too-large"]);
}

#[test]
fn templates_of_the_workspace_override_the_built_in_ones() {
    let folder = workspace(&[WATER, QUALITY, ("templates/section.md.j2", "# 章\n")]);
    let (sources, workspace, _) = read_all(&folder);
    let templates = workspace.unwrap().templates;
    assert!(templates.is_sorted());
    let sections: Vec<_> = templates.iter().filter(|(name, _)| name == "section.md.j2").collect();
    assert_eq!(sections.len(), 1);
    assert_eq!(sources.path(sections[0].1), "templates/section.md.j2");
}

#[test]
fn the_workspace_is_located_from_within() {
    let folder = workspace(&[WATER]);
    assert_eq!(locate(&folder.path().join("chapters/01-基本情况")).unwrap(), folder.path());
    let empty = TempDir::new().unwrap();
    assert!(locate(empty.path()).unwrap_err().to_string().contains("zishu init"));
    assert!(locate(&empty.path().join("无")).is_err());
}

#[test]
fn scaffold_loads_without_a_problem() {
    let folder = workspace(&[WATER]);
    let (_, workspace, _) = read_all(&folder);
    let workspace = workspace.unwrap();
    let section = workspace.find_section("产品质量").unwrap();
    let bureau = workspace.find_bureau("质监局").unwrap();
    let (section, bureau) = (&workspace.outline[section], &workspace.bureaus[bureau]);
    let text = scaffold(&workspace, section, bureau, &["合格率"]);
    assert!(text.contains("各类产品"));
    put(&folder, "chapters/06-产品质量/质量局.md", text.as_bytes());
    assert_problems(&folder, &[]);
}

#[test]
fn repairs_change_encoding_and_controls_only() {
    let folder = workspace(&[WATER]);
    let gbk = encoding_rs::GBK.encode("产品质量稳步提升\r\n").0;
    put(&folder, "chapters/06-产品质量/质量局.md", &gbk);
    put(&folder, "templates/a.md.j2", "\u{feff}甲\u{0b}乙\r\n".as_bytes());
    put(&folder, "chapters/06-产品质量/图片/a.png", &gbk);
    let repairs = repairs(folder.path()).unwrap();
    let found: Vec<_> = repairs
        .iter()
        .map(|r| (r.path.as_str(), std::str::from_utf8(&r.after).unwrap(), r.description.as_str()))
        .collect();
    let expected = [
        ("chapters/06-产品质量/质量局.md", "产品质量稳步提升\r\n", "GBK 转为 UTF-8"),
        ("templates/a.md.j2", "\u{feff}甲乙\r\n", "删去 1 个控制字符"),
    ];
    assert_eq!(found, expected);
}

/// A PNG of this size without pixels: enough to tell its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes.extend(b"\0\0\0\0IEND\xAE\x42\x60\x82");
    bytes
}

#[test]
fn pictures() {
    let folder = workspace(&[WATER]);
    put(&folder, "chapters/06-甲/图片/架 构.png", &png(640, 480));
    put(&folder, "chapters/06-甲/图片/大.png", &png(20_000, 20_000));
    put(&folder, "chapters/06-甲/图片/空.png", &png(0, 10));
    put(&folder, "chapters/06-甲/图片/断.png", &png(10, 10)[..12]);
    let cut = [&png(10, 10)[..33], b"\0\0\x10\0IDAT\x78\x9c"].concat();
    put(&folder, "chapters/06-甲/图片/半.png", &cut);
    put(&folder, "chapters/06-甲/图片/动.gif", b"GIF89a\x01\0\x01\0");
    put(
        &folder,
        "公用.jpg",
        b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x10\0\x20\x03\x01\x11\0\x02\x11\0\x03\x11\0\xFF\xD9",
    );
    let find = |path: &str| picture(folder.path(), "chapters/06-甲", path, &|_| None);
    let good = find("图片/架 构.png").unwrap();
    assert_eq!((good.path.as_str(), good.pixels), ("chapters/06-甲/图片/架 构.png", (640, 480)));
    for same in [
        "图片/架%20构.png",
        "./图片/../图片/架 构.png",
        "图片\\架 构.png",
        "%E5%9B%BE%E7%89%87/架 构.png",
    ] {
        assert_eq!(find(same).as_ref(), Ok(&good), "{same}");
    }
    assert_eq!(find("../../公用.jpg").unwrap().pixels, (32, 16));
    for outside in [
        "../../../公用.jpg",
        "/etc/passwd",
        "C:\\图.png",
        "c:/图.png",
        "file:///图.png",
        "%2Fetc/passwd",
        "..%2F..%2F..%2Fa.png",
    ] {
        assert_eq!(find(outside), Err(PictureProblem::Outside), "{outside}");
    }
    for remote in [
        "http://a/b.png",
        "HTTPS://a/b.png",
        "//a/b.png",
        "data:image/png;base64,AA",
        "\\\\server\\a.png",
    ] {
        assert_eq!(find(remote), Err(PictureProblem::Remote), "{remote}");
    }
    let oversize = Oversize::Pixels { pixels: (20_000, 20_000), largest: (10_000, 10_000) };
    assert_eq!(find("图片/大.png"), Err(PictureProblem::Oversize(oversize)));
    for broken in ["图片/空.png", "图片/动.gif"] {
        assert_eq!(find(broken), Err(PictureProblem::Format), "{broken}");
    }
    for cut in ["图片/断.png", "图片/半.png"] {
        assert_eq!(find(cut), Err(PictureProblem::CutOff), "{cut}");
    }
    assert_eq!(find("图片/架构.png"), Err(PictureProblem::Missing(Some("架 构.png".into()))));
    assert_eq!(find("无/架构.png"), Err(PictureProblem::Missing(None)));
    assert_eq!(find("图片"), Err(PictureProblem::Missing(None)));
    assert!(find("").is_err() && find("%00.png").is_err() && find("%").is_err());
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_workspace() {
    let outside = TempDir::new().unwrap();
    put(&outside, "密.md", "## 密".as_bytes());
    put(&outside, "密.png", &png(1, 1));
    let folder = workspace(&[WATER, QUALITY]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(outside.path().join(from), folder.path().join(to)).unwrap();
    };
    link("密.md", "chapters/06-产品质量/农业局.md");
    link("密.png", "chapters/06-产品质量/密.png");
    assert_problems(&folder, &["农业局.md:1:1 file-unreadable"]);
    let result = picture(folder.path(), "chapters/06-产品质量", "密.png", &|_| None);
    assert_eq!(result, Err(PictureProblem::Outside));
}

/// What grows with the square of their number would not end.
#[test]
fn many_files_are_read() {
    let folder = workspace(&[WATER, QUALITY]);
    for number in 0..2_000 {
        put(&folder, &format!("chapters/06-产品质量/单位{number}.md"), b"## x");
    }
    let (_, workspace, problems) = read_all(&folder);
    assert_eq!(workspace.unwrap().chapters.len(), 2);
    assert_eq!(problems.len(), 2_000);
}
