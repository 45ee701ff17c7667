//! What drafts have that copies for review don't: fields without results, symbol fonts, cells of old files.

use super::{body, line, paragraphs, run};
use crate::docx::{Block, PageOrientation};

#[test]
fn fields_without_results_show_what_they_print() {
    let field = |code: &str, data: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let data = |inner: &str| format!("<w:ffData>{inner}</w:ffData>");
    let cases = [
        (field(r"eq \o\ac(○,3)", ""), "③"),
        (
            field(
                "FORMCHECKBOX",
                &data("<w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox>"),
            ),
            "☑",
        ),
        (field("FORMCHECKBOX", &data("<w:checkBox><w:default w:val=\"0\"/></w:checkBox>")), "□"),
        (
            field(
                "FORMDROPDOWN",
                &data(
                    "<w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"甲\"/><w:listEntry w:val=\"乙\"/></w:ddList>",
                ),
            ),
            "乙",
        ),
        (field("PAGE", ""), ""),
    ];
    for (inner, expected) in cases {
        assert_eq!(line(&format!("{}{inner}{}", run("前"), run("后"))), format!("前{expected}后"));
    }
}

#[test]
fn signs_of_symbol_fonts_are_read() {
    let text = |font: &str, text: &str| {
        format!(
            r#"<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{text}</w:t></w:r>"#
        )
    };
    assert_eq!(line(&text("Wingdings", "\u{F0FE}")), "☑");
    assert_eq!(line(&text("Wingdings", "\u{FE}")), "☑");
    assert_eq!(line(&text("Symbol", "\u{F0B3}")), "≥");
    assert_eq!(line(&text("宋体", "\u{F0FE}þ")), "☑þ");
    assert_eq!(line(&text("Wingdings", "\u{F001}")), "\u{F001}");
}

#[test]
fn cells_go_on_to_the_left() {
    let cell = |merge: &str, text: &str| {
        let merge = match merge {
            "" => String::new(),
            value => format!("<w:tcPr><w:hMerge w:val=\"{value}\"/></w:tcPr>"),
        };
        format!(
            "<w:tc>{merge}<w:p>{}</w:p></w:tc>",
            if text.is_empty() { String::new() } else { run(text) }
        )
    };
    let cells =
        [cell("restart", "甲"), cell("continue", ""), cell("continue", "乙"), cell("", "丙")];
    let docx = body(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.concat()));
    let Block::Table(table) = &docx.body.blocks[0] else { panic!("a table") };
    let columns: Vec<(u16, usize)> =
        table.rows[0].cells.iter().map(|cell| (cell.columns, cell.blocks.len())).collect();
    assert_eq!(columns, [(3, 2), (1, 1)]);
}

#[test]
fn sections_say_how_their_pages_lie() {
    let section = |size: &str| format!("<w:sectPr><w:pgSz {size}/></w:sectPr>");
    let end = |size: &str| format!("<w:p><w:pPr>{}</w:pPr>{}</w:p>", section(size), run("文"));
    let docx = body(&format!(
        "{}{}{}<w:p/>{}",
        end(r#"w:w="11906" w:h="16838""#),
        end(r#"w:w="16838" w:h="11906" w:orient="landscape""#),
        end(r#"w:orient="landscape""#),
        section(r#"w:w="16838" w:h="11906""#),
    ));
    let (upright, long) = (PageOrientation::Portrait, PageOrientation::Landscape);
    let ends: Vec<_> = paragraphs(&docx).iter().map(|one| one.section_end).collect();
    assert_eq!(ends, [Some(upright), Some(long), Some(long), None]);
    assert_eq!(docx.last_section, long);

    // What was before a tracked change doesn't hold.
    let changed = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:sectPrChange><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:sectPrChange></w:sectPr>"#;
    assert_eq!(body(&format!("<w:p/>{changed}")).last_section, upright);
}

#[test]
fn contents_are_known_by_their_control() {
    let control = |gallery: &str, inner: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{gallery}"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"#
        )
    };
    let plain = |text: &str| format!("<w:p>{}</w:p>", run(text));
    let nested = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", plain("乙"));
    let contents = format!("{}{nested}{}", plain("甲"), plain("丙"));
    let docx = body(&format!(
        "{}{}{}",
        control("Table of Contents", &contents),
        plain("丁"),
        control("Page Numbers (Bottom of Page)", &plain("戊"))
    ));
    let flags: Vec<bool> = paragraphs(&docx).iter().map(|one| one.in_contents).collect();
    assert_eq!(flags, [true, true, true, false, false]);
}
