//! What reviewers write in headers, footers and text boxes: every word of it is told.
//!
//! In: marks in header and footer parts, text boxes of both kinds. Out: one trial each.

use super::sheet::{BY, Sheet, run};
use crate::merge::Base;
use crate::workspace::CHAPTER;
use libtest_mimic::{Failed, Trial};
use zishu::review::{Entry, Merged, Outcome, list};

const CHAPTER_TEXT: &str = "## 总体\n\n甲乙丙丁{{ 值(\"抽查合格率\", 2017) }}。\n\n戊己庚辛。\n\n| 子 | 丑 |\n|---|---|\n| 寅卯 | 辰 |\n";

type Run = fn() -> Result<(), Failed>;

pub(super) fn trials() -> Vec<Trial> {
    let list: &[(&str, Run)] = &[
        ("header-insertion", || {
            part("header", &format!("<w:ins {BY}>{}</w:ins>", run("内部资料")), &["内部资料"])
        }),
        ("footer-insertion", || {
            part("footer", &format!("<w:ins {BY}>{}</w:ins>", run("共印二十份")), &["共印二十份"])
        }),
        ("header-deletion", || {
            part(
                "header",
                &format!("<w:del {BY}><w:r><w:delText>送审稿</w:delText></w:r></w:del>"),
                &["送审稿"],
            )
        }),
        ("header-replacement", replaced),
        ("header-new-paragraph", || {
            part(
                "header",
                &format!(
                    "</w:p><w:p><w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr><w:ins {BY}>{}</w:ins>",
                    run("第二行")
                ),
                &["第二行"],
            )
        }),
        ("header-look", || {
            part(
                "header",
                &format!(
                    "<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>加粗的字</w:t></w:r>"
                ),
                &["加粗的字"],
            )
        }),
        ("header-milestone", || {
            part(
                "header",
                &format!("<w:ins {BY}><w:bookmarkStart w:id=\"70\" w:name=\"h\"/></w:ins>"),
                &[],
            )
        }),
        ("header-table", || {
            part(
                "header",
                &format!(
                    "</w:p><w:tbl><w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc><w:p><w:ins {BY}>{}</w:ins></w:p></w:tc></w:tr></w:tbl><w:p>",
                    run("表里的字")
                ),
                &["表里的字"],
            )
        }),
        ("box-inserted", || boxed("戊己", &drawing(&run("同意上报")), true, &["同意上报"])),
        ("box-inserted-words-tracked", || {
            boxed(
                "戊己",
                &drawing(&format!("<w:ins {BY}>{}</w:ins>", run("请再核实"))),
                true,
                &["请再核实"],
            )
        }),
        ("box-of-vml", || boxed("戊己", &vml(&run("退回重写")), true, &["退回重写"])),
        ("box-in-a-cell", || boxed("寅卯", &vml(&run("此数存疑")), true, &["此数存疑"])),
        ("box-untracked", || boxed("戊己", &drawing(&run("补充数据")), false, &["补充数据"])),
        ("box-edited", || {
            boxed(
                "戊己",
                &drawing(&format!(
                    "{}<w:ins {BY}>{}</w:ins><w:del {BY}><w:r><w:delText>不</w:delText></w:r></w:del>",
                    run("原有"),
                    run("新添批示")
                )),
                false,
                &["新添批示"],
            )
        }),
        ("box-of-two-paragraphs", || {
            boxed(
                "戊己",
                &drawing(&format!("{}</w:p><w:p>{}", run("第一行批示"), run("第二行批示"))),
                true,
                &["第一行批示", "第二行批示"],
            )
        }),
        ("box-beside-words", beside),
        ("box-in-a-new-row", in_a_new_row),
        ("box-in-a-new-paragraph", in_a_new_paragraph),
        ("box-taken-out-again", taken_out_again),
        ("box-without-words", || boxed("戊己", &drawing(""), true, &[])),
        ("box-without-words-untracked", || boxed("戊己", &vml(""), false, &[])),
        ("box-deeper-and-deeper", || {
            boxed(
                "戊己",
                &drawing(&format!("<w:r>{}</w:r>", vml(&run("框中之框")))),
                true,
                &["框中之框"],
            )
        }),
        ("header-untouched", untouched),
        ("page-numbers-renewed", renewed),
        ("box-in-alternatives", || {
            boxed(
                "戊己",
                &format!(
                    "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
                    drawing(&run("同意")),
                    vml(&run("同意"))
                ),
                true,
                &["同意"],
            )
        }),
        ("long-box", || {
            boxed("戊己", &drawing(&run(&"长批示。".repeat(60))), true, &[&"长批示。".repeat(60)])
        }),
    ];
    list.iter().map(|(name, run)| Trial::test(format!("review::edge::{name}"), run)).collect()
}

/// A text box as Word 2010 and later write it.
fn drawing(inner: &str) -> String {
    format!(
        r#"<w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="7" name="文本框 1"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent><w:p>{inner}</w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"#
    )
}

/// As WPS and older programs write it.
fn vml(inner: &str) -> String {
    format!(
        r#"<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s" style="width:100pt"><v:textbox><w:txbxContent><w:p>{inner}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"#
    )
}

fn base() -> &'static Base {
    static BASE: std::sync::OnceLock<Base> = std::sync::OnceLock::new();
    BASE.get_or_init(|| Base::of(CHAPTER_TEXT))
}

fn merge(sheet: &Sheet) -> Result<Merged, Failed> {
    let docx = sheet.docx();
    let marks = docx.revisions.len();
    let merged = base().merge(&[docx], CHAPTER_TEXT);
    let told: usize = merged.entries.iter().map(|entry| entry.revisions.len()).sum();
    if told != marks || !merged.tallies[0].adds_up() || merged.tallies[0].revisions != marks {
        return Err(format!("{marks} marks, {:?}\n{:?}", merged.tallies, merged.entries).into());
    }
    Ok(merged)
}

/// What the list says of everything, a line each.
fn listed(merged: &Merged) -> String {
    let names = ["回.docx".to_owned()];
    let owned: Vec<_> = merged.entries.iter().map(|_| None).collect();
    list::markdown(&list::Listing { merged, copies: &names, owned: &owned, numbers: &[] })
}

/// The entries that say these words weren't taken over, each with a reason and a place.
fn tells(merged: &Merged, words: &[&str], place: &str) -> Result<(), Failed> {
    let text = listed(merged);
    for words in words {
        let line = text.lines().find(|line| line.contains(words) && line.starts_with("| "));
        let line = line.ok_or(format!("{words} isn't told\n{text}"))?;
        if !line.contains(place) || !line.contains("未采用") || !line.contains("请") {
            return Err(format!("{line}\n{text}").into());
        }
    }
    Ok(())
}

fn part(kind: &str, xml: &str, words: &[&str]) -> Result<(), Failed> {
    let place = if kind == "header" { "页眉" } else { "页脚" };
    let mut sheet = Sheet::of(&base().bytes);
    let name = named(&sheet, kind);
    sheet.replace(&name, "</w:p>", &format!("{xml}</w:p>"));
    let merged = merge(&sheet)?;
    assert!(merged.chapters.is_empty());
    // Words beside the marks weren't sent either, and are told as typed without one.
    let mut marked = merged.entries.iter().filter(|entry| !entry.revisions.is_empty()).peekable();
    let has_marked = marked.peek().is_some();
    assert!(has_marked && marked.all(|entry| entry.author == "审稿甲"), "{:?}", merged.entries);
    tells(&merged, words, place)
}

/// The first header's or footer's part.
fn named(sheet: &Sheet, kind: &str) -> String {
    let start = format!("word/{kind}");
    let found = sheet.names().into_iter().find(|name| name.starts_with(&start));
    found.unwrap_or_else(|| panic!("no {kind} in {:?}", sheet.names()))
}

fn replaced() -> Result<(), Failed> {
    let xml = format!(
        "{}<w:del {BY}><w:r><w:delText>旧题</w:delText></w:r></w:del><w:ins {BY}>{}</w:ins>{}",
        run("前"),
        run("新题"),
        run("后")
    );
    part("header", &xml, &["新题", "旧题"])?;
    part("footer", &xml, &["改“旧题”为“新题”"])
}

fn boxed(words: &str, inner: &str, tracked: bool, told: &[&str]) -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let own = format!("<w:r>{inner}</w:r>");
    let own = if tracked { format!("<w:ins {BY}>{own}</w:ins>") } else { own };
    sheet.rewrite(words, |paragraph| paragraph.replacen("</w:p>", &format!("{own}</w:p>"), 1));
    // The paragraph is found by its own words alone.
    let merged = merge(&sheet)?;
    assert!(merged.chapters.is_empty(), "{:?}", merged.chapters);
    tells(&merged, told, "文本框")?;
    let at_chapter = |entry: &Entry| entry.place.as_ref().is_some_and(|(path, _)| path == CHAPTER);
    assert!(merged.entries.iter().all(at_chapter), "{:?}", merged.entries);
    Ok(())
}

/// Words typed beside the box, in the same mark or in their own, go into the chapter.
fn beside() -> Result<(), Failed> {
    let own = format!("<w:r>{}</w:r>", drawing(&run("批示")));
    for xml in [
        format!("<w:ins {BY}>{}</w:ins><w:ins {BY}>{own}</w:ins>", run("好。")),
        format!("<w:ins {BY}>{}{own}</w:ins>", run("好。")),
        format!("<w:ins {BY}>{own}{}</w:ins>", run("好。")),
    ] {
        let mut sheet = Sheet::of(&base().bytes);
        sheet.rewrite("戊己", |paragraph| {
            paragraph.replacen("</w:p>", &format!("{xml}</w:p>"), 1)
        });
        let merged = merge(&sheet)?;
        tells(&merged, &["批示"], "文本框")?;
        let now = merged.chapters.get(CHAPTER).map_or("", String::as_str);
        assert_eq!(now, CHAPTER_TEXT.replace("庚辛。", "庚辛。好。"), "{:?}", merged.entries);
        let untracked = merged.entries.iter().any(|entry| entry.author.is_empty());
        assert!(!untracked && merged.tallies[0].untracked == 0, "{:?}", merged.entries);
        assert!(merged.entries.iter().any(|entry| entry.outcome == Outcome::Applied));
    }
    Ok(())
}

/// The row isn't taken over with a box in it, and what the box says is told.
fn in_a_new_row() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let document = sheet.part("word/document.xml");
    let at = document.find("寅卯").unwrap();
    let end = at + document[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    let cell = |inner: &str| {
        format!(
            "<w:tc><w:p><w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr><w:ins {BY}>{inner}</w:ins></w:p></w:tc>"
        )
    };
    let row = format!(
        "<w:tr><w:trPr><w:ins {BY}/></w:trPr>{}{}</w:tr>",
        cell(&format!("<w:r>{}</w:r>", drawing(&run("行里的批示")))),
        cell(&run("新格"))
    );
    sheet.put("word/document.xml", &format!("{}{row}{}", &document[..end], &document[end..]));
    let merged = merge(&sheet)?;
    tells(&merged, &["行里的批示"], "文本框")
}

fn in_a_new_paragraph() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let own = format!("<w:r>{}</w:r>", vml(&run("段里的批示")));
    sheet.paste_before("戊己", &format!("{}{own}", run("新段。")));
    let merged = merge(&sheet)?;
    tells(&merged, &["段里的批示"], "文本框")?;
    let now = merged.chapters.get(CHAPTER).map_or("", String::as_str);
    assert_eq!(now, CHAPTER_TEXT.replace("戊己", "新段。\n\n戊己"), "{:?}", merged.entries);
    Ok(())
}

/// One puts a box in, another takes it out again: nothing is left to tell of.
fn taken_out_again() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let own = format!(
        "<w:ins {BY}><w:del {BY}><w:r>{}</w:r></w:del></w:ins>",
        drawing(&run("撤回的批示"))
    );
    sheet.rewrite("戊己", |paragraph| paragraph.replacen("</w:p>", &format!("{own}</w:p>"), 1));
    let merged = merge(&sheet)?;
    assert!(merged.chapters.is_empty());
    let quiet = merged.entries.iter().all(|entry| entry.outcome == Outcome::Present);
    assert!(quiet, "{:?}", merged.entries);
    Ok(())
}

/// What the program itself sets in headers and footers is no change.
fn untouched() -> Result<(), Failed> {
    let merged = merge(&Sheet::of(&base().bytes))?;
    assert!(merged.entries.is_empty(), "{:?}", merged.entries);
    Ok(())
}

/// Other programs show the page's own number in the box of a landscape page.
fn renewed() -> Result<(), Failed> {
    let text = "## 总体\n\n甲乙。\n\n::: 横排\n\n丙丁。\n\n:::\n";
    let base = Base::of(text);
    let mut sheet = Sheet::of(&base.bytes);
    let is_box = |name: &&String| {
        name.starts_with("word/footer") && sheet.part(name).contains("txbxContent")
    };
    let boxed: Vec<String> = sheet.names().iter().filter(is_box).cloned().collect();
    assert!(!boxed.is_empty(), "{:?}", sheet.names());
    for name in boxed {
        sheet.replace(&name, ">1</w:t>", ">49</w:t>");
    }
    let merged = base.merge(&[sheet.docx()], text);
    assert!(merged.entries.is_empty(), "{:?}", merged.entries);
    Ok(())
}
