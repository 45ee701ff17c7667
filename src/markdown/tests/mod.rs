//! Texts and the trees that they become, with what is said of them.

use super::{TextKind, characters, parse};
use crate::diag::Diagnostics;
use crate::document::{
    Block, BlockId, BlockKind, Chapter, Chart, ChartForm, Inline, InlineKind, ValueUse, dump, visit,
};
use crate::expand::Expanded;
use crate::source::{MappedText, Mapping, Sources, Span};
use crate::workspace::{PictureFile, PictureProblem};

mod products;

struct Parsed {
    chapter: Chapter,
    sources: Sources,
    problems: Vec<String>,
}

fn pictures(path: &str) -> Result<PictureFile, PictureProblem> {
    match path {
        "图/a.png" => Ok(PictureFile {
            path: "chapters/图/a.png".into(),
            pixels: (4, 3),
            memory: 36,
            misnamed: None,
        }),
        "图/b.png" => Err(PictureProblem::Missing(Some("图/a.png".into()))),
        _ if path.contains("://") => Err(PictureProblem::Remote),
        _ => Err(PictureProblem::Outside),
    }
}

/// Parses a text in which `‹v0›` stands for a marker.
fn parse_as(text: &str, kind: TextKind) -> Parsed {
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
        missing: Vec::new(),
        is_notice: false,
    };
    let figure = ValueUse { indicators: vec![("城市GDP".into(), 2017)], ..value("1380") };
    let values = vec![value("93.10%"), value("衢州*|"), figure];
    let chart = Chart {
        caption: None,
        label: None,
        source: None,
        form: ChartForm::Bars,
        unit: "家".into(),
        categories: vec!["2017年".into()],
        series: Vec::new(),
        alt: String::new(),
    };
    let kind_of_chart = BlockKind::Chart(Box::new(chart));
    let chart = Block { id: BlockId::UNSET, span: Span::of_file(file), kind: kind_of_chart };
    let expanded = Expanded { text: mapped, values, charts: vec![chart] };
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
    parse_as(text, TextKind::Chapter)
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

#[test]
fn headings_and_labels() {
    check("## 一 {#sec-a}\n### 二 {.不编号}\n#### 三\n", "标题2 #sec-a 一\n标题3 二\n标题4 三");
    check("## 一 ## \n", "标题2 一");
    check("## 一 {#a} ##\n", "标题2 #a 一");
    check("标题 {#a}\n---\n", "标题2 #a 标题\n! 2:1 mistyped-markup \"---\"");
    check("## 用\\{#x}\n", "标题2 用{#x}");
    check("## 集合{a}中\n", "标题2 集合{a}中");
    check("## **加粗** {#a}\n", "标题2 #a **加粗**");
    check("## 到‹v0› {#a}\n", "标题2 #a 到{93.10%}");
}

#[test]
fn heading_levels() {
    check("# 一\n", "标题2 一\n! 1:1 heading-level \"# 一\"");
    check("### 一\n", "标题2 一\n! 1:1 heading-level \"### 一\"");
    check("## 一\n\n#### 二\n", "标题2 一\n标题3 二\n! 3:1 heading-level \"#### 二\"");
    check("## 一\n### 二\n## 三\n", "标题2 一\n标题3 二\n标题2 三");
    check("## 一\n###### 二\n", "标题2 一\n标题3 二\n! 2:1 heading-level \"###### 二\"");
    check("- ## 一\n", "列表 •\n  项\n    段 一\n! 1:3 heading-level \"## 一\"");
    check("##\n", "! 1:1 heading-level \"##\"");
}

#[test]
fn templates_may_begin_anywhere() {
    for text in ["# 一\n## 二\n", "### 一\n"] {
        assert_eq!(parse_as(text, TextKind::Template).problems, [""; 0]);
    }
    let inside = parse_as("甲\n‹p3›\n", TextKind::Template);
    assert_eq!(inside.problems.len(), 1);
    assert_eq!(parse_as("‹p1›\n‹p2›\n", TextKind::Template).chapter.blocks.len(), 2);
    let parsed = parse_as("# 一\n\n‹p3›\n", TextKind::Template);
    let last = parsed.chapter.blocks.last().map(|block| &block.kind);
    let Some(BlockKind::Paragraph(content)) = last else { panic!("{last:?}") };
    assert_eq!(content[0].kind, InlineKind::Text("\u{FDD0}p3\u{FDD1}".into()));
}

#[test]
fn wrong_attributes_say_where() {
    check("## 一 {#a b}\n", "标题2 #a 一\n! 1:10 bad-attribute \"b\"");
    check("## 一 {#a 单位=\"x\"}\n", "标题2 #a 一\n! 1:10 bad-attribute \"单位\"");
    check("## 一 ｛#a｝\n", "标题2 #a 一\n! 1:6 bad-attribute \"｛\"\n! 1:9 bad-attribute \"｝\"");
    check("## 一 {＃a}\n", "标题2 一\n! 1:7 bad-attribute \"＃\"");
    check("## 一 {#a #b}\n", "标题2 #a 一\n! 1:10 bad-attribute \"#b\"");
    check("## 一 {#a/b}\n", "标题2 一\n! 1:7 bad-attribute \"#a/b\"");
    check("## 一 {#a　}\n", "标题2 #a 一\n! 1:9 bad-attribute \"\\u{3000}\"");
    let table = "\n\n|a|\n|-|\n";
    let dumped = "\n  单位 批\n  头 a";
    let plain = |attributes: &str| format!("表：题 {{{attributes}}}{table}");
    let head = format!("表 「题」 列=-{dumped}\n! ");
    check(&plain("单位＝\"批\""), &format!("{head}1:8 bad-attribute \"＝\""));
    check(&plain("单位=“批”"), &format!("{head}1:9 bad-attribute \"“\""));
    check(&plain("单位='批'"), &format!("{head}1:9 bad-attribute \"'\""));
    check(&plain("单位=\"批\" 单位=\"次\""), &format!("{head}1:13 bad-attribute \"单位\""));
    let bare = "表 「题」 列=-\n  头 a\n! ";
    check(&plain("单为=\"批\""), &format!("{bare}1:6 bad-attribute \"单为\""));
    check(&plain("单位="), &format!("{bare}1:9 bad-attribute \"\""));
    check(&plain("列宽=\"1，2\""), &format!("{bare}1:10 bad-attribute \"1，2\""));
    check(&plain("列宽=\"1,2\""), &format!("{bare}1:10 bad-attribute \"1,2\""));
}

#[test]
fn captions() {
    let table = "| a | b |\n|:--|--:|\n| 1 | 2 |\n";
    let body = "  头 a | b\n  行 1 | 2";
    for caption in ["表：题\n\n", "表:题\n\n", "Table: 题\n\n", "表：题\n", "表：题  \n"]
    {
        check(&format!("{caption}{table}"), &format!("表 「题」 列=左右\n{body}"));
    }
    check(table, &format!("表 列=左右\n{body}"));
    check("表：题\n\n正文\n", "段 表：题\n段 正文\n! 1:1 caption-without-table \"表：题\"");
    let whole =
        "表：到‹v0›**止** {#tbl-a 单位=\"批‹v1›\" 来源=\"甲\\\"乙\" 注=\"丙。\" widths=\"1,3\"}\n";
    check(
        &format!("{whole}{table}"),
        "表 #tbl-a 「到{93.10%}**止**」 列=左250右750\n  单位 批{衢州*|}\n  头 a | b\n  行 1 | 2\n  注 丙。\n  来源 甲\"乙",
    );
}

#[test]
fn tables() {
    check(
        "|a|b|\n|-|-|\n|1|\n|1|2|3|\n",
        "表 列=--\n  头 a | b\n  行 1 | \n  行 1 | 2\n! 3:4 ragged-row \"\"\n! 4:6 ragged-row \"3|\"",
    );
    check("|a\\|b|\n|-|\n|`x\\|y` **c\\|d**|\n", "表 列=-\n  头 a|b\n  行 `x|y` **c|d**");
    check("|a|\n|-|\n|甲<br>乙|\n", "表 列=-\n  头 a\n  行 甲⏎乙");
    check("> |a|\n> |-|\n> |‹v1›|\n", "引文\n  表 列=-\n    头 a\n    行 {衢州*|}");
}

#[test]
fn figures() {
    let picture = "(chapters/图/a.png 4×3 宽=0 替代=\"图\")";
    check("![图](图/a.png)\n", &format!("图 {picture}"));
    check(
        "![图](图/a.png \"题‹v0›\"){#fig-a 来源=\"局\"}\n",
        &format!("图 #fig-a 「题{{93.10%}}」 {picture}\n  来源 局"),
    );
    check("![图](图/a.png) {宽=12.5%}\n", &format!("图 {}", picture.replace("宽=0", "宽=125")));
    check("见![图](图/a.png){宽=5%}。\n", &format!("段 见!{}。", picture.replace("宽=0", "宽=50")));
    check("见![图](图/a.png){#a}。\n", &format!("段 见!{picture}。\n! 1:16 bad-attribute \"#a\""));
    check(
        "![](图/a.png)\n",
        "图 (chapters/图/a.png 4×3 宽=0 替代=\"\")\n! 1:1 missing-alt \"![](图/a.png)\"",
    );
    check("![图](图/b.png \"题\")\n", "! 1:6 missing-picture \"图/b.png\"");
    check("![图](../a.png)\n", "! 1:6 picture-outside \"../a.png\"");
    check("![图](http://a/b.png)\n", "! 1:6 remote-picture \"http://a/b.png\"");
    check("![图](图/a.png){宽=5}\n", &format!("图 {picture}\n! 1:17 bad-attribute \"5\""));
}

#[test]
fn charts() {
    check("‹c0›\n‹c0›\n", "统计图 柱 单位=\"家\"\n  类 2017年\n统计图 柱 单位=\"家\"\n  类 2017年");
    check("‹c0›\n", "统计图 柱 单位=\"家\"\n  类 2017年");
    check(
        "见‹c0›\n",
        "段 见\n! 1:2 template-call \"\u{FDD0}c0\u{FDD1}\""
            .replace('\u{FDD0}', "\\u{fdd0}")
            .replace('\u{FDD1}', "\\u{fdd1}")
            .as_str(),
    );
}

#[test]
fn references_and_links() {
    check("见[@表-1]、[@b]。\n", "段 见[@表-1 ]、[@b ]。");
    check("[@a][@b]\n", "段 [@a ][@b ]");
    check("[这**张**表](#a)，[](#a)，[词][@a]\n", "段 [这**张**表](#a)，[@a ]，[词](#a)");
    check("\\[@a] `[@a]` [@a/b]\n", "段 [@a] `[@a]` [@a/b]\n! 1:14 mistyped-markup \"[@a/b]\"");
    check("[网‹v0›](https://a.cn/?q=‹v0›)\n", "段 [网{93.10%}](https://a.cn/?q=93.10%)");
    check("[件](附件.docx)\n", "段 件\n! 1:1 link-target \"[件](附件.docx)\"");
    check("<http://a.cn>\n", "段 [http://a.cn](http://a.cn)");
    check(
        "见https://a.cn/b_c，www.d.cn。\n",
        "段 见[https://a.cn/b_c](https://a.cn/b_c)，[www.d.cn](http://www.d.cn)。",
    );
    check(
        "信箱a@b.cn、（http://a.cn/(x)）\n",
        "段 信箱[a@b.cn](mailto:a@b.cn)、（[http://a.cn/(x)](http://a.cn/(x))）",
    );
}

#[test]
fn landscape() {
    check("::: 横排\n段\n:::\n后\n", "横排\n  段 段\n段 后");
    check("前\n::: landscape\n|a|\n|-|\n:::\n", "段 前\n横排\n  表 列=-\n    头 a");
    check(
        "- 前\n::: 横排\n- 里\n:::\n- 后\n",
        "列表 •\n  项\n    段 前\n横排\n  列表 •\n    项\n      段 里\n列表 •\n  项\n    段 后",
    );
    check("```\n::: 横排\n```\n", "代码 \"\" \"::: 横排\\n\"");
    check("::: 竖排\n段\n:::\n", "段 段\n! 1:1 unknown-directive \"::: 竖排\"");
    check("::: 横排\n段\n", "横排\n  段 段\n! 1:1 unknown-directive \"::: 横排\"");
    check("段\n\n:::\n", "段 段\n! 3:1 unknown-directive \":::\"");
    check("::: 横排\n::: 横排\n段\n:::\n", "横排\n  段 段\n! 2:1 unknown-directive \"::: 横排\"");
    check("> ::: 横排\n", "引文\n  段 ::: 横排\n! 1:3 unknown-directive \"::: 横排\"");
    check(
        "- 一\n\n  ::: 横排\n",
        "列表 • 松\n  项\n    段 一\n! 3:3 unknown-directive \"::: 横排\"",
    );
}

#[test]
fn notes() {
    check(
        "一[^a]二[^a]\n\n[^a]: 注‹v0›\n",
        "段 一[^1]二[^2]\n脚注 1\n  段 注{93.10%}\n脚注 2\n  段 注{93.10%}\n! 1:7 mistyped-markup \"[^a]\"",
    );
    check("一[^x]\n", "段 一[^x]\n! 1:2 unresolved-note \"[^x]\"");
    check("一\\[^x] `[^x]`\n", "段 一[^x] `[^x]`");
    check("一\n\n[^x]: 注\n", "段 一\n! 3:1 unused-note \"[^x]: 注\"");
    check("一[^a]\n\n[^a]: 见[^a]\n", "段 一[^1]\n脚注 1\n  段 见\n! 3:8 unresolved-note \"[^a]\"");
    check(
        "一[^a]\n\n[^a]: 甲\n\n[^a]: 乙\n",
        "段 一[^1]\n脚注 1\n  段 乙\n! 3:1 duplicate-label \"[^a]: 甲\"",
    );
}

#[test]
fn too_large_tables_are_refused() {
    let row = "| a ".repeat(60) + "|\n";
    let text = row.clone() + &"| - ".repeat(60) + "|\n" + &row.repeat(1000);
    let problems = parsed(&text).problems;
    assert!(problems.len() == 1 && problems[0].starts_with("1:1 table-too-large"), "{problems:?}");
    let text = format!("| a | b |\n| - | - |\n| {} | 乙 |\n", "甲".repeat(4000));
    let problems = parsed(&text).problems;
    assert!(problems.len() == 1 && problems[0].starts_with("3:3 table-too-large"), "{problems:?}");
}

#[test]
fn indents_typed_by_hand_are_left_out() {
    check("　　甲\n　　乙\n\n\u{A0}丙\n", "段 甲乙\n段 丙");
}

#[test]
fn lists_quotes_and_code() {
    check(
        "- a\n- b\n  1) c\n",
        "列表 •\n  项\n    段 a\n  项\n    段 b\n    列表 1.\n      项\n        段 c",
    );
    check("3. a\n\n4. b\n", "列表 3. 松\n  项\n    段 a\n  项\n    段 b");
    check(
        "- [x] 甲**乙**\n- [ ] 丙\n- [x]丁\n",
        "列表 •\n  项 [x]\n    段 甲**乙**\n  项 [ ]\n    段 丙\n  项\n    段 [x]丁",
    );
    check("> 一\n二\n\n***\n", "引文\n  段 一二\n横线");
    check("```rust 其他\n‹v1›\n```\n", "代码 \"rust\" \"衢州*|\\n\"");
    check("    一\r\n    二\r\n", "代码 \"\" \"一\\n二\\n\"\n! 1:5 mistyped-markup \"一\"");
}

#[test]
fn line_ends() {
    check("中文\n中文，\n（中\n", "段 中文中文，（中");
    check("中文\nabc\n中\n", "段 中文 abc 中");
    check("**中**\n~~文~~\n", "段 **中**~~文~~");
    check("a\n‹v1›\n‹v0›\n", "段 a {衢州*|} {93.10%}");
    check("中\n‹v1›\n", "段 中{衢州*|}");
    check("见[@a]\n的\n", "段 见[@a ]的");
    check("中  \n文\\\n字\n", "段 中⏎文⏎字");
}

#[test]
fn html_and_characters() {
    check(
        "甲<b>乙</b><br/>丙<!-- 注 -->\n",
        "段 甲乙⏎丙\n! 1:2 raw-html \"<b>\"\n! 1:6 raw-html \"</b>\"",
    );
    check("<div>甲</div>\n", "! 1:1 raw-html \"<div>甲</div>\"");
    check("<!-- 甲\n乙 -->\n", "");
    check("&#1;&#xFDD0;v0&#xFDD1;&#xFFFE;\n", "段 \u{FFFD}\u{FFFD}v0\u{FFFD}\u{FFFD}");
    check("a\0b\u{7}c\n", "段 a\u{FFFD}b\u{FFFD}c");
    check("$#@]\"\\ &copy;&nope;\\*\n", "段 $#@]\"\\ ©&nope;*");
    check("占**98.5%**的\n", "段 占**98.5%**的");
    check("`‹v0›`_‹v1›_~~‹v0›~~\n", "段 `93.10%`_{衢州*|}_~~{93.10%}~~");
    check("‹v9›甲‹\n", "段 甲\u{FFFD}");
}

/// What each text and value is at its place.
#[track_caller]
fn check_slices(text: &str, expected: &[&str]) {
    let parsed = parsed(text);
    let mut found = Vec::new();
    visit::blocks(&parsed.chapter.blocks, &mut |block| {
        for content in visit::contents(block) {
            visit::inlines(content, &mut |inline: &Inline| {
                if let InlineKind::Text(_) | InlineKind::Value(_) = inline.kind {
                    let slice = parsed.sources.slice(inline.span);
                    found.push(slice.replace('\u{FDD0}', "‹").replace('\u{FDD1}', "›"));
                }
            });
        }
    });
    assert_eq!(found, expected);
}

#[test]
fn places() {
    check_slices("## 一 **二**三 {#a}\n", &["一 ", "二", "三"]);
    check_slices("甲\\*乙&amp;丙‹v0›丁\n", &["甲\\*乙&amp;丙", "‹v0›", "丁"]);
    check_slices("> 甲\n> 乙‹v0›\n", &["甲\n> 乙", "‹v0›"]);
    check_slices("| a\\|b **c\\|d** e |‹v0›|\n|-|-|\n", &["a\\|b ", "c\\|d", " e", "‹v0›"]);
    check_slices(
        "表：甲‹v0›乙 {单位=\"丙‹v1›\"}\n\n|a|\n|-|\n",
        &["甲", "‹v0›", "乙", "丙", "‹v1›", "a"],
    );
    check_slices("![a](图/a.png \"题‹v0›注\")\n", &["题", "‹v0›", "注"]);
    check_slices("- [x] 甲\n  乙\n", &["甲\n  乙"]);
    check_slices("&amp;amp;甲**乙**\n", &["&amp;amp;甲", "乙"]);
}

#[test]
fn deep_nesting_is_reported_and_left_out() {
    let parsed = parsed(&format!("{}甲\n", "> ".repeat(500)));
    assert_eq!(parsed.problems.len(), 1);
    assert!(parsed.problems[0].starts_with("1:41 nesting-too-deep"), "{:?}", parsed.problems);
    let text = format!("{}甲{}\n", "**a *b ".repeat(200), "c* d** ".repeat(200));
    let parsed = parse_as(&text, TextKind::Chapter);
    assert!(parsed.problems[0].contains("nesting-too-deep"), "{:?}", parsed.problems);
}

#[test]
fn hostile_texts_take_no_time() {
    for text in [
        ">".repeat(100_000),
        "[".repeat(100_000),
        "![".repeat(50_000),
        "*a **b ".repeat(20_000),
        "www.".repeat(50_000),
        "http://".repeat(20_000),
        format!("## {}}}", "{\"".repeat(50_000)),
        (0..1000).map(|n| format!("{}- a\n", "  ".repeat(n))).collect(),
        "::: 横排\n\n:::\n".repeat(5_000),
        "中文*字*\n".repeat(20_000),
    ] {
        check_places(&parsed(&text));
    }
}

#[test]
fn spans_keep_invisible_characters_whole() {
    for text in ["*## \u{feff}\r\n=\n", "## \u{feff}\n=\n", "- \u{feff}\n=\n", "甲\u{feff}\n="] {
        check_places(&parsed(text));
    }
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
    let exact = !deep && !text.contains("]:");
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
    assert!(!text.contains(characters::is_unprintable), "{text:?}");
    let changed = |c: char| "\\&\r\n".contains(c) || characters::is_unprintable(c);
    // A space alone may part figures.
    if !slice.contains(changed) && text != " " {
        assert_eq!(text, &crate::source::visible(slice));
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
