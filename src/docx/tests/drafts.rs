//! What drafts have that copies for review don't: fields without results, symbol fonts, cells of old files.

use super::{body, line, run};
use crate::docx::Block;

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
