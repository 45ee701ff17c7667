//! Tasks whose boxes are ticked in a copy, as Word, WPS, LibreOffice and people do it.
//!
//! In: a copy's boxes, ticked. Out: one trial each: the chapter's `[ ]` and `[x]`, and a row for each tick.

use super::sheet::{BY, Sheet, deleted, run};
use crate::merge::{Base, outcomes};
use crate::workspace::CHAPTER;
use libtest_mimic::{Failed, Trial};
use zishu::docx::Docx;
use zishu::review::Tally;

const TEXT: &str = "## 总体\n\n- [ ] 建成信息平台\n- [x] 出台办法\n  - [ ] 制定细则\n  - [x] 组织培训\n- 不是任务\n\n1. [ ] 编号在前\n2. [x] 也有编号\n\n- [ ] **粗**与文字[^a]\n\n末段。\n\n[^a]: 注文\n";

/// How a box is ticked.
#[derive(Clone, Copy)]
enum Way {
    /// Word and LibreOffice with tracking: both characters stand in the control.
    Tracked,
    /// No mark.
    Untracked,
    /// Only the character: a person types it over.
    Typed,
    /// A character of a symbol font, as older forms have it.
    Symbol,
    /// Word's own usual character, a cross.
    Cross,
    /// A tracked tick that was refused: Word leaves the state as it was.
    Refused,
    /// Ticked, and ticked back.
    Twice,
}

/// Ticks the box of the paragraph that says `words`, or takes the tick away.
fn tick(sheet: &mut Sheet, words: &str, way: Way) {
    sheet.rewrite(words, |paragraph| {
        let start = paragraph.find("<w:sdtContent>").expect("a control") + "<w:sdtContent>".len();
        let end = paragraph.find("</w:sdtContent>").unwrap();
        let old = &paragraph[start..end];
        let is_ticked = old.contains('☑');
        let (before, after) = if is_ticked { ('☑', '☐') } else { ('☐', '☑') };
        let new = old.replace(before, &after.to_string());
        let symbol = if is_ticked { "F0A8" } else { "F0FE" };
        let text = old.find("<w:t").unwrap();
        let symbol =
            format!("{}<w:sym w:font=\"Wingdings\" w:char=\"{symbol}\"/></w:r>", &old[..text]);
        let gone = |runs: &str| format!("<w:del {BY}>{}</w:del>", deleted(runs));
        let put = |runs: &str| format!("<w:ins {BY}>{runs}</w:ins>");
        let cancelled = format!("<w:ins {BY}>{}</w:ins>", gone(&new));
        let content = match way {
            Way::Tracked => gone(old) + &put(&new),
            Way::Untracked | Way::Typed => new.clone(),
            Way::Symbol => gone(old) + &put(&symbol),
            Way::Cross => gone(old) + &put(&new.replace('☑', "☒")),
            Way::Refused => old.to_owned(),
            Way::Twice => gone(old) + &cancelled + &put(old),
        };
        let (head, tail) = (&paragraph[..start], &paragraph[end..]);
        let state = |value: bool| format!("<w14:checked w14:val=\"{}\"/>", u8::from(value));
        assert!(head.contains(&state(is_ticked)), "{head}");
        let head = match way {
            Way::Typed | Way::Twice => head.to_owned(),
            _ => head.replace(&state(is_ticked), &state(!is_ticked)),
        };
        format!("{head}{content}{tail}")
    });
}

/// As programs leave a file that know no content controls.
fn without_controls(sheet: &mut Sheet) {
    let mut text = sheet.part("word/document.xml");
    while let Some(start) = text.find("<w:sdtPr><w:alias") {
        let end = start + text[start..].find("</w:sdtPr>").unwrap() + "</w:sdtPr>".len();
        text.replace_range(start..end, "");
    }
    let text = text
        .replace("<w:sdt><w:sdtContent>", "")
        .replace("</w:r></w:sdtContent></w:sdt>", "</w:r>");
    sheet.put("word/document.xml", &text);
}

type Edit = fn(&mut Sheet);

struct Case {
    name: &'static str,
    edit: Edit,
    /// What is replaced in the chapter.
    chapter: &'static [(&'static str, &'static str)],
    outcomes: &'static str,
}

const CASES: &[Case] = &[
    Case { name: "untouched", edit: |_| {}, chapter: &[], outcomes: "" },
    Case {
        name: "tracked",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Tracked),
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "tracked-back",
        edit: |sheet| tick(sheet, "出台办法", Way::Tracked),
        chapter: &[("[x] 出台", "[ ] 出台")],
        outcomes: "改",
    },
    Case {
        name: "untracked",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Untracked),
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "untracked-back",
        edit: |sheet| tick(sheet, "出台办法", Way::Untracked),
        chapter: &[("[x] 出台", "[ ] 出台")],
        outcomes: "改",
    },
    Case {
        name: "nested",
        edit: |sheet| {
            tick(sheet, "制定细则", Way::Tracked);
            tick(sheet, "组织培训", Way::Untracked);
        },
        chapter: &[("[ ] 制定", "[x] 制定"), ("[x] 组织", "[ ] 组织")],
        outcomes: "改 改",
    },
    Case {
        name: "numbered",
        edit: |sheet| {
            tick(sheet, "编号在前", Way::Tracked);
            tick(sheet, "也有编号", Way::Tracked);
        },
        chapter: &[("[ ] 编号", "[x] 编号"), ("[x] 也有", "[ ] 也有")],
        outcomes: "改 改",
    },
    Case {
        name: "typed-over",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Typed),
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "symbol",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Symbol),
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "cross",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Cross),
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "refused-in-word",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Refused),
        chapter: &[],
        outcomes: "",
    },
    Case {
        name: "ticked-twice",
        edit: |sheet| tick(sheet, "建成信息平台", Way::Twice),
        chapter: &[],
        outcomes: "有 有",
    },
    Case {
        name: "before-marks-and-notes",
        edit: |sheet| tick(sheet, "与文字", Way::Tracked),
        chapter: &[("[ ] **粗**", "[x] **粗**")],
        outcomes: "改",
    },
    Case {
        name: "with-words",
        edit: |sheet| {
            tick(sheet, "建成信息平台", Way::Tracked);
            sheet.rewrite("建成信息平台", |paragraph| {
                let put = format!("<w:ins {BY}>{}</w:ins>", run("，并投入使用"));
                let end = paragraph.rfind("<w:bookmarkEnd").unwrap();
                format!("{}{put}{}", &paragraph[..end], &paragraph[end..])
            });
        },
        chapter: &[("[ ] 建成信息平台", "[x] 建成信息平台，并投入使用")],
        outcomes: "改 改",
    },
    Case {
        name: "item-deleted",
        edit: |sheet| {
            sheet.cut("制定细则");
        },
        chapter: &[("  - [ ] 制定细则\n", "")],
        outcomes: "改",
    },
    Case {
        name: "item-pasted",
        edit: |sheet| {
            let runs =
                super::sheet::runs(&sheet.paragraph("组织培训")).replace("组织培训", "新的一项");
            sheet.paste_before("组织培训", &runs);
        },
        chapter: &[("  - [x] 组织", "  - [x] 新的一项\n  - [x] 组织")],
        outcomes: "改",
    },
    Case {
        name: "box-deleted",
        edit: |sheet| {
            sheet.rewrite("建成信息平台", |paragraph| {
                let start = paragraph.find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
                let end = paragraph.find("</w:sdtContent>").unwrap();
                let gone = format!("<w:del {BY}>{}</w:del>", deleted(&paragraph[start..end]));
                format!("{}{gone}{}", &paragraph[..start], &paragraph[end..])
            });
        },
        chapter: &[("- [ ] 建成", "- 建成")],
        outcomes: "改",
    },
    Case {
        name: "ticked-behind-the-control",
        edit: |sheet| {
            sheet.rewrite("建成信息平台", |paragraph| {
                let start = paragraph.find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
                let end = paragraph.find("</w:sdtContent>").unwrap();
                let old = &paragraph[start..end];
                let gone = format!("<w:del {BY}>{}</w:del>", deleted(old));
                let put = format!("<w:ins {BY}>{}</w:ins>", old.replace('☐', "☑"));
                let tail = paragraph[end..].replacen("</w:sdt>", &format!("</w:sdt>{put}"), 1);
                format!("{}{gone}{tail}", &paragraph[..start])
            });
        },
        chapter: &[("[ ] 建成", "[x] 建成")],
        outcomes: "改",
    },
    Case {
        name: "controls-left-out",
        edit: |sheet| without_controls(sheet),
        chapter: &[],
        outcomes: "",
    },
    Case {
        name: "typed-over-without-controls",
        edit: |sheet| {
            without_controls(sheet);
            sheet.rewrite("建成信息平台", |paragraph| paragraph.replace('☐', "√"));
            sheet.rewrite("出台办法", |paragraph| paragraph.replace('☑', "□"));
        },
        chapter: &[("[ ] 建成", "[x] 建成"), ("[x] 出台", "[ ] 出台")],
        outcomes: "改 改",
    },
    Case {
        name: "control-gone",
        edit: |sheet| {
            sheet.rewrite("出台办法", |paragraph| {
                let start = paragraph.find("<w:sdt>").unwrap();
                let end = paragraph.find("</w:sdt>").unwrap() + "</w:sdt>".len();
                format!("{}{}", &paragraph[..start], &paragraph[end..])
            });
        },
        chapter: &[("- [x] 出台", "- 出台")],
        outcomes: "改",
    },
];

fn sent() -> Base {
    Base::of(TEXT)
}

fn edited(base: &Base, edit: Edit) -> Docx {
    let mut sheet = Sheet::of(&base.bytes);
    edit(&mut sheet);
    sheet.docx()
}

fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(TEXT.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

fn judge(
    base: &Base,
    copies: &[Docx],
    now: &str,
    chapter: &str,
    wanted: &str,
) -> Result<(), Failed> {
    let merged = base.merge(copies, now);
    let after = merged.chapters.get(CHAPTER).map_or(now, String::as_str);
    let shown = outcomes(&merged);
    if after == chapter && shown == wanted && merged.tallies.iter().all(Tally::adds_up) {
        return Ok(());
    }
    Err(format!("{after}\n{shown}\n{:?}\n{:#?}", merged.tallies, merged.entries).into())
}

fn one(case: &Case) -> Result<(), Failed> {
    let base = sent();
    let docx = edited(&base, case.edit);
    judge(&base, &[docx], TEXT, &with(case.chapter), case.outcomes)
}

/// Two reviewers who tick alike, and one who rewords meanwhile.
fn several() -> Result<(), Failed> {
    let base = sent();
    let ticked = edited(&base, |sheet| tick(sheet, "建成信息平台", Way::Tracked));
    let untracked = edited(&base, |sheet| tick(sheet, "建成信息平台", Way::Untracked));
    let reworded = edited(&base, |sheet| {
        sheet.replace("word/document.xml", "建成信息平台", "建成数据平台");
    });
    let removed = edited(&base, |sheet| {
        sheet.cut("建成信息平台");
    });

    let done = with(&[("[ ] 建成", "[x] 建成")]);
    let both = with(&[("[ ] 建成信息", "[x] 建成数据")]);
    judge(&base, &[ticked.clone(), untracked.clone()], TEXT, &done, "改 有")?;
    judge(&base, &[ticked.clone(), reworded], TEXT, &both, "改 改")?;
    judge(&base, &[ticked.clone(), removed], TEXT, TEXT, "冲突 冲突")?;
    judge(&base, std::slice::from_ref(&ticked), &done, &done, "有")?;
    let (now, after) = (with(&[("信息平台", "数据平台")]), both);
    judge(&base, &[ticked], &now, &after, "改")
}

pub(super) fn trials() -> Vec<Trial> {
    let trial = |case: &'static Case| {
        Trial::test(format!("review::tasks::{}", case.name), move || one(case))
    };
    let cases = CASES.iter().map(trial);
    cases.chain([Trial::test("review::tasks::several", several)]).collect()
}
