//! Word files from outside: hostile ones are refused within bounds, whole ones are read with every change.
//!
//! In: packages made here, byte by byte where no writer makes them. Out: one trial each. What a file
//! may cost is bounded by counts in the reader; the time here only catches a bound that is missing.

pub(crate) mod pandoc;

use crate::{documents, word};
use libtest_mimic::{Failed, Trial};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use zishu::document::task_box;
use zishu::docx::{self, Block, Docx, Paragraph, RevisionId};
use zishu::ooxml::Part;

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    let hostile = HOSTILE.iter().map(|(name, make, expected)| {
        Trial::test(format!("docx::hostile::{name}"), move || judge(&make(), expected))
    });
    let mut trials: Vec<Trial> = hostile.collect();
    trials.push(Trial::test("docx::cut-short", cut_short));
    trials.push(Trial::test("docx::changed-bytes", || mutate(whole, 400)));
    trials.push(Trial::test("docx::changed-xml", changed_xml));
    trials.push(Trial::test("docx::reads-the-report", report));
    trials.push(Trial::test("docx::pandoc-agrees", pandoc::agrees_on_the_report));
    trials.push(Trial::test("docx::pandoc-agrees-on-libreoffice", pandoc::agrees_on_libreoffice));
    trials
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Name, file, and a part of the reason; nothing where it is to be read.
type Hostile = (&'static str, fn() -> Vec<u8>, &'static str);

const HOSTILE: &[Hostile] = &[
    ("nested-tables", || document(&"<w:tbl><w:tr><w:tc>".repeat(6_000)), "嵌套超过"),
    ("nested-runs", || document(&format!("<w:p>{}", "<w:r>".repeat(100_000))), "嵌套超过"),
    ("nested-tables-whole", nested_whole, "嵌套超过"),
    ("bomb", || blank("word/document.xml", 300 << 20), "过大，超过 48 MB"),
    ("bomb-in-styles", || blank("word/styles.xml", 300 << 20), "过大，超过 48 MB"),
    ("bomb-of-pictures", pictures, "图片解开后共超过 64 MB"),
    ("wrong-size-large", || resized(u32::MAX - 1), ""),
    ("wrong-size-none", || resized(0), ""),
    ("directory-claims-much", claims, "目录不对"),
    ("same-name-twice", twice, "重名"),
    ("no-parts", || pack(&[]), "是压缩包，不是 .docx 文件"),
    ("no-document", || pack(&[("[Content_Types].xml", b"<Types/>")]), "缺正文部件"),
    ("own-entities", || laughs("&h;"), "DOCTYPE"),
    ("outside-entity", || doctype("<!ENTITY x SYSTEM 'file:///etc/passwd'>", "&x;"), "DOCTYPE"),
    ("undeclared-entity", || document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"), "实体"),
    ("bad-reference", || document("<w:p><w:r><w:t>&#x110000;</w:t></w:r></w:p>"), "实体"),
    ("not-utf-8", not_utf8, "编码不对"),
    ("bookmarks", bookmarks, "内容过多"),
    ("empty-paragraphs", || document(&"<w:p/>".repeat(3_000_000)), "内容过多"),
    ("changes", || document(&format!("<w:p>{}</w:p>", "<w:ins/>".repeat(1_000_000))), "内容过多"),
    ("long-links", long_links, "内容过多"),
    ("deep-changes", deep_changes, "内容过多"),
    ("open-fields", open_fields, ""),
    ("attributes", attributes, ""),
    ("namespaces", namespaces, "命名空间"),
    ("long-text", || document(&format!("<w:p><w:r><w:t>{}", "字".repeat(14 << 20))), "中途断了"),
    ("long-code", long_code, ""),
    ("numbering", numbering, "内容过多"),
    ("styles-in-a-chain", style_chain, ""),
    ("wide-table", wide_table, ""),
];

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let part =
        |(name, bytes): &(&str, &[u8])| Part { name: (*name).to_owned(), bytes: bytes.to_vec() };
    zishu::ooxml::pack(parts.iter().map(part).collect())
}

/// A document's part; what `inner` leaves open stays open.
fn xml(inner: &str) -> String {
    let end = if inner.ends_with("</w:p>") || inner.ends_with("/>") || inner.ends_with("</w:tbl>") {
        "</w:body></w:document>"
    } else {
        ""
    };
    format!(r#"<w:document xmlns:w="{WORD}"><w:body>{inner}{end}"#)
}

fn document(inner: &str) -> Vec<u8> {
    pack(&[("word/document.xml", xml(inner).as_bytes())])
}

fn nested_whole() -> Vec<u8> {
    let open = "<w:tbl><w:tr><w:tc>".repeat(6_000);
    document(&format!("{open}{}", "<w:p/></w:tc></w:tr></w:tbl>".repeat(6_000)))
}

/// A part of blanks that packs to a thousandth.
fn blank(name: &str, size: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file(name, options).unwrap();
    let blank = vec![b' '; 1 << 20];
    (0..size >> 20).for_each(|_| writer.write_all(&blank).unwrap());
    if name != "word/document.xml" {
        writer.start_file("word/document.xml", options).unwrap();
        writer.write_all(xml("<w:p/>").as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn pictures() -> Vec<u8> {
    const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let blip = |n: usize| format!(r#"<w:drawing><a:blip r:embed="p{n}"/></w:drawing>"#);
    let blips: String = (0..8).map(blip).collect();
    let inner = format!(r#"<w:p xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}">{blips}</w:p>"#);
    let related = |n: usize| format!(r#"<Relationship Id="p{n}" Type="/image" Target="{n}.png"/>"#);
    let relations: String = (0..8).map(related).collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let document = xml(&inner);
    let blank = vec![0; 20 << 20];
    let names: Vec<String> = (0..8).map(|n| format!("word/{n}.png")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    parts.extend(names.iter().map(|name| (name.as_str(), blank.as_slice())));
    pack(&parts)
}

/// A good file whose headers give another size than its part unpacks to.
fn resized(size: u32) -> Vec<u8> {
    let mut bytes = document("<w:p/>");
    for (mark, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let start = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[start + at..start + at + 4].copy_from_slice(&size.to_le_bytes());
    }
    bytes
}

/// A directory of 64 bits that claims 2^40 parts.
fn claims() -> Vec<u8> {
    let mut bytes = document("<w:p/>");
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut tail = bytes.split_off(end);
    let at = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0]);
    bytes.extend([0; 8]);
    bytes.extend((1_u64 << 40).to_le_bytes());
    bytes.extend((1_u64 << 40).to_le_bytes());
    bytes.extend(100_u64.to_le_bytes());
    bytes.extend((1_u64 << 41).to_le_bytes());
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(at.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    tail[8..20].fill(0xFF);
    bytes.extend(tail);
    bytes
}

fn twice() -> Vec<u8> {
    let good = xml("<w:p/>");
    let mut bytes = pack(&[("word/document.xml", good.as_bytes()), ("word/documenu.xml", b"x")]);
    while let Some(at) = bytes.windows(12).position(|window| window == b"documenu.xml") {
        bytes[at + 7] = b't';
    }
    bytes
}

fn doctype(declared: &str, text: &str) -> Vec<u8> {
    let document = xml(&format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    pack(&[("word/document.xml", format!("<!DOCTYPE d [{declared}]>{document}").as_bytes())])
}

fn laughs(text: &str) -> Vec<u8> {
    let level = |n: u8| {
        let (here, below) = (char::from(b'a' + n), char::from(b'a' + n.saturating_sub(1)));
        format!("<!ENTITY {here} '{}'>", format!("&{below};").repeat(10))
    };
    doctype(&format!("<!ENTITY a 'ha'>{}", (1..8).map(level).collect::<String>()), text)
}

fn not_utf8() -> Vec<u8> {
    let mut bytes = xml("<w:p><w:r><w:t>X</w:t></w:r></w:p>").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'X').unwrap();
    bytes[at] = 0xD6;
    pack(&[("word/document.xml", &bytes)])
}

fn bookmarks() -> Vec<u8> {
    let mark = |n: usize| format!(r#"<w:bookmarkStart w:id="{n}" w:name="b{n}"/>"#);
    document(&format!("<w:p>{}</w:p>", (0..1_000_000).map(mark).collect::<String>()))
}

/// One long address around many pieces: each piece would hold a copy.
fn long_links() -> Vec<u8> {
    let runs = "<w:r><w:tab/></w:r>".repeat(50_000);
    let anchor = "a".repeat(100_000);
    document(&format!(r#"<w:p><w:hyperlink w:anchor="{anchor}">{runs}</w:hyperlink></w:p>"#))
}

/// Many changes around many pieces: each piece would refer to all.
fn deep_changes() -> Vec<u8> {
    let (open, close) = ("<w:ins>".repeat(240), "</w:ins>".repeat(240));
    let runs = "<w:r><w:tab/></w:r>".repeat(200_000);
    document(&format!("<w:p>{open}{runs}{close}</w:p>"))
}

fn open_fields() -> Vec<u8> {
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#.repeat(200_000);
    document(&format!("<w:p>{begin}{}</w:p>", "<w:r><w:t>x</w:t></w:r>".repeat(100_000)))
}

fn attributes() -> Vec<u8> {
    let list: String = (0..500_000).map(|n| format!(" w:a{n}='1'")).collect();
    document(&format!("<w:p><w:ins{list}/></w:p>"))
}

fn namespaces() -> Vec<u8> {
    let names = |n: usize| (0..100).map(|m| format!(" xmlns:a{n}x{m}='u'")).collect::<String>();
    let open: String = (0..200).map(|n| format!("<w:sdt{}>", names(n))).collect();
    document(&open)
}

fn long_code() -> Vec<u8> {
    let code = "<w:instrText>x y </w:instrText>".repeat(200_000);
    let field = |kind: &str| format!(r#"<w:fldChar w:fldCharType="{kind}"/>"#);
    let (begin, separate, end) = (field("begin"), field("separate"), field("end"));
    document(&format!("<w:p><w:r>{begin}{code}{separate}<w:t>x</w:t>{end}</w:r></w:p>"))
}

/// A level with a long text that many instances take over.
fn numbering() -> Vec<u8> {
    let level =
        format!(r#"<w:lvl w:ilvl="0"><w:lvlText w:val="{}"/></w:lvl>"#, "x".repeat(1 << 20));
    let number = |n: usize| format!(r#"<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>"#);
    let numbers: String = (0..20_000).map(number).collect();
    let text = format!(
        r#"<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>{numbers}</w:numbering>"#
    );
    pack(&[
        ("word/document.xml", xml("<w:p/>").as_bytes()),
        ("word/numbering.xml", text.as_bytes()),
    ])
}

fn style_chain() -> Vec<u8> {
    let style = |n: usize| {
        let below = n + 1;
        format!(r#"<w:style w:styleId="s{n}"><w:basedOn w:val="s{below}"/></w:style>"#)
    };
    let styles: String = (0..50_000).map(style).collect();
    let styles = format!(r#"<w:styles xmlns:w="{WORD}">{styles}</w:styles>"#);
    let paragraph = r#"<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr></w:p>"#.repeat(20_000);
    let document = xml(&paragraph);
    pack(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())])
}

fn wide_table() -> Vec<u8> {
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc>"#;
    document(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(10_000)))
}

fn judge(bytes: &[u8], expected: &str) -> Result<(), Failed> {
    match docx::read(bytes) {
        Ok(docx) if expected.is_empty() => accounted(&docx),
        Ok(_) => Err("it was read".into()),
        Err(refused) if !expected.is_empty() && refused.reason.contains(expected) => Ok(()),
        Err(refused) => Err(refused.reason.into()),
    }
}

/// Holds that each change is counted, and referred to from somewhere.
pub(crate) fn accounted(docx: &Docx) -> Result<(), Failed> {
    let mut seen = BTreeSet::new();
    referred(&docx.body.blocks, &mut seen);
    docx.notes.values().for_each(|story| referred(&story.blocks, &mut seen));
    docx.asides.iter().for_each(|aside| referred(&aside.story.blocks, &mut seen));
    let (seen, held, counted) = (seen.len(), docx.revisions.len(), docx.counted.revisions);
    if seen != held || held != counted {
        return Err(format!("{counted} changes, {held} listed, {seen} referred to").into());
    }
    if docx.comments.len() != docx.counted.comments {
        return Err("comments are missing".into());
    }
    Ok(())
}

fn referred(blocks: &[Block], seen: &mut BTreeSet<RevisionId>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => seen.extend(changes(paragraph)),
            Block::Table(table) => {
                seen.extend(&table.layout);
                for row in &table.rows {
                    seen.extend(row.revisions.iter().chain(&row.layout));
                    for cell in &row.cells {
                        seen.extend(cell.revisions.iter().chain(&cell.layout));
                        referred(&cell.blocks, seen);
                    }
                }
            }
        }
    }
}

fn changes(paragraph: &Paragraph) -> impl Iterator<Item = RevisionId> + '_ {
    let own = paragraph.mark.iter().chain(&paragraph.layout).copied();
    own.chain(paragraph.pieces.iter().flat_map(|piece| {
        piece.revisions.iter().copied().chain(piece.formatted.iter().map(|entry| entry.0))
    }))
}

/// A file with something of everything.
fn whole() -> Vec<u8> {
    let inner = r#"<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:ins w:author="甲"/></w:rPr><w:pPrChange/></w:pPr><w:bookmarkStart w:id="1" w:name="_b"/><w:ins w:author="甲" w:date="2018"><w:r><w:rPr><w:b/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve">入 &amp; </w:t></w:r></w:ins><w:del><w:r><w:delText>出</w:delText></w:r></w:del><w:bookmarkEnd w:id="1"/><w:commentRangeStart w:id="0"/><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/><w:footnoteReference w:id="1"/></w:r></w:p><w:tbl><w:tblPr/><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:cellIns/></w:tcPr><w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p></w:tc></w:tr></w:tbl><w:sdt><w:sdtPr/><w:sdtContent><w:p/></w:sdtContent></w:sdt><w:p><w:ins><w:r><w:pict><w:txbxContent><w:p><w:del><w:r><w:delText>框</w:delText></w:r></w:del></w:p></w:txbxContent></w:pict></w:r></w:ins></w:p>"#;
    let note = r#"<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/><w:t>注</w:t></w:r><w:ins/></w:p></w:footnote>"#;
    let comment =
        r#"<w:comment w:id="0" w:author="乙"><w:p><w:r><w:t>批</w:t></w:r></w:p></w:comment>"#;
    let named =
        |root: &str, inner: &str| format!(r#"<w:{root} xmlns:w="{WORD}">{inner}</w:{root}>"#);
    let (notes, comments) = (named("footnotes", note), named("comments", comment));
    let style = r#"<w:style w:styleId="a"><w:name w:val="标题"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>"#;
    let styles = named("styles", style);
    pack(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", xml(inner).as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

/// Cut at every tenth, the package and the text in it.
fn cut_short() -> Result<(), Failed> {
    let bytes = whole();
    judge(&bytes, "")?;
    let parts = word::parts(&bytes)?;
    for tenth in 1..10 {
        judge(&bytes[..bytes.len() * tenth / 10], "文件不完整或已损坏")?;
        let text = &parts["word/document.xml"];
        let cut: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, part)| match name.as_str() {
                "word/document.xml" => (name.as_str(), &part[..text.len() * tenth / 10]),
                _ => (name.as_str(), part.as_slice()),
            })
            .collect();
        match docx::read(&pack(&cut)) {
            Ok(_) => return Err(format!("read with {tenth} tenths of its text").into()),
            // A cut within a character is a fault of the encoding.
            Err(refused) if refused.reason.contains("中途断了") => {}
            Err(refused) if refused.reason.contains("编码不对") => {}
            Err(refused) => return Err(refused.reason.into()),
        }
    }
    Ok(())
}

/// Changes of a file's bytes: where, in a millionth, and to what.
fn mutations() -> impl Strategy<Value = Vec<(u32, u8)>> {
    prop::collection::vec((0..1_000_000_u32, any::<u8>()), 1..6)
}

fn apply(bytes: &mut [u8], changes: &[(u32, u8)]) {
    for (at, to) in changes {
        let at = bytes.len() * *at as usize / 1_000_000;
        bytes[at] = *to;
    }
}

fn mutate(make: fn() -> Vec<u8>, cases: u32) -> Result<(), Failed> {
    let good = make();
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&mutations(), |changes| {
        let mut bytes = good.clone();
        apply(&mut bytes, &changes);
        let _ = docx::read(&bytes);
        Ok(())
    });
    result.map_err(|error| error.to_string().into())
}

/// Changes of the XML, packed again; what is still read has every change accounted for. Characters
/// that form XML come often, so that much of it is still whole.
fn changed_xml() -> Result<(), Failed> {
    let parts = word::parts(&whole())?;
    let mut runner =
        TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let to = prop::sample::select(b"abdeimnopstwxADFP<>/\"' 0189:&".to_vec());
    let changes = prop::collection::vec((0..1_000_000_u32, to), 1..4);
    let result = runner.run(&changes, |changes| {
        for changed in ["word/document.xml", "word/footnotes.xml", "word/comments.xml"] {
            let mut parts = parts.clone();
            if let Some(part) = parts.get_mut(changed) {
                apply(part, &changes);
            }
            let list: Vec<(&str, &[u8])> =
                parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
            if let Ok(docx) = docx::read(&pack(&list)) {
                accounted(&docx).map_err(|failed| {
                    TestCaseError::fail(failed.message().unwrap_or_default().to_owned())
                })?;
            }
        }
        Ok(())
    });
    result.map_err(|error| error.to_string().into())
}

/// The repository's own report is read whole: its text, and none of what a field computes from.
fn report() -> Result<(), Failed> {
    let bytes = documents::word_bytes()?;
    let docx = docx::read(&bytes).map_err(|refused| refused.reason)?;
    accounted(&docx)?;
    let parts = ["word/document.xml", "word/footnotes.xml"];
    let expected: Result<Vec<_>, Failed> =
        parts.iter().map(|part| word::paragraphs(&bytes, part)).collect();
    let expected = expected?.concat().concat();
    let mut text = String::new();
    gather(&docx.body.blocks, &mut text);
    docx.notes.values().for_each(|story| gather(&story.blocks, &mut text));
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (ours, theirs) = (letters(&text), letters(&expected));
    if ours != theirs {
        let at = ours.chars().zip(theirs.chars()).take_while(|(one, other)| one == other).count();
        let near =
            |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
        return Err(format!("here: {}\nelsewhere: {}", near(&ours), near(&theirs)).into());
    }
    if ours.chars().count() < 10_000 || docx.media.is_empty() || docx.styles.is_empty() {
        return Err("not much was read".into());
    }
    Ok(())
}

fn gather(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                text.extend(paragraph.pieces.iter().filter_map(|piece| match &piece.kind {
                    docx::PieceKind::Text(text) => Some(text.as_str()),
                    docx::PieceKind::CheckBox(ticked) => Some(task_box(*ticked)),
                    _ => None,
                }));
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| gather(&cell.blocks, text));
            }
        }
    }
}
