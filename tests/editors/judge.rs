//! What became of each edit, by the books: the chapter's text decides, then what the rows say of it.

use super::model::{Block, Change, applied, composed, normal};
use super::scene::{Edit, Wish};
use std::collections::BTreeMap;
use zishu::docx::Docx;
use zishu::review::{EditKind, Entry, Merged, Outcome, Tally};

/// What became of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    Right,
    /// Not taken, with a reason.
    Refused,
    /// Not taken: the data's owner is asked.
    Asked,
    Conflict,
    /// Not in the chapter, and no row says so.
    Lost,
    /// The chapter says what nobody wrote, or a row says what isn't so.
    Wrong,
    /// A part of it is in the chapter.
    Hybrid,
}

const NAMES: [&str; 7] = ["right", "refused", "asked", "conflict", "LOST", "WRONG", "HYBRID"];

/// Edits by kind and fate.
#[derive(Debug, Default)]
pub(super) struct Totals {
    counts: BTreeMap<&'static str, [usize; 7]>,
    reasons: BTreeMap<String, usize>,
    /// Of edits of a writer's own content: all, and those taken.
    own: [usize; 2],
    /// What is wrong, a text each.
    pub faults: Vec<String>,
}

impl Totals {
    fn count(&mut self, edit: &Edit, fate: Fate, reason: &str) {
        self.counts.entry(edit.kind).or_default()[fate as usize] += 1;
        if edit.is_own && edit.wish == Wish::Taken {
            self.own[0] += 1;
            self.own[1] += usize::from(fate == Fate::Right);
        }
        if matches!(fate, Fate::Refused | Fate::Conflict) {
            *self.reasons.entry(format!("{}: {reason}", edit.kind)).or_default() += 1;
        }
    }

    /// Percent of a writer's own content that was taken.
    pub fn own_share(&self) -> usize {
        100 * self.own[1] / self.own[0].max(1)
    }

    /// A table for people.
    pub fn shown(&self, title: &str) -> String {
        let all: usize = self.counts.values().flatten().sum();
        let [own, taken] = self.own;
        let mut out = format!("{title}: {all} edits; of a writer's own {taken} of {own} taken\n");
        let line = |name: &str, counts: [String; 7]| {
            format!("{name:22}{}\n", counts.map(|count| format!("{count:>9}")).concat())
        };
        out.push_str(&line("", NAMES.map(str::to_owned)));
        let mut sum = [0; 7];
        for (kind, counts) in &self.counts {
            out.push_str(&line(kind, counts.map(|count| count.to_string())));
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        out.push_str(&line("all", sum.map(|count| count.to_string())));
        let mut reasons: Vec<(&String, &usize)> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        reasons.iter().for_each(|(reason, count)| out.push_str(&format!("{count:5} {reason}\n")));
        out
    }
}

/// A copy that was merged: its edits, and the file as it was read.
pub(super) struct Returned<'a> {
    pub edits: &'a [Edit],
    pub docx: &'a Docx,
}

/// An edit with the rows that speak of it.
struct Told<'a> {
    edit: &'a Edit,
    rows: Vec<&'a Entry>,
}

impl Told<'_> {
    fn is(&self, wanted: fn(&Outcome) -> bool) -> bool {
        self.rows.iter().any(|row| wanted(&row.outcome))
    }

    /// Whether its rows say that it is in.
    fn says_taken(&self) -> bool {
        self.is(|outcome| matches!(outcome, Outcome::Applied | Outcome::Present))
            && !self.says_out()
    }

    fn says_out(&self) -> bool {
        self.is(|outcome| {
            matches!(
                outcome,
                Outcome::Refused(_) | Outcome::Conflict { .. } | Outcome::Request { .. }
            )
        })
    }

    fn reason(&self) -> String {
        let reason = |row: &&Entry| match &row.outcome {
            Outcome::Refused(reason) => Some(reason.clone()),
            Outcome::Conflict { .. } => Some("冲突".to_owned()),
            _ => None,
        };
        self.rows.iter().find_map(reason).unwrap_or_default()
    }
}

fn rows_of<'a>(edit: &Edit, copy: usize, docx: &Docx, merged: &'a Merged) -> Vec<&'a Entry> {
    let new: Vec<String> = edit.changes.iter().flat_map(|one| &one.new).map(Block::words).collect();
    let is_its = |entry: &&Entry| {
        if entry.copy != copy {
            return false;
        }
        if edit.is_tracked {
            let mut marks = entry.revisions.iter().filter_map(|id| docx.revision(*id));
            return marks.any(|mark| mark.date == edit.date);
        }
        let texts = [&entry.context, &entry.before, &entry.after];
        let says = |words: &str| !words.is_empty() && texts.iter().any(|text| text.contains(words));
        let is_its_kind = match edit.kind {
            "column out" => entry.kind == EditKind::ColumnDeletion,
            "new column" => entry.kind == EditKind::ColumnInsertion,
            "cells merged" => entry.kind == EditKind::CellMerge,
            "cells parted" => entry.kind == EditKind::CellSplit,
            "table out" => entry.kind == EditKind::TableDeletion,
            "new row" => entry.kind == EditKind::RowInsertion,
            "new picture" => entry.after.contains("图片"),
            _ => false,
        };
        let is_known = says(&edit.words) || new.iter().any(|words| says(words));
        entry.revisions.is_empty() && (is_its_kind || is_known)
    };
    let is_silent = |entry: &&Entry| {
        matches!(entry.kind, EditKind::Wordless | EditKind::Cancelled) && !edit.changes.is_empty()
    };
    merged.entries.iter().filter(is_its).filter(|entry| !is_silent(entry)).collect()
}

/// Sorts the edits of copies that were merged into `now`, blocks of which the writers changed some.
pub(super) fn judge(
    (blocks, now): (&[Block], &[Change]),
    copies: &[Returned<'_>],
    (merged, chapter): (&Merged, &str),
    totals: &mut Totals,
    title: &str,
) -> Vec<bool> {
    let mut told = Vec::new();
    for (copy, returned) in copies.iter().enumerate() {
        for edit in returned.edits {
            told.push(Told { edit, rows: rows_of(edit, copy, returned.docx, merged) });
        }
    }
    for (tally, copy) in merged.tallies.iter().zip(copies) {
        if !Tally::adds_up(tally) {
            totals.faults.push(format!("{title}: the account doesn't add up: {tally:?}"));
        }
        let marks = copy.docx.revisions.len();
        if tally.revisions != marks {
            totals.faults.push(format!("{title}: {marks} marks, {tally:?}"));
        }
    }

    let actual = normal(chapter);
    let source = |taken: &[bool]| {
        let edits = told.iter().zip(taken).filter(|(_, taken)| **taken);
        let changes = edits.flat_map(|(told, _)| &told.edit.changes);
        normal(&composed(&applied(blocks, &now.iter().chain(changes).collect::<Vec<_>>())))
    };
    let said: Vec<bool> = told.iter().map(Told::says_taken).collect();
    let truth = found(&said, &|taken| source(taken) == actual);
    if let Some(truth) = truth {
        for ((told, is_in), said) in told.iter().zip(&truth).zip(&said) {
            let fate = fate(told, *is_in, *said);
            totals.count(told.edit, fate, &told.reason());
            if fate >= Fate::Lost {
                totals.faults.push(format!("{title}: {}", fault(told, fate)));
            }
        }
        return truth;
    }

    // Some edit made the chapter say what nobody wrote.
    let expected = source(&said);
    let mut blamed = false;
    for (told, said) in told.iter().zip(&said) {
        let holds = |block: &Block| actual.contains(&normal(&block.source()));
        let is_whole = told.edit.changes.iter().all(|change| {
            if *said {
                change.new.iter().all(holds)
            } else {
                blocks[change.at.clone()].iter().all(holds)
            }
        });
        let fate = match (is_whole, told.says_out() && told.is(|one| *one == Outcome::Applied)) {
            (true, _) => fate(told, *said, *said),
            (false, true) => Fate::Hybrid,
            (false, false) => Fate::Wrong,
        };
        blamed |= !is_whole;
        totals.count(told.edit, fate, &told.reason());
        if fate >= Fate::Lost {
            totals.faults.push(format!("{title}: {}", fault(told, fate)));
        }
    }
    let edits = told.iter().map(|told| format!("    {} “{}”\n", told.edit.kind, told.edit.words));
    let difference = difference(&expected, &actual) + &edits.collect::<String>();
    let blame = if blamed { "" } else { " (no edit is blamed)" };
    totals.faults.push(format!("{title}: the chapter is another{blame}\n{difference}"));
    said
}

fn fate(told: &Told<'_>, is_in: bool, said: bool) -> Fate {
    if told.edit.changes.is_empty() {
        return match told {
            _ if told.rows.is_empty() => Fate::Lost,
            _ if told.is(|one| matches!(one, Outcome::Request { .. })) => Fate::Asked,
            _ => Fate::Right,
        };
    }
    match (is_in, said) {
        (true, true) => Fate::Right,
        (true, false) if told.is(|one| *one == Outcome::Applied) => Fate::Right,
        (true, false) => Fate::Wrong,
        (false, true) => Fate::Lost,
        (false, false) if told.is(|one| *one == Outcome::Applied) => Fate::Hybrid,
        (false, false) if told.is(|one| matches!(one, Outcome::Conflict { .. })) => Fate::Conflict,
        (false, false) if told.says_out() => Fate::Refused,
        (false, false) => Fate::Lost,
    }
}

/// Which edits are in the chapter: what the rows say, but for as few as can be.
fn found(said: &[bool], is_it: &dyn Fn(&[bool]) -> bool) -> Option<Vec<bool>> {
    let flipped = |flips: &[usize]| {
        let mut taken = said.to_vec();
        flips.iter().for_each(|flip| taken[*flip] = !taken[*flip]);
        is_it(&taken).then_some(taken)
    };
    let single = || (0..said.len()).find_map(|one| flipped(&[one]));
    let pair = || (0..said.len()).find_map(|one| (0..one).find_map(|other| flipped(&[one, other])));
    flipped(&[]).or_else(single).or_else(pair)
}

fn fault(told: &Told<'_>, fate: Fate) -> String {
    let rows = told.rows.iter().map(|row| {
        format!("\n      {:?} {:?}→{:?}: {:?}", row.kind, row.before, row.after, row.outcome)
    });
    let Edit { kind, words, .. } = told.edit;
    format!("{} {kind} “{words}”{}", NAMES[fate as usize], rows.collect::<String>())
}

/// The lines that differ.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let ends = old[same..].iter().rev().zip(new[same..].iter().rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    let show = |mark: &str, lines: &[&str]| {
        lines.iter().take(14).map(|line| format!("    {mark} {line}\n")).collect::<String>()
    };
    let lead = same.checked_sub(2).map_or("", |at| old[at]);
    let end = &new[new.len() - tail..];
    let (old, new) = (&old[same..old.len() - tail], &new[same..new.len() - tail]);
    let follow = end.get(..2.min(end.len())).unwrap_or_default().join("⏎");
    format!("    after {lead}, before {follow}\n{}{}", show("books", old), show("zishu", new))
}
