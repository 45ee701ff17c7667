//! Which copy a returned file is, and where its list is kept.
//!
//! In: copies whose properties or maps other programs took out. Out: one trial each.

use super::sheet::Sheet;
use crate::cases::{self, Ran};
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};

const TEXT: &str = "## 总体\n\n原词在此，其余不变。\n\n第二段话。\n\n第三段话。\n";

type Run = fn() -> Result<(), Failed>;

pub(super) fn trials() -> Vec<Trial> {
    let known: &[(&str, Run)] = &[
        ("without-properties", || merges(|sheet| sheet.remove("docProps/custom.xml"))),
        ("with-other-properties", || {
            merges(|sheet| {
                sheet.put("docProps/custom.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>");
            })
        }),
        ("map-with-a-prefix", || {
            merges(|sheet| {
                sheet.remove("docProps/custom.xml");
                let map = sheet.part("customXml/item1.xml");
                let map = map
                    .replace("<review xmlns=", "<z:review xmlns:z=")
                    .replace("</review>", "</z:review>");
                sheet.put("customXml/item1.xml", &map);
            })
        }),
        ("map-under-another-number", || {
            merges(|sheet| {
                sheet.remove("docProps/custom.xml");
                let map = sheet.part("customXml/item1.xml");
                sheet
                    .put("customXml/item1.xml", "<b:Sources xmlns:b=\"urn:other\" copy=\"c009\"/>");
                sheet.put("customXml/item3.xml", &map);
            })
        }),
        ("without-map", || merges(|sheet| sheet.remove("customXml/item1.xml"))),
        ("bookmarks-alone", || {
            merges(|sheet| {
                sheet.remove("docProps/custom.xml");
                sheet.remove("customXml/item1.xml");
            })
        }),
        ("bookmarks-of-the-newer-round", bookmarks_of_two),
        ("bookmarks-of-two-alike", ambiguous),
        ("named-by-hand", named),
        ("named-otherwise", named_otherwise),
        ("nothing-left", nothing_left),
        ("contradiction", contradiction),
        ("other-sources", other_sources),
        ("id-that-is-none", no_id),
        ("one-of-several-unreadable", one_unreadable),
        ("none-readable", none_readable),
    ];
    let lists: &[(&str, Run)] = &[
        ("kept", lists),
        ("kept-beside-old-ones", beside_old_ones),
        ("trial", trial_run),
        ("gap", gap),
    ];
    let known = known.iter().map(|(name, run)| Trial::test(format!("review::known::{name}"), run));
    let lists = lists.iter().map(|(name, run)| Trial::test(format!("review::lists::{name}"), run));
    known.chain(lists).collect()
}

fn sent() -> Workspace {
    let workspace = Workspace::small();
    workspace.write(CHAPTER, TEXT);
    send(&workspace);
    workspace
}

fn send(workspace: &Workspace) {
    let ran = cases::zishu(workspace.root(), &["review", "send", "--date", "2018-06-13"]);
    assert_eq!(ran.code, "0", "{}", ran.stderr);
}

fn copy(workspace: &Workspace, id: &str) -> Sheet {
    let path = workspace.root().join(format!("out/送审/自述报告-{id}.docx"));
    Sheet::of(&std::fs::read(path).unwrap())
}

/// Changes a word without a mark and hands the file in.
fn returned(workspace: &Workspace, mut sheet: Sheet, name: &str, word: &str) {
    sheet.replace("word/document.xml", "原词", word);
    workspace.write(name, sheet.bytes());
}

fn merge(workspace: &Workspace, arguments: &[&str]) -> Ran {
    let all = [&["review", "merge", "--date", "2018-06-20"], arguments].concat();
    cases::zishu(workspace.root(), &all)
}

fn chapter(workspace: &Workspace) -> String {
    std::fs::read_to_string(workspace.root().join(CHAPTER)).unwrap()
}

/// A copy of which something is taken is known all the same, and merged as `c001`.
fn merges(strip: fn(&mut Sheet)) -> Result<(), Failed> {
    let workspace = sent();
    let mut sheet = copy(&workspace, "c001");
    strip(&mut sheet);
    returned(&workspace, sheet, "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    assert_eq!(chapter(&workspace), TEXT.replace("原词", "新词"));
    let listed = cases::zishu(workspace.root(), &["review", "list", "--date", "2018-06-21"]);
    assert!(listed.stdout.contains("收回 1 份：采用 1"), "{}", listed.stdout);
    Ok(())
}

/// A file that can't be read is refused alone, with what to do: the other ones are merged and recorded.
fn one_unreadable() -> Result<(), Failed> {
    let broken: [(&str, &[u8], &str); 3] = [
        ("坏.docx", b"PK no more", "坏.docx：文件不完整或已损坏"),
        ("旧.docx", b"%PDF-1.4", "请报送单位发送 Word 原稿"),
        ("缺.docx", b"", "没有文件 缺.docx"),
    ];
    for (name, bytes, said) in broken {
        for order in [["回.docx", name], [name, "回.docx"]] {
            let workspace = sent();
            returned(&workspace, copy(&workspace, "c001"), "回.docx", "新词");
            if !bytes.is_empty() {
                workspace.write(name, bytes);
            }
            let trial = merge(&workspace, &[&order[..], &["--dry-run"]].concat());
            assert_eq!(trial.code, "1", "{}{}", trial.stdout, trial.stderr);
            assert_eq!(chapter(&workspace), TEXT);

            let ran = merge(&workspace, &order);
            assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
            assert!(ran.stderr.contains("改了 1 份文稿"), "{}", ran.stderr);
            assert_eq!(chapter(&workspace), TEXT.replace("原词", "新词"));
            let listed = cases::zishu(workspace.root(), &["review", "list"]);
            assert!(listed.stdout.contains("收回 1 份：采用 1"), "{}", listed.stdout);
        }
    }
    Ok(())
}

/// Where no file can be read each is reported, and nothing is written.
fn none_readable() -> Result<(), Failed> {
    let workspace = sent();
    workspace.write("坏.docx", b"PK no more");
    let ran = merge(&workspace, &["坏.docx", "缺.docx"]);
    assert_eq!(ran.code, "1", "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("坏.docx：文件不完整"), "{}", ran.stderr);
    assert!(ran.stderr.contains("没有文件 缺.docx"), "{}", ran.stderr);
    assert!(ran.stderr.contains("什么都没有改动"), "{}", ran.stderr);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

fn stripped(workspace: &Workspace, id: &str) -> Sheet {
    let mut sheet = copy(workspace, id);
    sheet.remove("docProps/custom.xml");
    sheet.remove("customXml/item1.xml");
    sheet
}

/// Of two rounds the one whose paragraphs say the same.
fn bookmarks_of_two() -> Result<(), Failed> {
    for id in ["c001", "c002"] {
        let workspace = sent();
        workspace.write(CHAPTER, TEXT.replace("第三段话", "第三段话改了"));
        send(&workspace);
        returned(&workspace, stripped(&workspace, id), "回.docx", "新词");
        let ran = merge(&workspace, &["回.docx"]);
        assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
        let now = TEXT.replace("原词", "新词").replace("第三段话", "第三段话改了");
        assert_eq!(chapter(&workspace), now, "{id}");
        let record = format!("chapters/.review/{id}/copy.yaml");
        let record = std::fs::read_to_string(workspace.root().join(record)).unwrap();
        assert!(record.contains("回.docx"), "{id}: {record}");
    }
    Ok(())
}

/// Two copies of the same text can't be told apart.
fn ambiguous() -> Result<(), Failed> {
    let workspace = sent();
    send(&workspace);
    returned(&workspace, stripped(&workspace, "c001"), "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    for word in ["c001", "c002", "--as"] {
        assert!(ran.stderr.contains(word), "{word}: {}", ran.stderr);
    }
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

fn named() -> Result<(), Failed> {
    let workspace = sent();
    send(&workspace);
    returned(&workspace, stripped(&workspace, "c001"), "回.docx", "新词");
    let ran = merge(&workspace, &["--as", "c002", "回.docx"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    assert_eq!(chapter(&workspace), TEXT.replace("原词", "新词"));
    let record = workspace.root().join("chapters/.review/c002/copy.yaml");
    assert!(std::fs::read_to_string(record).unwrap().contains("回.docx"));
    Ok(())
}

/// What a file says of itself isn't overruled.
fn named_otherwise() -> Result<(), Failed> {
    let workspace = sent();
    send(&workspace);
    returned(&workspace, copy(&workspace, "c001"), "回.docx", "新词");
    let ran = merge(&workspace, &["--as", "c002", "回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("c001"), "{}", ran.stderr);
    for wrong in ["c1", "../c001", "c009"] {
        let ran = merge(&workspace, &["--as", wrong, "回.docx"]);
        assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    }
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

fn nothing_left() -> Result<(), Failed> {
    let workspace = sent();
    let mut sheet = stripped(&workspace, "c001");
    let mut text = sheet.part("word/document.xml");
    while let Some(from) = text.find("<w:bookmark") {
        let to = from + text[from..].find('>').unwrap() + 1;
        text.replace_range(from..to, "");
    }
    sheet.put("word/document.xml", &text);
    returned(&workspace, sheet, "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("请"), "{}", ran.stderr);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

fn contradiction() -> Result<(), Failed> {
    let workspace = sent();
    send(&workspace);
    let mut sheet = copy(&workspace, "c001");
    sheet.replace("docProps/custom.xml", "c001", "c002");
    returned(&workspace, sheet, "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    for word in ["c001", "c002", "请"] {
        assert!(ran.stderr.contains(word), "{word}: {}", ran.stderr);
    }
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

/// The same number, sent from another workspace.
fn other_sources() -> Result<(), Failed> {
    let (workspace, other) = (sent(), Workspace::small());
    other.write(CHAPTER, TEXT.replace("第三段话", "别处的话"));
    send(&other);
    let mut sheet = copy(&other, "c001");
    sheet.remove("docProps/custom.xml");
    returned(&workspace, sheet, "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("c001"), "{}", ran.stderr);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

fn no_id() -> Result<(), Failed> {
    let workspace = sent();
    let mut sheet = copy(&workspace, "c001");
    sheet.remove("docProps/custom.xml");
    sheet.replace("customXml/item1.xml", "copy=\"c001\"", "copy=\"../../c001\"");
    returned(&workspace, sheet, "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert_eq!(ran.code, "2", "{}{}", ran.stdout, ran.stderr);
    assert_eq!(chapter(&workspace), TEXT);
    Ok(())
}

/// The lists in `out/`, by name, with the first file that each names.
fn kept(workspace: &Workspace) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(workspace.root().join("out")).unwrap().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.retain(|name| name.contains("审改清单") || name.contains("意见采纳情况表"));
    names.sort();
    let text = |name: &String| {
        let path = workspace.root().join("out").join(name);
        let text = std::fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let line = text.lines().find(|line| line.starts_with("- ")).unwrap_or_default();
        line.split('：').next().unwrap_or_default().to_owned()
    };
    names.iter().map(|name| (name.clone(), text(name))).collect()
}

/// Every merge has a list of its own, and says where it is.
fn lists() -> Result<(), Failed> {
    let workspace = sent();
    for (at, word) in ["甲词", "乙词", "丙词"].into_iter().enumerate() {
        let name = format!("回{}.docx", at + 1);
        returned(&workspace, copy(&workspace, "c001"), &name, word);
        let ran = merge(&workspace, &[&name]);
        let path = format!("out/审改清单-{}.md", at + 1);
        assert!(ran.stderr.contains(&path), "{path}: {}{}", ran.stdout, ran.stderr);
    }
    let kept = kept(&workspace);
    let markdown: Vec<&(String, String)> =
        kept.iter().filter(|(name, _)| name.ends_with(".md")).collect();
    for (at, (name, first)) in markdown.iter().enumerate() {
        assert_eq!(*name, format!("审改清单-{}.md", at + 1));
        assert_eq!(*first, format!("- 回{}.docx", at + 1));
    }
    assert_eq!((markdown.len(), kept.len()), (3, 6), "{kept:?}");
    Ok(())
}

/// A list of an older version, and one of which only the Word file is left, stay.
fn beside_old_ones() -> Result<(), Failed> {
    let workspace = sent();
    workspace.write("out/审改清单.md", "旧的清单");
    workspace.write("out/审改清单-3.docx", "旧版的 Word");
    workspace.write("out/意见采纳情况表-4.docx", "只剩 Word");
    workspace.write("out/审改清单-草稿.md", "自己的");
    workspace.write("out/审改清单-20180612.md", "自己的");
    returned(&workspace, copy(&workspace, "c001"), "回.docx", "新词");
    let ran = merge(&workspace, &["回.docx"]);
    assert!(ran.stderr.contains("out/审改清单-5.md"), "{}{}", ran.stdout, ran.stderr);
    let read = |path: &str| std::fs::read_to_string(workspace.root().join(path)).unwrap();
    assert_eq!(read("out/审改清单.md"), "旧的清单");
    assert_eq!(read("out/审改清单-3.docx"), "旧版的 Word");
    assert_eq!(read("out/意见采纳情况表-4.docx"), "只剩 Word");
    assert_eq!(read("out/审改清单-草稿.md"), "自己的");
    assert!(read("out/审改清单-5.md").contains("回.docx"));
    Ok(())
}

fn trial_run() -> Result<(), Failed> {
    let workspace = sent();
    returned(&workspace, copy(&workspace, "c001"), "回.docx", "新词");
    merge(&workspace, &["回.docx"]);
    let before = kept(&workspace);
    returned(&workspace, copy(&workspace, "c001"), "再回.docx", "再改的词");
    let ran = merge(&workspace, &["--dry-run", "再回.docx"]);
    assert!(ran.stderr.contains("试合并"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(kept(&workspace), before);
    Ok(())
}

/// The newest has the highest number, whichever was thrown away.
fn gap() -> Result<(), Failed> {
    let workspace = sent();
    for name in ["甲.docx", "乙.docx"] {
        returned(&workspace, copy(&workspace, "c001"), name, "新词");
        merge(&workspace, &[name]);
    }
    for name in ["审改清单-1.md", "意见采纳情况表-1.docx"] {
        std::fs::remove_file(workspace.root().join("out").join(name)).unwrap();
    }
    merge(&workspace, &["甲.docx"]);
    let names: Vec<String> = kept(&workspace).into_iter().map(|(name, _)| name).collect();
    let expected =
        ["审改清单-2.md", "审改清单-3.md", "意见采纳情况表-2.docx", "意见采纳情况表-3.docx"];
    assert_eq!(names, expected);
    Ok(())
}
