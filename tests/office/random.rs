//! Random edits of the repository's report, made in LibreOffice by three reviewers.

use super::{accepted, edit};
use crate::cases;
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::path::Path;
use zishu::review::{Character, Origin, Passage, Role, Wrap, passages};

/// Reviewers; each has every third paragraph to himself.
const REVIEWERS: [&str; 3] = ["甲", "乙", "丙"];

/// Edits of each.
const EDITS: usize = 16;

/// Numbers that only depend on where they start.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

pub(super) fn run() -> Result<(), Failed> {
    let workspace = cases::repository();
    let root = workspace.root();
    let sent = cases::zishu(root, &["review", "send", "--date", "2018-06-13"]);
    assert_eq!(sent.code, "0", "{}", sent.stderr);
    let seed = std::env::var("OFFICE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut actions = Vec::new();
    for (at, name) in REVIEWERS.iter().enumerate() {
        actions.push(format!("author / {name}"));
        actions.push("open / out/送审/自述报告-c001.docx".to_owned());
        actions.push("track / on".to_owned());
        actions.extend(edits(root, at, &mut Dice(seed * 3 + at as u64))?);
        actions.push(format!("save / {name}.docx"));
        // What has been edited is opened and saved once more.
        actions.push(format!("open / {name}.docx"));
        actions.push(format!("save / {name}.docx"));
    }
    let told = actions.join("\n");
    edit(root, &mut actions)?;
    for name in REVIEWERS {
        let alone = cases::repository();
        copy(root, alone.root(), "chapters/.review");
        std::fs::copy(root.join(format!("{name}.docx")), alone.root().join("稿.docx")).unwrap();
        let ran = cases::zishu(alone.root(), &["review", "merge", "稿.docx"]);
        check(&ran, &told)?;
        if let Err(failed) = accepted::same(alone.root(), "稿.docx") {
            return Err(format!("{name}: {}\n{told}", failed.message().unwrap_or("")).into());
        }
    }
    let files: Vec<String> = REVIEWERS.iter().map(|name| format!("{name}.docx")).collect();
    let merge: Vec<&str> =
        ["review", "merge"].into_iter().chain(files.iter().map(String::as_str)).collect();
    check(&cases::zishu(root, &merge), &told)?;
    let again = cases::zishu(root, &merge);
    assert!(again.stderr.contains("没有文稿要改"), "{}{}", again.stdout, again.stderr);
    let total = format!("{} 份收回稿：", REVIEWERS.len());
    let is_settled = again.stdout.starts_with(&total) && again.stdout.contains("，冲突 0，");
    assert!(is_settled, "{}", again.stdout);
    Ok(())
}

/// Everything was taken over, and there was something.
fn check(ran: &cases::Ran, told: &str) -> Result<(), Failed> {
    let all = ran.stdout.lines().all(|line| {
        line.contains("：改动 ") && line.contains("冲突 0，转归口单位核定 0，未采用 0，")
    });
    if ran.code == "0" && all && ran.stderr.contains("改了 ") {
        Ok(())
    } else {
        Err(format!("{}{}\n{told}", ran.stdout, ran.stderr).into())
    }
}

fn copy(from: &Path, to: &Path, folder: &str) {
    for file in crate::golden::files(&from.join(folder), "") {
        let target = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&file, target).unwrap();
    }
}

/// Edits of every third paragraph that a writer typed, from `at` on, each at a place that its words
/// name alone.
fn edits(root: &Path, at: usize, dice: &mut Dice) -> Result<Vec<String>, Failed> {
    let (loaded, document) = crate::workspace::document(root)?;
    let all = passages(&document, &zishu::typography::Words::default(), &loaded.sources);
    let text: String = all.iter().flat_map(|passage| [passage.text(), "\n"]).collect();
    let mut seen: BTreeMap<usize, String> = BTreeMap::new();
    for _ in 0..EDITS * 40 {
        if seen.len() == EDITS {
            break;
        }
        let index = dice.roll(all.len() / 6) * 6 + at * 2;
        let Some(passage) = all.get(index) else { continue };
        if seen.contains_key(&index) {
            continue;
        }
        let next = all.get(index + 1).map(|next| next.role);
        if let Some(made) = action(passage, next, &text, dice) {
            seen.insert(index, made);
        }
    }
    Ok(seen.into_values().collect())
}

fn action(passage: &Passage, next: Option<Role>, text: &str, dice: &mut Dice) -> Option<String> {
    let words = words(passage, text, dice)?;
    let part: String = words.chars().skip(2).take(3).collect();
    let flows = matches!(passage.role, Role::Paragraph | Role::Item(_));
    let kinds = if flows { 9 } else { 4 };
    Some(match dice.roll(kinds) {
        0 => format!("insert / {words} / 新添"),
        1 => format!("replace / {words} / {}", words.replacen(&part, "改写", 1)),
        2 => format!("delete / {words}"),
        3 => format!("before / {words} / （甲*乙）"),
        4 => format!("end / {words} / 句末添写。"),
        5 => format!("end / {words} / ¶新起一段，写在后面。"),
        6 => format!("split / {words}"),
        7 if next == Some(Role::Paragraph) && passage.role == Role::Paragraph => {
            format!("join / {words}")
        }
        7 => format!("bold / {words}"),
        _ => format!("gone / {words}"),
    })
}

/// Six typed characters of a passage that occur nowhere else.
fn words(passage: &Passage, text: &str, dice: &mut Dice) -> Option<String> {
    let characters: Vec<Character> = passage.characters().collect();
    // A heading that says no more goes with these.
    let start = dice.roll(characters.len().checked_sub(9)?);
    let (own, after) = (&characters[start..start + 6], characters[start + 6]);
    let typed = own.iter().all(|one| matches!(one.origin, Origin::Typed(_)));
    let words: String = own.iter().map(|one| one.character).collect();
    let plain = words.chars().all(|c| c.is_alphanumeric() || "，。、；：（）".contains(c));
    // What is bold already can't be made bold.
    let marked = |wrap: &Wrap| wrap.bytes.start < after.start && own[0].start < wrap.bytes.end;
    let bare = !passage.wraps.iter().any(marked);
    (typed && plain && bare && text.matches(&words).count() == 1).then_some(words)
}
