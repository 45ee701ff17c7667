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
