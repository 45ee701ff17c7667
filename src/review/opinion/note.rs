//! The entries of a merge as opinions: numbered, or known from before.

use super::ledger::Ledger;
use super::model::{Choice, Decision, Opinion, OpinionKind, Position, Reply, State};
use crate::review::entry::{EditKind, Entry, Outcome};
use crate::review::list;
use std::collections::BTreeMap;

/// A merge that is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Its entries.
    pub entries: &'a [Entry],
    /// For each entry the datum that it asks for, where it does.
    pub requested: &'a [Option<list::Owned>],
    /// For each returned file the id of its copy.
    pub copies: &'a [String],
    /// The fingerprint of each copy's sources, by its id.
    pub sources: &'a BTreeMap<String, String>,
    /// Number of the merge's list.
    pub list: u32,
    /// The day: 2018-06-20.
    pub date: &'a str,
}

/// Which opinion each entry is, by its index; `None` for marks that say nothing.
pub type Noted = Vec<Option<usize>>;

impl Ledger {
    /// Records the entries of a merge. Numbers are given in the order of the list: first what waits for
    /// somebody.
    pub fn note(&mut self, arrival: &Arrival<'_>) -> Noted {
        let mut noted: Noted = vec![None; arrival.entries.len()];
        let mut order: Vec<usize> = (0..arrival.entries.len()).collect();
        order.sort_by_key(|index| rank(&arrival.entries[*index]));

        // Answers go to what they answer, which is recorded before.
        let is_answer = |index: &usize| answered(arrival.entries, *index).is_some();
        let (answers, opinions): (Vec<usize>, Vec<usize>) = order.into_iter().partition(is_answer);
        for index in opinions {
            noted[index] = self.note_entry(arrival, index);
        }
        for index in answers {
            noted[index] = self.note_answer(arrival.entries, index, &noted);
        }
        noted
    }

    fn note_entry(&mut self, arrival: &Arrival<'_>, index: usize) -> Option<usize> {
        let entry = &arrival.entries[index];
        if matches!(entry.kind, EditKind::Cancelled | EditKind::Wordless) {
            return None;
        }

        let copy = arrival.copies.get(entry.copy)?;
        let known = entry.recalled.or_else(|| self.find(copy, &entry.sent.key));
        let state = self.state(arrival, index);
        let index = match known {
            Some(known) => {
                let opinion = &mut self.opinions[known];
                if opinion.decision.is_none() && !opinion.is_comment() {
                    opinion.state = state;
                }
                if !entry.same_sentence.is_empty() {
                    opinion.same_sentence = entry.same_sentence.clone();
                }
                known
            }
            None => {
                let mut opinion = opinion(entry, copy, state);
                opinion.list = arrival.list;
                (opinion.number, opinion.side) = self.number(&opinion, entry, arrival.sources);
                self.opinions.push(opinion);
                self.opinions.len() - 1
            }
        };

        if entry.comment.as_ref().is_some_and(|comment| comment.is_done)
            && self.opinions[index].decision.is_none()
        {
            let (reason, date) = ("审稿人标为已解决".to_owned(), arrival.date.to_owned());
            self.opinions[index].decision =
                Some(Decision { choice: Choice::Adopted, reason, date });
        }
        Some(index)
    }

    fn note_answer(&mut self, entries: &[Entry], index: usize, noted: &Noted) -> Option<usize> {
        let parent = answered(entries, index)?;
        let root = noted[parent].or(entries[parent].recalled)?;
        let entry = &entries[index];
        let reply = Reply {
            author: entry.reviewer.clone(),
            date: day(&entry.date),
            text: entry.after.clone(),
        };
        // Who answers isn't satisfied: what was closed waits again.
        if self.answer(root, reply) && !entry.comment.as_ref().is_some_and(|one| one.was_sent) {
            self.opinions[root].decision = None;
        }
        Some(root)
    }

    /// What the merge came to.
    fn state(&self, arrival: &Arrival<'_>, index: usize) -> State {
        let entry = &arrival.entries[index];
        match &entry.outcome {
            Outcome::Applied => State::Applied,
            Outcome::Present => {
                let previous = entry.recalled.and_then(|index| self.opinions.get(index));
                let was_applied = previous.is_some_and(|previous| previous.state == State::Applied);
                let is_twin = was_applied || self.has_twin(arrival, entry);
                if is_twin { State::Applied } else { State::Present }
            }
            Outcome::Conflict { now, with } => {
                State::Conflict { now: now.clone(), with: with.clone() }
            }
            Outcome::Request { .. } => {
                let owned = arrival.requested.get(index).and_then(Option::as_ref);
                let bureau = owned.map(|owned| owned.bureau.clone()).unwrap_or_default();
                let matter = owned.map(|owned| format!("{}（{}）", owned.name, owned.place));
                State::Request { bureau, matter: matter.unwrap_or_default() }
            }
            Outcome::Refused(reason) => State::Refused { reason: reason.clone() },
            Outcome::Listed => State::Comment,
        }
    }

    /// Whether another reviewer's edit, the same one, was taken over in this merge.
    fn has_twin(&self, arrival: &Arrival<'_>, entry: &Entry) -> bool {
        let is_twin = |other: &Entry| {
            other.copy != entry.copy
                && other.outcome == Outcome::Applied
                && other.sent.patches == entry.sent.patches
        };
        !entry.sent.patches.is_empty() && arrival.entries.iter().any(is_twin)
    }

    /// The number of a new opinion, and its letter: that of what it clashes with, or the next one.
    fn number(
        &mut self,
        new: &Opinion,
        entry: &Entry,
        sources: &BTreeMap<String, String>,
    ) -> (u32, u32) {
        let next = (self.next_number(), 0);
        if !matches!(new.state, State::Conflict { with: Some(_), .. }) {
            return next;
        }

        let is_conflict = |one: &Opinion| matches!(one.state, State::Conflict { .. });
        let is_rival = |one: &Opinion| {
            entry.rivals.iter().any(|rival| (&rival.copy, &rival.key) == (&one.copy, &one.key))
        };
        let touches = |one: &Opinion| {
            (one.copy == new.copy || sources.get(&one.copy) == sources.get(&new.copy))
                && one.touches(&new.patches)
        };
        let clashes = |one: &&Opinion| {
            is_conflict(one) && one.decision.is_none() && (is_rival(one) || touches(one))
        };
        let Some(number) = self.opinions.iter().find(clashes).map(|one| one.number) else {
            return next;
        };

        let mut side = 0;
        for index in self.numbered(number) {
            let one = &mut self.opinions[index];
            one.side = one.side.max(1);
            side = side.max(one.side);
        }
        (number, side + 1)
    }
}

/// The entry that an entry answers.
fn answered(entries: &[Entry], index: usize) -> Option<usize> {
    let entry = &entries[index];
    let mut parent = entry.comment.as_ref()?.answers?;
    let mut root = None;
    // Word's threads are one deep; other programs answer answers.
    for _ in 0..entries.len() {
        let found = entries.iter().position(|other| {
            other.copy == entry.copy
                && other.comment.as_ref().is_some_and(|comment| comment.index == parent)
        });
        let Some(found) = found else { break };
        root = Some(found);
        match entries[found].comment.as_ref().and_then(|comment| comment.answers) {
            Some(next) => parent = next,
            None => break,
        }
    }
    root
}

fn opinion(entry: &Entry, copy: &str, state: State) -> Opinion {
    let (path, line) = entry.place.clone().unwrap_or_default();
    let (before, after) = wording(entry);
    Opinion {
        number: 0,
        side: 0,
        list: 0,
        copy: copy.to_owned(),
        reviewer: entry.reviewer.clone(),
        date: day(&entry.date),
        key: entry.sent.key.clone(),
        position: Position {
            words: list::position(entry),
            path,
            line,
            anchor: entry.sent.anchor.clone(),
            start: entry.sent.start,
        },
        kind: OpinionKind::of(entry.kind),
        before,
        after,
        patches: entry.sent.patches.clone(),
        stretch: entry.sent.stretch.clone(),
        same_sentence: entry.same_sentence.clone(),
        group: entry.sent.group.clone(),
        state,
        decision: None,
        replies: Vec::new(),
    }
}

/// What it said and what it is to say, as a table shows them.
fn wording(entry: &Entry) -> (String, String) {
    let point = match entry.sent.lead.as_str() {
        "" => String::new(),
        lead => format!("“{lead}”之后"),
    };
    let (before, after) = (list::flat(&entry.before), list::flat(&entry.after));
    match entry.kind {
        EditKind::Comment => (list::commented(entry), entry.after.clone()),
        _ if list::is_break(&entry.after) && entry.before.is_empty() => {
            (point, "在此处分段".to_owned())
        }
        _ if list::is_break(&entry.before) && entry.after.is_empty() => {
            (point, "与下一段合并".to_owned())
        }
        EditKind::RowInsertion => (String::new(), format!("增一行：{after}")),
        EditKind::RowDeletion => (before, "删去这一行".to_owned()),
        EditKind::TableInsertion => (String::new(), format!("增一张表：{after}")),
        EditKind::TableDeletion => (before, "删去这张表".to_owned()),
        EditKind::ColumnInsertion => (String::new(), format!("增一列：{after}")),
        EditKind::ColumnDeletion => (before, "删去这一列".to_owned()),
        EditKind::CellMerge => (before, format!("合并单元格：{after}")),
        EditKind::CellSplit => (before, format!("拆分单元格：{after}")),
        EditKind::Format => (before, format!("改为{after}")),
        EditKind::Move if after.is_empty() => (before, "移到别处".to_owned()),
        EditKind::Move => (point, format!("移来：{after}")),
        EditKind::Deletion => (before, "删去".to_owned()),
        EditKind::Insertion => (point, format!("增：{after}")),
        EditKind::Other if after.is_empty() => (before, "（版式改动）".to_owned()),
        EditKind::Replacement | EditKind::Other | EditKind::Cancelled | EditKind::Wordless => {
            (before, after)
        }
    }
}

/// The day of a date as files say it: 2018-06-13T09:00:00Z.
fn day(date: &str) -> String {
    date.split('T').next().unwrap_or_default().to_owned()
}

/// Where in the list an entry stands: what waits for somebody first.
fn rank(entry: &Entry) -> u8 {
    match entry.outcome {
        Outcome::Conflict { .. } => 0,
        Outcome::Request { .. } => 1,
        Outcome::Refused(_) => 2,
        Outcome::Listed => 3,
        Outcome::Applied => 4,
        Outcome::Present => 5,
    }
}
