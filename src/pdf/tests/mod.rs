//! Pages as laid out: what stands on them and where.

mod lines;

use super::text::{PageText, TextRun, page_texts};
use super::*;
use crate::assemble::fixture;
use crate::diag::{Diagnostics, Reported};
use crate::document::{
    Align, Block, BlockId, BlockKind, Cell, Column, Date, Document, Heading, HeadingKind, Inline,
    InlineKind, Meta, NoteId, Part, Row, Section, Table, visit,
};
use crate::source::{Sources, Span};
use crate::typography::{Faces, Search};
use crate::workspace::Spanned;
use std::path::Path;
use std::sync::OnceLock;

/// The repository is itself a workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::discover(root(), Search::Workspace))
}

struct Set {
    sources: Sources,
    generated: Generated,
    result: Result<Laid, Reported>,
    diagnostics: Diagnostics,
}

impl Set {
    fn laid(&self) -> &Laid {
        match &self.result {
            Ok(laid) => laid,
            Err(_) => panic!("{}", self.problems()),
        }
    }

    fn problems(&self) -> String {
        let sorted = self.diagnostics.clone().into_sorted(&self.sources);
        format!("{sorted:#?}")
    }
}

fn set(mut sources: Sources, document: &Document, root: &Path) -> Set {
    let mut diagnostics = Diagnostics::default();
    let file = sources.add("chapters/report.yaml", "版式: gbt9704\n");
    let place = Span::new(file, 8..15);
    let name = Spanned { value: "gbt9704".to_owned(), span: place };
    let profile =
        crate::typography::profile::load(root, &name, &mut sources, &mut diagnostics).unwrap();
    let templates = TypstTemplates::load(root, &mut sources);
    let generated = generate(document, &profile, faces(), &sources, place);
    let result = lay_out(
        &generated,
        &templates,
        faces(),
        WorkspaceFiles { root, sources: &sources },
        &mut diagnostics,
    );
    Set { sources, generated, result, diagnostics }
}

#[test]
fn the_rich_document_is_laid_out_without_a_word() {
    let (sources, document) = fixture::rich();
    let mut set = set(sources, &document, root());
    set.laid();
    assert_eq!(set.diagnostics.iter().count(), 0, "{}", set.problems());
    let laid = set.result.as_ref().unwrap();
    let bytes = export(laid, None, &mut set.diagnostics);
    assert!(bytes.is_ok(), "{}", set.problems());
    if let Some(path) = std::env::var_os("ZISHU_KEEP_PDF") {
        std::fs::write(path, bytes.unwrap()).unwrap();
    }
}

#[test]
fn the_template_marks_every_chart_on_the_pages() {
    let (sources, document) = fixture::rich();
    let set = set(sources, &document, root());
    let mut ids: Vec<BlockId> =
        visit::charts(&document).into_iter().map(|(block, _)| block.id).collect();
    assert!(!ids.is_empty());
    ids.push(BlockId::UNSET);
    let pictures = charts_on_pages(set.laid(), &ids, 300);
    let (none, drawn) = pictures.split_last().unwrap();
    assert!(none.is_none());
    for picture in drawn {
        let picture = picture.as_ref().unwrap();
        // 156 mm, the width of the text, at 300 pixels to the inch.
        let drawn = picture.draw().unwrap();
        assert_eq!(drawn.width, 1843);
        assert!(drawn.bytes.starts_with(b"\x89PNG"));
    }
}

/// A document of one chapter with these paragraphs under its section's heading.
fn plain_document(paragraphs: &[&str]) -> (Sources, Document) {
    let mut sources = Sources::default();
    let title = "总体情况";
    let text = format!("{title}\n\n{}\n", paragraphs.join("\n\n"));
    let file = sources.add("chapters/01-甲/市质监局.md", text.clone());
    let mut at = 0;
    let mut inline = |words: &str| {
        let start = text[at..].find(words).map_or(0, |found| found + at);
        at = start + words.len();
        let span = Span::new(file, start..at);
        Inline { span, kind: InlineKind::Text(words.to_owned()) }
    };
    let heading = Heading {
        level: 1,
        kind: HeadingKind::Numbered,
        number: String::new(),
        label: None,
        content: vec![inline(title)],
    };
    let mut kinds = vec![BlockKind::Heading(heading)];
    kinds.extend(paragraphs.iter().map(|words| BlockKind::Paragraph(vec![inline(words)])));
    let place = Span::of_file(file);
    let block = |kind| Block { id: BlockId::UNSET, span: place, kind };
    let blocks = kinds.into_iter().map(block).collect();
    let section =
        Section { id: "01".into(), title: title.into(), parts: vec![Part { file, blocks }] };
    let meta = Meta {
        arrangement: crate::document::Arrangement::default(),
        title: "报告".into(),
        date: Date { year: 2018, month: 6, day: 13 },
        ..Meta::default()
    };
    let (notes, values, contents) = (Vec::new(), Vec::new(), Vec::new());
    let mut document = Document { meta, sections: vec![section], notes, values, contents };
    crate::assemble::resolve(&mut document, &mut Diagnostics::default());
    (sources, document)
}

/// A workspace whose templates/ hold these files.
fn workspace(templates: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("templates")).unwrap();
    for (name, text) in templates {
        std::fs::write(folder.path().join("templates").join(name), text).unwrap();
    }
    folder
}

fn report_with(from: &str, to: &str) -> String {
    let text = crate::bundle::template("report.typ").unwrap();
    assert!(text.contains(from));
    text.replacen(from, to, 1)
}

fn only_problem(set: &Set) -> crate::diag::Diagnostic {
    let list: Vec<_> = set.diagnostics.iter().collect();
    assert_eq!(list.len(), 1, "{}", set.problems());
    list[0].clone()
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let words = "天地玄黄宇宙洪荒日月盈昃辰宿列张".repeat(200);
    let (sources, document) = plain_document(&[&words]);
    let set = set(sources, &document, root());
    let pages = page_texts(set.laid());
    let page = pages.iter().rev().nth(1).unwrap();
    let body: Vec<&TextRun> = page.runs.iter().filter(|run| run.size == 15.75).collect();
    let mut lines: Vec<(f64, String)> = Vec::new();
    for run in body {
        match lines.last_mut() {
            Some((y, line)) if (*y - run.position.1).abs() < 0.5 => line.push_str(&run.text),
            _ => lines.push((run.position.1, run.text.clone())),
        }
    }
    assert_eq!(lines.len(), 22);
    assert!(lines.iter().all(|(_, line)| line.chars().count() == 28), "{lines:?}");
    let pitch = (lines[21].0 - lines[0].0) / 21.0;
    assert!((pitch - 28.95).abs() < 0.01, "{pitch}");
    let left = page.runs.iter().map(|run| run.position.0).fold(f64::MAX, f64::min);
    let inside = if page.number % 2 == 1 { 28.0 } else { 26.0 };
    assert!((left - inside * 72.0 / 25.4).abs() < 0.5, "{left}");
}

#[test]
fn pages_are_numbered_from_the_body_and_the_dash_lies_7_mm_below() {
    let (sources, document) = fixture::rich();
    let set = set(sources, &document, root());
    let pages = page_texts(set.laid());
    let folio = |page: &PageText| -> String {
        page.runs.iter().filter(|run| run.size == 14.0).map(|run| run.text.clone()).collect()
    };
    assert!(!folio(&pages[0]).contains('—'));
    assert_eq!(folio(&pages[2]), "— 1 —");
    assert_eq!(folio(&pages[3]), "— 2 —");
    let run = pages[2].runs.iter().find(|run| run.size == 14.0).unwrap();
    // The dash of Noto Serif SC lies 0.38 em above the baseline; the text area ends at 262 mm.
    let dash = (run.position.1 - 0.38 * run.size) * 25.4 / 72.0 - 262.0;
    assert!((dash - 7.0).abs() < 0.3, "{dash}");
    let first = document.contents[0].block;
    assert_eq!(set.laid().layout().headings.get(&first), Some(&1));
    assert_eq!(set.laid().layout().headings.len(), document.contents.len());
    assert_eq!(set.laid().layout().sections, [3, 5]);
    assert_eq!(set.laid().layout().pages as usize, pages.len());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let once = || {
        let (sources, document) = fixture::rich();
        let mut set = set(sources, &document, root());
        let texts: Vec<String> =
            set.generated.texts().iter().map(|(_, text)| text.text().to_owned()).collect();
        let bytes = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics).unwrap();
        (texts, bytes)
    };
    let (first, second) = (once(), once());
    assert!(first == second);
}

#[test]
fn hostile_text_prints_as_typed() {
    let (sources, document) = plain_document(&[fixture::HOSTILE]);
    let set = set(sources, &document, root());
    let text: String = page_texts(set.laid()).iter().map(PageText::text).collect();
    assert!(text.replace(' ', "").contains(&fixture::HOSTILE.replace(' ', "")), "{text}");
}

#[test]
fn a_run_knows_the_character_it_came_from() {
    let (sources, document) = plain_document(&["前\"文\\中@市长#后"]);
    let set = set(sources, &document, root());
    let pages = page_texts(set.laid());
    let runs = pages.iter().flat_map(|page| &page.runs);
    let mut checked = 0;
    for run in runs.filter(|run| run.size == 15.75 && run.origin.is_some()) {
        let span = run.origin.unwrap();
        let first: String = run.text.chars().take(1).collect();
        if "总前中市后".contains(&first) {
            assert!(set.sources.text(span.file)[span.start as usize..].starts_with(&first));
            checked += 1;
        }
    }
    assert!(checked >= 2, "{pages:?}");
}

#[test]
fn an_error_in_a_template_is_at_its_place_and_at_the_chapters() {
    let text = report_with(
        "#let prose(depth: 0, body) = {\n",
        "#let prose(depth: 0, body) = {\n  1 + \"x\"\n",
    );
    let folder = workspace(&[("report.typ", &text)]);
    let (sources, document) = plain_document(&["第一段。"]);
    let set = set(sources, &document, folder.path());
    assert!(set.result.is_err());
    let problem = only_problem(&set);
    assert_eq!(problem.code, crate::diag::Code::Typst);
    assert_eq!(set.sources.path(problem.primary.span.file), "templates/report.typ");
    assert_eq!(set.sources.slice(problem.primary.span), "1 + \"x\"");
    let second = problem.secondary[0].span;
    assert_eq!(set.sources.path(second.file), "chapters/01-甲/市质监局.md");
    assert!(
        problem.message.starts_with("排版模板报错：integer 与 string 不能相加"),
        "{}",
        problem.message
    );
}

#[test]
fn a_syntax_error_in_a_template_is_at_its_place() {
    let folder = workspace(&[("report.typ", "#let report(body) = {\n  body\n")]);
    let (sources, document) = plain_document(&["第一段。"]);
    let set = set(sources, &document, folder.path());
    assert!(set.result.is_err());
    let first = set.diagnostics.iter().next().unwrap();
    assert_eq!(set.sources.path(first.primary.span.file), "templates/report.typ");
}

#[test]
fn a_function_that_the_template_lacks_is_told_at_the_template() {
    let text = report_with("#let prose(", "#let verse(").replace("prose(depth", "verse(depth");
    let folder = workspace(&[("report.typ", &text)]);
    let (sources, document) = plain_document(&["第一段。"]);
    let set = set(sources, &document, folder.path());
    let problem = only_problem(&set);
    assert_eq!(set.sources.path(problem.primary.span.file), "templates/report.typ");
    assert!(problem.message.contains("没有名为“prose”的"), "{}", problem.message);
    let chapter = problem.secondary[0].span;
    assert_eq!(set.sources.path(chapter.file), "chapters/01-甲/市质监局.md");
}

#[test]
fn a_template_reads_nothing_outside_the_document() {
    for call in [
        "read(\"/etc/passwd\")",
        "read(\"../../../../etc/passwd\")",
        "read(\"/chapters/report.yaml\")",
        "image(\"/secret.png\")",
        "{ import \"@preview/cuti:0.2.1\": * }",
        "include \"/secret.typ\"",
    ] {
        let text = report_with(
            "#let prose(depth: 0, body) = {\n",
            &format!("#let prose(depth: 0, body) = {{\n  {call}\n"),
        );
        let folder = workspace(&[("report.typ", &text)]);
        std::fs::write(folder.path().join("secret.typ"), "秘密").unwrap();
        std::fs::write(folder.path().join("secret.png"), "秘密").unwrap();
        let (sources, document) = plain_document(&["第一段。"]);
        let set = set(sources, &document, folder.path());
        assert!(set.result.is_err(), "{call}");
        let problem = set.diagnostics.iter().next().unwrap();
        assert_eq!(set.sources.path(problem.primary.span.file), "templates/report.typ", "{call}");
    }
}

#[test]
fn a_warning_of_a_template_is_a_warning() {
    let text = report_with(
        "  place(top + at, dx: dx,",
        "  set text(font: \"没有的字体\")\n  place(top + at, dx: dx,",
    );
    let folder = workspace(&[("report.typ", &text)]);
    let (sources, document) = plain_document(&["第一段。"]);
    let set = set(sources, &document, folder.path());
    set.laid();
    let problem = set.diagnostics.iter().next().unwrap();
    assert_eq!(problem.code, crate::diag::Code::TypstWarning);
    assert_eq!(set.sources.path(problem.primary.span.file), "templates/report.typ");
}

#[test]
fn a_missing_glyph_is_told_with_its_place() {
    let (sources, document) = plain_document(&["没有的字：\u{1F600}。"]);
    let mut set = set(sources, &document, root());
    let result = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics);
    assert!(result.is_err());
    let problem = only_problem(&set);
    assert_eq!(problem.code, crate::diag::Code::MissingGlyph);
    assert!(problem.message.contains('\u{1F600}'), "{}", problem.message);
    assert_eq!(set.sources.path(problem.primary.span.file), "chapters/01-甲/市质监局.md");
}

#[test]
fn a_template_that_is_no_text_is_reported() {
    let folder = workspace(&[]);
    std::fs::write(folder.path().join("templates/extra.typ"), [0xFF, 0xFE, 0x41, 0]).unwrap();
    let (sources, document) = plain_document(&["第一段。"]);
    let set = set(sources, &document, folder.path());
    assert_eq!(only_problem(&set).code, crate::diag::Code::NotUtf8);
}

#[test]
fn a_word_longer_than_a_line_stays_in_the_text_area() {
    let word = "W".repeat(300);
    let (sources, document) = plain_document(&[&word]);
    let set = set(sources, &document, root());
    let pages = page_texts(set.laid());
    let runs = pages.iter().flat_map(|page| &page.runs);
    let right = runs.map(|run| run.position.0 + run.width).fold(0.0, f64::max);
    assert!(right < (210.0 - 26.0 + 0.5) * 72.0 / 25.4, "{right}");
    let text: String = pages.iter().map(PageText::text).collect();
    assert!(text.contains(&word));
}

#[test]
fn a_note_in_a_repeated_head_is_printed_once() {
    let (sources, mut document) = fixture::rich();
    visit::blocks_mut(&mut document.sections[1].parts[0].blocks, &mut |block| {
        let span = block.span;
        if let BlockKind::Table(table) = &mut block.kind
            && table.body.len() > 50
        {
            let note = Inline { span, kind: InlineKind::Note(NoteId(0)) };
            table.head[0].cells[0].content.push(note);
        }
    });
    let mut set = set(sources, &document, root());
    set.laid();
    let result = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics);
    assert!(result.is_ok(), "{}", set.problems());
    let text: String = page_texts(set.laid()).iter().map(PageText::text).collect();
    // Once at its mark in the text, once at the table's first page.
    assert_eq!(text.matches("国家统计局核定数").count(), 2);
}

#[test]
fn a_broken_picture_is_told_with_its_place() {
    let (sources, document) = fixture::rich();
    let folder = workspace(&[]);
    let picture = folder.path().join(fixture::PICTURE);
    std::fs::create_dir_all(picture.parent().unwrap()).unwrap();
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n broken").unwrap();
    let set = set(sources, &document, folder.path());
    assert!(set.result.is_err());
    let problem = only_problem(&set);
    assert_eq!(problem.code, crate::diag::Code::PictureFormat);
    assert_eq!(set.sources.slice(problem.primary.span), fixture::PICTURE);
}

#[test]
fn deep_quotations_are_laid_out() {
    let (sources, mut document) = plain_document(&["最里面的引文。"]);
    let blocks = &mut document.sections[0].parts[0].blocks;
    let mut inner = blocks.pop().unwrap();
    for _ in 0..20 {
        inner = Block { id: inner.id, span: inner.span, kind: BlockKind::Quote(vec![inner]) };
    }
    blocks.push(inner);
    let set = set(sources, &document, root());
    let text: String = page_texts(set.laid()).iter().map(PageText::text).collect();
    assert!(text.contains("最里面的引文"));
}

#[test]
fn a_private_character_is_told_with_its_place() {
    let (sources, document) = plain_document(&["私用区的字：\u{F001}。"]);
    let mut set = set(sources, &document, root());
    let result = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics);
    assert!(result.is_err());
    let problem = only_problem(&set);
    assert_eq!(problem.code, crate::diag::Code::MissingGlyph, "{}", problem.message);
    assert!(problem.message.contains("“U+F001”"), "{}", problem.message);
    assert_eq!(set.sources.path(problem.primary.span.file), "chapters/01-甲/市质监局.md");
}

#[test]
fn pages_are_read_in_the_order_of_the_text() {
    let (sources, document) = fixture::rich();
    let set = set(sources, &document, root());
    let read = |page| page_passages(set.laid(), page).unwrap();
    let pages: Vec<Vec<Passage>> =
        (1..=set.laid().layout().pages).map(|page| read(page as usize)).collect();
    assert_eq!(page_passages(set.laid(), 0), None);
    assert_eq!(page_passages(set.laid(), pages.len() + 1), None);
    let text = |text: &str| Passage::Text(text.to_owned());
    let heading = |level, text: &str| Passage::Heading(level, text.to_owned());
    assert_eq!(pages[0][0], text("某某市争创全国质量强市示范城市自述报告"));
    assert!(pages[1].contains(&text("一、申报城市基本情况 1")), "{:?}", pages[1]);
    assert_eq!(pages[2][0], heading(1, "一、申报城市基本情况"));
    assert_eq!(pages[2][2], heading(2, "（一）经济社会发展"));
    let all: Vec<&Passage> = pages.iter().flatten().collect();
    for expected in [
        text(
            "③建立质量工作联席会议制度，每年召开全体会议，研究解决重大质量问题，协调推进重点工作。",
        ),
        text("①国家统计局核定数，“含”直报单位。"),
        text("市、县、乡三级质量工作机构的关系"),
        text("图 2-1　质量工作组织架构"),
        text("来源：市创强办"),
        text("表 2-2　分类抽查明细"),
        text("三次产业比重：2015年1146.16亿元，2017年1380.00亿元"),
    ] {
        assert!(all.contains(&&expected), "{expected:?} in {all:?}");
    }
    let rows: Vec<&Vec<String>> = all
        .iter()
        .filter_map(|passage| if let Passage::Table(rows) = passage { Some(rows) } else { None })
        .flatten()
        .collect();
    for expected in [
        &["类别", "产品", "2017年"][..],
        &["工业品", "电线电缆", "120", "98.33%"],
        &["儿童用品", "36", "—"],
        &["90", "第90类产品", "270.5", "按计划抽查，结果已公布，不合格产品依法处理"],
    ] {
        assert!(rows.iter().any(|row| *row == expected), "{expected:?} in {rows:#?}");
    }
    let joined = format!("{all:?}");
    assert!(!joined.contains("— 1 —") && !joined.contains("样例"), "{joined}");
}

#[test]
fn a_paragraph_over_three_pages_is_read_to_its_end() {
    let words = "天地玄黄宇宙洪荒日月盈昃辰宿列张".repeat(90);
    let (sources, document) = plain_document(&[&words, "后一段。"]);
    let set = set(sources, &document, root());
    let pages = 1..=set.laid().layout().pages as usize;
    let read: Vec<Passage> =
        pages.filter_map(|page| page_passages(set.laid(), page)).flatten().collect();
    let texts = read.iter().filter_map(|passage| match passage {
        Passage::Text(text) => Some(text.as_str()),
        Passage::Heading(..) | Passage::Table(_) => None,
    });
    let all: String = texts.collect();
    assert!(all.contains(&format!("{words}后一段。")), "{read:#?}");
    assert_eq!(read.last(), Some(&Passage::Text("后一段。".to_owned())));
}

/// A table of two columns behind so many lines of text. Names stand in its first column, numbers in the
/// second; `joined` rows from the second on have one name.
fn table_document(lines: usize, rows: usize, joined: usize) -> (Sources, Document) {
    let (sources, mut document) = plain_document(&vec!["一行字。"; lines]);
    let part = &mut document.sections[0].parts[0];
    let span = part.blocks[0].span;
    let cell = |text: &str, rows| {
        let content = vec![Inline { span, kind: InlineKind::Text(text.to_owned()) }];
        Cell { span, columns: 1, rows, content }
    };
    let body = (0..rows).map(|row| {
        let number = cell(&format!("{}", 1000 + row), 1);
        let cells = match row {
            1 if joined > 1 => vec![cell("合并的名称", joined as u16), number],
            row if row > 1 && row <= joined => vec![number],
            row => vec![cell(&format!("名称{row}"), 1), number],
        };
        Row { span, cells }
    });
    let table = Table {
        caption: None,
        label: None,
        unit: None,
        source: None,
        note: None,
        columns: vec![Column { align: Align::Auto, share: 0 }; 2],
        row_height: 0,
        head: vec![Row { span, cells: vec![cell("名称", 1), cell("数量", 1)] }],
        body: body.collect(),
    };
    let kind = BlockKind::Table(Box::new(table));
    part.blocks.push(Block { id: BlockId(9000), span, kind });
    (sources, document)
}

/// For every page that has some of these rows, by their numbers, how many they are.
fn rows_by_page(set: &Set, rows: std::ops::Range<usize>) -> Vec<usize> {
    let count = |page: &PageText| {
        let text = page.text();
        rows.clone().filter(|number| text.contains(&number.to_string())).count()
    };
    page_texts(set.laid()).iter().map(count).filter(|count| *count > 0).collect()
}

#[test]
fn two_rows_stand_on_either_side_of_a_pages_end() {
    let mut broken = 0;
    for lines in 8..21 {
        let (sources, document) = table_document(lines, 6, 0);
        let mut set = set(sources, &document, root());
        let rows = rows_by_page(&set, 1000..1006);
        assert_eq!(rows.iter().sum::<usize>(), 6, "{lines}: {rows:?}");
        assert!(rows.iter().all(|count| *count >= 2), "{lines}: {rows:?}");
        broken += usize::from(rows.len() > 1);
        let result = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics);
        assert!(result.is_ok(), "{}", set.problems());
    }
    assert!(broken > 1);
}

#[test]
fn a_joined_cell_is_said_again_on_each_page_of_its_rows() {
    for lines in [0, 5, 14] {
        let (sources, document) = table_document(lines, 80, 70);
        let mut set = set(sources, &document, root());
        let pages = page_texts(set.laid());
        let (mut first, mut again) = (0, 0);
        for page in pages.iter().map(PageText::text) {
            again += page.matches("合并的名称（续）").count();
            first += page.matches("合并的名称").count();
        }
        let pages = rows_by_page(&set, 1001..1071).len();
        assert_eq!((first - again, again), (1, pages - 1), "{lines}");
        // The copies are no text of the table for those who can't see the page.
        let read: Vec<Passage> = (1..=set.laid().layout().pages as usize)
            .filter_map(|page| page_passages(set.laid(), page))
            .flatten()
            .collect();
        assert!(!format!("{read:?}").contains("（续）"));
        let result = export(set.result.as_ref().unwrap(), None, &mut set.diagnostics);
        assert!(result.is_ok(), "{}", set.problems());
    }
}

#[test]
fn rows_of_known_height_are_as_high_as_measured_ones() {
    let with = |rows| {
        let folder = workspace(&[("report.typ", &report_with("    rows: heights,\n", rows))]);
        let picture = folder.path().join(fixture::PICTURE);
        std::fs::create_dir_all(picture.parent().unwrap()).unwrap();
        std::fs::copy(root().join(fixture::PICTURE), picture).unwrap();
        folder
    };
    // Both changed, so that both are laid out in one piece.
    let (known_rows, measured_rows) = (with("    rows: heights, //\n"), with(""));
    for (sources, document) in [fixture::rich(), table_document(1, 60, 1)] {
        let known = set(sources.clone(), &document, known_rows.path());
        let texts = known.generated.texts();
        assert!(texts.iter().any(|(_, text)| text.text().contains("lined: (")));
        let measured = set(sources, &document, measured_rows.path());
        let pages = |set: &Set| page_appearances(set.laid(), &[]);
        let hashes = |set: &Set| pages(set).into_iter().map(|page| page.hash).collect::<Vec<_>>();
        assert_eq!(hashes(&known), hashes(&measured));
    }
}
