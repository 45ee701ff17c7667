//! Small files: XML snippets packed to a package, and what is read of them.

use super::*;
use std::io::{Cursor, Write};

mod account;
mod drafts;

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
    docx.asides.iter().for_each(|aside| visit(&aside.story.blocks, &mut note));
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
    let paragraphs = docx.body.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    });
    paragraphs.collect()
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
            PieceKind::CheckBox(checked) => format!("[{}]", if *checked { "x" } else { " " }),
            PieceKind::Tab => "⇥".to_owned(),
            PieceKind::LineBreak => "↵".to_owned(),
            PieceKind::PageBreak => "⤓".to_owned(),
            PieceKind::Note(id) => format!("[^{id}]"),
            PieceKind::OwnMark => "^".to_owned(),
            PieceKind::Picture { media, alt } => format!("![{alt}]({media})"),
            PieceKind::TextBox(_) => "〔文本框〕".to_owned(),
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
    assert_eq!(line(rest), "⇥↵↵⤓-");
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

#[test]
fn fields_show_their_results_alone() {
    let character = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |code: &str| format!("<w:r><w:instrText> {code} </w:instrText></w:r>");
    let (begin, separate, end) = (character("begin"), character("separate"), character("end"));
    let inner = format!("{begin}{}{separate}{}{end}", code("SEQ 表"), run("码里的结果"));
    let field = format!(
        "{}{begin}{}{inner}{}{separate}{}{begin}{}{separate}{}{end}{}{end}{}",
        run("前"),
        code("IF"),
        run("仍是码"),
        run("果"),
        code(r"REF _Ref1 \h"),
        run("表1"),
        run("尾"),
        run("后")
    );
    let docx = body(&format!("<w:p>{field}</w:p>"));
    let paragraph = paragraphs(&docx)[0];
    assert_eq!(shown(&docx, paragraph), "前果表1尾后");
    let codes: Vec<Option<&str>> = paragraph.pieces.iter().map(|p| p.field.as_deref()).collect();
    assert_eq!(codes, [None, Some("IF"), Some(r"REF _Ref1 \h"), Some("IF"), None]);
}

#[test]
fn a_field_may_be_simple_or_a_link() {
    let simple = r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>"#;
    let docx = body(&format!("<w:p>{simple}{}</w:p>", run("后")));
    let pieces = &paragraphs(&docx)[0].pieces;
    assert_eq!((pieces[0].field.as_deref(), pieces[1].field.as_deref()), (Some("PAGE"), None));
    let link = r#"<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "http://a.cn/?b" \l "c" \o "提示"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>链</w:t><w:fldChar w:fldCharType="end"/></w:r>"#;
    let docx = body(&format!("<w:p>{link}</w:p>"));
    assert_eq!(paragraphs(&docx)[0].pieces[0].link.as_deref(), Some("http://a.cn/?b#c"));
}

#[test]
fn a_field_spans_paragraphs() {
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC \o</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>"#;
    let end = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let inner = format!(
        "<w:p>{begin}{}</w:p><w:p>{}{end}</w:p><w:p>{}</w:p>",
        run("一"),
        run("二"),
        run("三")
    );
    let docx = body(&inner);
    let codes = paragraphs(&docx);
    let codes: Vec<_> = codes.iter().map(|p| p.pieces[0].field.as_deref()).collect();
    assert_eq!(codes, [Some(r"TOC \o"), Some(r"TOC \o"), None]);
}

#[test]
fn links_lead_outside_and_to_bookmarks() {
    let inner = r##"<w:p><w:hyperlink r:id="rId1"><w:r><w:t>外</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="_a"><w:ins><w:r><w:t>内</w:t></w:r></w:ins></w:hyperlink></w:p>"##;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="a/hyperlink" Target="https://a.cn/" TargetMode="External"/></Relationships>"#;
    let docx = with(inner, &[("word/_rels/document.xml.rels", relations)]);
    let links: Vec<_> = paragraphs(&docx)[0].pieces.iter().map(|p| p.link.as_deref()).collect();
    assert_eq!(links, [Some("https://a.cn/"), Some("#_a")]);
}

#[test]
fn wrappings_are_entered() {
    let wrapped = "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent><w:smartTag><w:smartTagPr/><w:customXml><w:r><w:t>甲</w:t></w:r></w:customXml></w:smartTag></w:sdtContent></w:sdt><w:novel><w:r><w:t>乙</w:t></w:r></w:novel><w:bdo><w:r><w:t>丙</w:t></w:r></w:bdo>";
    assert_eq!(line(wrapped), "甲乙丙");
    let docx = body(&format!(
        "<w:sdt><w:sdtContent><w:p>{wrapped}</w:p></w:sdtContent></w:sdt>{}",
        run("丁")
    ));
    assert_eq!(paragraphs(&docx).len(), 2);
}

/// Word's usual box, one in a symbol font with and without the private area, one around a whole
/// paragraph, one around a cell; what a control of another kind holds is text.
#[test]
fn check_boxes_show_their_state() {
    let control = |checked: &str, states: &str, content: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/>{states}</w14:checkbox></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"#
        )
    };
    let usual = r#"<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>"#;
    let symbols = r#"<w14:checkedState w14:val="00FE" w14:font="Wingdings"/><w14:uncheckedState w14:val="00A8" w14:font="Wingdings"/>"#;
    let of_font = |code: &str| format!(r#"<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>"#);

    for (checked, states, content, expected) in [
        ("0", usual, run("☐"), "[ ]"),
        ("1", usual, run("☒"), "[x]"),
        ("1", usual, run("☐"), "[ ]"),
        ("1", symbols, run("þ"), "[x]"),
        ("0", symbols, of_font("F0FE"), "[x]"),
        ("0", symbols, of_font("F0A8"), "[ ]"),
        ("1", "", run("回"), "[x]"),
        ("1", symbols, of_font("F04A"), "[x]"),
        ("0", usual, run("☑已办"), "[x]已办"),
        (
            "1",
            usual,
            "<w:del><w:r><w:delText>☐</w:delText></w:r></w:del><w:ins><w:r><w:t>☒</w:t></w:r></w:ins>"
                .to_owned(),
            "-[ ]-+[x]+",
        ),
    ] {
        let text = format!("{}{}", control(checked, states, &content), run("甲"));
        assert_eq!(line(&text), format!("{expected}甲"), "{content}");
    }

    let paragraph = format!("<w:p>{}</w:p>", run("☒"));
    let cell = format!("<w:tc>{paragraph}</w:tc>");
    let docx = body(&format!(
        "{}<w:tbl><w:tr>{}</w:tr></w:tbl><w:p>{}</w:p>",
        control("1", usual, &paragraph),
        control("1", usual, &cell),
        run("☒"),
    ));
    let shown: Vec<String> =
        super::paragraphs(&docx.body.blocks).iter().map(|one| shown(&docx, one)).collect();
    assert_eq!(shown, ["[x]", "[x]", "☒"]);
}

#[test]
fn of_alternatives_one_is_taken() {
    let choice = |needs: &str| {
        line(&format!(
            r#"<mc:AlternateContent><mc:Choice xmlns:nn="urn:new" Requires="{needs}"><w:r><w:t>甲</w:t></w:r></mc:Choice><mc:Choice Requires="wps"><w:r><w:t>乙</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>丙</w:t></w:r></mc:Fallback></mc:AlternateContent>{}"#,
            run("后")
        ))
    };
    assert_eq!(choice("wps"), "甲后");
    assert_eq!(choice("nn"), "乙后");
    let fallback = r#"<mc:AlternateContent><mc:Choice xmlns:nn="urn:new" Requires="nn"><w:r><w:ins/></w:r></mc:Choice><mc:Fallback><w:r><w:t>丙</w:t></w:r></mc:Fallback></mc:AlternateContent>"#;
    assert_eq!(line(fallback), "丙");
}

#[test]
fn text_boxes_and_equations_are_named_with_their_changes() {
    let inner = r#"<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:ins><w:r><w:t>框内</w:t></w:r></w:ins></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:ins/></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath></w:p>"#;
    let docx = body(inner);
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "前〔文本框〕〔公式〕");
    let Block::Paragraph(boxed) = &docx.asides[0].story.blocks[0] else { panic!("no paragraph") };
    assert_eq!((shown(&docx, boxed).as_str(), boxed.mark.len()), ("+框内+", 1));
    assert_eq!((docx.boxed.len(), docx.asides.len(), docx.revisions.len()), (0, 1, 2));
    assert_eq!(docx.left_out, ["文本框里的 2 处修订", "公式：E=m"]);
}

#[test]
fn changes_between_rows_and_of_silent_runs_are_referred_to() {
    let inner = r#"<w:tbl><w:ins><w:bookmarkStart w:id="1" w:name="a"/></w:ins><w:tr><w:del><w:bookmarkEnd w:id="1"/></w:del><w:tc><w:p/></w:tc><w:ins/></w:tr></w:tbl><w:p><w:r><w:rPr><w:rPrChange/></w:rPr><w:commentReference w:id="9"/><w:fldChar w:fldCharType="begin"/></w:r></w:p>"#;
    assert_eq!(body(inner).revisions.len(), 4);
}

#[test]
fn roots_of_custom_parts_are_read_with_their_names() {
    let map = r#"<z:review xmlns:z="urn:a" copy="c001 &amp; 2"/>"#;
    let docx = with("<w:p/>", &[("customXml/item1.xml", map), ("customXml/item2.xml", "no XML")]);
    let roots: Vec<_> = docx.custom_roots.iter().map(|root| root.get("copy").cloned()).collect();
    assert_eq!(roots, [Some("c001 & 2".to_owned()), None]);
    assert_eq!(docx.custom_roots[0]["xmlns:z"], "urn:a");
}

#[test]
fn pictures_are_read_from_their_parts() {
    let inner = r#"<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wp:inline><wp:docPr id="1" descr="说明"/><a:graphic><a:graphicData><a:blip r:embed="rId1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="a/image" Target="media/图.png"/></Relationships>"#;
    let docx =
        with(inner, &[("word/_rels/document.xml.rels", relations), ("word/media/图.png", "点")]);
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "![说明](word/media/图.png)");
    assert_eq!(docx.media["word/media/图.png"], "点".as_bytes());
}

#[test]
fn words_are_read_whatever_the_pictures_take() {
    let inner = r#"<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip r:embed="rId1"/></w:drawing></w:r><w:r><w:t>文</w:t></w:r></w:p>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="a/image" Target="media/1.png"/></Relationships>"#;
    let picture = " ".repeat(65 << 20);
    let body = part("document", &format!("<w:body>{inner}</w:body>"));
    let bytes = pack(&[
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", relations),
        ("word/media/1.png", &picture),
    ]);

    assert!(read(&bytes).unwrap_err().reason.contains("图片解开后共超过"));
    let docx = read_words(&bytes).unwrap();
    assert!(docx.media.is_empty());
    assert!(shown(&docx, paragraphs(&docx)[0]).ends_with("文"));
}

#[test]
fn comments_with_replies_are_read() {
    let comments = part(
        "comments",
        r#"<w:comment w:id="5" w:author="甲" w:date="d"><w:p><w:r><w:t>一</w:t></w:r></w:p><w:p w14:paraId="0000000A"><w:r><w:t>二</w:t></w:r></w:p></w:comment><w:comment w:id="7"><w:p w14:paraId="0000000B"><w:r><w:t>答</w:t></w:r></w:p></w:comment>"#,
    );
    let extended = r#"<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="0000000a" w15:done="1"/><w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/></w15:commentsEx>"#;
    let inner = r#"<w:p><w:commentRangeStart w:id="5"/><w:r><w:t>文</w:t></w:r><w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r><w:r><w:commentReference w:id="99"/></w:r></w:p>"#;
    let docx =
        with(inner, &[("word/comments.xml", &comments), ("word/commentsExtended.xml", extended)]);
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "«0:文:0»※0");
    assert_eq!(docx.counted.comments, 2);
    assert_eq!(docx.comments[0].text, "一\n二");
    assert!(docx.comments[0].done);
    assert_eq!(docx.comments[1].answers, Some(0));
}

#[test]
fn answers_in_a_circle_are_cut() {
    let comment =
        |id: u32| format!(r#"<w:comment w:id="{id}"><w:p w14:paraId="{id}"/></w:comment>"#);
    let comments = part("comments", &(comment(1) + &comment(2)));
    let extended = r#"<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="1" w15:paraIdParent="2"/><w15:commentEx w15:paraId="2" w15:paraIdParent="1"/></w15:commentsEx>"#;
    let docx = with(
        "<w:p/>",
        &[("word/comments.xml", &comments), ("word/commentsExtended.xml", extended)],
    );
    assert_eq!(docx.comments[0].answers, None);
}

#[test]
fn notes_are_stories_of_their_own() {
    let note = |kind: &str, id: i64, attribute: &str| {
        format!(
            r#"<w:{kind} w:id="{id}"{attribute}><w:p><w:r><w:footnoteRef/></w:r><w:ins><w:r><w:t>注</w:t></w:r></w:ins></w:p></w:{kind}>"#
        )
    };
    let separator = r#"<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>"#;
    let footnotes = part("footnotes", &(separator.to_owned() + &note("footnote", 2, "")));
    let endnotes = part("endnotes", &note("endnote", 2, r#" w:type="normal""#));
    let inner = r#"<w:p><w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/><w:footnoteReference w:id="9"/></w:r><w:del/></w:p>"#;
    let docx = with(inner, &[("word/footnotes.xml", &footnotes), ("word/endnotes.xml", &endnotes)]);
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "[^2][^-3][^9]--");
    assert_eq!(docx.notes.keys().copied().collect::<Vec<_>>(), [-3, 2, 9]);
    let Block::Paragraph(first) = &docx.notes[&-3].blocks[0] else { panic!("no paragraph") };
    assert_eq!(shown(&docx, first), "^+注+");
    assert_eq!(docx.revisions.len(), 3);
}

#[test]
fn styles_give_outline_numbering_and_marks() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:rPr><w:b w:val="0"/><w:i/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="s"><w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>"#,
    );
    let numbering = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="4"/><w:pStyle w:val="2"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>"#,
    );
    let inner = r#"<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:rStyle w:val="s"/><w:b w:val="false"/><w:rPrChange><w:rPr><w:u w:val="single"/></w:rPr></w:rPrChange></w:rPr><w:t>乙</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="2"/><w:outlineLvl w:val="9"/></w:pPr></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="0"/></w:numPr></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="x"/></w:pPr></w:p>"#;
    let docx = with(inner, &[("word/styles.xml", &styles), ("word/numbering.xml", &numbering)]);
    let list = paragraphs(&docx);
    assert_eq!((list[0].outline, list[0].numbering), (Some(0), Some((3, 0))));
    assert_eq!((list[1].outline, list[1].numbering), (None, Some((3, 1))));
    assert_eq!((list[2].style.as_str(), list[2].numbering), ("", Some((0, 1))));
    assert!(!list[0].pieces[0].format.bold);
    let second = &list[0].pieces[1];
    assert!(!second.format.bold && second.format.script == Script::Superscript);
    assert!(second.formatted[0].1.underline);
    assert!(docx.styles["1"].format.bold && docx.styles["2"].format.italic);
    assert!(!docx.styles["2"].format.bold);
    let level = &docx.numbering[&(3, 0)];
    assert_eq!((level.format.as_str(), level.start), ("chineseCounting", 7));
    assert_eq!(docx.numbering[&(3, 1)].start, 4);
}

#[test]
fn moves_are_named_and_bookmarks_paired() {
    let inner = r#"<w:moveFromRangeStart w:id="1" w:name="move1"/><w:bookmarkStart w:id="3" w:name="_b"/><w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom></w:p><w:moveFromRangeEnd w:id="1"/><w:bookmarkEnd w:id="3"/><w:p><w:moveToRangeStart w:id="2" w:name="move1"/><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id="2"/><w:moveTo/></w:p><w:bookmarkStart w:id="4" w:name="尾"/>"#;
    let docx = body(inner);
    let lines: Vec<String> = paragraphs(&docx).iter().map(|p| shown(&docx, p)).collect();
    assert_eq!(lines, ["‹_b:<去<", ":_b›>来>>>‹尾:"]);
    let names: Vec<&str> = docx.revisions.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["move1", "move1", "move1", ""]);
}

#[test]
fn other_prefixes_and_the_strict_form_read_the_same() {
    let strict = r#"<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns:q="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><q:ins q:author="甲"><r><t>文</t></r></q:ins></p></body></document>"#;
    let docx = read(&pack(&[("word/document.xml", strict)])).unwrap();
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "+文+");
    assert_eq!((docx.revisions[0].author.as_str(), docx.counted.revisions), ("甲", 1));
    let foreign = r#"<w:document xmlns:w="urn:other"><w:body><w:p/></w:body></w:document>"#;
    assert_eq!(refused(&[("word/document.xml", foreign)]), "正文部件里不是 Word 的正文");
}

#[test]
fn wide_characters_are_decoded() {
    let text = part("document", "<w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body>");
    for (mark, order) in
        [(0xFEFF_u16, u16::to_le_bytes as fn(u16) -> [u8; 2]), (0xFEFF, u16::to_be_bytes)]
    {
        let units = std::iter::once(mark).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(order).collect();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
        let docx = read(&writer.finish().unwrap().into_inner()).unwrap();
        assert_eq!(shown(&docx, paragraphs(&docx)[0]), "甲");
    }
}

#[test]
fn settings_properties_and_items_are_read() {
    let settings = part("settings", "<w:trackRevisions/>");
    let custom = r#"<Properties xmlns:vt="v"><property pid="2" name="份号"><vt:lpwstr>a&amp;b</vt:lpwstr></property></Properties>"#;
    let docx = with(
        "<w:p/>",
        &[
            ("word/settings.xml", &settings),
            ("docProps/custom.xml", custom),
            ("customXml/item1.xml", "<a/>"),
            ("customXml/itemProps1.xml", "<b/>"),
        ],
    );
    assert!(docx.tracking);
    assert_eq!(docx.properties["份号"], "a&b");
    assert_eq!(docx.custom_xml, ["<a/>"]);
}

#[test]
fn the_main_part_is_where_the_package_says() {
    let relations = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let document = part("document", "<w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body>");
    let header = part("hdr", "<w:p><w:ins/></w:p>");
    let own = r#"<Relationships><Relationship Id="a" Type="x/header" Target="header1.xml"/></Relationships>"#;
    let parts = [
        ("_rels/.rels", relations),
        ("word/document2.xml", &document),
        ("word/_rels/document2.xml.rels", own),
        ("word/header1.xml", &header),
    ];
    let docx = read(&pack(&parts)).unwrap();
    assert_eq!(shown(&docx, paragraphs(&docx)[0]), "甲");
    assert_eq!(docx.left_out, ["页眉里的 1 处修订"]);
    assert_eq!((docx.counted.revisions, docx.counted.in_edges), (1, 1));
    assert_eq!(unaccounted(&docx), Vec::<usize>::new());
}

fn refused(parts: &[(&str, &str)]) -> String {
    read(&pack(parts)).unwrap_err().reason
}

fn refused_bytes(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().reason
}

#[test]
fn what_is_no_word_file_is_told_apart() {
    let ole = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0].into_iter().chain(name).collect::<Vec<u8>>()
    };
    assert!(refused_bytes(&ole("EncryptedPackage")).starts_with("文件设了打开密码"));
    assert!(refused_bytes(&ole("WordDocument")).starts_with("是旧式 .doc 文件"));
    assert!(refused_bytes(&ole("WpsDocument")).starts_with("是 .wps 文件"));
    assert!(refused_bytes(&ole("")).starts_with("是旧式 .doc 或 .wps 文件"));
    assert_eq!(refused_bytes(b""), "文件是空的");
    assert_eq!(refused_bytes(b"PK\x03\x04"), "文件不完整或已损坏：压缩包打不开");
    assert_eq!(refused_bytes("文字".as_bytes()), "不是 .docx 文件");
    assert!(refused_bytes(b"{\\rtf1").starts_with("是 RTF 文件"));
    assert_eq!(refused(&[("xl/workbook.xml", "")]), "是 Excel 文件，不是 Word 文件");
    assert_eq!(refused(&[("[Content_Types].xml", "")]), "文件不完整：缺正文部件 word/document.xml");
    assert_eq!(refused(&[("a.txt", "")]), "是压缩包，不是 .docx 文件");
}

#[test]
fn broken_xml_is_refused() {
    let document = part("document", "<w:body><w:p/></w:body>");
    let cut = &document[..document.len() - 20];
    assert_eq!(refused(&[("word/document.xml", cut)]), "文件不完整：word/document.xml 中途断了");
    let crossed = part("document", "<w:body><w:p></w:body></w:p>");
    assert!(refused(&[("word/document.xml", &crossed)]).contains("不是完好的 XML"));
    let entity = part("document", "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>");
    assert!(refused(&[("word/document.xml", &entity)]).contains("自定义的 XML 实体"));
    let declared = format!("<!DOCTYPE a [<!ENTITY a 'b'>]>{}", &document[38..]);
    assert!(refused(&[("word/document.xml", &declared)]).contains("DOCTYPE"));
    assert_eq!(refused(&[("word/document.xml", "")]), "正文部件里不是 Word 的正文");
}

#[test]
fn limits_are_named() {
    let deep = part("document", &format!("<w:body>{}", "<w:tbl><w:tr><w:tc>".repeat(6_000)));
    assert!(refused(&[("word/document.xml", &deep)]).contains("嵌套超过 256 层"));
    let names: String = (0..200).map(|n| format!(" xmlns:a{n}='b'")).collect();
    let named = part("document", &format!("<w:body{names}/>"));
    let reason = refused(&[("word/document.xml", &named)]);
    assert!(reason.contains("命名空间"), "{reason}");
    let many: Vec<(String, &str)> = (0..5_001).map(|n| (format!("{n}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(refused(&many), "文件里的部件超过 5000 个");
}
