//! Rounds of review: reviewers who all send back a file of one name, one of them late, one through an
//! editor that takes out what it doesn't know; what was decided stays so.
//!
//! In: copies of a small workspace, edited and commented. Out: one trial each.

use super::sheet::Sheet;
use crate::cases::{self, Ran};
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};

const TEXT: &str = "## 总体\n\n我市基本完成提升任务，质量安全形势稳定。\n\n抽查合格率为{{ 值(\"抽查合格率\", 2017) }}，比上年提高。\n\n企业主导，社会参与。\n\n## 措施\n\n加强监管，完善制度。\n\n群众满意度居全省第三。\n";

/// What every reviewer's file is called.
const NAME: &str = "自述报告-c001.docx";

type Run = fn() -> Result<(), Failed>;

pub(super) fn trials() -> Vec<Trial> {
    let list: &[(&str, Run)] = &[
        ("two-rounds-three-reviewers", two_rounds),
        ("conflict-settled-for-one", settled),
        ("conflict-kept", kept),
        ("words-of-one-phrase", phrase),
        ("words-of-one-sentence", sentence),
        ("decisions-hold-for-a-late-reviewer", decisions_hold),
        ("adopted-over-a-changed-chapter", over_a_change),
        ("refused-and-then-done-by-hand", by_hand),
        ("what-would-break-a-chapter", breaking),
        ("wrong-numbers-and-decisions", wrong),
        ("taken-back-and-adopted-again", taken_back),
        ("same-edit-of-two", same_edit),
        ("comments-answered-and-closed", comments),
        ("comments-answered-in-the-chapter", comments_in_chapter),
        ("no-comment-is-left-out", all_comments),
        ("table-of-everything", whole_table),
        ("broken-record", broken_record),
    ];
    list.iter().map(|(name, run)| Trial::test(format!("review::rounds::{name}"), run)).collect()
}

/// A reviewer's edits: words and what replaces them; comments: words and what is said of them.
#[derive(Default)]
struct Edits<'a> {
    author: &'a str,
    texts: &'a [(&'a str, &'a str)],
    comments: &'a [(&'a str, &'a str)],
    is_stripped: bool,
}

fn sent() -> Workspace {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, TEXT);
    send(&workspace, "2018-06-13");
    workspace
}

fn send(workspace: &Workspace, date: &str) {
    let ran = zishu(workspace, &["review", "send", "--date", date, "--to", "专家组"]);
    assert_eq!(ran.code, "0", "{}", ran.stderr);
}

fn zishu(workspace: &Workspace, arguments: &[&str]) -> Ran {
    cases::zishu(workspace.root(), arguments)
}

fn chapter(workspace: &Workspace) -> String {
    std::fs::read_to_string(workspace.root().join(CHAPTER)).unwrap()
}

/// Edits a copy as Word tracks it, and saves it in the reviewer's folder; gives the path.
fn returned(workspace: &Workspace, id: &str, edits: &Edits<'_>) -> String {
    let path = workspace.root().join(format!("out/送审/自述报告-{id}.docx"));
    let mut sheet = Sheet::of(&std::fs::read(path).unwrap());
    for (old, new) in edits.texts {
        sheet.replace_tracked(edits.author, old, new);
    }
    sheet.comment_on(edits.author, edits.comments);
    if edits.is_stripped {
        sheet.remove("docProps/custom.xml");
        sheet.remove("customXml/item1.xml");
    }
    let path = format!("{}/{NAME}", edits.author);
    workspace.write(&path, sheet.bytes());
    path
}

fn merge(workspace: &Workspace, files: &[&str]) -> Ran {
    zishu(workspace, &[&["review", "merge", "--date", "2018-06-20"], files].concat())
}

fn status(workspace: &Workspace) -> String {
    let ran = zishu(workspace, &["review", "status", "--date", "2018-06-21"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    ran.stdout
}

fn settle(workspace: &Workspace, arguments: &[&str]) -> Ran {
    let ran =
        zishu(workspace, &[&["review", "settle", "--date", "2018-06-22"], arguments].concat());
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    ran
}

fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word} in\n{text}");
    }
}

fn has_not(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "{word} in\n{text}");
    }
}

const FIRST: Edits<'_> = Edits {
    author: "张三",
    texts: &[("基本完成", "全面完成"), ("完善制度", "健全制度")],
    comments: &[("质量安全", "请补充数据")],
    is_stripped: false,
};
const SECOND: Edits<'_> = Edits {
    author: "李四",
    texts: &[("基本完成", "如期建成"), ("稳定", "平稳")],
    comments: &[],
    is_stripped: true,
};
const LATE: Edits<'_> = Edits {
    author: "王五",
    texts: &[("基本完成", "提前完成"), ("居全省第三", "位列全省第三")],
    comments: &[("满意度", "数据从哪里来？")],
    is_stripped: false,
};

/// The whole story.
fn two_rounds() -> Result<(), Failed> {
    let workspace = sent();
    let (first, second) =
        (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
    let late = returned(&workspace, "c001", &LATE);

    let ran = merge(&workspace, &[&first, &second]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stdout, &["1甲", "1乙", "张三", "李四", "2 份收回稿"]);
    assert_eq!(chapter(&workspace), TEXT.replace("稳定", "平稳").replace("完善", "健全"));
    let listed = zishu(&workspace, &["review", "list", "--date", "2018-06-21"]);
    has(&listed.stdout, &["收回 2 份"]);
    has(&status(&workspace), &["冲突 2 条", "批注 1 条", "请补充数据", "“质量安全”"]);

    settle(&workspace, &["1", "采用甲"]);
    assert!(chapter(&workspace).contains("我市全面完成"), "{}", chapter(&workspace));
    has_not(&status(&workspace), &["冲突"]);

    // The second round changes what the first one settled.
    send(&workspace, "2018-06-25");
    let again =
        Edits { author: "张三", texts: &[("全面完成", "圆满完成")], ..Edits::default() };
    let path = returned(&workspace, "c002", &again);
    let ran = merge(&workspace, &[&path]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    let settled = chapter(&workspace);
    assert!(settled.contains("我市圆满完成"), "{settled}");

    // A late one: what is new is taken, what clashes is told with the name of whom it clashes with.
    let ran = merge(&workspace, &[&late]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stdout, &["王五", "提前完成", "冲突：张三"]);
    let with_late = settled.replace("居全省第三", "位列全省第三");
    assert_eq!(chapter(&workspace), with_late);

    // The first round's files again bring nothing back, and nothing that is settled is open.
    let first = returned(&workspace, "c001", &FIRST);
    for files in [[first.as_str()].as_slice(), &[&second], &[&first, &second]] {
        let ran = merge(&workspace, files);
        assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
        has_not(&ran.stdout, &["未采用：", "冲突："]);
        assert_eq!(chapter(&workspace), with_late);
    }
    let open = status(&workspace);
    has(&open, &["冲突 1 条", "批注 2 条", "数据从哪里来"]);
    let tables = std::fs::read_dir(workspace.root().join("out")).unwrap().flatten();
    let tables = tables.filter(|entry| {
        let name = entry.file_name().into_string().unwrap();
        name.starts_with("意见采纳情况表-") && name.ends_with(".docx")
    });
    assert_eq!(tables.count(), 6, "a table for each merge");
    Ok(())
}

/// 采用乙 writes the second's words, and the chapter's other changes stay.
fn settled() -> Result<(), Failed> {
    let workspace = sent();
    let (first, second) =
        (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
    merge(&workspace, &[&first, &second]);
    let before = chapter(&workspace);
    let ran = zishu(&workspace, &["review", "settle", "1", "采用"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stderr, &["甲是张三", "乙是李四"]);

    let shown = zishu(&workspace, &["review", "settle", "--dry-run", "1", "采用乙"]);
    has(&shown.stdout, &["+我市如期建成"]);
    assert_eq!(chapter(&workspace), before);
    settle(&workspace, &["1", "采用乙"]);
    assert_eq!(chapter(&workspace), before.replace("基本完成", "如期建成"));

    // Decided otherwise afterwards.
    settle(&workspace, &["1甲", "采用"]);
    assert_eq!(chapter(&workspace), before.replace("基本完成", "全面完成"));
    Ok(())
}

/// Three who each change other letters of a phrase: one number, and never a mixture.
fn phrase() -> Result<(), Failed> {
    let workspace = sent();
    let edits = |author, texts| Edits { author, texts, ..Edits::default() };
    let first = returned(&workspace, "c001", &edits("张三", &[("第三", "第二")]));
    let second = returned(&workspace, "c001", &edits("李四", &[("居", "位列")]));
    let late = returned(&workspace, "c001", &edits("王五", &[("第", "前")]));

    let ran = merge(&workspace, &[&first, &second]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    has(
        &ran.stdout,
        &["1甲", "1乙", "冲突：张三 改为“居全省第二”", "冲突：李四 改为“位列全省第三”"],
    );
    let ran = merge(&workspace, &[&late]);
    has(&ran.stdout, &["1丙"]);
    assert_eq!(chapter(&workspace), TEXT);

    settle(&workspace, &["1", "采用乙"]);
    assert_eq!(chapter(&workspace), TEXT.replace("居全省第三", "位列全省第三"));
    settle(&workspace, &["1甲", "采用"]);
    assert_eq!(chapter(&workspace), TEXT.replace("居全省第三", "居全省第二"));
    has_not(&status(&workspace), &["冲突"]);
    Ok(())
}

/// Changes of two clauses go in, and the sentence is to be read.
fn sentence() -> Result<(), Failed> {
    let workspace = sent();
    let edits = |author, texts| Edits { author, texts, ..Edits::default() };
    let first = returned(&workspace, "c001", &edits("张三", &[("基本完成", "全面完成")]));
    let second = returned(&workspace, "c001", &edits("李四", &[("稳定", "平稳")]));
    let apart = returned(&workspace, "c001", &edits("王五", &[("加强监管", "严格监管")]));

    let ran = merge(&workspace, &[&first, &second, &apart]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stdout, &["第 1、2 号已采用，同一句还有别处改动，请通读全句"]);
    let list = std::fs::read_to_string(workspace.root().join("out/审改清单-1.md")).unwrap();
    has(&list, &["采用；同一句李四也改了，请通读", "采用；同一句张三也改了，请通读"]);
    has_not(&list, &["王五也改了"]);

    // What the writer changed meanwhile counts as well.
    let workspace = sent();
    workspace.write(CHAPTER, TEXT.replace("形势稳定", "形势向好"));
    let ran = merge(
        &workspace,
        &[&returned(&workspace, "c001", &edits("张三", &[("基本完成", "全面完成")]))],
    );
    has(&ran.stdout, &["第 1 号已采用，同一句还有别处改动，请通读全句"]);
    let list = std::fs::read_to_string(workspace.root().join("out/审改清单-1.md")).unwrap();
    has(&list, &["采用；同一句文稿里也改过，请通读"]);
    Ok(())
}

fn kept() -> Result<(), Failed> {
    let workspace = sent();
    let (first, second) =
        (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
    merge(&workspace, &[&first, &second]);
    let before = chapter(&workspace);
    let ran = zishu(&workspace, &["review", "settle", "1", "保留"]);
    assert_eq!(ran.code, "2", "a reason is asked for: {}{}", ran.stdout, ran.stderr);
    settle(&workspace, &["1", "保留", "--reason", "以年报口径为准"]);
    assert_eq!(chapter(&workspace), before);
    has_not(&status(&workspace), &["冲突"]);
    let first = returned(&workspace, "c001", &FIRST);
    let ran = merge(&workspace, &[&first]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    assert_eq!(chapter(&workspace), before);
    Ok(())
}

/// What waits for a choice, or was kept, isn't overtaken by a third file.
fn decisions_hold() -> Result<(), Failed> {
    for decision in [None, Some("保留")] {
        let workspace = sent();
        let (first, second) =
            (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
        merge(&workspace, &[&first, &second]);
        if let Some(decision) = decision {
            settle(&workspace, &["1", decision, "--reason", "原文准确"]);
        }
        let late = returned(&workspace, "c001", &LATE);
        let before = chapter(&workspace);
        let ran = merge(&workspace, &[&late]);
        assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
        assert_eq!(chapter(&workspace), before.replace("居全省第三", "位列全省第三"));
        if decision.is_none() {
            has(&ran.stdout, &["1丙"]);
        } else {
            has(&ran.stdout, &["已定为保留原文"]);
        }
    }

    // The very edit that was refused isn't taken from somebody else.
    let workspace = sent();
    let edits = Edits { author: "张三", texts: &[("稳定", "平稳")], ..Edits::default() };
    workspace.write(CHAPTER, TEXT.replace("稳定", "良好"));
    merge(&workspace, &[&returned(&workspace, "c001", &edits)]);
    settle(&workspace, &["1", "不采纳", "--reason", "原文准确"]);
    workspace.write(CHAPTER, TEXT);
    let same = Edits { author: "李四", ..edits };
    let ran = merge(&workspace, &[&returned(&workspace, "c001", &same)]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

/// A conflict with the chapter: the reviewer's words, and the writer's other words beside them.
fn over_a_change() -> Result<(), Failed> {
    let workspace = sent();
    workspace.write(CHAPTER, TEXT.replace("基本完成", "超额完成").replace("加强监管", "严格监管"));
    let first = returned(&workspace, "c001", &FIRST);
    let ran = merge(&workspace, &[&first]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    settle(&workspace, &["1", "采用"]);
    let expected = TEXT.replace("基本完成", "全面完成").replace("加强监管", "严格监管");
    assert_eq!(chapter(&workspace), expected.replace("完善", "健全"));
    let backups = workspace.root().join("chapters/.review/backup");
    assert_eq!(std::fs::read_dir(backups).unwrap().count(), 2);
    Ok(())
}

fn by_hand() -> Result<(), Failed> {
    let workspace = sent();
    let edits =
        Edits { author: "张三", texts: &[("加强监管", "严格监管")], ..Edits::default() };
    workspace.write(CHAPTER, TEXT.replace("加强监管", "强化监管"));
    merge(&workspace, &[&returned(&workspace, "c001", &edits)]);
    workspace.write(CHAPTER, TEXT.replace("加强监管", "从严监管"));
    settle(&workspace, &["1", "采用", "--by-hand", "--reason", "改为从严监管"]);
    assert_eq!(chapter(&workspace), TEXT.replace("加强监管", "从严监管"));
    has(&status(&workspace), &["采用 1"]);
    Ok(())
}

/// What can't be in the chapter as it is now isn't written.
fn breaking() -> Result<(), Failed> {
    let workspace = sent();
    let edits =
        Edits { author: "张三", texts: &[("加强监管", "严格监管")], ..Edits::default() };
    workspace.write(CHAPTER, TEXT.replace("加强监管", "强化监管"));
    merge(&workspace, &[&returned(&workspace, "c001", &edits)]);
    std::fs::remove_file(workspace.root().join(CHAPTER)).unwrap();
    let ran = zishu(&workspace, &["review", "settle", "1", "采用"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stderr, &["删除或改名", "--by-hand"]);
    has(&status(&workspace), &["冲突 1 条"]);
    Ok(())
}

fn wrong() -> Result<(), Failed> {
    let workspace = sent();
    let ran = zishu(&workspace, &["review", "settle", "1", "采用"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    let (first, second) =
        (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
    merge(&workspace, &[&first, &second]);
    for (words, said) in [
        (["99", "采用"], "没有第 99 号"),
        (["1", "采用丁"], "没有丁方"),
        (["1", "同意"], "不是决定"),
        (["一", "采用甲"], "不是序号"),
        (["1", "答复"], "理由"),
    ] {
        let ran = zishu(&workspace, &[&["review", "settle"], words.as_slice()].concat());
        assert_eq!(ran.code, "2", "{words:?} {}{}", ran.stdout, ran.stderr);
        has(&ran.stderr, &[said]);
    }
    Ok(())
}

/// The chapter went back to what was sent: told, not done again; done when it is asked for.
fn taken_back() -> Result<(), Failed> {
    let workspace = sent();
    let edits =
        Edits { author: "张三", texts: &[("完善制度", "健全制度")], ..Edits::default() };
    let path = returned(&workspace, "c001", &edits);
    merge(&workspace, &[&path]);
    workspace.write(CHAPTER, TEXT);
    let ran = merge(&workspace, &[&path]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stdout, &["第 1 号采用过", "zishu review settle 1 采用"]);
    assert_eq!(chapter(&workspace), TEXT);
    settle(&workspace, &["1", "采用"]);
    assert_eq!(chapter(&workspace), TEXT.replace("完善", "健全"));
    Ok(())
}

/// Two who say the same are both taken over, and told apart.
fn same_edit() -> Result<(), Failed> {
    let workspace = sent();
    let edits =
        Edits { author: "张三", texts: &[("完善制度", "健全制度")], ..Edits::default() };
    let first = returned(&workspace, "c001", &edits);
    let second = returned(&workspace, "c001", &Edits { author: "李四", ..edits });
    let ran = merge(&workspace, &[&first, &second]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    has(&status(&workspace), &["共 2 条意见：采用 2。"]);
    Ok(())
}

/// Answers and state go out with the next copy as Word's own; what was said before isn't said again.
fn comments() -> Result<(), Failed> {
    let workspace = sent();
    merge(
        &workspace,
        &[&returned(&workspace, "c001", &FIRST), &returned(&workspace, "c001", &LATE)],
    );
    let open = status(&workspace);
    let number = |text: &str| {
        let line = open.lines().find(|line| line.contains(text)).unwrap();
        line.trim().split('　').next().unwrap().to_owned()
    };
    let (data, source) = (number("请补充数据"), number("数据从哪里来"));
    settle(&workspace, &[&data, "采用", "--reason", "已补充"]);
    settle(&workspace, &[&source, "答复", "--reason", "来自年报"]);
    has(&status(&workspace), &["批注 1 条", "来自年报"]);
    has_not(&status(&workspace), &["请补充数据"]);

    send(&workspace, "2018-06-25");
    let path = workspace.root().join("out/送审/自述报告-c002.docx");
    let sheet = Sheet::of(&std::fs::read(path).unwrap());
    let docx = sheet.docx();
    let told: Vec<(String, String, bool, Option<usize>)> = docx
        .comments
        .iter()
        .map(|one| (one.author.clone(), one.text.clone(), one.done, one.answers))
        .collect();
    let find = |text: &str| told.iter().position(|one| one.1 == text);
    let (asked, answer) = (find("请补充数据"), find("已补充"));
    assert!(asked.is_some() && answer.is_some(), "{told:?}");
    assert!(told[asked.unwrap()].2, "it is closed: {told:?}");
    assert_eq!(told[answer.unwrap()].3, asked, "{told:?}");
    let open = find("数据从哪里来？").unwrap();
    assert!(!told[open].2, "{told:?}");
    assert_eq!(told[find("来自年报").unwrap()].3, Some(open), "{told:?}");

    // It comes back with an answer to the answer: one new word, no new opinion.
    let back =
        Edits { author: "王五", texts: &[("社会参与", "社会共治")], ..Edits::default() };
    let path = returned(&workspace, "c002", &back);
    let ran = merge(&workspace, &[&path]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stdout, &["采用 1"]);
    has(&status(&workspace), &["批注 1 条"]);

    // A program that forgets what answers what adds no opinion.
    let sent = workspace.root().join("out/送审/自述报告-c002.docx");
    let mut sheet = Sheet::of(&std::fs::read(sent).unwrap());
    let before = status(&workspace);
    sheet.remove("word/commentsExtended.xml");
    workspace.write("王五/另存.docx", sheet.bytes());
    merge(&workspace, &["王五/另存.docx"]);
    assert_eq!(status(&workspace), before);

    // Who answers isn't satisfied: the comment waits again, with all that was said.
    let sent = workspace.root().join("out/送审/自述报告-c002.docx");
    let mut sheet = Sheet::of(&std::fs::read(sent).unwrap());
    sheet.reply("张三", "请补充数据", "还缺二〇一五年的");
    workspace.write("张三/再审.docx", sheet.bytes());
    for _ in 0..2 {
        let ran = merge(&workspace, &["张三/再审.docx"]);
        assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
        has(&status(&workspace), &["批注 2 条", "已补充；张三：还缺二〇一五年的"]);
    }
    settle(&workspace, &[&data, "采用", "--reason", "已补齐"]);
    has(&status(&workspace), &["批注 1 条"]);
    merge(&workspace, &["张三/再审.docx"]);
    has(&status(&workspace), &["批注 1 条"]);
    Ok(())
}

/// A writer answers behind the comment's words in the chapter.
fn comments_in_chapter() -> Result<(), Failed> {
    let workspace = sent();
    let path = returned(&workspace, "c001", &FIRST);
    merge(&workspace, &["--comments", &path]);
    let text = chapter(&workspace);
    let written = "<!-- 批注（张三）：请补充数据 -->";
    assert!(text.contains(written), "{text}");
    let answered = "<!-- 批注（张三）：请补充数据；答复：已补充抽查数据。已办 -->";
    workspace.write(CHAPTER, text.replace(written, answered));
    has_not(&status(&workspace), &["批注 1 条"]);

    send(&workspace, "2018-06-25");
    let path = workspace.root().join("out/送审/自述报告-c002.docx");
    let docx = Sheet::of(&std::fs::read(path).unwrap()).docx();
    let asked = docx.comments.iter().position(|one| one.text == "请补充数据").unwrap();
    assert!(docx.comments[asked].done);
    let reply = docx.comments.iter().find(|one| one.answers == Some(asked)).unwrap();
    assert_eq!((reply.author.as_str(), reply.text.as_str()), ("市质监局", "已补充抽查数据"));
    Ok(())
}

/// Comments on the title, a heading, a value and a table's cell are all in chapters.
fn all_comments() -> Result<(), Failed> {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, format!("{TEXT}\n| 子 | 丑 |\n|---|---|\n| 寅卯 | 辰 |\n"));
    send(&workspace, "2018-06-13");
    let edits = Edits {
        author: "张三",
        comments: &[
            ("总体", "标题太短"),
            ("质量安全", "请补充数据"),
            ("寅卯", "此数存疑"),
            ("产品质量", "章名不妥"),
        ],
        ..Edits::default()
    };
    let path = returned(&workspace, "c001", &edits);
    let ran = merge(&workspace, &["--comments", &path]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    has(&chapter(&workspace), &["标题太短", "请补充数据", "此数存疑", "章名不妥"]);
    Ok(())
}

fn whole_table() -> Result<(), Failed> {
    let workspace = sent();
    let (first, second) =
        (returned(&workspace, "c001", &FIRST), returned(&workspace, "c001", &SECOND));
    merge(&workspace, &[&first, &second]);
    settle(&workspace, &["1", "采用甲"]);
    let ran = zishu(&workspace, &["review", "status", "--word", "--date", "2018-06-23"]);
    has(&ran.stderr, &["out/意见采纳情况表-2.docx"]);
    let bytes = std::fs::read(workspace.root().join("out/意见采纳情况表-2.docx")).unwrap();
    let text = Sheet::of(&bytes).part("word/document.xml");
    for word in [
        "序号",
        "审稿人",
        "位置",
        "修改意见",
        "采纳情况",
        "理由",
        "1甲",
        "不采纳",
        "第1段",
        "w:orient=\"landscape\"",
    ] {
        assert!(text.contains(word), "no {word}");
    }
    Ok(())
}

fn broken_record() -> Result<(), Failed> {
    let workspace = sent();
    let first = returned(&workspace, "c001", &FIRST);
    workspace.write("chapters/.review/opinions.json", "[\n<<<<<<< HEAD\n]");
    let ran = merge(&workspace, &[&first]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    has(&ran.stderr, &["opinions.json:2", "请从备份"]);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}
