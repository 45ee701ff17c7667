//! Small files: XML snippets packed to a package, and what is read of them.

use super::*;
use std::io::{Cursor, Write};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package of these parts.
fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A part of WordprocessingML.
fn part(root: &str, inner: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{WORD}" xmlns:r="{RELATION}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{inner}</w:{root}>"#
    )
}

/// Reads a file whose body is this, and holds the accounting of its changes.
fn body(inner: &str) -> Docx {
    with(inner, &[])
}

fn with(inner: &str, parts: &[(&str, &str)]) -> Docx {
    let document = part("document", &format!("<w:body>{inner}</w:body>"));
    let mut all = vec![("word/document.xml", document.as_str())];
    all.extend(parts);
    let docx = read(&pack(&all)).unwrap();
    assert_eq!(unaccounted(&docx), Vec::<usize>::new());
    assert_eq!(docx.revisions.len(), docx.counted.revisions);
    docx
}

/// The changes that nothing refers to.
fn unaccounted(docx: &Docx) -> Vec<usize> {
    let mut seen = vec![false; docx.revisions.len()];
    let mut note = |id: &RevisionId| seen[id.0 as usize] = true;
    visit(&docx.body.blocks, &mut note);
    docx.notes.values().for_each(|story| visit(&story.blocks, &mut note));
    (0..seen.len()).filter(|at| !seen[*at]).collect()
}

fn visit(blocks: &[Block], note: &mut impl FnMut(&RevisionId)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                paragraph.mark.iter().chain(&paragraph.layout).for_each(&mut *note);
                for piece in &paragraph.pieces {
                    piece.revisions.iter().for_each(&mut *note);
                    piece.formatted.iter().for_each(|(id, _)| note(id));
                }
            }
            Block::Table(table) => {
                table.layout.iter().for_each(&mut *note);
                for row in &table.rows {
                    row.revisions.iter().chain(&row.layout).for_each(&mut *note);
                    for cell in &row.cells {
                        cell.revisions.iter().chain(&cell.layout).for_each(&mut *note);
                        visit(&cell.blocks, note);
                    }
                }
            }
        }
    }
}

fn paragraphs(docx: &Docx) -> Vec<&Paragraph> {
    let paragraph = |block| match block {
        &Block::Paragraph(ref paragraph) => Some(paragraph),
        Block::Table(_) => None,
    };
    docx.body.blocks.iter().filter_map(paragraph).collect()
}

/// A paragraph as text with signs: `+inserted+`, `-deleted-`, `>moved here>`, `<moved away<`.
fn shown(docx: &Docx, paragraph: &Paragraph) -> String {
    let mut out = String::new();
    for piece in &paragraph.pieces {
        let sign = |id: &RevisionId| match docx.revisions[id.0 as usize].kind {
            RevisionKind::Insertion => "+",
            RevisionKind::Deletion => "-",
            RevisionKind::MoveTo => ">",
            RevisionKind::MoveFrom => "<",
            _ => "?",
        };
        let signs: String = piece.revisions.iter().map(sign).collect();
        let text = match &piece.kind {
            PieceKind::Text(text) => text.clone(),
            PieceKind::Tab => "⇥".to_owned(),
            PieceKind::LineBreak => "↵".to_owned(),
            PieceKind::PageBreak => "⤓".to_owned(),
            PieceKind::Note(id) => format!("[^{id}]"),
            PieceKind::OwnMark => "^".to_owned(),
            PieceKind::Picture { media, alt } => format!("![{alt}]({media})"),
            PieceKind::Object(word) => format!("〔{word}〕"),
            PieceKind::BookmarkStart(name) => format!("‹{name}:"),
            PieceKind::BookmarkEnd(name) => format!(":{name}›"),
            PieceKind::CommentStart(index) => format!("«{index}:"),
            PieceKind::CommentEnd(index) => format!(":{index}»"),
            PieceKind::CommentMark(index) => format!("※{index}"),
        };
        out += &format!("{signs}{text}{signs}");
    }
    out
}

fn line(inner: &str) -> String {
    let docx = body(&format!("<w:p>{inner}</w:p>"));
    shown(&docx, paragraphs(&docx)[0])
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

#[test]
fn text_is_read() {
    assert_eq!(line(&(run("甲 ") + &run("乙&amp;&#x4E19;<![CDATA[<丁>]]>"))), "甲 乙&丙<丁>");
    assert_eq!(line("<w:r><w:t> 甲 </w:t></w:r>"), "甲");
    let rest = "<w:r><w:tab/><w:br/><w:cr/><w:br w:type='page'/><w:noBreakHyphen/></w:r>";
    assert_eq!(line(rest), "⇥↵↵⤓\u{2011}");
}

#[test]
fn changes_of_runs_are_read() {
    let changes = r#"<w:ins w:id="1" w:author="甲" w:date="2018-06-13T09:00:00Z"><w:r><w:t>入</w:t></w:r><w:del w:author="乙"><w:r><w:delText>都</w:delText></w:r></w:del></w:ins><w:del><w:r><w:delText>出</w:delText></w:r></w:del>"#;
    let docx = body(&format!("<w:p>{changes}</w:p>"));
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "+入++-都+--出-");
    assert_eq!(docx.revisions[0].author, "甲");
    assert_eq!(docx.revisions[0].date, "2018-06-13T09:00:00Z");
    assert_eq!(docx.revisions[1].author, "乙");
}

#[test]
fn a_change_around_nothing_is_referred_to() {
    let docx = body("<w:p><w:ins/><w:del><w:r><w:rPr><w:b/></w:rPr></w:r></w:del></w:p><w:ins/>");
    assert_eq!(docx.revisions.len(), 3);
}

#[test]
fn marks_of_paragraphs_and_rows_are_read() {
    let docx = body(
        "<w:p><w:pPr><w:pStyle w:val='a'/><w:rPr><w:ins/><w:del/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr><w:pPrChange><w:pPr/></w:pPrChange></w:pPr></w:p>
         <w:tbl><w:tblPr><w:tblPrChange/></w:tblPr><w:tblGrid><w:gridCol/><w:tblGridChange/></w:tblGrid>
         <w:tr><w:tblPrEx><w:tblPrExChange/></w:tblPrEx><w:trPr><w:tblHeader/><w:ins/><w:trPrChange/></w:trPr>
         <w:tc><w:tcPr><w:gridSpan w:val='2'/><w:cellIns/><w:tcPrChange><w:tcPr><w:gridSpan/></w:tcPr></w:tcPrChange></w:tcPr><w:p/></w:tc>
         <w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sectPr><w:sectPrChange/></w:sectPr>",
    );
    use RevisionKind::*;
    let kinds: Vec<RevisionKind> = docx.revisions.iter().map(|change| change.kind).collect();
    let expected = [
        MarkInsertion,
        MarkDeletion,
        Format,
        Layout,
        Layout,
        Layout,
        Layout,
        RowInsertion,
        Layout,
        Cell,
        Layout,
        Layout,
    ];
    assert_eq!(kinds, expected);
    let first = paragraphs(&docx)[0];
    assert_eq!((first.mark.len(), first.layout.len()), (2, 2));
    let Block::Table(table) = &docx.body.blocks[1] else { panic!("no table") };
    assert_eq!((table.layout.len(), table.rows[0].layout.len()), (2, 2));
    assert!(table.rows[0].head);
    assert_eq!(table.rows[0].cells[0].columns, 2);
    assert!(table.rows[0].cells[1].continues);
    let Block::Paragraph(last) = &table.rows[0].cells[1].blocks[0] else { panic!("no paragraph") };
    assert_eq!(last.layout.len(), 1);
}
