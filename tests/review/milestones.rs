//! Marks around bookmarks, comments, breaks and nothing at all, as other programs write them.
//!
//! In: XML put into a paragraph, a cell, or between blocks. Out: one trial each: the account adds up,
//! and what isn't text changes no chapter.

use super::sheet::{BY, Sheet, run};
use crate::merge::Base;
use crate::workspace::CHAPTER;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use zishu::docx::RevisionId;
use zishu::review::{Merged, Outcome};

const CHAPTER_TEXT: &str =
    "## 总体\n\n甲乙丙丁。\n\n戊己庚辛。\n\n| 子 | 丑 |\n|---|---|\n| 寅卯 | 辰 |\n\n末段。\n";

/// Name, XML within a paragraph (`BY` stands for who marks), the text that it adds.
const INNER: &[(&str, &str, &str)] = &[
    ("ins-comment-mark", r#"<w:ins BY><w:r><w:commentReference w:id="1"/></w:r></w:ins>"#, ""),
    ("del-comment-mark", r#"<w:del BY><w:r><w:commentReference w:id="1"/></w:r></w:del>"#, ""),
    ("ins-comment-end", r#"<w:ins BY><w:commentRangeEnd w:id="1"/></w:ins>"#, ""),
    ("ins-comment-start", r#"<w:ins BY><w:commentRangeStart w:id="1"/></w:ins>"#, ""),
    (
        "del-bookmark",
        r#"<w:del BY><w:bookmarkStart w:id="77" w:name="a"/></w:del><w:bookmarkEnd w:id="77"/>"#,
        "",
    ),
    (
        "ins-bookmark-end",
        r#"<w:bookmarkStart w:id="78" w:name="b"/><w:ins BY><w:bookmarkEnd w:id="78"/></w:ins>"#,
        "",
    ),
    (
        "ins-both-ends",
        r#"<w:ins BY><w:bookmarkStart w:id="79" w:name="c"/><w:bookmarkEnd w:id="79"/></w:ins>"#,
        "",
    ),
    ("lost-bookmark-end", r#"<w:ins BY><w:bookmarkEnd w:id="555"/></w:ins>"#, ""),
    ("unknown-comment", r#"<w:ins BY><w:r><w:commentReference w:id="99"/></w:r></w:ins>"#, ""),
    (
        "move-from-bookmark",
        r#"<w:moveFrom BY><w:bookmarkStart w:id="80" w:name="d"/></w:moveFrom><w:bookmarkEnd w:id="80"/>"#,
        "",
    ),
    (
        "nested",
        r#"<w:ins BY><w:del BY><w:bookmarkStart w:id="81" w:name="e"/></w:del></w:ins><w:bookmarkEnd w:id="81"/>"#,
        "",
    ),
    (
        "looks-of-page-break",
        r#"<w:r><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr><w:br w:type="page"/></w:r>"#,
        "",
    ),
    (
        "looks-of-column-break",
        r#"<w:r><w:rPr><w:b/><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr><w:br w:type="column"/></w:r>"#,
        "",
    ),
    (
        "looks-of-comment-mark",
        r#"<w:r><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr><w:commentReference w:id="1"/></w:r>"#,
        "",
    ),
    ("looks-of-nothing", r#"<w:r><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr></w:r>"#, ""),
    (
        "looks-after-content",
        r#"<w:r><w:commentReference w:id="1"/><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr></w:r>"#,
        "",
    ),
    (
        "looks-of-new-comment-mark",
        r#"<w:ins BY><w:r><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr><w:commentReference w:id="1"/></w:r></w:ins>"#,
        "",
    ),
    ("ins-page-break", r#"<w:ins BY><w:r><w:br w:type="page"/></w:r></w:ins>"#, ""),
    ("del-column-break", r#"<w:del BY><w:r><w:br w:type="column"/></w:r></w:del>"#, ""),
    ("proof", r#"<w:ins BY><w:proofErr w:type="spellStart"/></w:ins>"#, ""),
    (
        "permission",
        r#"<w:ins BY><w:permStart w:id="5" w:edGrp="everyone"/></w:ins><w:permEnd w:id="5"/>"#,
        "",
    ),
    ("rendered-break", r#"<w:ins BY><w:r><w:lastRenderedPageBreak/></w:r></w:ins>"#, ""),
    ("empty-run", r#"<w:ins BY><w:r/></w:ins><w:del BY><w:r><w:delText/></w:r></w:del>"#, ""),
    (
        "field-code-alone",
        r#"<w:ins BY><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:ins>"#,
        "",
    ),
    (
        "text-and-comment-mark",
        r#"<w:ins BY>新<w:r><w:commentReference w:id="1"/></w:r></w:ins>"#,
        "新",
    ),
    (
        "text-and-bookmark",
        r#"<w:ins BY><w:bookmarkStart w:id="82" w:name="f"/>新<w:bookmarkEnd w:id="82"/></w:ins>"#,
        "新",
    ),
    ("text-and-page-break", r#"<w:ins BY>新<w:r><w:br w:type="page"/></w:r></w:ins>"#, "新"),
    (
        "text-and-empty-look",
        r#"<w:ins BY>新<w:r><w:rPr><w:rPrChange BY><w:rPr/></w:rPrChange></w:rPr></w:r></w:ins>"#,
        "新",
    ),
    (
        "hyperlink-around",
        r#"<w:hyperlink w:anchor="x"><w:ins BY><w:bookmarkStart w:id="83" w:name="g"/></w:ins></w:hyperlink><w:bookmarkEnd w:id="83"/>"#,
        "",
    ),
];

/// Name, XML between blocks, and before what it is put.
const BETWEEN: &[(&str, &str, &str)] = &[
    ("rows", r#"<w:ins BY><w:bookmarkStart w:id="90" w:name="r"/></w:ins>"#, "<w:tr>"),
    ("rows-end", r#"<w:del BY><w:bookmarkEnd w:id="556"/></w:del>"#, "</w:tbl>"),
    ("cells", r#"<w:ins BY><w:bookmarkStart w:id="91" w:name="s"/></w:ins>"#, "<w:tc>"),
    ("after-cells", r#"<w:ins BY/>"#, "</w:tr>"),
    ("tables", r#"<w:ins BY><w:bookmarkStart w:id="92" w:name="t"/></w:ins>"#, "<w:tbl>"),
    ("last", r#"<w:ins BY><w:bookmarkStart w:id="93" w:name="u"/></w:ins>"#, "<w:sectPr"),
    ("in-a-cell", r#"<w:ins BY><w:commentRangeStart w:id="1"/></w:ins>"#, "</w:tc>"),
];

pub(super) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, inner, text) in INNER {
        for (place, words) in [("paragraph", "戊己"), ("cell", "寅卯"), ("last", "末段")] {
            for start in [true, false] {
                let end = if start { "start" } else { "end" };
                let name = format!("review::milestone::{name}::{place}::{end}");
                trials.push(Trial::test(name, move || within(inner, text, words, start)));
            }
        }
    }
    for (name, xml, before) in BETWEEN {
        let name = format!("review::milestone::between::{name}");
        trials.push(Trial::test(name, move || between(xml, before)));
    }
    trials.push(Trial::test("review::milestone::all-at-once", all));
    trials
}

fn filled(xml: &str) -> String {
    xml.replace("BY", BY).replace('新', &run("新"))
}

fn within(inner: &str, text: &str, words: &str, start: bool) -> Result<(), Failed> {
    let base = base();
    let mut sheet = Sheet::of(&base.bytes);
    sheet.comment(1);
    let inner = filled(inner);
    let before = if start { "<w:bookmarkStart" } else { "</w:p>" };
    sheet.rewrite(words, |paragraph| paragraph.replacen(before, &format!("{inner}{before}"), 1));
    let merged = judge(base, &sheet)?;
    let now = merged.chapters.get(CHAPTER).map_or(CHAPTER_TEXT, String::as_str);
    let wanted = match (text, start) {
        ("", _) => CHAPTER_TEXT.to_owned(),
        (_, true) => CHAPTER_TEXT.replacen(words, &format!("{text}{words}"), 1),
        (_, false) => now.replacen(text, "", 1),
    };
    let right = match (text.is_empty(), start) {
        (false, false) => wanted == CHAPTER_TEXT && now != CHAPTER_TEXT,
        _ => now == wanted,
    };
    if right { Ok(()) } else { Err(format!("{now}\n{:?}", merged.entries).into()) }
}

fn between(xml: &str, before: &str) -> Result<(), Failed> {
    let base = base();
    let mut sheet = Sheet::of(&base.bytes);
    sheet.comment(1);
    let xml = filled(xml);
    let document = sheet.part("word/document.xml");
    let table = document.find("寅卯").unwrap();
    let at = match before {
        "<w:sectPr" => document.rfind(before).unwrap(),
        _ if before.starts_with("</") => table + document[table..].find(before).unwrap(),
        _ => document[..table].rfind(before).unwrap(),
    };
    sheet.put("word/document.xml", &format!("{}{xml}{}", &document[..at], &document[at..]));
    let merged = judge(base, &sheet)?;
    assert!(merged.chapters.is_empty(), "{merged:?}");
    Ok(())
}

/// Every one in one file, beside a change that counts.
fn all() -> Result<(), Failed> {
    let base = base();
    let mut sheet = Sheet::of(&base.bytes);
    sheet.comment(1);
    let inner: String = INNER.iter().map(|(_, xml, _)| filled(xml).replace('新', "")).collect();
    sheet.rewrite("戊己", |paragraph| {
        paragraph.replacen(
            "</w:p>",
            &format!("{inner}<w:ins {BY}>{}</w:ins></w:p>", run("好。")),
            1,
        )
    });
    let merged = judge(base, &sheet)?;
    let now = merged.chapters.get(CHAPTER).map_or("", String::as_str);
    assert_eq!(now, CHAPTER_TEXT.replace("戊己庚辛。", "戊己庚辛。好。"));
    Ok(())
}

fn base() -> &'static Base {
    static BASE: std::sync::OnceLock<Base> = std::sync::OnceLock::new();
    BASE.get_or_init(|| Base::of(CHAPTER_TEXT))
}

/// Merges; the account adds up, and every mark has one row that knows what it was.
fn judge(base: &Base, sheet: &Sheet) -> Result<Merged, Failed> {
    let docx = sheet.docx();
    crate::docx::accounted(&docx)?;
    let marks = docx.revisions.len();
    assert!(marks > 0, "something is marked");
    let merged = base.merge(&[docx], CHAPTER_TEXT);
    let mut seen: BTreeSet<RevisionId> = BTreeSet::new();
    for entry in &merged.entries {
        for id in &entry.revisions {
            assert!(seen.insert(*id), "twice: {entry:?}");
        }
        if let Outcome::Refused(reason) = &entry.outcome {
            assert!(!reason.contains("认不出"), "{entry:?}");
            assert!(reason.contains("版式"), "a false alarm: {entry:?}");
        }
    }
    if seen.len() != marks || !merged.tallies[0].adds_up() {
        let told = format!(
            "{marks} marks, {} told, {:?}\n{:?}",
            seen.len(),
            merged.tallies,
            merged.entries
        );
        return Err(told.into());
    }
    Ok(merged)
}
