//! Paragraphs cut and pasted, as `w:del` and `w:ins`: all of it goes in, or nothing.
//!
//! In: what is cut, and before what it is pasted. Out: one trial each: what was moved stands in the
//! chapters once, its note, bold and values with it, whether or not it could be moved.

mod apart;

use super::sheet::{BY, Sheet, deleted, run, runs};
use crate::cases;
use crate::merge::Base;
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use zishu::review::{Merged, Outcome};

const OTHER: &str = "chapters/06-产品质量/市统计局.md";

const FIRST: &str = "## 总体\n\n\
    首段在这里。\n\n\
    我市坚持**质量第一**、效益优先的方针。[^a]\n\n\
    产值{{ 值(\"城市GDP\", 2017) }}，见[网站](https://a.cn/)。\n\n\
    ### 小标题\n\n\
    - 第一项内容\n- 第二项内容\n- 第三项内容\n\n\
    列表之后的一段。\n\n\
    表：抽查结果 {#tbl-x}\n\n\
    | 产品 | 批次 |\n|---|---|\n| 木门 | 七十四 |\n| 电缆 | 二十二 |\n\n\
    这一句留下。搬走的一句话在这里。又一句留下。\n\n\
    重复的一段话。\n\n\
    中间隔开。\n\n\
    重复的一段话。\n\n\
    本章最后一段话。\n\n\
    [^a]: 按衢政发〔2017〕3号文件。\n";

const SECOND: &str = "## 统计\n\n统计局的首段。\n\n统计局的末段。\n";

/// What is cut and before what it is pasted, by their words.
const MOVES: &[(&str, &str, &str)] = &[
    ("within-a-chapter", "首段在这里", "中间隔开"),
    ("with-a-note", "我市坚持", "中间隔开"),
    ("with-a-note-to-another-bureau", "我市坚持", "统计局的末段"),
    ("with-a-value-and-a-link", "产值", "中间隔开"),
    ("value-to-another-bureau", "产值", "统计局的末段"),
    ("before-a-caption", "首段在这里", "抽查结果"),
    ("note-before-a-caption", "我市坚持", "抽查结果"),
    ("after-a-template's-heading", "首段在这里", "产品质量"),
    ("to-the-end", "首段在这里", "本章最后一段话"),
    ("first-item", "第一项内容", "中间隔开"),
    ("last-item", "第三项内容", "中间隔开"),
    ("last-item-to-another-bureau", "第三项内容", "统计局的首段"),
    ("into-a-list", "首段在这里", "第二项内容"),
    ("last-paragraph", "本章最后一段话", "首段在这里"),
    ("last-paragraph-of-another-bureau", "统计局的末段", "首段在这里"),
    ("heading", "小标题", "中间隔开"),
    ("between-cells", "首段在这里", "木门"),
    ("one-of-two-alike", "重复的一段话", "首段在这里"),
    ("to-its-neighbour", "首段在这里", "产值"),
    ("back-over-a-table", "这一句留下", "首段在这里"),
];

type Run = fn() -> Result<(), Failed>;

pub(super) fn trials() -> Vec<Trial> {
    let moves = MOVES.iter().map(|(name, cut, paste)| {
        Trial::test(format!("review::moved::{name}"), move || whole(cut, paste))
    });
    let others: &[(&str, Run)] = &[
        ("sentence", sentence),
        ("sentence-to-another-bureau's-caption", lost_sentence),
        ("pasted-twice", twice),
        ("not-pasted", not_pasted),
        ("copied", copied),
        ("both-alike-cut", both_alike),
        ("runs-split-otherwise", runs_split),
        ("blanks-at-the-ends", blanks),
        ("typed-on-beside-it", typed_beside),
        ("short-words-stay-apart", apart),
        ("phrases-and-cells-stay-apart", apart::phrases_apart),
        ("edited-by-another", edited_by_another),
        ("by-two-alike", by_two),
        ("by-two-to-different-places", apart::by_two_apart),
        ("moved-by-one-and-deleted-by-another", apart::moved_and_deleted),
        ("deleted-by-another", deleted_by_another),
        ("changed-meanwhile", changed_meanwhile),
        ("row", row),
        ("error-in-one-chapter", error_in_one),
        ("bookmarks-go-along", bookmarks_go_along),
        ("several-together", several),
        ("in-reverse-order", reversed),
        ("from-a-cell", from_a_cell),
        ("halves-to-two-places", halves),
        ("changed-on-the-way", changed_on_the_way),
        ("part-of-a-value", part_of_a_value),
        ("value-changed-on-the-way", apart::value_changed_on_the_way),
    ];
    let others =
        others.iter().map(|(name, run)| Trial::test(format!("review::moved::{name}"), run));
    moves.chain(others).collect()
}

fn workspace() -> Workspace {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, FIRST);
    workspace.write(OTHER, SECOND);
    workspace
}

fn base() -> &'static Base {
    static BASE: std::sync::OnceLock<Base> = std::sync::OnceLock::new();
    BASE.get_or_init(|| Base::sent(workspace()))
}

/// The chapters after a merge.
fn after(merged: &Merged) -> BTreeMap<&'static str, String> {
    let one = |path: &'static str, then: &str| {
        (path, merged.chapters.get(path).cloned().unwrap_or_else(|| then.to_owned()))
    };
    [one(CHAPTER, FIRST), one(OTHER, SECOND)].into()
}

fn merge(sheets: &[Sheet]) -> Result<Merged, Failed> {
    let copies: Vec<_> = sheets.iter().map(Sheet::docx).collect();
    let merged = base().merge(&copies, FIRST);
    for tally in &merged.tallies {
        if !tally.adds_up() {
            return Err(format!("{tally:?}\n{:?}", merged.entries).into());
        }
    }
    Ok(merged)
}

fn count(merged: &Merged, words: &str) -> usize {
    after(merged).values().map(|text| text.matches(words).count()).sum()
}

fn told(merged: &Merged) -> String {
    let lines = merged.entries.iter().map(|entry| {
        format!("{:?} {:?}→{:?} {:?}\n", entry.kind, entry.before, entry.after, entry.outcome)
    });
    let texts: String = after(merged).values().map(String::as_str).collect();
    format!("{}{texts}", lines.collect::<String>())
}

/// Cuts and pastes: the words and the marks in them stand there as often as before.
fn whole(cut: &str, paste: &str) -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut(cut);
    sheet.paste_before(paste, &runs);
    let merged = merge(&[sheet])?;
    kept(&merged)?;
    let taken =
        |entry: &zishu::review::Entry| matches!(entry.outcome, Outcome::Applied | Outcome::Present);
    let own = merged.entries.iter().filter(|entry| !entry.revisions.is_empty());
    let fates: Vec<bool> = own.filter(|entry| said(entry).contains(cut)).map(taken).collect();
    if fates.len() != 2 || fates[0] != fates[1] {
        return Err(format!("{fates:?}\n{}", told(&merged)).into());
    }
    Ok(())
}

fn said(entry: &zishu::review::Entry) -> String {
    format!("{}{}", entry.before, entry.after)
}

/// Everything that stands in the chapters stands there as often as it did.
fn kept(merged: &Merged) -> Result<(), Failed> {
    for words in [
        "首段在这里",
        "**质量第一**",
        "效益优先",
        "方针。[^a]",
        "[^a]: 按",
        "值(\"城市GDP\", 2017)",
        "](https://a.cn/)",
        "小标题",
        "第一项",
        "第二项",
        "第三项",
        "列表之后",
        "木门",
        "电缆",
        "搬走的一句话",
        "又一句留下",
        "重复的一段话",
        "中间隔开",
        "本章最后",
        "统计局的首段",
        "统计局的末段",
    ] {
        let before = FIRST.matches(words).count() + SECOND.matches(words).count();
        if count(merged, words) != before {
            return Err(
                format!("{words}: {before} → {}\n{}", count(merged, words), told(merged)).into()
            );
        }
    }
    Ok(())
}

/// Deletes a stretch of a paragraph's only run, and leaves what stands around it.
fn cut_words(sheet: &mut Sheet, words: &str) {
    sheet.rewrite(words, |paragraph| {
        let at = paragraph.find(words).unwrap();
        let open = paragraph[..at].rfind("<w:r>").or(paragraph[..at].rfind("<w:r ")).unwrap();
        let close = at + paragraph[at..].find("</w:r>").unwrap() + "</w:r>".len();
        let own = &paragraph[open..close];
        let text = own.find(words).unwrap();
        let start = own[..text].rfind('>').unwrap() + 1;
        let (before, rest) = (&own[start..text], &own[text + words.len()..]);
        let rest = &rest[..rest.find('<').unwrap()];
        let new =
            format!("{}<w:del {BY}>{}</w:del>{}", run(before), deleted(&run(words)), run(rest));
        format!("{}{new}{}", &paragraph[..open], &paragraph[close..])
    });
}

/// Puts words at a paragraph's start.
fn put(sheet: &mut Sheet, before: &str, xml: &str) {
    sheet.rewrite(before, |paragraph| {
        let new = format!("<w:ins {BY}>{xml}</w:ins>");
        let at = paragraph
            .find("</w:pPr>")
            .map_or_else(|| paragraph.find('>').unwrap() + 1, |at| at + "</w:pPr>".len());
        format!("{}{new}{}", &paragraph[..at], &paragraph[at..])
    });
}

fn sentence() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    cut_words(&mut sheet, "搬走的一句话在这里。");
    put(&mut sheet, "中间隔开", &run("搬走的一句话在这里。"));
    let merged = merge(&[sheet])?;
    kept(&merged)?;
    if !after(&merged)[CHAPTER].contains("搬走的一句话在这里。中间隔开。") {
        return Err(told(&merged).into());
    }
    Ok(())
}

fn lost_sentence() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    cut_words(&mut sheet, "搬走的一句话在这里。");
    // The number of the caption is no place for it.
    put(&mut sheet, "抽查结果", &run("搬走的一句话在这里。"));
    kept(&merge(&[sheet])?)
}

fn twice() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    sheet.paste_before("中间隔开", &runs);
    sheet.paste_before("统计局的末段", &runs);
    let merged = merge(&[sheet])?;
    assert_eq!(count(&merged, "首段在这里"), 2, "{}", told(&merged));
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    // One of them has no place: the other one is there all the same.
    sheet.paste_before("抽查结果", &runs);
    sheet.paste_before("统计局的末段", &runs);
    let merged = merge(&[sheet])?;
    assert!(count(&merged, "首段在这里") >= 1, "{}", told(&merged));
    Ok(())
}

fn not_pasted() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    sheet.cut("首段在这里");
    let merged = merge(&[sheet])?;
    assert_eq!(count(&merged, "首段在这里"), 0, "{}", told(&merged));
    Ok(())
}

fn copied() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let runs = runs(&sheet.paragraph("首段在这里"));
    sheet.paste_before("统计局的末段", &runs);
    let merged = merge(&[sheet])?;
    assert_eq!(count(&merged, "首段在这里"), 2, "{}", told(&merged));
    Ok(())
}

/// Two paragraphs that say the same are cut, and one is pasted where it has no place.
fn both_alike() -> Result<(), Failed> {
    for paste in ["抽查结果", "首段在这里"] {
        let mut sheet = Sheet::of(&base().bytes);
        let runs = sheet.cut("重复的一段话");
        // The first one no longer says so.
        sheet.cut("重复的一段话");
        sheet.paste_before(paste, &runs);
        let merged = merge(&[sheet])?;
        assert_eq!(count(&merged, "重复的一段话"), 1, "{}", told(&merged));
    }
    Ok(())
}

fn runs_split() -> Result<(), Failed> {
    for paste in ["抽查结果", "中间隔开"] {
        let mut sheet = Sheet::of(&base().bytes);
        sheet.cut("首段在这里");
        let pieces = format!("{}{}{}", run("首"), run("段在这"), run("里。"));
        sheet.paste_before(
            paste,
            &pieces.replace("</w:r><w:r>", &format!("</w:r></w:ins><w:ins {BY}><w:r>")),
        );
        kept(&merge(&[sheet])?)?;
    }
    Ok(())
}

fn blanks() -> Result<(), Failed> {
    for paste in ["抽查结果", "中间隔开"] {
        for text in [" 首段在这里。", "首段在这里。 ", "\u{3000}\u{3000}首段在这里。"]
        {
            let mut sheet = Sheet::of(&base().bytes);
            sheet.cut("首段在这里");
            sheet.paste_before(paste, &run(text));
            let merged = merge(&[sheet])?;
            assert_eq!(count(&merged, "首段在这里"), 1, "{}", told(&merged));
        }
    }
    Ok(())
}

/// What is pasted goes on with words of the reviewer's own.
fn typed_beside() -> Result<(), Failed> {
    for paste in ["抽查结果", "中间隔开"] {
        let mut sheet = Sheet::of(&base().bytes);
        sheet.cut("本章最后一段话");
        sheet.paste_before(paste, &run("另外，本章最后一段话。请核。"));
        let merged = merge(&[sheet])?;
        assert_eq!(count(&merged, "本章最后一段话"), 1, "{}", told(&merged));
    }
    Ok(())
}

/// A short word that goes here and comes there is no move.
fn apart() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    cut_words(&mut sheet, "留下");
    put(&mut sheet, "抽查结果", &run("留下"));
    let merged = merge(&[sheet])?;
    assert!(after(&merged)[CHAPTER].contains("这一句。搬走"), "{}", told(&merged));
    Ok(())
}

fn edited_by_another() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    sheet.paste_before("统计局的末段", &runs);
    let mut other = Sheet::of(&base().bytes);
    cut_words(&mut other, "在这里");
    for order in [[sheet.clone(), other.clone()], [other, sheet]] {
        kept(&merge(&order)?)?;
    }
    Ok(())
}

fn by_two() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    sheet.paste_before("统计局的末段", &runs);
    let merged = merge(&[sheet.clone(), sheet])?;
    kept(&merged)?;
    assert!(after(&merged)[OTHER].contains("首段在这里"), "{}", told(&merged));
    Ok(())
}

/// One moves a paragraph to a place that another one changes; a third only deletes it. What counts
/// as there already must be there.
fn deleted_by_another() -> Result<(), Failed> {
    let mut moving = Sheet::of(&base().bytes);
    let runs = moving.cut("首段在这里");
    moving.paste_before("统计局的末段", &runs);
    let mut placing = Sheet::of(&base().bytes);
    placing.paste_before("统计局的末段", &run("别的一段。"));
    let mut deleting = Sheet::of(&base().bytes);
    deleting.cut("首段在这里");
    for order in [[moving.clone(), placing.clone(), deleting.clone()], [deleting, moving, placing]]
    {
        let merged = merge(&order)?;
        let gone = merged.entries.iter().any(|entry| {
            let whole = entry.before.contains("首段在这里") && entry.after.is_empty();
            whole && matches!(entry.outcome, Outcome::Applied | Outcome::Present)
        });
        assert_eq!(count(&merged, "首段在这里") == 0, gone, "{}", told(&merged));
    }
    Ok(())
}

/// The paragraph was changed in the chapter meanwhile.
fn changed_meanwhile() -> Result<(), Failed> {
    let now = FIRST.replace("首段在这里。", "首段改在这里。");
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    sheet.paste_before("统计局的末段", &runs);
    let merged = base().merge(&[sheet.docx()], &now);
    assert!(merged.chapters.is_empty(), "{merged:?}");
    // It was taken out of the chapter meanwhile: pasting it would bring it back.
    let now = FIRST.replace("首段在这里。\n\n", "");
    let merged = base().merge(&[sheet.docx()], &now);
    assert!(merged.chapters.is_empty(), "{merged:?}");
    // It was moved there already.
    let now = FIRST.replace("首段在这里。\n\n", "").replace("中间隔开", "首段在这里。\n\n中间隔开");
    let mut sheet = Sheet::of(&base().bytes);
    let runs = sheet.cut("首段在这里");
    sheet.paste_before("中间隔开", &runs);
    let merged = base().merge(&[sheet.docx()], &now);
    assert!(merged.chapters.is_empty(), "{merged:?}");
    let done = merged.entries.iter().all(|entry| entry.outcome == Outcome::Present);
    assert!(done, "{merged:?}");
    Ok(())
}

/// A row is cut in one table and pasted where the table is made.
fn row() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let document = sheet.part("word/document.xml");
    let at = document.find("木门").unwrap();
    let start = document[..at].rfind("<w:tr>").or(document[..at].rfind("<w:tr ")).unwrap();
    let end = at + document[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    let own = &document[start..end];
    let mark = |name: &str| {
        let mark = format!("<w:{name} {BY}/>");
        if own.contains("</w:trPr>") {
            own.replacen("</w:trPr>", &format!("{mark}</w:trPr>"), 1)
        } else {
            own.replacen("<w:tc>", &format!("<w:trPr>{mark}</w:trPr><w:tc>"), 1)
        }
    };
    let mut pasted = mark("ins");
    while let Some(from) = pasted.find("<w:bookmark") {
        let to = from + pasted[from..].find('>').unwrap() + 1;
        pasted.replace_range(from..to, "");
    }
    // Above the head, where no row can be.
    let head = document[..at].rfind("<w:tbl>").unwrap();
    let first = head + document[head..].find("<w:tr").unwrap();
    let text = format!(
        "{}{pasted}{}{}{}",
        &document[..first],
        &document[first..start],
        mark("del"),
        &document[end..]
    );
    sheet.put("word/document.xml", &text);
    kept(&merge(&[sheet])?)
}

fn bookmarks_go_along() -> Result<(), Failed> {
    for (cut, paste) in [
        ("首段在这里", "中间隔开"),
        ("首段在这里", "抽查结果"),
        ("本章最后一段话", "首段在这里"),
        ("我市坚持", "统计局的末段"),
        ("第三项内容", "首段在这里"),
    ] {
        let mut sheet = Sheet::of(&base().bytes);
        let pasted = sheet.cut_with_bookmarks(cut);
        sheet.paste_before(paste, &pasted);
        let merged = merge(&[sheet])?;
        kept(&merged)?;
        let touched = merged.entries.iter().filter(|entry| !said(entry).contains(cut));
        assert_eq!(touched.count(), 0, "{}", told(&merged));
    }
    Ok(())
}

/// Paragraphs that stand one after the other, a heading among them.
fn several() -> Result<(), Failed> {
    for paste in ["中间隔开", "统计局的末段", "抽查结果", "木门"] {
        for cuts in
            [["首段在这里", "我市坚持"], ["小标题", "第一项内容"], ["第三项内容", "列表之后"]]
        {
            let mut sheet = Sheet::of(&base().bytes);
            for cut in cuts {
                let runs = sheet.cut(cut);
                sheet.paste_before(paste, &runs);
            }
            kept(&merge(&[sheet])?)?;
        }
    }
    Ok(())
}

fn reversed() -> Result<(), Failed> {
    for paste in ["中间隔开", "抽查结果"] {
        let mut sheet = Sheet::of(&base().bytes);
        let cuts = ["首段在这里", "我市坚持"].map(|cut| sheet.cut(cut));
        for runs in cuts.iter().rev() {
            sheet.paste_before(paste, runs);
        }
        kept(&merge(&[sheet])?)?;
    }
    Ok(())
}

fn from_a_cell() -> Result<(), Failed> {
    for paste in ["中间隔开", "抽查结果"] {
        let mut sheet = Sheet::of(&base().bytes);
        cut_words(&mut sheet, "七十四");
        sheet.paste_before(paste, &run("七十四"));
        let merged = merge(&[sheet])?;
        assert_eq!(count(&merged, "七十四"), 1, "{}", told(&merged));
    }
    Ok(())
}

/// Half of a paragraph goes here, the other half there, where it has no place.
fn halves() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    sheet.cut("这一句留下");
    sheet.paste_before("中间隔开", &run("这一句留下。搬走的一句话在这"));
    sheet.paste_before("抽查结果", &run("里。又一句留下。这里另写了几句话。"));
    let merged = merge(&[sheet])?;
    assert_eq!(count(&merged, "又一句留下"), 1, "{}", told(&merged));
    Ok(())
}

/// A word of what was pasted was changed before the file came back.
fn changed_on_the_way() -> Result<(), Failed> {
    for paste in ["中间隔开", "抽查结果"] {
        let mut sheet = Sheet::of(&base().bytes);
        sheet.cut("这一句留下");
        sheet.paste_before(paste, &run("这一句留下。搬走的两句话在这里。又一句留下。"));
        let merged = merge(&[sheet])?;
        assert_eq!(count(&merged, "搬走的两句话"), 1, "{}", told(&merged));
        assert_eq!(count(&merged, "又一句留下"), 1, "{}", told(&merged));
    }
    Ok(())
}

/// Words that take half of a value along ask nobody for another number.
fn part_of_a_value() -> Result<(), Failed> {
    let mut sheet = Sheet::of(&base().bytes);
    let paragraph = sheet.paragraph("产值");
    let text = paragraph.split("<w:t").nth(1).unwrap_or_default();
    assert!(text.contains("产值"), "{paragraph}");
    sheet.rewrite("产值", |_| {
        let head = &paragraph[..paragraph.find("<w:r>").unwrap()];
        let own = "产值1380.00";
        let gone = deleted(&run(own));
        format!("{head}<w:del {BY}>{gone}</w:del>{}{}</w:p>", run("亿元，见"), run("网站。"))
    });
    sheet.paste_before("中间隔开", &run("产值1380.00"));
    let merged = merge(&[sheet])?;
    let asked = merged.entries.iter().any(|entry| matches!(entry.outcome, Outcome::Request { .. }));
    assert!(!asked, "{}", told(&merged));
    assert_eq!(count(&merged, "值(\"城市GDP\", 2017)"), 1, "{}", told(&merged));
    Ok(())
}

/// The chapter that something is pasted into has errors by then: the other chapter keeps it.
fn error_in_one() -> Result<(), Failed> {
    let first = "## 总体\n\n首段。\n\n数据见[@tbl-x]，另有说明。\n\n\
        表：抽查结果 {#tbl-x}\n\n| 产品 |\n|---|\n| 木门 |\n\n末段。\n";
    let workspace = Workspace::small();
    workspace.write(CHAPTER, first);
    workspace.write(OTHER, SECOND);
    let root = workspace.root();
    let sent = cases::zishu(root, &["review", "send", "--date", "2018-06-13"]);
    assert_eq!(sent.code, "0", "{}", sent.stderr);
    let path = root.join("out/送审/自述报告-c001.docx");
    let mut sheet = Sheet::of(&std::fs::read(path).unwrap());
    let runs = sheet.cut("另有说明");
    sheet.paste_before("统计局的末段", &runs);
    workspace.write("回.docx", sheet.bytes());
    let merge = || cases::zishu(root, &["review", "merge", "--date", "2018-06-20", "回.docx"]);
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();

    // The table's label went meanwhile: there is an error more where the reference comes.
    let now = first.replace(" {#tbl-x}", "");
    workspace.write(CHAPTER, &now);
    let ran = merge();
    assert_eq!(read(OTHER), SECOND, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(read(CHAPTER), now, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);

    // With the label it goes in.
    workspace.write(CHAPTER, first);
    let ran = merge();
    assert!(read(OTHER).contains("数据见[@tbl-x]，另有说明。"), "{}{}", ran.stdout, ran.stderr);
    assert!(!read(CHAPTER).contains("另有说明"), "{}{}", ran.stdout, ran.stderr);
    Ok(())
}
