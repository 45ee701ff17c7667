//! Pages on the long side, and lists of contents in content controls.

use super::{adopted, body, cell, h, item, of, p, plain, row, table};
use crate::docx::{Block, PageOrientation, Paragraph};

const UPRIGHT: PageOrientation = PageOrientation::Portrait;
const LONG: PageOrientation = PageOrientation::Landscape;

/// The empty paragraph that ends a section.
fn end(orientation: PageOrientation) -> Block {
    Block::Paragraph(Paragraph { section_end: Some(orientation), ..of(vec![]) })
}

fn small_table() -> Block {
    table(vec![row(vec![cell("甲"), cell("乙")]), row(vec![cell("丙"), cell("丁")])])
}

const TABLE: &str = "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |";

#[test]
fn tables_on_the_long_side_stay_so() {
    let blocks = vec![
        h(0, "总体"),
        p("文"),
        end(UPRIGHT),
        h(0, "抽查"),
        p("见下表。"),
        p("表 6-1 结果"),
        p("单位：批次"),
        small_table(),
        p("数据来源：市质监局"),
        p("又见下表。"),
        small_table(),
        p("后文。"),
        h(0, "认证"),
        small_table(),
        end(LONG),
        small_table(),
        end(UPRIGHT),
        small_table(),
    ];
    let mut docx = body(blocks);
    docx.last_section = LONG;
    let expected = format!(
        "## 总体\n\n文\n\n## 抽查\n\n见下表。\n\n::: 横排\n\n表：结果 {{单位=\"批次\" 来源=\"市质监局\"}}\n\n\
         {TABLE}\n\n又见下表。\n\n{TABLE}\n\n:::\n\n后文。\n\n## 认证\n\n::: 横排\n\n{TABLE}\n\n:::\n\n\
         {TABLE}\n\n::: 横排\n\n{TABLE}\n\n:::\n"
    );
    let adopted = adopted(&docx);
    assert_eq!(adopted.body, expected);
    assert_eq!(adopted.losses, []);
}

/// Lists and blank tables end where they should, text alone is told.
#[test]
fn what_is_no_table_stands_upright() {
    let blocks = vec![
        p("前"),
        end(UPRIGHT),
        p("宽页上的文字"),
        end(LONG),
        small_table(),
        item(1, 0, "一点"),
        small_table(),
        end(LONG),
        table(vec![row(vec![cell(""), cell("")])]),
        end(LONG),
    ];
    let adopted = adopted(&body(blocks));
    let expected =
        format!("前\n\n宽页上的文字\n\n::: 横排\n\n{TABLE}\n\n- 一点\n\n{TABLE}\n\n:::\n");
    assert_eq!(adopted.body, expected);
    let losses: Vec<String> = adopted
        .losses
        .iter()
        .map(|loss| format!("{} {}", loss.location.position, loss.description))
        .collect();
    assert_eq!(
        losses,
        [
            "第 2 段 横排的页改为竖排；要横排的，前后各加一行 ::: 横排 和 :::",
            "表 3 没有文字的表格没有采用"
        ]
    );
}

/// The draft's whole text on the long side: its tables keep it.
#[test]
fn a_single_section_on_the_long_side() {
    let mut docx = body(vec![p("文"), small_table()]);
    docx.last_section = LONG;
    assert_eq!(adopted(&docx).body, format!("文\n\n::: 横排\n\n{TABLE}\n\n:::\n"));
}

#[test]
fn contents_in_a_control_are_left_out() {
    let line =
        |text: &str| Block::Paragraph(Paragraph { in_contents: true, ..of(vec![plain(text)]) });
    let adopted =
        adopted(&body(vec![line("目 录"), line("总体 3"), line(""), h(0, "总体"), p("文")]));
    assert_eq!(adopted.body, "## 总体\n\n文\n");
    assert_eq!(adopted.losses.len(), 1);
    assert_eq!(adopted.losses[0].description, "目录（2 行）没有采用，由程序生成");
}
