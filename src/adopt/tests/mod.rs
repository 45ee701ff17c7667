//! Drafts as values, and the Markdown they become.

use super::{Adopted, Loss, Target, adopt};
use crate::docx::{
    Aside, AsideKind, Block, Cell, Docx, Format, NumberingLevel, Paragraph, Piece, PieceKind,
    Revision, RevisionId, RevisionKind, Row, Script, Story, Style, Table,
};

mod landscape;

fn adopted(docx: &Docx) -> Adopted {
    adopt(
        docx,
        &Target {
            title: "产品质量", stem: "市质监局", is_whole: false, existing: &|_| None
        },
    )
}

fn body(blocks: Vec<Block>) -> Docx {
    let heading = |name: &str, outline| Style { name: name.into(), outline, ..Style::default() };
    let level = |format: &str, text: &str| NumberingLevel {
        format: format.into(),
        text: text.into(),
        start: 1,
    };
    Docx {
        body: Story { blocks },
        styles: [
            ("1".into(), heading("heading 1", Some(0))),
            ("c".into(), heading("caption", None)),
            ("t".into(), heading("Title", None)),
        ]
        .into(),
        numbering: [
            ((1, 0), level("bullet", "•")),
            ((1, 1), level("bullet", "-")),
            ((2, 0), level("decimal", "%1.")),
            ((2, 1), level("lowerLetter", "%2)")),
            ((3, 0), level("decimal", "%1.")),
        ]
        .into(),
        ..Docx::default()
    }
}

fn plain(text: &str) -> Piece {
    Piece::plain(PieceKind::Text(text.into()))
}

fn bold(text: &str) -> Piece {
    Piece { format: Format { bold: true, ..Format::default() }, ..plain(text) }
}

fn italic(text: &str) -> Piece {
    Piece { format: Format { italic: true, ..Format::default() }, ..plain(text) }
}

fn both(text: &str) -> Piece {
    Piece { format: Format { bold: true, italic: true, ..Format::default() }, ..plain(text) }
}

fn linked(text: &str, address: &str) -> Piece {
    Piece { link: Some(address.into()), ..plain(text) }
}

fn of(pieces: Vec<Piece>) -> Paragraph {
    Paragraph { pieces, ..Paragraph::default() }
}

fn p(text: &str) -> Block {
    Block::Paragraph(of(vec![plain(text)]))
}

fn h(level: u8, text: &str) -> Block {
    Block::Paragraph(Paragraph { outline: Some(level), ..of(vec![plain(text)]) })
}

fn item(instance: i64, level: u8, text: &str) -> Block {
    Block::Paragraph(Paragraph { numbering: Some((instance, level)), ..of(vec![plain(text)]) })
}

fn cell(text: &str) -> Cell {
    Cell { columns: 1, blocks: vec![p(text)], ..Cell::default() }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, ..Row::default() }
}

fn table(rows: Vec<Row>) -> Block {
    Block::Table(Table { rows, ..Table::default() })
}

fn markdown(blocks: Vec<Block>) -> String {
    adopted(&body(blocks)).body
}

fn line(pieces: Vec<Piece>) -> String {
    markdown(vec![Block::Paragraph(of(pieces))]).trim_end().to_owned()
}

fn listed(blocks: Vec<Block>) -> Vec<String> {
    let losses = adopted(&body(blocks)).losses;
    let line = |loss: Loss| format!("{} {}", loss.location.position, loss.description);
    losses.into_iter().map(line).collect()
}

#[test]
fn headings_by_outline() {
    let blocks =
        vec![h(0, "一、总体"), p("文"), h(2, "（1）细目"), h(1, "做法"), h(0, "2. 下一步")];
    assert_eq!(markdown(blocks), "## 总体\n\n文\n\n### 细目\n\n### 做法\n\n## 下一步\n");
}

/// Boxes before words are tasks, whatever numbers the paragraphs; elsewhere they are characters.
#[test]
fn check_boxes_are_tasks() {
    let ticked =
        |state: bool, text: &str| vec![Piece::plain(PieceKind::CheckBox(state)), plain(text)];
    let task = |numbering: Option<(i64, u8)>, pieces: Vec<Piece>| {
        Block::Paragraph(Paragraph { numbering, ..of(pieces) })
    };
    let blocks = vec![
        p("前"),
        task(None, ticked(false, " 建平台")),
        task(None, [ticked(true, "\u{3000}出办法"), vec![bold("（已印发）")]].concat()),
        task(Some((1, 0)), ticked(false, "点")),
        task(Some((1, 1)), ticked(true, "子点")),
        task(Some((2, 0)), ticked(true, "序号")),
        task(Some((2, 0)), vec![plain("无框")]),
        task(
            None,
            vec![plain("城市类别："), Piece::plain(PieceKind::CheckBox(true)), plain("省会")],
        ),
        task(None, ticked(true, "")),
    ];
    let expected = "前\n\n- [ ] 建平台\n- [x] 出办法**（已印发）**\n+ [ ] 点\n  - [x] 子点\n\
        1. [x] 序号\n2. 无框\n\n城市类别：☑省会\n\n☑\n";
    assert_eq!(markdown(blocks), expected);
}

#[test]
fn headings_by_typed_numbers() {
    let blocks = vec![
        p("（一）总体"),
        p("文"),
        p("1.抽查"),
        p("1.抽查对象随机产生，抽查计划公开；"),
        p("（二）下一步"),
    ];
    let expected = "## 总体\n\n文\n\n### 抽查\n\n1.抽查对象随机产生，抽查计划公开；\n\n## 下一步\n";
    assert_eq!(markdown(blocks), expected);
}

#[test]
fn styles_and_typed_numbers_make_headings_together() {
    let title = h(0, "市质监局产品质量工作自述");
    let blocks =
        vec![title, p("一、总体"), p("文。"), p("（一）抽查"), p("文。"), p("二、做法"), p("文。")];
    assert_eq!(markdown(blocks), "## 总体\n\n文。\n\n### 抽查\n\n文。\n\n## 做法\n\n文。\n");

    // Typed ranks stand below the style that they follow, and beside headings of their own form.
    let blocks = vec![h(0, "总体"), p("1.抽查"), p("文。"), h(0, "做法"), p("1.宣传"), p("文。")];
    assert_eq!(markdown(blocks), "## 总体\n\n### 抽查\n\n文。\n\n## 做法\n\n### 宣传\n\n文。\n");
    let blocks =
        vec![h(1, "一、总体"), h(2, "（一）抽查"), p("二、做法"), p("（一）宣传"), p("文。")];
    assert_eq!(markdown(blocks), "## 总体\n\n### 抽查\n\n## 做法\n\n### 宣传\n\n文。\n");
}

#[test]
fn sentences_are_no_headings() {
    let blocks = vec![
        h(0, "总体"),
        h(1, "1.具有独立法人资格，能承担责任。"),
        h(1, "（一）强化监管。全市抽查；"),
    ];
    let expected = "## 总体\n\n1.具有独立法人资格，能承担责任。\n\n（一）强化监管。全市抽查；\n";
    assert_eq!(markdown(blocks.clone()), expected);
    assert_eq!(listed(blocks).len(), 2);
}

#[test]
fn numbers_of_quantities_stay_in_headings() {
    let styled = ["2017年工作", "3个重点", "5大举措", "1.5万亩基地", "一、二、三产业", "3.15活动"];
    for text in styled {
        let expected = format!("## {text}");
        let written = markdown(vec![h(0, text), p("文。")]);
        assert!(written.starts_with(&expected), "{text}: {written}");
    }
    let regular = vec![h(0, "1 引言"), h(0, "2 时间安排"), h(0, "3 年度目标")];
    assert_eq!(markdown(regular), "## 引言\n\n## 时间安排\n\n## 年度目标\n");
}

#[test]
fn lines_without_text_between_are_a_list() {
    let blocks = vec![p("一、做法"), p("主要职责："), p("1.负责抽查"), p("2.负责整改"), p("文。")];
    assert_eq!(markdown(blocks), "## 做法\n\n主要职责：\n\n1. 负责抽查\n2. 负责整改\n\n文。\n");
    let blocks = vec![p("一、做法"), p("文。"), p("附件：1.抽查情况表"), p("2.整改情况表")];
    assert_eq!(markdown(blocks), "## 做法\n\n文。\n\n附件：1.抽查情况表\n\n2.整改情况表\n");
}

#[test]
fn automatic_numbers_rank_headings() {
    let level = |format: &str, text: &str| NumberingLevel {
        format: format.into(),
        text: text.into(),
        start: 1,
    };
    for (format, text) in [
        ("japaneseCounting", "%1、"),
        ("chineseCountingThousand", "第%1章"),
        ("ideographDigital", "%1．"),
        ("taiwaneseCountingThousand", "%1、"),
        ("chineseLegalSimplified", "%1、"),
    ] {
        let mut docx = body(vec![item(7, 0, "总体"), p("文。"), item(7, 1, "抽查"), p("文。")]);
        docx.numbering.insert((7, 0), level(format, text));
        docx.numbering.insert((7, 1), level(format, "（%2）"));
        let expected = "## 总体\n\n文。\n\n### 抽查\n\n文。\n";
        assert_eq!(adopted(&docx).body, expected, "{format} {text}");
    }
}

#[test]
fn contents_are_left_out_once() {
    let toc =
        |text: &str| Block::Paragraph(Paragraph { style: "toc".into(), ..of(vec![plain(text)]) });
    let heads =
        || vec![p("一、总体"), p("文。"), p("二、做法"), p("文。"), p("三、打算"), p("文。")];
    let lists: [Vec<Block>; 4] = [
        vec![p("目  录"), toc("一、总体 1"), toc("二、做法 2")],
        vec![p("目录"), p("一、总体 1"), p("二、做法 2"), p("三、打算 12")],
        vec![p("一、总体……1"), p("二、做法.........2"), p("三、打算······3")],
        vec![p("目录"), p("一、总体"), p("二、做法"), p("三、打算")],
    ];
    for list in lists {
        let mut docx = body(list.into_iter().chain(heads()).collect());
        let name = "WPSOffice手动目录 1".to_owned();
        docx.styles.insert("toc".into(), Style { name, ..Style::default() });
        let adopted = adopted(&docx);
        assert_eq!(adopted.body, "## 总体\n\n文。\n\n## 做法\n\n文。\n\n## 打算\n\n文。\n");
        assert_eq!(adopted.losses.len(), 1, "{:?}", adopted.losses);
    }
}

#[test]
fn a_letter_gives_its_text() {
    let lines = [
        "衢州市质量技术监督局文件",
        "衢质监〔2018〕12号",
        "关于产品质量工作情况的报告",
        "市政府办公室：",
        "现将有关情况报告如下。",
        "一、基本情况",
        "全年抽查。",
        "附件：1.抽查情况表",
        "2.整改情况表",
        "特此报告。",
        "衢州市质量技术监督局",
        "二〇一八年三月一日",
        "（联系人：样例，联系电话：0570-0000000）",
        "抄送：市统计局。",
    ];
    let docx = body(lines.into_iter().map(p).collect());
    let adopted = adopted(&docx);
    assert_eq!(adopted.body, "## 基本情况\n\n全年抽查。\n\n附件：1.抽查情况表\n\n2.整改情况表\n");
    assert_eq!(adopted.number.as_deref(), Some("衢质监〔2018〕12号"));
    assert_eq!(adopted.date.map(|date| date.chinese()).as_deref(), Some("2018年3月1日"));
    assert_eq!(adopted.losses.len(), 10, "{:?}", adopted.losses);

    let target =
        Target { title: "产品质量", stem: "市质监局", is_whole: true, existing: &|_| None };
    let whole = adopt(&docx, &target);
    assert!(whole.body.contains("市政府办公室：") && whole.losses.is_empty(), "{}", whole.body);

    // The same lines amid the text are its own.
    let amid = ["一、总体", "现将工作分工报告如下。", "甲。", "特此安排。", "乙。", "丙。"];
    let text = markdown(amid.into_iter().map(p).collect());
    assert!(text.contains("现将") && text.contains("特此"), "{text}");
}

#[test]
fn the_title_of_the_section_is_left_out() {
    let docx = body(vec![h(0, "六、产品质量"), h(1, "总体"), h(2, "抽查"), p("文")]);
    let adopted = adopted(&docx);
    assert_eq!(adopted.body, "## 总体\n\n### 抽查\n\n文\n");
    assert_eq!(adopted.losses.len(), 1);
    assert_eq!(adopted.counts.headings, 2);
}

#[test]
fn marks_above_titles_of_annexes_are_left_out() {
    for mark in ["附件", "附件1", "附件 ２", "附件3："] {
        let blocks = vec![h(0, "总体"), p(mark), h(0, "佐证材料目录"), p("文"), p(mark), p("文")];
        let expected = format!("## 总体\n\n## 佐证材料目录\n\n文\n\n{mark}\n\n文\n");
        assert_eq!(markdown(blocks.clone()), expected);
        assert_eq!(listed(blocks).len(), 1);
    }
}

#[test]
fn marks_between_chinese() {
    let cases = [
        (vec![plain("占"), bold("98.5%"), plain("的")], "占**98.5%**的"),
        (vec![plain("甲"), bold(" 乙 "), plain("丙")], "甲 **乙** 丙"),
        (vec![bold("甲"), plain(" "), bold("乙")], "**甲 乙**"),
        (vec![bold("甲"), bold("乙")], "**甲乙**"),
        (vec![plain("GDP"), bold("“十三五”"), plain("末")], "GDP“**十三五”**末"),
        (vec![plain("a"), bold("(b)"), plain("c")], "a(**b**)c"),
        (vec![bold("甲"), italic("乙")], "**甲**_乙_"),
        (vec![bold("甲"), both("乙"), italic("丙")], "**甲**<!-- -->_**乙**丙_"),
        (vec![both("甲"), bold("乙")], "**_甲_<!-- -->乙**"),
        (vec![bold("1"), plain("380亿元")], "**1**<!-- -->380亿元"),
        (vec![plain("138"), bold("0亿元")], "138<!-- -->**0亿元**"),
        (vec![bold("12"), italic("34")], "**12**<!-- -->_34_"),
        (vec![bold("1"), plain(".5倍")], "**1**.5倍"),
        (vec![plain("第"), linked("3", "http://a.cn"), plain("4")], "第[3](http://a.cn)<!-- -->4"),
        (vec![bold("12"), plain("家"), bold("34"), plain("户")], "**12**家**34**户"),
        (
            vec![plain("见"), linked("网站", "http://a.cn/(b)"), plain("。")],
            "见[网站](http://a.cn/%28b%29)。",
        ),
        (vec![bold("甲"), Piece::plain(PieceKind::LineBreak), bold("乙")], "**甲\\\n乙**"),
        (vec![plain("　　甲"), Piece::plain(PieceKind::LineBreak)], "甲"),
    ];
    for (pieces, expected) in cases {
        assert_eq!(line(pieces), expected);
    }
}

#[test]
fn lists_nest_and_part() {
    let blocks = vec![
        item(1, 0, "甲"),
        item(1, 1, "乙"),
        item(1, 0, "丙"),
        item(2, 0, "一"),
        item(2, 1, "a"),
        item(2, 0, "二"),
        item(3, 0, "另"),
        p("文"),
        item(2, 0, "三"),
    ];
    let expected = "- 甲\n  - 乙\n- 丙\n1) 一\n   1. a\n2) 二\n1. 另\n\n文\n\n3. 三\n";
    assert_eq!(markdown(blocks), expected);
}

#[test]
fn tables_with_their_lines() {
    let wide = |text: &str, columns| Cell { columns, ..cell(text) };
    let goes_on = Cell { continues: true, ..cell("") };
    let blocks = vec![
        p("表 6-1　抽查结果"),
        p("单位：批次"),
        table(vec![
            row(vec![wide("甲|乙", 2), cell("丙")]),
            row(vec![cell("1"), cell("2"), cell("^^")]),
            row(vec![goes_on.clone(), cell("4"), cell("5")]),
        ]),
        p("数据来源：市质监局"),
        p("文"),
    ];
    let expected = "表：抽查结果 {单位=\"批次\" 来源=\"市质监局\"}\n\n| 甲\\|乙 | << | 丙 |\n| --- | --- | --- |\n| 1 | 2 | \\^^ |\n| ^^ | 4 | 5 |\n\n文\n";
    assert_eq!(markdown(blocks), expected);
}

#[test]
fn a_caption_in_the_first_row() {
    let whole = |blocks: Vec<Block>| Cell { columns: 2, blocks, ..Cell::default() };
    let rows = |title: Cell| {
        let title = Row { cells: vec![title], ..Row::default() };
        vec![title, row(vec![cell("甲"), cell("乙")]), row(vec![cell("1"), cell("2")])]
    };
    let body = "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n";
    let title = vec![p("表 6-1　抽查结果"), p("单位：批次")];
    let expected = format!("表：抽查结果 {{单位=\"批次\"}}\n\n{body}");
    assert_eq!(markdown(vec![table(rows(whole(title)))]), expected);
    let unit = format!("表：{{单位=\"批次\"}}\n\n{body}");
    assert_eq!(markdown(vec![table(rows(whole(vec![p("单位：批次")])))]), unit);
    // A first row that says anything else is a row.
    for other in [vec![p("抽查结果")], vec![p("单位：批次"), p("抽查")], vec![p("")]] {
        let kept = markdown(vec![table(rows(whole(other.clone())))]);
        assert!(kept.starts_with("| ") && kept.contains("| << |"), "{other:?}: {kept}");
    }
}

#[test]
fn a_head_of_two_rows_goes_on_below_unless_figures_stand_there() {
    for (text, second, losses) in [("丙", "| ^^ | 丙 |", 0), ("1,234", "|  | 1,234 |", 1)] {
        let goes_on = Cell { continues: true, ..cell("") };
        let rows = vec![row(vec![cell("甲"), cell("乙")]), row(vec![goes_on, cell(text)])];
        let expected = format!("| 甲 | 乙 |\n| --- | --- |\n{second}\n");
        assert_eq!(markdown(vec![table(rows.clone())]), expected);
        assert_eq!(listed(vec![table(rows)]).len(), losses);
    }
}

#[test]
fn tracked_changes_are_accepted() {
    let mut docx = body(Vec::new());
    let revision =
        |kind| Revision { kind, author: "甲".into(), date: String::new(), name: String::new() };
    docx.revisions = vec![
        revision(RevisionKind::Insertion),
        revision(RevisionKind::Deletion),
        revision(RevisionKind::MarkDeletion),
    ];
    let with = |piece: Piece, id| Piece { revisions: vec![RevisionId(id)], ..piece };
    let first = Paragraph {
        mark: vec![RevisionId(2)],
        ..of(vec![plain("甲"), with(plain("乙"), 0), with(plain("丙"), 1)])
    };
    docx.body.blocks = vec![Block::Paragraph(first), p("丁")];
    let adopted = adopted(&docx);
    assert_eq!(adopted.body, "甲乙丁\n");
    assert_eq!(adopted.revisions.values().sum::<usize>(), 3);
}

#[test]
fn text_boxes_come_behind_their_paragraphs() {
    let boxed = |at| Piece::plain(PieceKind::TextBox(at));
    let cell_box = Block::Paragraph(of(vec![plain("格"), boxed(1)]));
    let mut docx = body(vec![
        Block::Paragraph(of(vec![plain("甲"), boxed(0)])),
        p("丙"),
        table(vec![row(vec![Cell { columns: 1, blocks: vec![cell_box], ..Cell::default() }])]),
    ]);
    let aside = |kind, blocks| Aside { kind, story: Story { blocks } };
    docx.asides = vec![
        aside(AsideKind::TextBox, vec![p("乙一"), p("乙二")]),
        aside(AsideKind::TextBox, vec![p("框")]),
        aside(AsideKind::Header, vec![p("内部资料")]),
        aside(AsideKind::Footer, vec![p("第 1 页 共 3 页")]),
    ];
    let adopted = adopted(&docx);
    assert_eq!(adopted.body, "甲\n\n乙一\n\n乙二\n\n丙\n\n| 格<br>框 |\n| --- |\n");
    let losses: Vec<&str> = adopted.losses.iter().map(|loss| loss.description.as_str()).collect();
    let told = [
        "文本框里的文字成为正文的段落",
        "文本框里的文字并入所在的格子、脚注",
        "页眉没有采用：内部资料",
    ];
    assert_eq!(losses, told);
}

#[test]
fn a_table_keeps_all_its_notes() {
    let blocks = vec![
        p("表3抽查结果"),
        table(vec![row(vec![cell("甲")]), row(vec![cell("1")])]),
        p("说明：以上为快报数。"),
        p("备注：不含某县。"),
        p("资料来源：年鉴"),
        p("文"),
    ];
    let head = "表：抽查结果 {来源=\"年鉴\" 注=\"以上为快报数。 不含某县。\"}";
    assert_eq!(markdown(blocks.clone()), format!("{head}\n\n| 甲 |\n| --- |\n| 1 |\n\n文\n"));
    assert_eq!(listed(blocks), ["第 2 段 表下的“说明”改印为“注”"]);
}

#[test]
fn notes_stand_at_the_end() {
    let mut docx = body(vec![Block::Paragraph(of(vec![
        plain("甲"),
        Piece::plain(PieceKind::Note(4)),
        plain("(乙)"),
    ]))]);
    docx.notes.insert(
        4,
        Story {
            blocks: vec![
                Block::Paragraph(of(vec![Piece::plain(PieceKind::OwnMark), plain(" 注文")])),
                p("二段"),
            ],
        },
    );
    assert_eq!(adopted(&docx).body, "甲[^1]\\(乙)\n\n[^1]: 注文\n\n    二段\n");
}

#[test]
fn pictures_take_their_captions() {
    let png = png();
    let mut docx = body(vec![
        Block::Paragraph(of(vec![Piece::plain(PieceKind::Picture {
            media: "word/media/a.png".into(),
            alt: String::new(),
        })])),
        p("图 6-1 “品字标”企业"),
        p("来源：市质监局"),
        Block::Paragraph(of(vec![Piece::plain(PieceKind::Picture {
            media: "word/media/b.emf".into(),
            alt: String::new(),
        })])),
    ]);
    docx.media.insert("word/media/a.png".into(), png);
    docx.media.insert("word/media/b.emf".into(), b"EMF".to_vec());
    let adopted = adopted(&docx);
    assert_eq!(
        adopted.body,
        "![“品字标”企业](图片/市质监局-1.png \"“品字标”企业\"){来源=\"市质监局\"}\n"
    );
    assert_eq!(adopted.pictures.len(), 1);
    assert_eq!(adopted.losses.len(), 1);
}

/// A picture of one pixel.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".to_vec();
    bytes.extend([0x3A, 0x7E, 0x9B, 0x55]);
    bytes.extend(b"\0\0\0\0IEND");
    bytes.extend([0xAE, 0x42, 0x60, 0x82]);
    bytes
}

#[test]
fn losses_are_listed() {
    let format = |format| Piece { format, ..plain("文") };
    let cases = [
        (format(Format { underline: true, ..Format::default() }), "第 1 段 下划线没有采用"),
        (
            format(Format { highlight: true, ..Format::default() }),
            "第 1 段 突出显示没有采用；这样的文字多是没有定的，请核对",
        ),
        (
            format(Format { coloured: true, ..Format::default() }),
            "第 1 段 文字颜色没有采用；红字多是没有定的，请核对",
        ),
        (format(Format { hidden: true, ..Format::default() }), "第 1 段 隐藏的文字没有采用"),
        (
            format(Format { script: Script::Superscript, ..Format::default() }),
            "第 1 段 上标“文”已成为普通文字",
        ),
        (Piece::plain(PieceKind::Object("公式".into())), "第 1 段 公式没有采用"),
        (plain("\u{E123}"), "第 1 段 符号字体里的符号认不出，已删去，请补写"),
        (linked("文", "file:///a"), "第 1 段 链接“file:///a”只留了文字"),
        (
            Piece { field: Some("REF _Ref1 \\h".into()), ..plain("表1") },
            "第 1 段 文件内的引用已成为普通文字，可改为 [@标签]",
        ),
    ];
    for (piece, expected) in cases {
        assert_eq!(listed(vec![Block::Paragraph(of(vec![plain("甲"), piece]))]), [expected]);
    }
    for (text, script) in
        [("-3", Script::Superscript), ("(1)", Script::Superscript), ("+", Script::Subscript)]
    {
        let piece = Piece { format: Format { script, ..Format::default() }, ..plain(text) };
        assert_eq!(line(vec![plain("10"), piece]), format!("10{text}"));
    }
    let small =
        Piece { format: Format { script: Script::Superscript, ..Format::default() }, ..plain("2") };
    assert_eq!(line(vec![plain("3 m"), small]), "3 m²");
}

#[test]
fn styles_of_the_program_are_dropped_and_listed() {
    let title = Paragraph { style: "t".into(), ..of(vec![plain("总结")]) };
    let blocks = vec![Block::Paragraph(title), p("文")];
    assert_eq!(markdown(blocks.clone()), "文\n");
    assert_eq!(listed(blocks), ["第 1 段 文件的题目“总结”没有采用，栏目题目由程序印出"]);
}
