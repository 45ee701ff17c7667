//! Bad input of every kind: each gives a clear problem at its place or the right output.
//!
//! In: workspaces made here, with last good outputs in out/. Out: one trial each, with a time limit;
//! no panic, no signal, and where there is an error, the last good outputs as they were.

use crate::word;
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(600);
const PICTURES: &str = "chapters/06-产品质量/图片";
const GOOD: [&str; 2] = ["out/自述报告.pdf", "out/自述报告.docx"];

/// What a case must come to.
enum Expected {
    /// Rendered.
    Fine,
    /// Refused with this code at this file.
    Refused(&'static str, &'static str),
    /// Rendered, or refused with any code: what it must not do is fail otherwise.
    Either,
}

use Expected::{Either, Fine, Refused};

/// The codes that some case expects.
pub(crate) fn expected_codes() -> Vec<String> {
    let chapters = chapters().into_iter().map(|(_, _, expected)| expected);
    let files = files().into_iter().map(|(_, _, _, expected)| expected);
    let folders = folders().into_iter().map(|(_, _, expected)| expected);
    let code = |expected| match expected {
        Refused(code, _) => Some(code.to_owned()),
        Fine | Either => None,
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
            judge(&workspace, &expected)
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
            judge(&workspace, &expected)
        }));
    }
    for (name, prepare, expected) in folders() {
        trials.push(Trial::test(format!("hostile::folder::{name}"), move || {
            let workspace = Workspace::small();
            workspace.write(CHAPTER, "## 总体\n\n正文。\n");
            prepare(&workspace);
            judge(&workspace, &expected)
        }));
    }
    trials
}

// long: a table of inputs
fn chapters() -> Vec<(&'static str, Vec<u8>, Expected)> {
    let refused = |code| Refused(code, CHAPTER);
    let text = |text: &str| text.as_bytes().to_vec();
    let nested = |mark: &str, depth: usize| {
        (0..depth).map(|level| format!("{}{mark}项\n", "  ".repeat(level))).collect::<String>()
    };
    let wide = format!("|{}\n|{}\n|{}\n", "列|".repeat(1000), "-|".repeat(1000), "1|".repeat(1000));
    vec![
        ("empty", Vec::new(), Fine),
        ("only-spaces", text(" \n\t\n　\n"), Fine),
        ("only-bom", text("\u{feff}"), Fine),
        ("picture-as-text", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(), refused("binary-file")),
        ("archive-as-text", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), refused("binary-file")),
        (
            "broken-utf-8",
            b"\xe6\xad\xa3\xe6\x96\x87\xe6\xad\n\xe6\x96\x87".to_vec(),
            refused("not-utf8"),
        ),
        (
            "gbk",
            encoding_rs::GBK.encode("## 总体\n\n正文一段，国标码。\n").0.into_owned(),
            refused("not-utf8"),
        ),
        (
            "utf-16",
            "\u{feff}正文".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            refused("not-utf8"),
        ),
        ("control-characters", text("正文\u{7}\u{b}\u{1b}[31m"), refused("control-character")),
        ("a-hundred-thousand-lines", text(&"一行文字，第几行。\n\n".repeat(50_000)), Fine),
        ("a-hundred-thousand-soft-lines", text(&"一行文字\n".repeat(100_000)), Either),
        ("one-long-line", text(&"字".repeat(300_000)), refused("too-long")),
        (
            "one-long-line-in-a-list",
            text(&format!("- {}", "字".repeat(300_000))),
            refused("too-long"),
        ),
        (
            "a-long-caption",
            text(&format!("表：{}\n\n| 甲 |\n|---|\n", "题".repeat(5_000))),
            refused("too-long"),
        ),
        ("many-addresses", text(&"a@b.cn ".repeat(10_000)), Fine),
        ("many-bureaus", text(&"市质监局、".repeat(6_000)), Fine),
        ("many-ranges", text(&"10%-20%、".repeat(8_000)), Fine),
        ("many-open-brackets", text(&"甲（".repeat(15_000)), Fine),
        ("larger-than-any-chapter", vec![b'a'; 80_000_000], Refused("file-too-large", CHAPTER)),
        ("lists-500-deep", text(&nested("- ", 500)), refused("nesting-too-deep")),
        (
            "numbers-500-deep",
            text(&(0..500).map(|n| format!("{}1. 项\n", "   ".repeat(n))).collect::<String>()),
            refused("nesting-too-deep"),
        ),
        ("quotes-500-deep", text(&format!("{} 文", ">".repeat(500))), refused("nesting-too-deep")),
        (
            "quotes-50000-deep",
            text(&format!("{} 文", ">".repeat(50_000))),
            refused("nesting-too-deep"),
        ),
        (
            "landscape-500-deep",
            text(&format!("{}文\n{}", "::: 横排\n".repeat(500), ":::\n".repeat(500))),
            Either,
        ),
        (
            "emphasis-10000-deep",
            text(&format!("{}文{}", "*a ".repeat(10_000), " a*".repeat(10_000))),
            Either,
        ),
        ("asterisks", text(&"*".repeat(20_000)), Either),
        ("brackets", text(&"[".repeat(20_000)), Either),
        ("links-nested", text(&format!("{}a{}", "[".repeat(5_000), "](b)".repeat(5_000))), Either),
        (
            "backticks",
            text(&(1..400).map(|n| format!("{}a ", "`".repeat(n))).collect::<String>()),
            Either,
        ),
        ("notes-in-notes", text("甲[^1]。\n\n[^1]: 乙[^2]。\n\n[^2]: 丙[^1]。\n"), Either),
        (
            "a-thousand-notes",
            text(
                &(1..=1000).map(|n| format!("甲[^{n}]。\n\n[^{n}]: 注。\n\n")).collect::<String>(),
            ),
            Fine,
        ),
        ("a-thousand-columns", text(&wide), Either),
        (
            "a-table-of-a-million-cells",
            text(&format!(
                "|{}\n|{}\n{}",
                "列|".repeat(100),
                "-|".repeat(100),
                format!("|{}\n", "1|".repeat(100)).repeat(10_000)
            )),
            refused("table-too-large"),
        ),
        ("a-long-heading", text(&format!("## {}\n", "题".repeat(5_000))), refused("too-long")),
        ("a-long-word", text(&format!("{}\n", "a".repeat(5_000))), Fine),
        ("a-word-longer-than-pdf-takes", text(&format!("{}\n", "a".repeat(50_000))), Either),
        ("a-long-cell", text(&format!("| 甲 |\n|---|\n| {} |\n", "字".repeat(5_000))), Either),
        (
            "loop-without-end",
            text(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}",
            ),
            refused("template-limit"),
        ),
        ("recursion-without-end", text("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"), Either),
        ("a-huge-range", text("{% for a in range(1000000000) %}{{ a }}{% endfor %}"), Either),
        ("a-huge-string", text("{% set a = \"字\" * 1000000000 %}{{ a }}"), Either),
        (
            "strings-doubled",
            text(&format!(
                "{{% set a = \"字\" %}}{}{{{{ a | length }}}}",
                "{% set a = a ~ a %}".repeat(60)
            )),
            Either,
        ),
        (
            "lists-doubled",
            text(&format!(
                "{{% set a = [1] %}}{}{{{{ a | length }}}}",
                "{% set a = a + a %}".repeat(60)
            )),
            Either,
        ),
        ("a-huge-text", text("{% for a in range(9000) %}{{ \"字\" * 9000 }}{% endfor %}"), Either),
        (
            "a-huge-pad",
            text("{{ \"%999999999d\" | format(1) }}{{ \"a\" | indent(999999999) }}"),
            Either,
        ),
        (
            "a-deep-expression",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000))),
            Either,
        ),
        (
            "deep-tags",
            text(&format!("{}文{}", "{% if 1 %}".repeat(5_000), "{% endif %}".repeat(5_000))),
            Either,
        ),
        ("includes-a-file", text("{% include \"/etc/passwd\" %}"), refused("template-missing")),
        (
            "includes-upwards",
            text("{% include \"../chapters/report.yaml\" %}"),
            refused("template-missing"),
        ),
        (
            "reads-in-typst",
            text(
                "#read(\"/etc/passwd\") `#read(\"/etc/passwd\")`\n\n```typst\n#read(\"/etc/passwd\")\n```\n",
            ),
            Fine,
        ),
        (
            "looks-like-code",
            text("] \" \\ #] #panic(\"x\") \\u{0} */ /* // ${x} %s <w:p> &amp; ]]> <!--\n"),
            Either,
        ),
        (
            "markers-typed",
            text("甲\u{fdd0}v0\u{fdd1}乙\u{fdd0}c9999999999\u{fdd1}\u{fdd0}"),
            Either,
        ),
        ("noncharacters", text("甲\u{fffe}\u{ffff}\u{1fffe}"), Either),
        ("directions", text("甲\u{202e}乙\u{2066}丙\u{200f}"), Either),
        ("combining", text(&format!("a{}", "\u{301}".repeat(3_000))), Either),
        ("labels-odd", text("## 甲 {#a\"b\\c<d>}\n\n## 乙 {#}\n\n## 丙 {#-}\n\n见[@a]。"), Either),
        ("attributes-endless", text(&format!("## 甲 {{{}\n", "#a ".repeat(5_000))), Either),
        (
            "front-matter-deep",
            text(&format!("---\n佐证: {}\n---\n文", "[".repeat(20_000))),
            refused("yaml-syntax"),
        ),
        ("front-matter-alias-bomb", text(&format!("---\n{}---\n文", bomb())), Either),
        ("picture-upwards", text("![a](../../../../../etc/passwd)"), refused("picture-outside")),
        ("picture-absolute", text("![a](/etc/passwd)"), refused("picture-outside")),
        (
            "picture-drive",
            text("![a](C:/Windows/win.ini) ![a](\\\\server\\share\\a.png)"),
            refused("picture-outside"),
        ),
        ("picture-remote", text("![a](https://example.com/a.png)"), refused("remote-picture")),
        (
            "picture-long-name",
            text(&format!("![a]({}.png)", "a".repeat(5_000))),
            refused("missing-picture"),
        ),
        ("picture-folder", text("![a](图片)"), Either),
        (
            "link-odd",
            text("[a](javascript:alert%281%29) [b](<a b \" c>) [c](http://) [d](\\\\x) <x:y>"),
            Either,
        ),
        ("link-long", text(&format!("[a](https://example.com/{})", "a".repeat(5_000))), Either),
        ("codes-long", text(&format!("```\n{}\n```\n", "a".repeat(20_000))), Either),
        (
            "a-year-too-many",
            text(
                "{{ 值(\"城市GDP\", 99999999999999999999) }} {{ 值(\"城市GDP\", -1) }} {{ 值(\"城市GDP\", 2017.5) }}",
            ),
            Either,
        ),
        (
            "a-chart-of-many-years",
            text("{{ 图(\"城市GDP\", 标题=\"甲\", 年份=range(3000)) }}"),
            Either,
        ),
        (
            "a-chart-of-nothing",
            text("{{ 图([], 标题=\"甲\") }}{{ 指标表(名称=[], 标题=\"乙\") }}"),
            Either,
        ),
    ]
}

/// Nine levels of nine aliases each.
fn bomb() -> String {
    let level = |n: u8| {
        let (here, below) = (char::from(b'b' + n), char::from(b'a' + n));
        format!("{here}: &{here} [{}]\n", vec![format!("*{below}"); 9].join(", "))
    };
    format!("a: &a [x, x, x, x, x, x, x, x, x]\n{}", (0..9).map(level).collect::<String>())
}

// long: a table of inputs
fn files() -> Vec<(&'static str, &'static str, Vec<u8>, Expected)> {
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
        ("report-empty", REPORT, Vec::new(), Either),
        ("report-list", REPORT, text("- 甲\n"), Refused("yaml-shape", REPORT)),
        ("report-bomb", REPORT, text(&bomb()), Either),
        ("report-binary", REPORT, b"\0\x01\x02".to_vec(), Refused("binary-file", REPORT)),
        ("report-self-alias", REPORT, text("城市: &a [*a]\n"), Either),
        ("report-tags", REPORT, text("城市: !!python/object/apply:os.system [ls]\n"), Either),
        ("report-documents", REPORT, text("--- \n城市: 甲\n--- \n城市: 乙\n"), Either),
        ("plan-deep", PLAN, text(&deep), Refused("yaml-syntax", PLAN)),
        (
            "plan-deep-indent",
            PLAN,
            text(&(0..5_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
            Either,
        ),
        ("plan-bomb", PLAN, text(&bomb()), Either),
        (
            "bureaus-deep",
            "chapters/bureaus.yaml",
            text(&deep),
            Refused("yaml-syntax", "chapters/bureaus.yaml"),
        ),
        ("definitions-bomb", "chapters/indicators/_定义.yaml", text(&bomb()), Either),
        ("values-exponent", VALUES, value("1e999999999"), Refused("invalid-number", VALUES)),
        ("values-long", VALUES, value(&"9".repeat(5_000)), Refused("invalid-number", VALUES)),
        ("values-infinite", VALUES, value(".inf"), Refused("invalid-number", VALUES)),
        ("values-hexadecimal", VALUES, value("0x1F"), Either),
        ("values-multi-line", VALUES, value("\"1\\n2\""), Refused("invalid-number", VALUES)),
        ("picture-empty", PICTURE, Vec::new(), Refused("picture-format", CHAPTER)),
        ("picture-cut-short", PICTURE, header(10, 10), Refused("picture-format", CHAPTER)),
        ("picture-huge", PICTURE, header(u32::MAX, u32::MAX), Refused("picture-format", CHAPTER)),
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
        ("template-binary", TEMPLATE, b"\0\xff\xfe".to_vec(), Either),
        ("merge-broken", "templates/document.md.j2", text("{% for"), Either),
        (
            "merge-endless",
            "templates/section.md.j2",
            text(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
            ),
            Either,
        ),
        (
            "merge-includes-itself",
            "templates/section.md.j2",
            text("{% include \"section.md.j2\" %}"),
            Either,
        ),
        (
            "profile-odd",
            "templates/profiles/gbt9704.yaml",
            text("说明: 甲\n页面: { 宽: 0mm, 高: -1mm }\n"),
            Either,
        ),
        ("face-broken", "fonts/坏.ttf", b"\0\x01\0\0\0\xff\0\0".to_vec(), Either),
    ]
}

type Prepare = fn(&Workspace);

fn folders() -> Vec<(&'static str, Prepare, Expected)> {
    let mut list: Vec<(&'static str, Prepare, Expected)> = vec![
        ("chapter-is-a-folder", |w| w.write("chapters/06-产品质量/市统计局.md/甲", ""), Either),
        (
            "out-is-a-file",
            |w| {
                w.write("out", "文件");
            },
            Either,
        ),
        (
            "many-files",
            |w| (0..3_000).for_each(|n| w.write(&format!("{PICTURES}/{n}.txt"), "")),
            Fine,
        ),
        ("no-plan", |w| std::fs::remove_file(w.root().join("chapters/plan.yaml")).unwrap(), Either),
        (
            "no-indicators",
            |w| std::fs::remove_dir_all(w.root().join("chapters/indicators")).unwrap(),
            Either,
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
            Either,
        ),
        (
            "folder-linked-to-itself",
            |w| {
                symlink(w.root().join("chapters"), w.root().join("chapters/06-产品质量/回"))
                    .unwrap();
            },
            Either,
        ),
        ("chapter-is-a-pipe", |w| pipe(w.root().join("chapters/06-产品质量/市统计局.md")), Either),
        (
            "picture-is-a-pipe",
            |w| {
                pipe(w.root().join(PICTURES).join("管.png"));
                w.write(CHAPTER, "![a](图片/管.png)\n");
            },
            Either,
        ),
        ("values-are-a-pipe", |w| pipe(w.root().join("chapters/indicators/市农业局.yaml")), Either),
        (
            "face-is-a-pipe",
            |w| {
                w.write("fonts/甲.txt", "");
                pipe(w.root().join("fonts/乙.ttf"));
            },
            Either,
        ),
    ]
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
    let kept = GOOD.iter().all(|path| {
        let path = workspace.root().join(path);
        !path.exists()
            || std::fs::read(path).is_ok_and(|bytes| bytes == "上一次的好结果".as_bytes())
    });
    match (code, expected) {
        (0, Fine | Either) if kept => Err(format!("nothing new was written\n{said}").into()),
        (0, Fine | Either) => Ok(()),
        (1 | 2, Either) | (1, Refused(..)) if !kept => {
            Err(format!("the last good output is gone\n{said}").into())
        }
        (1, Either) => placed(&stdout, None, &said),
        (2, Either) if stderr.starts_with("错误：") => Ok(()),
        (1, Refused(code, file)) => placed(&stdout, Some((code, file)), &said),
        _ => Err(format!("exit code {code}\n{said}").into()),
    }
}

/// Holds the `short` lines against `file:line:col: code: message`, and one of them against what is
/// expected.
fn placed(stdout: &str, expected: Option<(&str, &str)>, said: &str) -> Result<(), Failed> {
    let mut found = false;
    let mut any = false;
    for line in stdout.lines() {
        let parts: Vec<&str> = line.splitn(5, ':').collect();
        let [file, row, column, code, message] = parts.as_slice() else {
            return Err(format!("not a problem's line: {line}\n{said}").into());
        };
        let number = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0);
        if !number(row) || !number(column) || message.trim().is_empty() {
            return Err(format!("not a problem's line: {line}").into());
        }
        any = true;
        found |= expected == Some((code.trim(), *file));
    }
    match expected {
        Some((code, file)) if !found => Err(format!("no {code} at {file}\n{said}").into()),
        None if !any => Err(format!("no problem is named\n{said}").into()),
        Some(_) | None => Ok(()),
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
