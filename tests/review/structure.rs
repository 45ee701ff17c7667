//! What reviewers change without a mark, and what they do to tables: each has one row, and is taken whole or
//! not at all.
//!
//! In: a copy's XML as Word leaves it. Out: one trial each: the chapter, and the outcomes.

use super::sheet::{BY, Sheet, deleted, run};
use crate::merge::{Base, outcomes};
use crate::workspace::CHAPTER;
use libtest_mimic::{Failed, Trial};
use zishu::review::{Entry, Outcome, Tally, list};

const TEXT: &str = "## 总体\n\n甲乙丙丁戊己庚辛，**加粗的字**在此。\n\n见[链接文字](https://a.cn/)说明。\n\n### 小节\n\n- 第一项\n  - 子项\n- 第二项\n\n![图片说明](图片/格子.png)\n\n表：数表 {单位=\"个\" 注=\"注文\"}\n\n| 子 | 丑 | 寅 |\n|---|---|---|\n| 一甲 | 二甲 | 三甲 |\n| 一乙 | **二乙** | 三乙 |\n\n末段文字。\n";

type Edit = fn(&mut Sheet);
type Replaced = &'static [(&'static str, &'static str)];

/// Name, what is done, what is replaced in the chapter, the outcomes, and what the list says.
type Case = (&'static str, Edit, Replaced, &'static str, &'static str);

/// Part of `words` as a run of its own with these properties.
fn format(sheet: &mut Sheet, words: &str, properties: &str) {
    sheet.rewrite(words, |paragraph| {
        let middle = format!(
            "</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r><w:r><w:t xml:space=\"preserve\">"
        );
        assert!(paragraph.contains(words), "{paragraph}");
        paragraph.replacen(words, &middle, 1)
    });
}

/// Other properties for the paragraph that says `words`.
fn style(sheet: &mut Sheet, words: &str, properties: &str) {
    sheet.rewrite(words, |paragraph| {
        let (start, end) = match (paragraph.find("<w:pPr>"), paragraph.find("</w:pPr>")) {
            (Some(start), Some(end)) => (start, end + "</w:pPr>".len()),
            _ => (paragraph.find('>').unwrap() + 1, paragraph.find('>').unwrap() + 1),
        };
        format!("{}<w:pPr>{properties}</w:pPr>{}", &paragraph[..start], &paragraph[end..])
    });
}

fn relations(sheet: &mut Sheet, old: &str, new: &str) {
    sheet.replace("word/_rels/document.xml.rels", old, new);
}

/// The stretches of XML between these tags.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<w:{name}"), format!("</w:{name}>"));
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find(&open) {
        if !rest[start + open.len()..].starts_with(['>', ' ']) {
            rest = &rest[start + open.len()..];
            continue;
        }
        let end = start + rest[start..].find(&close).unwrap() + close.len();
        found.push(rest[start..end].to_owned());
        rest = &rest[end..];
    }
    found
}

/// The table with 一甲, rewritten.
fn table(sheet: &mut Sheet, edit: impl FnOnce(&str) -> String) {
    let text = sheet.part("word/document.xml");
    let inside = text.find("一甲").unwrap();
    let start = text[..inside].rfind("<w:tbl>").unwrap();
    let end = start + text[start..].find("</w:tbl>").unwrap() + "</w:tbl>".len();
    let new = edit(&text[start..end]);
    sheet.put("word/document.xml", &format!("{}{new}{}", &text[..start], &text[end..]));
}

/// Each row of three cells, rewritten.
fn rows(table: &str, mut edit: impl FnMut(usize, &str, &[String]) -> String) -> String {
    let mut out = table.to_owned();
    let wide = elements(table, "tr").into_iter().filter(|row| elements(row, "tc").len() == 3);
    for (number, row) in wide.enumerate() {
        out = out.replacen(&row, &edit(number, &row, &elements(&row, "tc")), 1);
    }
    out
}

fn cell_property(cell: &str, property: &str) -> String {
    if cell.contains("</w:tcPr>") {
        cell.replacen("</w:tcPr>", &format!("{property}</w:tcPr>"), 1)
    } else {
        cell.replacen("<w:tc>", &format!("<w:tc><w:tcPr>{property}</w:tcPr>"), 1)
    }
}

fn row_property(row: &str, property: &str) -> String {
    if row.contains("</w:trPr>") {
        row.replacen("</w:trPr>", &format!("{property}</w:trPr>"), 1)
    } else {
        let at = row.find('>').unwrap() + 1;
        format!("{}<w:trPr>{property}</w:trPr>{}", &row[..at], &row[at..])
    }
}

/// Every run with a mark around it.
fn marked_runs(xml: &str, mark: &str) -> String {
    let mut out = xml.to_owned();
    for run in elements(xml, "r") {
        let inner = if mark == "del" { deleted(&run) } else { run.clone() };
        out = out.replacen(&run, &format!("<w:{mark} {BY}>{inner}</w:{mark}>"), 1);
    }
    out
}

fn without_bookmarks(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find("<w:bookmark") {
        out.push_str(&rest[..start]);
        rest = &rest[start + rest[start..].find('>').unwrap() + 1..];
    }
    out + rest
}

fn without_runs(xml: &str) -> String {
    elements(xml, "r").iter().fold(xml.to_owned(), |out, run| out.replacen(run, "", 1))
}

fn delete_table(sheet: &mut Sheet) {
    table(sheet, |xml| {
        let mut out = xml.to_owned();
        for row in elements(xml, "tr") {
            let gone = row_property(&marked_runs(&row, "del"), &format!("<w:del {BY}/>"));
            out = out.replacen(&row, &gone, 1);
        }
        out
    });
}

fn delete_column(sheet: &mut Sheet, is_tracked: bool) {
    table(sheet, |xml| {
        rows(xml, |_, row, cells| {
            let gone = if is_tracked {
                cell_property(&marked_runs(&cells[1], "del"), &format!("<w:cellDel {BY}/>"))
            } else {
                String::new()
            };
            row.replacen(&cells[1], &gone, 1)
        })
    });
}

/// A column behind a cell of each row.
fn insert_column(sheet: &mut Sheet, behind: usize, is_tracked: bool) {
    table(sheet, |xml| {
        rows(xml, |number, row, cells| {
            let mut new = format!("<w:tc><w:p>{}</w:p></w:tc>", run(&format!("新{number}")));
            if is_tracked {
                new = cell_property(&marked_runs(&new, "ins"), &format!("<w:cellIns {BY}/>"));
            }
            row.replacen(&cells[behind], &format!("{}{new}", cells[behind]), 1)
        })
    });
}

/// The second cells of the two rows of figures, merged as Word does it.
fn merge_down(sheet: &mut Sheet, keeps_both: bool) {
    table(sheet, |xml| {
        let lower = elements(&rows(xml, |_, row, _| row.to_owned()), "tc")
            .into_iter()
            .find(|cell| cell.contains("二乙"))
            .unwrap();
        rows(xml, |number, row, cells| {
            let extra = if keeps_both {
                without_bookmarks(&elements(&lower, "p").concat())
            } else {
                String::new()
            };
            let new = match number {
                1 => {
                    let both = cells[1].replacen("</w:tc>", &format!("{extra}</w:tc>"), 1);
                    cell_property(&both, "<w:vMerge w:val=\"restart\"/>")
                }
                2 => cell_property(&without_runs(&cells[1]), "<w:vMerge/>"),
                _ => cells[1].clone(),
            };
            row.replacen(&cells[1], &new, 1)
        })
    });
}

fn merge_right(sheet: &mut Sheet) {
    table(sheet, |xml| {
        rows(xml, |number, row, cells| {
            if number != 1 {
                return row.to_owned();
            }
            let extra = without_bookmarks(&elements(&cells[1], "p").concat());
            let wide = cells[0].replacen("</w:tc>", &format!("{extra}</w:tc>"), 1);
            let wide = cell_property(&wide, "<w:gridSpan w:val=\"2\"/>");
            row.replacen(&format!("{}{}", cells[0], cells[1]), &wide, 1)
        })
    });
}

const REASON: &str = "拒";

// long: one line for each kind of change
const CASES: &[Case] = &[
    ("bold", |s| format(s, "丙丁", "<w:b/>"), &[("丙丁", "**丙丁**")], "改", "加粗"),
    (
        "not-bold",
        |s| {
            s.rewrite("加粗的字", |p| {
                p.replace("<w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr>", "")
            });
        },
        &[("**加粗的字**", "加粗的字")],
        "改",
        "常规",
    ),
    ("strike", |s| format(s, "丙丁", "<w:strike/>"), &[("丙丁", "~~丙丁~~")], "改", "删除线"),
    ("underline", |s| format(s, "丙丁", "<w:u w:val=\"single\"/>"), &[], REASON, "下划线"),
    (
        "highlight",
        |s| format(s, "丙丁", "<w:highlight w:val=\"yellow\"/>"),
        &[],
        REASON,
        "突出显示",
    ),
    ("dots", |s| format(s, "丙丁", "<w:em w:val=\"dot\"/>"), &[], REASON, "着重号"),
    ("red", |s| format(s, "丙丁", "<w:color w:val=\"FF0000\"/>"), &[], REASON, "颜色"),
    ("raised", |s| format(s, "丙丁", "<w:vertAlign w:val=\"superscript\"/>"), &[], REASON, "上标"),
    ("hidden", |s| format(s, "丙丁", "<w:vanish/>"), &[], REASON, "隐藏"),
    (
        "tracked-highlight",
        |s| {
            let change = format!("<w:rPrChange {BY}><w:rPr/></w:rPrChange>");
            format(s, "丙丁", &format!("<w:highlight w:val=\"yellow\"/>{change}"));
        },
        &[],
        REASON,
        "突出显示",
    ),
    ("black-is-no-colour", |s| format(s, "丙丁", "<w:color w:val=\"000000\"/>"), &[], "", ""),
    (
        "new-underlined",
        |s| {
            let new = "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>新字</w:t></w:r>";
            s.rewrite("末段文字", |p| {
                p.replacen("<w:bookmarkEnd", &format!("<w:ins {BY}>{new}</w:ins><w:bookmarkEnd"), 1)
            });
        },
        &[("末段文字。", "末段文字。新字")],
        "拒 改",
        "新字",
    ),
    (
        "to-heading",
        |s| style(s, "末段文字", "<w:pStyle w:val=\"Heading3\"/>"),
        &[("末段文字。", "### 末段文字。")],
        "改",
        "标题",
    ),
    (
        "heading-level",
        |s| style(s, "小节", "<w:pStyle w:val=\"Heading2\"/>"),
        &[("### 小节", "## 小节")],
        "改",
        "标题",
    ),
    (
        "heading-to-text",
        |s| style(s, "小节", "<w:pStyle w:val=\"BodyText\"/>"),
        &[("### 小节", "小节")],
        "改",
        "正文",
    ),
    ("item-to-text", |s| style(s, "第二项", "<w:pStyle w:val=\"BodyText\"/>"), &[], REASON, "正文"),
    (
        "item-deeper",
        |s| {
            let number = "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr>";
            style(s, "第二项", &format!("<w:pStyle w:val=\"ListParagraph\"/>{number}"));
        },
        &[("- 第二项", "  - 第二项")],
        "改",
        "级列表项",
    ),
    (
        "tracked-heading",
        |s| {
            let change = format!("<w:pPrChange {BY}><w:pPr/></w:pPrChange>");
            style(s, "末段文字", &format!("<w:pStyle w:val=\"Heading3\"/>{change}"));
        },
        &[("末段文字。", "### 末段文字。")],
        "改",
        "标题",
    ),
    (
        "link-address",
        |s| relations(s, "https://a.cn/", "https://b.cn/x (1)"),
        &[("https://a.cn/", "https://b.cn/x%20%281%29")],
        "改",
        "链接到",
    ),
    (
        "link-gone",
        |s| {
            s.rewrite("链接文字", |p| {
                let link = elements(p, "hyperlink").concat();
                p.replacen(&link, &run("链接文字"), 1)
            });
        },
        &[("[链接文字](https://a.cn/)", "链接文字")],
        "改",
        "不带链接",
    ),
    (
        "link-added",
        |s| {
            relations(
                s,
                "</Relationships>",
                "<Relationship Id=\"rIdNew\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://new.cn/\" TargetMode=\"External\"/></Relationships>",
            );
            s.rewrite("末段文字", |p| {
                let new = format!("<w:ins {BY}>{}</w:ins>", run("新链接"));
                let link = format!("<w:hyperlink r:id=\"rIdNew\">{new}</w:hyperlink>");
                p.replacen("<w:bookmarkEnd", &format!("{link}<w:bookmarkEnd"), 1)
            });
        },
        &[("末段文字。", "末段文字。[新链接](https://new.cn/)")],
        "改",
        "新链接",
    ),
    (
        "header",
        |s| {
            let names = s.names();
            let header = names.iter().find(|name| name.starts_with("word/footer")).unwrap();
            s.replace(header, "</w:p>", &format!("{}</w:p>", run("内部资料")));
        },
        &[],
        REASON,
        "内部资料",
    ),
    (
        "whole-file",
        |s| {
            s.rewrite("末段文字", |p| format!("<w:altChunk r:id=\"rIdFile\"/>{p}"));
        },
        &[],
        REASON,
        "插入文件",
    ),
    (
        "table-deleted",
        delete_table,
        &[(
            "表：数表 {单位=\"个\" 注=\"注文\"}\n\n| 子 | 丑 | 寅 |\n|---|---|---|\n| 一甲 | 二甲 | 三甲 |\n| 一乙 | **二乙** | 三乙 |\n\n",
            "",
        )],
        "改",
        "删表",
    ),
    (
        "column-deleted",
        |s| delete_column(s, true),
        &[("| 丑 ", ""), ("|---|---|---|", "|---|---|"), ("| 二甲 ", ""), ("| **二乙** ", "")],
        "改",
        "删列",
    ),
    (
        "column-removed",
        |s| delete_column(s, false),
        &[("| 丑 ", ""), ("|---|---|---|", "|---|---|"), ("| 二甲 ", ""), ("| **二乙** ", "")],
        "改",
        "删列",
    ),
    (
        "column-inserted",
        |s| insert_column(s, 1, true),
        &[
            ("| 寅 |", "| 新0 | 寅 |"),
            ("|---|---|---|", "|---|---|---|---|"),
            ("| 三甲 |", "| 新1 | 三甲 |"),
            ("| 三乙 |", "| 新2 | 三乙 |"),
        ],
        "改",
        "增列",
    ),
    (
        "column-appended",
        |s| insert_column(s, 2, false),
        &[
            ("| 寅 |", "| 寅 | 新0 |"),
            ("|---|---|---|", "|---|---|---|---|"),
            ("| 三甲 |", "| 三甲 | 新1 |"),
            ("| 三乙 |", "| 三乙 | 新2 |"),
        ],
        "改",
        "增列",
    ),
    (
        "merged-down",
        |s| merge_down(s, true),
        &[("| 二甲 |", "| 二甲<br>**二乙** |"), ("| **二乙** |", "| ^^ |")],
        "改",
        "合并单元格",
    ),
    (
        "merged-down-one-text",
        |s| merge_down(s, false),
        &[("| **二乙** |", "| ^^ |")],
        "改",
        "合并单元格",
    ),
    (
        "merged-right",
        merge_right,
        &[("| 一甲 | 二甲 |", "| 一甲<br>二甲 | << |")],
        "改",
        "合并单元格",
    ),
];

fn one(case: &Case) -> Result<(), Failed> {
    let (_, edit, replaced, wanted, words) = case;
    let base = Base::of(TEXT);
    let mut sheet = Sheet::of(&base.bytes);
    edit(&mut sheet);
    let merged = base.merge(&[sheet.docx()], TEXT);
    let expected = replaced.iter().fold(TEXT.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });

    let now = merged.chapters.get(CHAPTER).map_or(TEXT, String::as_str);
    // Reasons are read by people; that there is one is what counts here.
    let word = |entry: &Entry| match &entry.outcome {
        Outcome::Applied => "改",
        Outcome::Refused(reason) if !reason.is_empty() => REASON,
        _ => "？",
    };
    let shown: Vec<&str> = merged.entries.iter().map(word).collect();
    let listed: String = merged.entries.iter().map(list::what).collect();
    let sums = merged.tallies.iter().all(Tally::adds_up);
    if now == expected && shown.join(" ") == *wanted && listed.contains(words) && sums {
        return Ok(());
    }
    Err(format!("{now}\n{listed}\n{}\n{:?}", outcomes(&merged), merged.tallies).into())
}

/// A picture that is another one; the same one in another size and coding is none.
fn picture() -> Result<(), Failed> {
    let base = Base::of(TEXT);
    for (is_other, wanted) in [(true, 1), (false, 0)] {
        let mut docx = Sheet::of(&base.bytes).docx();
        let picture = docx.media.values_mut().next().expect("a picture");
        let decoded = image::load_from_memory(picture).map_err(|error| error.to_string())?;
        let mut new = decoded.resize(decoded.width() / 2, u32::MAX, image::imageops::Lanczos3);
        if is_other {
            new.invert();
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        new.write_to(&mut bytes, image::ImageFormat::Png).map_err(|error| error.to_string())?;
        *picture = bytes.into_inner();
        let merged = base.merge(&[docx], TEXT);
        assert_eq!(merged.entries.len(), wanted, "{:?}", merged.entries);
    }
    Ok(())
}

pub(super) fn trials() -> Vec<Trial> {
    let trial = |case: &'static Case| {
        Trial::test(format!("review::structure::{}", case.0), move || one(case))
    };
    let cases = CASES.iter().map(trial);
    cases.chain([Trial::test("review::structure::picture", picture)]).collect()
}
