//! Files and folders of a workspace that are broken or not what they should be, and what each must
//! come to.

use super::Expected::{self, Refused, Rendered, Unable, Warned};
use super::chapters::bomb;
use super::pictures;
use crate::golden;
use crate::workspace::{CHAPTER, Workspace};
use std::process::Command;

const PICTURES: &str = "chapters/06-产品质量/图片";

/// Name, path, bytes and outcome of each.
// long: a table of inputs
pub(super) fn files() -> Vec<(&'static str, &'static str, Vec<u8>, Expected)> {
    const REPORT: &str = "chapters/report.yaml";
    const PLAN: &str = "chapters/plan.yaml";
    const VALUES: &str = "chapters/indicators/市质监局.yaml";
    const PICTURE: &str = "chapters/06-产品质量/图片/坏.png";
    const TEMPLATE: &str = "templates/report.typ";
    let text = |text: &str| text.as_bytes().to_vec();
    let deep = "[".repeat(50_000);
    let header = |width: u32, height: u32| {
        let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), sizes, b"\x08\x06\0\0\0\0\0\0\0".to_vec()]
            .concat()
    };
    let value = |value: &str| {
        text(&format!(
            "单位: 市质监局\n数值:\n  名牌企业数:\n    2017: {{ 值: {value}, 来源: 无, 状态: 已核 }}\n"
        ))
    };
    vec![
        ("report-broken", REPORT, text("城市: [试城市\n标题: {"), Refused("yaml-syntax", REPORT)),
        ("report-empty", REPORT, Vec::new(), Refused("yaml-shape", REPORT)),
        ("report-list", REPORT, text("- 甲\n"), Refused("yaml-shape", REPORT)),
        ("report-bomb", REPORT, text(&bomb()), Refused("yaml-syntax", REPORT)),
        ("report-binary", REPORT, b"\0\x01\x02".to_vec(), Refused("binary-file", REPORT)),
        ("report-self-alias", REPORT, text("城市: &a [*a]\n"), Refused("yaml-syntax", REPORT)),
        (
            "report-tags",
            REPORT,
            text("城市: !!python/object/apply:os.system [ls]\n"),
            Refused("yaml-shape", REPORT),
        ),
        (
            "report-documents",
            REPORT,
            text("--- \n城市: 甲\n--- \n城市: 乙\n"),
            Refused("yaml-syntax", REPORT),
        ),
        ("plan-deep", PLAN, text(&deep), Refused("yaml-syntax", PLAN)),
        (
            "plan-deep-indent",
            PLAN,
            text(&(0..900).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
            Refused("yaml-syntax", PLAN),
        ),
        ("plan-bomb", PLAN, text(&bomb()), Refused("yaml-syntax", PLAN)),
        (
            "bureaus-deep",
            "chapters/bureaus.yaml",
            text(&deep),
            Refused("yaml-syntax", "chapters/bureaus.yaml"),
        ),
        (
            "definitions-bomb",
            "chapters/indicators/_定义.yaml",
            text(&bomb()),
            Refused("yaml-syntax", "chapters/indicators/_定义.yaml"),
        ),
        ("values-exponent", VALUES, value("1e999999999"), Refused("invalid-number", VALUES)),
        ("values-long", VALUES, value(&"9".repeat(5_000)), Refused("invalid-number", VALUES)),
        ("values-infinite", VALUES, value(".inf"), Refused("invalid-number", VALUES)),
        ("values-hexadecimal", VALUES, value("0x1F"), Refused("invalid-number", VALUES)),
        ("values-multi-line", VALUES, value("\"1\\n2\""), Refused("invalid-number", VALUES)),
        ("picture-empty", PICTURE, Vec::new(), Refused("picture-format", CHAPTER)),
        ("picture-cut-short", PICTURE, header(10, 10), Refused("picture-format", CHAPTER)),
        (
            "picture-huge",
            PICTURE,
            header(u32::MAX, u32::MAX),
            Refused("picture-too-large", CHAPTER),
        ),
        // Small files that fill the memory once something decodes them.
        (
            "picture-of-16-bits",
            PICTURE,
            pictures::png(9_000, 9_000, 16, 6, &[]),
            Refused("picture-too-large", CHAPTER),
        ),
        (
            "picture-with-a-profile-that-unpacks-to-gigabytes",
            PICTURE,
            pictures::png(10, 10, 8, 2, &pictures::chunk(b"iCCP", &vec![0; 3_000_000])),
            Refused("picture-too-large", CHAPTER),
        ),
        (
            "picture-of-many-scans",
            PICTURE,
            pictures::progressive(10, 10, 5_000),
            Refused("picture-too-large", CHAPTER),
        ),
        (
            "picture-progressive",
            PICTURE,
            pictures::progressive(9_000, 9_000, 1),
            Refused("picture-too-large", CHAPTER),
        ),
        ("picture-flat", PICTURE, header(0, 0), Refused("picture-format", CHAPTER)),
        (
            "picture-drawing",
            PICTURE,
            text(
                "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
            ),
            Refused("picture-format", CHAPTER),
        ),
        ("template-reads", TEMPLATE, text("#read(\"/etc/passwd\")"), Refused("typst", TEMPLATE)),
        (
            "template-reads-upwards",
            TEMPLATE,
            text("#read(\"../../../../../etc/passwd\")"),
            Refused("typst", TEMPLATE),
        ),
        (
            "template-fetches",
            TEMPLATE,
            text("#import \"@preview/cetz:0.3.0\""),
            Refused("typst", TEMPLATE),
        ),
        ("template-endless", TEMPLATE, text("#while true {}"), Refused("typst", TEMPLATE)),
        (
            "template-recursive",
            TEMPLATE,
            text("#let f(x) = f(x + 1)\n#f(1)"),
            Refused("typst", TEMPLATE),
        ),
        ("template-panics", TEMPLATE, text("#panic(\"坏了\")"), Refused("typst", TEMPLATE)),
        (
            "template-loops",
            TEMPLATE,
            text(&endless(
                "#{ for a in range(1000000) { for b in range(1000000) { let c = a * b } } }",
            )),
            Refused("typst-limit", TEMPLATE),
        ),
        (
            "template-calls-itself",
            TEMPLATE,
            text(&endless(
                "#let f(a, b) = if a > 0 { f(a - 1, 2 * b); f(a - 1, 2 * b + 1) }\n#f(60, 0)",
            )),
            Refused("typst-limit", TEMPLATE),
        ),
        (
            "template-fills-text",
            TEMPLATE,
            text(&endless("#let a = range(100).fold(\"甲\", (text, _) => text + text)")),
            Refused("typst-limit", TEMPLATE),
        ),
        (
            "template-fills-an-array",
            TEMPLATE,
            text(&endless("#let a = (0,) * 1000000000")),
            Refused("typst-limit", TEMPLATE),
        ),
        (
            "template-of-many-pages",
            TEMPLATE,
            text(&endless("#for a in range(10000000) { pagebreak() }")),
            Refused("typst-limit", TEMPLATE),
        ),
        (
            "template-that-works-long",
            TEMPLATE,
            text(&endless("#{ for a in range(300000) { let b = a * a } }")),
            Rendered,
        ),
        ("template-says-more-than-word", TEMPLATE, text(&more()), Warned("files-differ", CHAPTER)),
        (
            "template-of-brackets",
            "templates/chart.typ",
            text(&format!("#let x = {}", "（".repeat(20_000))),
            Refused("typst", "templates/chart.typ"),
        ),
        ("template-binary", TEMPLATE, b"\0\xff\xfe".to_vec(), Refused("not-utf8", TEMPLATE)),
        (
            "merge-broken",
            "templates/document.md.j2",
            text("{% for"),
            Refused("template-syntax", "templates/document.md.j2"),
        ),
        (
            "merge-endless",
            "templates/section.md.j2",
            text(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
            ),
            Refused("template-limit", "templates/section.md.j2"),
        ),
        (
            "merge-includes-itself",
            "templates/section.md.j2",
            text("{% include \"section.md.j2\" %}"),
            Refused("template-missing", "templates/section.md.j2"),
        ),
        (
            "profile-odd",
            "templates/profiles/gbt9704.yaml",
            text("说明: 甲\n页面: { 宽: 0mm, 高: -1mm }\n"),
            Refused("yaml-shape", "templates/profiles/gbt9704.yaml"),
        ),
        (
            "face-broken",
            "fonts/坏.ttf",
            b"\0\x01\0\0\0\xff\0\0".to_vec(),
            Warned("broken-font", REPORT),
        ),
        (
            "face-of-more-characters-than-there-are",
            "fonts/licensed/坏.ttf",
            face_of_all_characters(),
            Warned("broken-font", REPORT),
        ),
    ]
}

/// A good face whose `cmap` is one that claims every number of 32 bits.
fn face_of_all_characters() -> Vec<u8> {
    let path = golden::root().join("fonts/LiberationSerif-Italic.ttf");
    let mut face = std::fs::read(path).unwrap();
    let numbers =
        |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<_>>();
    // Version and count; one record of Unicode; a table of format 12 with one group.
    let table = numbers(&[1, 0x0003_000A, 12, 0x000C_0000, 28, 0, 1, 0, u32::MAX, 0]);
    let record = (12..).step_by(16).find(|at| face[*at..].starts_with(b"cmap")).unwrap();
    let place = numbers(&[face.len() as u32, table.len() as u32]);
    face[record + 8..record + 16].copy_from_slice(&place);
    face.extend(table);
    face
}

/// Makes a workspace what the case is about.
pub(super) type Prepare = fn(&Workspace);

/// Name, preparation and outcome of each.
pub(super) fn folders() -> Vec<(&'static str, Prepare, Expected)> {
    let mut list: Vec<(&'static str, Prepare, Expected)> = vec![
        ("chapter-is-a-folder", |w| w.write("chapters/06-产品质量/市统计局.md/甲", ""), Rendered),
        (
            "out-is-a-file",
            |w| {
                w.write("out", "文件");
            },
            Unable("错误：不能建立文件夹 "),
        ),
        (
            "many-files",
            |w| (0..3_000).for_each(|n| w.write(&format!("{PICTURES}/{n}.txt"), "")),
            Rendered,
        ),
        (
            "pictures-together",
            |w| {
                // 200 MB each.
                let large = pictures::png(8_000, 8_000, 8, 2, &[]);
                let mut chapter = "## 总体\n\n".to_owned();
                for n in 0..6 {
                    w.write(&format!("{PICTURES}/{n}.png"), &large);
                    chapter.push_str(&format!("![图{n}](图片/{n}.png)\n\n"));
                }
                w.write(CHAPTER, chapter);
            },
            Refused("picture-too-large", CHAPTER),
        ),
        (
            "no-plan",
            |w| std::fs::remove_file(w.root().join("chapters/plan.yaml")).unwrap(),
            Refused("file-missing", "chapters/plan.yaml"),
        ),
        (
            "no-indicators",
            |w| std::fs::remove_dir_all(w.root().join("chapters/indicators")).unwrap(),
            Rendered,
        ),
    ];
    #[cfg(unix)]
    list.extend(links());
    list
}

#[cfg(unix)]
fn links() -> Vec<(&'static str, Prepare, Expected)> {
    use std::os::unix::fs::symlink;
    fn pipe(path: std::path::PathBuf) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    vec![
        (
            "picture-linked-outside",
            |w| {
                let outside = w.root().join(PICTURES).join("外.png");
                symlink("/etc/passwd", outside).unwrap();
                w.write(CHAPTER, "![a](图片/外.png)\n");
            },
            Refused("picture-outside", CHAPTER),
        ),
        (
            "chapter-linked-outside",
            |w| {
                symlink("/etc/passwd", w.root().join("chapters/06-产品质量/市统计局.md")).unwrap();
            },
            Refused("file-unreadable", "chapters/06-产品质量/市统计局.md"),
        ),
        (
            "folder-linked-to-itself",
            |w| {
                symlink(w.root().join("chapters"), w.root().join("chapters/06-产品质量/回"))
                    .unwrap();
            },
            Rendered,
        ),
        (
            "chapter-is-a-pipe",
            |w| pipe(w.root().join("chapters/06-产品质量/市统计局.md")),
            Rendered,
        ),
        (
            "picture-is-a-pipe",
            |w| {
                pipe(w.root().join(PICTURES).join("管.png"));
                w.write(CHAPTER, "![a](图片/管.png)\n");
            },
            Refused("missing-picture", CHAPTER),
        ),
        (
            "values-are-a-pipe",
            |w| pipe(w.root().join("chapters/indicators/市农业局.yaml")),
            Refused("file-unreadable", "chapters/indicators/市农业局.yaml"),
        ),
        (
            "face-is-a-pipe",
            |w| {
                w.write("fonts/甲.txt", "");
                pipe(w.root().join("fonts/乙.ttf"));
            },
            Rendered,
        ),
    ]
}

/// The built-in template with a paragraph function that prints a word more than Word does.
fn more() -> String {
    const BEGIN: &str = "#let prose(depth: 0, body) = {\n";
    let built_in = include_str!("../../templates/report.typ");
    assert!(built_in.contains(BEGIN));
    built_in.replace(BEGIN, &format!("{BEGIN}  let body = [附记] + body\n"))
}

/// The built-in template, at its end a line that never ends or takes ever more.
fn endless(line: &str) -> String {
    format!("{}\n{line}\n", include_str!("../../templates/report.typ"))
}
