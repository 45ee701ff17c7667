//! What became of each change: the accounting, and what people are told.
//!
//! In: changes and their outcomes. Out: entries, one each, and a count by copy that must come to what
//! a plain count of the file's marks comes to.

use super::change::{Change, Compared, What};
use super::flow;
use crate::document::ValueId;
use crate::docx::{AsideKind, Docx, RevisionId, RevisionKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// In the place of what a chapter says: there is none any more.
pub(super) const GONE: &str = "这份文稿已经删除或改名";

/// In the place of what a chapter says: what was to be moved stands there no longer.
pub(super) const LEFT: &str = "要移动的文字在文稿里已经删去或移走";

/// What another reviewer did with the same text.
pub(super) const ELSEWHERE: &str = "把这段文字删去或移到了别处";

/// In the place of what a chapter says: with the change it can't be made.
pub(super) const BROKEN: &str = "改进去以后这份文稿有错误";

/// What a merge makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The chapters that change, whole.
    pub chapters: BTreeMap<String, String>,
    /// Every change of every copy.
    pub entries: Vec<Entry>,
    /// A count for each copy.
    pub tallies: Vec<Tally>,
}

/// A change and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The copy, by its place in the list.
    pub copy: usize,
    /// What was done, in a word.
    pub kind: Kind,
    /// Who; empty where it wasn't tracked or the file doesn't say.
    pub author: String,
    /// When, as the file says.
    pub date: String,
    /// Chapter and line, as the chapter is now; none for cover, contents and the like.
    pub place: Option<(String, usize)>,
    /// The paragraph that it stands in, as it was sent.
    pub context: String,
    /// What it said.
    pub before: String,
    /// What it says now; a comment's text.
    pub after: String,
    /// The header, footer or text box that it stands in.
    pub aside: Option<AsideKind>,
    /// The marks of the file that it accounts for; an edit that wasn't tracked has none.
    pub revisions: BTreeSet<RevisionId>,
    /// Whether its mark accounts for another entry.
    pub shares: bool,
    /// What became of it.
    pub outcome: Outcome,
}

/// What was done, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text was inserted.
    Insertion,
    /// Text was deleted.
    Deletion,
    /// Text was put in the place of other text.
    Replacement,
    /// Text was moved.
    Move,
    /// A table's row was inserted.
    RowInsertion,
    /// A table's row was deleted.
    RowDeletion,
    /// The look was changed.
    Look,
    /// Anything else.
    Other,
    /// A comment.
    Comment,
    /// Inserted and deleted again.
    Nothing,
    /// A mark around no words: a bookmark, a comment's mark, an empty run.
    Empty,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the chapter.
    Applied,
    /// It was there already, or changes nothing.
    Present,
    /// The chapter, or another copy, says something else there.
    Conflict {
        /// What it says.
        now: String,
        /// The other copy's name; none for the chapter.
        with: Option<String>,
    },
    /// The number's owner is asked.
    Request {
        /// The value.
        value: ValueId,
        /// What it says.
        before: String,
        /// What it is to say.
        after: String,
    },
    /// It isn't taken over: why.
    Refused(String),
    /// A comment: it stands in the list.
    Listed,
}

/// How many marks of a file ended how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Marks of changes in the file, by a plain count.
    pub revisions: usize,
    /// Comments in the file, by a plain count.
    pub comments: usize,
    /// Edits that weren't tracked.
    pub untracked: usize,
    /// Edits that share the mark of another one.
    pub shared: usize,
    /// Entries but for comments: what a reader of the list counts.
    pub changes: usize,
    /// Outcomes, in entries: applied, present, conflict, request, refused, listed.
    pub outcomes: [usize; 6],
    /// Marks, comments and edits that have an outcome.
    accounted: usize,
    /// Marks seen, to find one that is missing or counted twice.
    seen: BTreeSet<RevisionId>,
    twice: usize,
}

impl Tally {
    pub(super) fn of(docx: &Docx) -> Tally {
        let counted = docx.counted;
        Tally { revisions: counted.revisions, comments: counted.comments, ..Tally::default() }
    }

    pub(super) fn count(&mut self, entry: &Entry) {
        let slot = match entry.outcome {
            Outcome::Applied => 0,
            Outcome::Present => 1,
            Outcome::Conflict { .. } => 2,
            Outcome::Request { .. } => 3,
            Outcome::Refused(_) => 4,
            Outcome::Listed => 5,
        };
        for id in &entry.revisions {
            self.twice += usize::from(!self.seen.insert(*id));
        }
        let marks = entry.revisions.len();
        let single = usize::from(marks == 0);
        if entry.shares {
            self.shared += single;
        } else if entry.kind != Kind::Comment {
            self.untracked += single;
        }

        self.changes += usize::from(entry.kind != Kind::Comment);
        self.outcomes[slot] += 1;
        self.accounted += marks.max(1);
    }

    /// Whether every mark, comment and untracked edit has exactly one outcome.
    pub fn adds_up(&self) -> bool {
        let all = self.revisions + self.comments + self.untracked + self.shared;
        self.twice == 0 && self.seen.len() == self.revisions && self.accounted == all
    }
}

/// What a change says, for the other side of a conflict.
pub(super) fn said(compared: &Compared, change: usize) -> String {
    let (_, _, after) = texts(compared, &compared.changes[change]);
    if after.is_empty() { "（删去）".to_owned() } else { after }
}

pub(super) fn of(
    copy: usize,
    docx: &Docx,
    compared: &Compared,
    change: &Change,
    place: Option<(String, usize)>,
    outcome: Outcome,
) -> Entry {
    let marks = change.revisions.iter().chain(&change.shared);
    let first = marks.into_iter().find_map(|id| docx.revisions.get(id.0 as usize));
    let (mut author, mut date) = match first {
        Some(revision) => (revision.author.clone(), revision.date.clone()),
        None => (String::new(), String::new()),
    };
    let moves = change.revisions.iter().filter_map(|id| docx.revisions.get(id.0 as usize)).any(
        |revision| {
            use RevisionKind::{MarkMoveFrom, MarkMoveTo, MoveFrom, MoveTo};
            matches!(revision.kind, MoveFrom | MoveTo | MarkMoveFrom | MarkMoveTo)
        },
    );
    let (kind, before, mut after) = texts(compared, change);
    if let What::Comment(index) = change.what
        && let Some(comment) = docx.comments.get(index)
    {
        (author, date) = (comment.author.clone(), comment.date.clone());
        after = comment.text.clone();
        if comment.done {
            after.push_str("（已解决）");
        }
    }
    let wordless = matches!(kind, Kind::Empty | Kind::Nothing);
    let kind = if moves && !wordless { Kind::Move } else { kind };
    let aside = match change.what {
        What::Aside { kind, .. } => Some(kind),
        _ => None,
    };
    let context = context(compared, change.place);
    Entry {
        copy,
        kind,
        author,
        date,
        place,
        context,
        before,
        after,
        aside,
        revisions: change.revisions.clone(),
        shares: change.revisions.is_empty() && change.shared.is_some(),
        outcome,
    }
}

fn context(compared: &Compared, (flow, at): (usize, usize)) -> String {
    let Some(flow) = compared.flows.get(flow) else { return String::new() };
    let Some(line) = flow.lines.get(flow.line_at(at)) else { return String::new() };
    flow.text(line.tokens.start..line.tokens.end - 1)
}

fn texts(compared: &Compared, change: &Change) -> (Kind, String, String) {
    let flow = |index: usize| compared.flows.get(index);
    match &change.what {
        What::Text { deleted, inserted, .. } => {
            let before =
                flow(change.place.0).map(|flow| flow.text(deleted.clone())).unwrap_or_default();
            let kind = match (deleted.is_empty(), inserted.is_empty()) {
                (true, _) => Kind::Insertion,
                (false, true) => Kind::Deletion,
                (false, false) => Kind::Replacement,
            };
            (kind, before, flow::shown(inserted))
        }
        What::RowInserted { cells, .. } => {
            let cells: Vec<String> = cells.iter().map(|cell| flow::shown(cell)).collect();
            (Kind::RowInsertion, String::new(), cells.join("｜"))
        }
        What::RowDeleted(flows) => {
            let cells = flows.iter().filter_map(|index| flow(*index));
            let cells: Vec<String> =
                cells.map(|flow| flow::shown(&flow.tokens).trim().to_owned()).collect();
            (Kind::RowDeletion, cells.join("｜"), String::new())
        }
        What::Look { tokens, after, .. } => {
            let before =
                flow(change.place.0).map(|flow| flow.text(tokens.clone())).unwrap_or_default();
            let marks = [
                (after.bold, "加粗"),
                (after.italic, "倾斜"),
                (after.strike, "删除线"),
                (after.underline, "下划线"),
            ];
            let marks: Vec<&str> =
                marks.into_iter().filter_map(|(set, name)| set.then_some(name)).collect();
            let now = if marks.is_empty() { "常规".to_owned() } else { marks.join("、") };
            (Kind::Look, before, now)
        }
        What::Other(_, text) => (Kind::Other, text.clone(), String::new()),
        What::Comment(_) => (Kind::Comment, String::new(), String::new()),
        What::Aside { before, after, .. } => {
            let kind = match (before.is_empty(), after.is_empty()) {
                _ if before == after => Kind::Other,
                (true, _) => Kind::Insertion,
                (false, true) => Kind::Deletion,
                (false, false) => Kind::Replacement,
            };
            (kind, before.clone(), after.clone())
        }
        What::Empty => (Kind::Empty, String::new(), String::new()),
        What::Nothing => (Kind::Nothing, String::new(), String::new()),
    }
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// A stretch with a little of what stands around it on its lines.
pub(super) fn around(text: &str, range: Range<usize>) -> String {
    let before: String =
        text[..range.start].chars().rev().take_while(|c| *c != '\n').take(12).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[range.end..].chars().take_while(|c| *c != '\n').take(12).collect();
    format!("{before}{}{after}", &text[range])
}
