use super::*;
use crate::diag::Diagnostics;
use crate::document::{BlockKind, Chapter, Inline, InlineKind, ValueUse, dump, visit};
use crate::source::{MappedText, Mapping, Sources, Span};

struct Parsed {
    chapter: Chapter,
    sources: Sources,
    problems: Vec<String>,
}

fn pictures(path: &str) -> Result<PictureFile, PictureProblem> {
    match path {
        "图/a.png" => Ok(PictureFile { path: "chapters/图/a.png".into(), pixels: (4, 3) }),
        "图/b.png" => Err(PictureProblem::Missing(Some("图/a.png".into()))),
        _ if path.contains("://") => Err(PictureProblem::Remote),
        _ => Err(PictureProblem::Outside),
    }
}

/// Parses a text in which `‹v0›` stands for a marker.
fn parse_as(text: &str, kind: Kind) -> Parsed {
    let text = text.replace('‹', "\u{FDD0}").replace('›', "\u{FDD1}");
    let mut sources = Sources::default();
    let file = sources.add("a.md", text.as_str());
    let mut mapped = MappedText::new();
    mapped.push(&text, Span::new(file, 0..text.len()), Mapping::Exact);
    let value = |text: &str| ValueUse {
        text: text.into(),
        origin: Span::of_file(file),
        indicators: Vec::new(),
        sample: false,
    };
    let values = vec![value("93.10%"), value("衢州*|")];
    let expanded = Expanded { text: mapped, values, charts: Vec::new() };
    let mut diagnostics = Diagnostics::default();
    let chapter = parse(file, expanded, kind, &pictures, &mut diagnostics);
    let problems = diagnostics.into_sorted(&sources).into_iter().map(|problem| {
        let at = sources.line_column(file, problem.primary.span.start);
        let slice = sources.slice(problem.primary.span).replace('\n', "⏎");
        format!("{}:{} {} {slice:?}", at.line, at.column, problem.code.name())
    });
    let problems = problems.collect();
    Parsed { chapter, sources, problems }
}

fn parsed(text: &str) -> Parsed {
    parse_as(text, Kind::Chapter)
}

/// The dump, then the problems.
#[track_caller]
fn check(text: &str, expected: &str) {
    let parsed = parsed(text);
    let mut found = dump::chapter(&parsed.chapter);
    for problem in &parsed.problems {
        found.push_str(&format!("! {problem}\n"));
    }
    assert_eq!(found.trim_end(), expected, "\n{found}");
}

#[test]
fn essential() {
    check(
        "## 标题 {#sec-a}\n\n一段**话**，合格率为‹v0›。\n接着\n\n表：标题 {#tbl-x 单位=\"批次\" 列宽=\"3,1\"}\n\n| a | b |\n|---|:-:|\n| ‹v1› | x\\|y |\n\n1. 一\n2. 二\n",
        "标题2 #sec-a 标题
段 一段**话**，合格率为{93.10%}。接着
表 #tbl-x 「标题」 列=-750中250
  单位 批次
  头 a | b
  行 {衢州*|} | x|y
列表 1.
  项
    段 一
  项
    段 二",
    );
}

/// Every span lies in the file on characters' borders, and text without escapes is its source.
#[track_caller]
fn check_places(parsed: &Parsed) {
    let text = parsed.sources.text(parsed.chapter.file);
    let inside = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    let deep = parsed.problems.iter().any(|problem| problem.contains("nesting-too-deep"));
    // comrak shifts the lines of a paragraph that begins with a link's definition.
    let exact = !deep && !text.contains("]: ");
    let notes = parsed.chapter.notes.iter().flat_map(|note| &note.blocks);
    let blocks = parsed.chapter.blocks.iter().chain(notes);
    for block in blocks {
        visit::blocks(std::slice::from_ref(block), &mut |block| {
            inside(block.span);
            for content in visit::contents(block) {
                visit::inlines(content, &mut |inline: &Inline| {
                    inside(inline.span);
                    if exact {
                        check_text(inline, &text[inline.span.range()]);
                    }
                });
            }
        });
    }
}

#[track_caller]
fn check_text(inline: &Inline, slice: &str) {
    let InlineKind::Text(text) = &inline.kind else { return };
    assert!(!text.contains(super::characters::is_forbidden), "{text:?}");
    let changed = |c: char| "\\&\r\n".contains(c) || super::characters::is_forbidden(c);
    if !slice.contains(changed) {
        assert_eq!(text, slice);
    }
}

mod arbitrary {
    use super::*;
    use proptest::prelude::*;

    const PARTS: &[&str] = &[
        "#",
        "## ",
        "中文",
        "，",
        "a",
        " ",
        "  ",
        "    ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "|",
        "\\|",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](图/a.png)",
        "](#x)",
        "[@a]",
        "[^n]",
        "[^n]: ",
        "{#a}",
        "{",
        "}",
        "=",
        "\"",
        "＝",
        "“",
        "”",
        "｛",
        "｝",
        "宽=5%",
        "表：",
        "Table: ",
        "|a|b|\n|-|-|\n",
        "---",
        "::: 横排\n",
        ":::\n",
        "- ",
        "1. ",
        "> ",
        "[ ] ",
        "[x] ",
        "<br>",
        "<b>",
        "<!-- ",
        "-->",
        "&amp;",
        "&#1;",
        "&#xFDD0;",
        "&copy;",
        "‹v0›",
        "‹v1›",
        "‹c0›",
        "‹v9›",
        "‹",
        "\t",
        "\r\n",
        "\r",
        "\0",
        "\u{FEFF}",
        "http://a.cn/b",
        "x@y.cn",
        "<http://a>",
        "😀",
        "=\n",
        "[a]: /u \"t\"\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(400), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
            check_places(&parsed(&parts.concat()));
        }

        #[test]
        fn text(text in "\\PC{0,80}") {
            check_places(&parsed(&text));
        }
    }
}
