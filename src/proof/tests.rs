//! Streams that agree, and such that don't.

use super::compare::{Difference, compare, compare_read};
use super::report_unread;
use crate::diag::{Code, Diagnostics};
use crate::docx::{Block, Cell, Docx, NumberingLevel, Paragraph, Piece, PieceKind, Row};
use crate::docx::{Story, Table};
use crate::pdf::{PagesText, ReadText};
use crate::source::{Sources, Span};

fn paragraph(kinds: impl IntoIterator<Item = PieceKind>) -> Paragraph {
    Paragraph { pieces: kinds.into_iter().map(Piece::plain).collect(), ..Paragraph::default() }
}

fn text(text: &str) -> Paragraph {
    paragraph([PieceKind::Text(text.to_owned())])
}

fn story(paragraphs: impl IntoIterator<Item = Paragraph>) -> Story {
    Story { blocks: paragraphs.into_iter().map(Block::Paragraph).collect() }
}

fn pages(body: &str, notes: &[&str]) -> PagesText {
    let notes = notes.iter().map(|note| ReadText::new(note, None)).collect();
    PagesText { body: ReadText::new(body, None), notes }
}

fn differences(pages: &PagesText, docx: &Docx) -> Vec<[String; 2]> {
    let differences = compare_read(pages, docx).differences.into_iter();
    differences.map(|Difference { pdf, word, .. }| [pdf, word]).collect()
}

#[test]
fn blanks_and_marks_of_line_ends_are_not_compared() {
    let docx = Docx {
        body: story([text("表\u{A0}1\u{2011}1　说明"), text("A B")]),
        ..Docx::default()
    };
    assert_eq!(differences(&pages("表 1-1说明A\u{2060}B", &[]), &docx), [] as [[String; 2]; 0]);
}

#[test]
fn a_character_that_differs_is_shown_in_both() {
    let docx = Docx { body: story([text("增长5.8%"), text("下降")]), ..Docx::default() };
    let found = differences(&pages("增长5.3%下降", &[]), &docx);
    assert_eq!(found, [["增长5.3%下降".to_owned(), "增长5.8%下降".to_owned()]]);
}

#[test]
fn what_one_file_lacks_is_found_at_its_place() {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "甲乙丙丁");
    let place = Span::new(file, 3..6);
    let mut pages = pages("甲", &[]);
    pages.body = ReadText::new("乙", Some(place));

    let proof = compare_read(&pages, &Docx::default());
    assert_eq!(proof.characters, 1);
    let expected = Difference { place: Some(place), pdf: "乙".to_owned(), word: String::new() };
    assert_eq!(proof.differences, [expected]);
}

#[test]
fn automatic_numbers_are_compared() {
    let mut docx = Docx::default();
    let level = NumberingLevel { format: "chineseCounting".into(), text: "%1、".into(), start: 1 };
    docx.numbering.insert((1, 0), level);
    let heading = |name: &str| Paragraph { numbering: Some((1, 0)), ..text(name) };
    docx.body = story([heading("甲"), heading("乙")]);

    assert!(differences(&pages("一、甲二、乙", &[]), &docx).is_empty());
    assert_eq!(differences(&pages("一、甲三、乙", &[]), &docx).len(), 1);
}

#[test]
fn a_bullet_is_compared() {
    let mut docx = Docx::default();
    let level = NumberingLevel { format: "bullet".into(), text: "·".into(), start: 1 };
    docx.numbering.insert((1, 0), level);
    docx.body = story([Paragraph { numbering: Some((1, 0)), ..text("甲") }]);

    assert!(differences(&pages("·甲", &[]), &docx).is_empty());
    assert_eq!(differences(&pages("•甲", &[]), &docx).len(), 1);
}

#[test]
fn many_differences_of_a_long_text_stay_apart() {
    let word: String = (0..3000).map(|n| format!("第{n}句说明情况{}，", n % 7)).collect();
    let pdf = word.replace("情况3，", "情形3，");
    let docx = Docx { body: story([text(&word)]), ..Docx::default() };
    let found = differences(&pages(&pdf, &[]), &docx);
    assert_eq!(found.len(), 429);
    assert!(found.iter().all(|[pdf, _]| pdf.contains('形')));
}

#[test]
fn a_long_difference_is_cut() {
    let docx = Docx { body: story([text(&"乙".repeat(100))]), ..Docx::default() };
    let found = differences(&pages(&"甲".repeat(100), &[]), &docx);
    assert_eq!(found, [[format!("{}…", "甲".repeat(40)), format!("{}…", "乙".repeat(40))]]);
}

#[test]
fn notes_are_compared_apart_without_their_marks() {
    let mut docx = Docx { body: story([]), ..Docx::default() };
    docx.body = story([paragraph([PieceKind::Text("甲".into()), PieceKind::Note(2)])]);
    docx.notes.insert(2, story([paragraph([PieceKind::OwnMark, PieceKind::Text("注。".into())])]));

    assert!(differences(&pages("甲", &["① 注。"]), &docx).is_empty());
    assert_eq!(differences(&pages("甲", &[]), &docx), [[String::new(), "注。".to_owned()]]);
}

#[test]
fn a_merged_cell_is_read_once() {
    let cell = |name: &str, continues| Cell {
        columns: 1,
        continues,
        blocks: vec![Block::Paragraph(text(name))],
        ..Cell::default()
    };
    let row = |cells| Row { cells, ..Row::default() };
    let rows = vec![
        row(vec![cell("甲", false), cell("1", false)]),
        row(vec![cell("", true), cell("2", false)]),
    ];
    let body = Story { blocks: vec![Block::Table(Table { rows, layout: Vec::new() })] };
    assert!(differences(&pages("甲12", &[]), &Docx { body, ..Docx::default() }).is_empty());
}

#[test]
fn a_file_that_cannot_be_read_back_is_told() {
    let mut sources = Sources::default();
    let place = Span::of_file(sources.add("report.yaml", ""));
    let refused = compare(&PagesText::default(), b"PK").unwrap_err();
    let mut diagnostics = Diagnostics::default();
    report_unread(&refused, "自述报告", place, &mut diagnostics);

    let problems = diagnostics.into_sorted(&sources);
    let expected = format!("自述报告 的 PDF 与 Word 没有对照：{}", refused.reason);
    assert_eq!(problems[0].message, expected);
    assert_eq!(problems[0].code, Code::FilesDiffer);
}
