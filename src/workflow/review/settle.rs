//! What a person decides of opinions, and the chapters that change with it.
//!
//! In: numbers as they are typed, a decision, a reason. Out: what is recorded of each opinion, chapters and
//! record, written together. What is taken over is tried as a merge does: the workspace is built with it.

use super::ledger::{ledger_change, note_answers, read_ledger};
use super::merge::ChapterChange;
use crate::document::Date;
use crate::pipeline::Loaded;
use crate::review::opinion::{Choice, Ledger, LedgerFile, Opinion, Reply, letter};
use crate::review::{Forced, copies, force, table};
use crate::source::in_form_of;
use crate::store::{ChangeSet, free_backup_folder};
use crate::workflow::saving;
use anyhow::{Context, bail};
use std::collections::BTreeSet;

/// Maximum number of opinions in a range as typed.
const MAX_RANGE: u32 = 10_000;

/// What is decided.
#[derive(Debug)]
pub struct SettleRequest<'a> {
    /// Numbers, and the decision last, as typed.
    pub words: &'a [String],
    /// Why; the answer to a comment.
    pub reason: &'a str,
    /// Whether the chapters were changed by hand: only the decision is recorded.
    pub by_hand: bool,
    /// When.
    pub date: Date,
}

/// A decision, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// 采用, 采用甲: the side, where it is said.
    Adopt(Option<u32>),
    Decide(Choice),
    /// 答复: a comment is answered and stays open.
    Answer,
}

/// An opinion's number as typed, and its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RowName {
    number: u32,
    side: Option<u32>,
}

/// What decisions come to.
#[derive(Debug)]
pub struct Settlement {
    /// A line for each opinion.
    pub lines: Vec<String>,
    before: LedgerFile,
    ledger: Ledger,
    forced: Forced,
    current: Loaded,
}

/// Records decisions in the workspace as it was loaded.
pub fn settle(current: Loaded, request: &SettleRequest<'_>) -> anyhow::Result<Settlement> {
    let root = &current.workspace.root;
    let before = read_ledger(root)?;
    let mut ledger = before.ledger.clone();
    note_answers(&mut ledger, &current, request.date);
    if ledger.opinions.is_empty() {
        bail!("还没有合并过收回稿，没有意见可定；先运行 zishu review merge 文件");
    }

    let (rows, verdict) = parse(request.words)?;
    let reason = request.reason.trim();
    let needs_reason = !matches!(verdict, Verdict::Adopt(_));
    if needs_reason && reason.is_empty() {
        bail!("请写明理由：--reason \"……\"，记入意见采纳情况表的“理由”一栏");
    }

    let mut decisions = Decisions {
        ledger: &mut ledger,
        reason,
        date: request.date.iso(),
        author: &current.workspace.report.author,
        adopted: BTreeSet::new(),
        lines: Vec::new(),
    };
    for row in rows {
        decisions.decide(row, verdict)?;
    }
    let Decisions { adopted, mut lines, .. } = decisions;

    let mut forced = Forced::default();
    if !request.by_hand {
        let opinions: Vec<&Opinion> =
            adopted.iter().map(|index| &ledger.opinions[*index]).collect();
        let sent = |id: &str, path: &str| copies::sent_file(root, id, path);
        forced = force(&opinions, &sent, &current);
        refuse(&forced, &opinions)?;
        lines.extend(unwritten(&opinions));
    }
    Ok(Settlement { lines, before, ledger, forced, current })
}

/// Refuses what would leave chapters with errors.
fn refuse(forced: &Forced, opinions: &[&Opinion]) -> anyhow::Result<()> {
    let numbers = |path: &String| {
        let of_path = opinions
            .iter()
            .filter(|opinion| opinion.patches.iter().any(|patch| patch.path == *path));
        of_path.map(|opinion| table::number(opinion)).collect::<Vec<_>>().join("、")
    };
    if let Some(path) = forced.missing.first() {
        bail!(
            "第 {} 号要改的 {path} 已经删除或改名，没有写入；请在现在的文稿里人工改好，再加 --by-hand 记下",
            numbers(path)
        );
    }
    if let Some(path) = forced.broken.first() {
        bail!(
            "第 {} 号改进去以后 {path} 有错误，没有写入；请人工改好，再加 --by-hand 记下",
            numbers(path)
        );
    }
    Ok(())
}

/// What was taken over of which the program knows no edit.
fn unwritten(opinions: &[&Opinion]) -> Vec<String> {
    let by_hand = opinions.iter().filter(|one| one.patches.is_empty() && !one.is_comment());
    let numbers: Vec<String> = by_hand.map(|opinion| table::number(opinion)).collect();
    if numbers.is_empty() {
        Vec::new()
    } else {
        vec![format!(
            "第 {} 号程序不能写入文稿，只记为采用；请确认已经人工改好",
            numbers.join("、")
        )]
    }
}

/// Decisions on their way into the record.
struct Decisions<'a> {
    ledger: &'a mut Ledger,
    reason: &'a str,
    date: String,
    /// Who answers comments.
    author: &'a str,
    /// The opinions that are taken over.
    adopted: BTreeSet<usize>,
    lines: Vec<String>,
}

impl Decisions<'_> {
    fn decide(&mut self, row: RowName, verdict: Verdict) -> anyhow::Result<()> {
        let RowName { number, side } = row;
        let all = self.ledger.numbered(number);
        match verdict {
            Verdict::Adopt(typed) => {
                let side = side.or(typed);
                let chosen = self.ledger.chosen(number, side).map_err(anyhow::Error::msg)?;
                let others: Vec<usize> = all.into_iter().filter(|index| *index != chosen).collect();
                self.adopt(chosen, &others);
            }
            Verdict::Decide(choice) => {
                let chosen = match side {
                    Some(_) => vec![self.ledger.chosen(number, side).map_err(anyhow::Error::msg)?],
                    None if all.is_empty() => {
                        vec![self.ledger.chosen(number, None).map_err(anyhow::Error::msg)?]
                    }
                    None => all,
                };
                for index in chosen {
                    self.record(index, choice, self.reason);
                }
            }
            Verdict::Answer => {
                let chosen = self.ledger.chosen(number, side).map_err(anyhow::Error::msg)?;
                if !self.ledger.opinions[chosen].is_comment() {
                    bail!("第 {number} 号不是批注；答复用于批注，其他意见写 采用、保留 或 不采纳");
                }
                self.reply(chosen);
                self.lines.push(format!("第 {number} 号：记下答复“{}”，批注没有关闭", self.reason));
            }
        }
        Ok(())
    }

    /// Takes one over, and refuses those that clash with it and aren't decided.
    fn adopt(&mut self, chosen: usize, others: &[usize]) {
        if self.ledger.opinions[chosen].is_comment() && !self.reason.is_empty() {
            self.reply(chosen);
            self.record(chosen, Choice::Adopted, "");
        } else {
            self.record(chosen, Choice::Adopted, self.reason);
        }
        self.adopted.extend(self.ledger.group(chosen));

        let opinion = &self.ledger.opinions[chosen];
        let reason = format!("采用{}（{}）的意见", letter(opinion.side), opinion.reviewer);
        for other in others {
            let is_same =
                self.ledger.opinions[*other].patches == self.ledger.opinions[chosen].patches;
            match (is_same, self.ledger.opinions[*other].is_open()) {
                (true, _) => self.record(*other, Choice::Adopted, ""),
                (false, true) => self.record(*other, Choice::Rejected, &reason),
                (false, false) => {}
            }
        }
    }

    /// Records a decision for an opinion and what goes in together with it.
    fn record(&mut self, index: usize, choice: Choice, reason: &str) {
        let group = self.ledger.group(index);
        self.ledger.decide(&group, choice, reason, &self.date);
        let opinion = &self.ledger.opinions[index];
        let reason = if reason.is_empty() { String::new() } else { format!("（{reason}）") };
        let outcome = table::outcome(opinion);
        let number = table::number(opinion);
        self.lines.push(format!("第 {number} 号（{}）：{outcome}{reason}", opinion.reviewer));
    }

    fn reply(&mut self, index: usize) {
        let reply = Reply {
            author: self.author.to_owned(),
            date: self.date.clone(),
            text: self.reason.to_owned(),
        };
        self.ledger.answer(index, reply);
    }
}

impl Settlement {
    /// The chapters that change.
    pub fn chapters(&self) -> impl Iterator<Item = ChapterChange<'_>> {
        let sources = &self.current.sources;
        self.forced.chapters.iter().map(|(path, after)| {
            let before = sources.find(path).map_or("", |file| sources.text(file));
            ChapterChange { path, before, after }
        })
    }

    /// Writes chapters, backups and the record; gives the folder with the chapters as they were.
    pub fn commit(self) -> anyhow::Result<Option<String>> {
        let root = &self.current.workspace.root;
        let sources = &self.current.sources;
        let backup = (!self.forced.chapters.is_empty()).then(|| free_backup_folder(root));
        let mut changes = ChangeSet::new(root);
        for (path, text) in &self.forced.chapters {
            let old = sources.find(path).and_then(|file| sources.bytes(file));
            let old = old.with_context(|| format!("读不出 {path}"))?;
            if let Some(backup) = &backup {
                changes.create(format!("{backup}/{path}"), old);
            }
            changes.replace(path, in_form_of(old, text), sources);
        }
        changes.push(ledger_change(root, &self.ledger, &self.before));
        saving::commit(&changes).context("没有写入任何文件")?;
        Ok(backup)
    }
}

/// Numbers and the decision, as typed: `3 5-8 采用`, `3甲 采用`, `3、5 采用乙`.
fn parse(words: &[String]) -> anyhow::Result<(BTreeSet<RowName>, Verdict)> {
    const HINT: &str =
        "如 zishu review settle 3 采用甲、zishu review settle 5 7-9 不采纳 --reason 理由";
    let Some((last, rows)) = words.split_last() else { bail!("请写序号和决定，{HINT}") };
    let verdict = verdict(last).with_context(|| {
        format!("“{last}”不是决定；决定写在最后：采用、采用甲、采用乙、保留、不采纳，批注还可以写 答复；{HINT}")
    })?;

    let mut all = BTreeSet::new();
    let separators = ['、', '，', ','];
    for word in rows.iter().flat_map(|word| word.split(separators)).filter(|word| !word.is_empty())
    {
        let names = row_names(word).with_context(|| format!("“{word}”不是序号；{HINT}"))?;
        all.extend(names);
    }
    if all.is_empty() {
        bail!("没有写序号；{HINT}");
    }
    Ok((all, verdict))
}

fn verdict(word: &str) -> Option<Verdict> {
    match word {
        "保留" | "保留原文" => Some(Verdict::Decide(Choice::Kept)),
        "不采纳" | "不采用" => Some(Verdict::Decide(Choice::Rejected)),
        "答复" => Some(Verdict::Answer),
        _ => match word.strip_prefix("采用")? {
            "" => Some(Verdict::Adopt(None)),
            side => Some(Verdict::Adopt(Some(side_of(side)?))),
        },
    }
}

fn side_of(text: &str) -> Option<u32> {
    (1..=10).find(|side| letter(*side) == text)
}

fn row_names(word: &str) -> Option<Vec<RowName>> {
    if let Some((first, last)) = word.split_once(['-', '—', '–', '～']) {
        let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
        let is_range = first <= last && last - first <= MAX_RANGE;
        return is_range
            .then(|| (first..=last).map(|number| RowName { number, side: None }).collect());
    }
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let number = word[..end].parse().ok()?;
    let side = match &word[end..] {
        "" => None,
        letter => Some(side_of(letter)?),
    };
    Some(vec![RowName { number, side }])
}

#[cfg(test)]
mod tests {
    use super::{Choice, RowName, Verdict, parse};

    #[test]
    fn rows_and_decisions_are_read_as_people_type_them() {
        let read = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            parse(&words).map(|(rows, verdict)| (rows.into_iter().collect::<Vec<_>>(), verdict))
        };
        let row = |number, side| RowName { number, side };
        assert_eq!(read("3 采用甲").unwrap(), (vec![row(3, None)], Verdict::Adopt(Some(1))));
        assert_eq!(read("3乙 采用").unwrap(), (vec![row(3, Some(2))], Verdict::Adopt(None)));
        assert_eq!(
            read("5、7-8 1 不采纳").unwrap(),
            (
                vec![row(1, None), row(5, None), row(7, None), row(8, None)],
                Verdict::Decide(Choice::Rejected)
            )
        );
        for wrong in ["3", "采用", "三 采用", "8-5 采用", "3 采用子", "1-999999 保留", "3 4"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
