//! Phrases that two reviewers, or a reviewer and the chapter's writer, change each in their own way.
//!
//! In: phrases with two other wordings, each marked in four ways: as a whole, the new words first, what differs
//! as one stretch, each letter that differs alone. Out: a text that one of them wrote, or a conflict; never a
//! mixture.

use super::{Base, edit};
use crate::workspace::CHAPTER;
use libtest_mimic::{Failed, Trial};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use zishu::docx::Docx;
use zishu::review::{self, Merged, Outcome};

/// What a trial does.
type Check = fn() -> Result<(), Failed>;

/// What was sent, and two other wordings.
type Phrase = [&'static str; 3];

const PHRASES: [Phrase; 24] = [
    ["初步建立", "全面建立", "初步形成"],
    ["由市教育局组织", "由市教育局承办", "由市科技局组织"],
    ["下降3个百分点", "下降3%", "下降4个百分点"],
    ["近8万人次", "近8万人", "近9万人次"],
    ["增长两成", "增长五分之一", "下降两成"],
    ["市场主导", "市场引导", "行业主导"],
    ["安全生产", "安全发展", "清洁生产"],
    ["位居全国第五", "位居全国第四", "排名全国第五"],
    ["加快推进", "稳步推进", "加快实施"],
    ["重点产品", "主要产品", "重点企业"],
    ["每季度抽查一次", "每季度检查一次", "每半年抽查一次"],
    ["覆盖九成以上", "覆盖全部", "达到九成以上"],
    ["新增12家企业", "新增12个品牌", "新增15家企业"],
    ["明显改善", "显著改善", "明显提升"],
    ["共同承担", "分别承担", "共同负责"],
    ["鼓励企业参与", "引导企业参与", "鼓励社会参与"],
    ["较上年提高", "较上年下降", "较前年提高"],
    ["完成率超过95", "完成率达到95", "合格率超过95"],
    ["严格执行标准", "严格落实标准", "认真执行标准"],
    ["逐步健全", "基本健全", "逐步完善"],
    ["请有关部门配合", "由有关部门配合", "请有关部门协助"],
    ["局部性短缺", "局部性紧张", "区域性短缺"],
    ["努力**做到**", "坚决做到", "努力实现"],
    ["不少于20批", "不少于20组", "不低于20批"],
];

/// How a reviewer's change is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Whole,
    NewFirst,
    Core,
    Letters,
}

const WAYS: [Way; 4] = [Way::Whole, Way::NewFirst, Way::Core, Way::Letters];

pub(super) fn trials() -> Vec<Trial> {
    let list: [(&str, Check); 6] = [
        ("two-reviewers", two_reviewers),
        ("same-wording-of-two", same_wording),
        ("chapter-says-otherwise", chapter_otherwise),
        ("chapter-says-the-same", chapter_same),
        ("chapter-changed-elsewhere-in-the-sentence", elsewhere),
        ("two-apart-in-one-sentence", apart),
    ];
    list.into_iter()
        .map(|(name, run)| Trial::test(format!("merge::phrases::{name}"), run))
        .collect()
}

/// The text of a phrase without its marks.
fn plain(phrase: &str) -> String {
    phrase.replace("**", "")
}

/// The sentence around a phrase; a number keeps paragraphs apart.
fn sentence(number: usize, phrase: &str) -> String {
    format!("第{number}项：截至年底，{phrase}，各项工作有序开展。")
}

fn chapter(phrases: impl Iterator<Item = String>) -> String {
    let paragraphs: Vec<String> =
        phrases.enumerate().map(|(number, phrase)| sentence(number + 1, &phrase)).collect();
    format!("## 总体状况\n\n{}\n", paragraphs.join("\n\n"))
}

/// A wording of every phrase: 0 as it was sent.
fn worded(side: usize) -> String {
    chapter(PHRASES.iter().map(|phrase| phrase[side].to_owned()))
}

/// A phrase with tracked changes.
fn marked(old: &str, new: &str, way: Way) -> String {
    let gone = |text: &str| if text.is_empty() { String::new() } else { format!("{{--{text}--}}") };
    let put = |text: &str| if text.is_empty() { String::new() } else { format!("{{++{text}++}}") };
    match way {
        Way::Whole => gone(old) + &put(new),
        Way::NewFirst => put(new) + &gone(old),
        Way::Core => {
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
            let rest = a[head..].iter().rev().zip(b[head..].iter().rev());
            let tail = rest.take_while(|(a, b)| a == b).count();
            let text = |letters: &[char]| letters.iter().collect::<String>();
            let middle =
                gone(&text(&a[head..a.len() - tail])) + &put(&text(&b[head..b.len() - tail]));
            text(&a[..head]) + &middle + &text(&a[a.len() - tail..])
        }
        Way::Letters => {
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let mut out = String::new();
            for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
                let (tag, old, new) = op.as_tag_tuple();
                let (old, new): (String, String) =
                    (a[old].iter().collect(), b[new].iter().collect());
                let is_equal = tag == DiffTag::Equal;
                out.push_str(&if is_equal { old } else { gone(&old) + &put(&new) });
            }
            out
        }
    }
}

/// A copy in which every phrase says the wording of a side.
fn copy(base: &Base, side: usize, way: Way) -> Docx {
    let mut docx = base.sent.docx.clone();
    for (number, phrase) in PHRASES.iter().enumerate() {
        let (old, new) = (plain(phrase[0]), plain(phrase[side]));
        let text = sentence(number + 1, &marked(&old, &new, way));
        edit(&mut docx, "审改人", &text);
    }
    docx
}

/// The outcomes of each paragraph's entries, in words.
fn outcomes(merged: &Merged, copy: usize, number: usize) -> Vec<&'static str> {
    let start = format!("第{number}项：");
    let own = |entry: &&review::Entry| entry.copy == copy && entry.context.starts_with(&start);
    let words = merged.entries.iter().filter(own).map(|entry| match entry.outcome {
        Outcome::Applied => "改",
        Outcome::Present => "有",
        Outcome::Conflict { .. } => "冲突",
        Outcome::Request { .. } => "转",
        Outcome::Refused(_) => "拒",
        Outcome::Listed => "记",
    });
    words.collect()
}

fn paragraphs(chapter: &str) -> Vec<&str> {
    chapter.split("\n\n").skip(1).map(str::trim_end).collect()
}

/// What becomes of every sentence.
struct Expected {
    /// The outcome of each copy's entries.
    outcomes: &'static [&'static str],
    /// How much of the text counts: all of it, or all but its marks.
    read: fn(&str) -> String,
}

/// The sentences of merged chapters that aren't as they should be.
#[derive(Default)]
struct Tally {
    count: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Holds the sentences of a merge into the chapter `before` against those that are wanted, by number.
    fn hold(
        &mut self,
        label: &str,
        merged: &Merged,
        before: &str,
        expected: &Expected,
        wanted: impl Fn(usize) -> String,
    ) {
        let after = merged.chapters.get(CHAPTER).map_or(before, String::as_str);
        for (number, after) in paragraphs(after).into_iter().enumerate() {
            self.count += 1;
            let copies = 0..expected.outcomes.len();
            let all: Vec<_> = copies.map(|copy| outcomes(merged, copy, number + 1)).collect();
            let is_right = all.iter().zip(expected.outcomes).all(|(own, expected)| {
                !own.is_empty() && own.iter().all(|outcome| outcome == expected)
            });
            if (expected.read)(after) != (expected.read)(&wanted(number)) || !is_right {
                self.wrong.push(format!("{label}: {after} {all:?}"));
            }
        }
    }

    /// Says how many are wrong, and shows the first of them.
    fn verdict(self, title: &str) -> Result<(), Failed> {
        let Tally { count, wrong } = self;
        eprintln!("{title}: {} of {count} wrong", wrong.len());
        if wrong.is_empty() {
            return Ok(());
        }
        let shown: Vec<&str> = wrong.iter().take(16).map(String::as_str).collect();
        Err(format!("{} of {count} wrong\n{}", wrong.len(), shown.join("\n")).into())
    }
}

/// Two wordings of a phrase are a conflict, however they were marked.
fn two_reviewers() -> Result<(), Failed> {
    let sent = worded(0);
    let base = Base::of(&sent);
    let expected = Expected { outcomes: &["冲突", "冲突"], read: str::to_owned };
    let mut tally = Tally::default();
    for (index, first) in WAYS.into_iter().enumerate() {
        for second in [first, WAYS[(index + 1) % 4]] {
            let copies = [copy(&base, 1, first), copy(&base, 2, second)];
            let merged = base.merge(&copies, &sent);
            let wanted = |number: usize| sentence(number + 1, PHRASES[number][0]);
            tally.hold(&format!("{first:?} {second:?}"), &merged, &sent, &expected, wanted);
        }
    }
    tally.verdict("two reviewers")
}

/// One wording of two reviewers goes in once, however each marked it.
fn same_wording() -> Result<(), Failed> {
    let sent = worded(0);
    let base = Base::of(&sent);
    let expected = Expected { outcomes: &["改", "有"], read: plain };
    let mut tally = Tally::default();
    for first in WAYS {
        for second in WAYS {
            let copies = [copy(&base, 1, first), copy(&base, 1, second)];
            let merged = base.merge(&copies, &sent);
            let wanted = |number: usize| sentence(number + 1, PHRASES[number][1]);
            tally.hold(&format!("{first:?} {second:?}"), &merged, &sent, &expected, wanted);
        }
    }
    tally.verdict("the same wording of two")
}

/// The writer found words of a side meanwhile; one reviewer marked the other wording.
fn chapter_meanwhile(side: usize, outcome: &'static [&'static str]) -> Tally {
    let base = Base::of(&worded(0));
    let now = worded(side);
    let expected = Expected { outcomes: outcome, read: str::to_owned };
    let mut tally = Tally::default();
    for way in WAYS {
        let merged = base.merge(&[copy(&base, 1, way)], &now);
        let wanted = |number: usize| sentence(number + 1, PHRASES[number][side]);
        tally.hold(&format!("{way:?}"), &merged, &now, &expected, wanted);
    }
    tally
}

/// The writer found other words meanwhile.
fn chapter_otherwise() -> Result<(), Failed> {
    chapter_meanwhile(2, &["冲突"]).verdict("chapter says otherwise")
}

/// The writer found the same words meanwhile.
fn chapter_same() -> Result<(), Failed> {
    chapter_meanwhile(1, &["有"]).verdict("chapter says the same")
}

/// The writer changed something else in the sentence: both stand, and the sentence is to be read.
fn elsewhere() -> Result<(), Failed> {
    let sent = worded(0);
    let base = Base::of(&sent);
    let expected = Expected { outcomes: &["改"], read: plain };
    let changes = [
        ("截至年底，", "到年底，"),
        ("有序开展", "扎实开展"),
        ("，各项", "，全市各项"),
        ("开展。", "开展，成效明显。"),
    ];
    let mut tally = Tally::default();
    for (old, new) in changes {
        let now = sent.replace(old, new);
        for way in WAYS {
            let merged = base.merge(&[copy(&base, 1, way)], &now);
            let wanted = |number: usize| sentence(number + 1, PHRASES[number][1]).replace(old, new);
            tally.hold(&format!("{way:?} {new}"), &merged, &now, &expected, wanted);
        }
    }
    tally.verdict("chapter changed elsewhere in the sentence")
}

/// Two reviewers change two places of a sentence: both stand, and the sentence is to be read.
fn apart() -> Result<(), Failed> {
    let sent = worded(0);
    let base = Base::of(&sent);
    let expected = Expected { outcomes: &["改", "改"], read: plain };
    let changes = [("截至年底", "到去年底"), ("有序开展", "扎实开展"), ("。", "！")];
    let mut tally = Tally::default();
    for (old, new) in changes {
        for way in WAYS {
            let mut other = base.sent.docx.clone();
            for (number, phrase) in PHRASES.iter().enumerate() {
                let text = sentence(number + 1, &plain(phrase[0]));
                edit(&mut other, "审改人", &text.replace(old, &marked(old, new, way)));
            }
            let merged = base.merge(&[copy(&base, 1, way), other], &sent);
            let wanted = |number: usize| sentence(number + 1, PHRASES[number][1]).replace(old, new);
            tally.hold(&format!("{way:?} {new}"), &merged, &sent, &expected, wanted);
        }
    }
    tally.verdict("two apart in one sentence")
}
