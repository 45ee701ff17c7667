//! What became of each change: the accounting, and what is reported.
//!
//! In: changes and their outcomes. Out: entries, one each, and a count by copy that must come to what
//! a plain count of the file's marks comes to.

use super::change::{CellContent, Change, ChangeKind, Compared, FlowLocation, TableChange};
use super::flow::{self, Shape, Token};
use crate::document::ValueId;
use crate::docx::{AsideKind, Docx, Format, RevisionId, Script};
use crate::source::Overlay;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Instead of what a chapter says: there is none any more.
pub(super) const GONE: &str = "这份文稿已经删除或改名";

/// Instead of what a chapter says: what was to be moved stands there no longer.
pub(super) const MOVED_AWAY: &str = "要移动的文字在文稿里已经删去或移走";

/// What another reviewer did with the same text.
pub(super) const ELSEWHERE: &str = "把这段文字删去或移到了别处";

/// Instead of what a chapter says: with the change it can't be made.
pub(super) const BROKEN: &str = "改进去以后这份文稿有错误";

/// What a merge makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The chapters that change, whole.
    pub chapters: BTreeMap<String, String>,
    /// Pictures that they show and that are new, by their paths in the workspace.
    pub pictures: Overlay,
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
    pub kind: EditKind,
    /// Who; empty where it wasn't tracked or the file doesn't say.
    pub author: String,
    /// Whose it is taken for: the author, else whose file it is.
    pub reviewer: String,
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
    /// What it is in the copy that was sent.
    pub sent: SentChange,
    /// What a comment has beside its text.
    pub comment: Option<CommentFacts>,
    /// The opinion that it is, where it was merged before: its index in the record.
    pub recalled: Option<usize>,
    /// Whether it was taken over before, and the chapter has gone back to what was sent.
    pub is_taken_back: bool,
    /// The opinions that it clashes with.
    pub rivals: Vec<OpinionKey>,
    /// Who else changed other words of its sentence, where all of them stand now.
    pub same_sentence: SameSentence,
    /// What became of it.
    pub outcome: Outcome,
}

/// A change in the copy that was sent: what it is known by, and what it does to the chapters then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentChange {
    /// The anchor of its paragraph; empty for what stands in none.
    pub anchor: String,
    /// The place in words: `第六部分（二）第3段`; empty for what stands in no block.
    pub position: String,
    /// The last words before it in its paragraph.
    pub lead: String,
    /// The byte of the file then at which it stands.
    pub start: usize,
    /// What it does to the files; empty where nothing could.
    pub patches: Vec<SentPatch>,
    /// The bytes that were marked as one within a paragraph.
    pub stretch: Option<SentStretch>,
    /// A hash of place and words, the same whenever this copy comes back.
    pub key: String,
    /// The key of the first of several that go in together; empty for one that stands alone.
    pub group: String,
}

/// An edit of a file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPatch {
    /// The file.
    #[serde(rename = "文稿")]
    pub path: String,
    /// The first byte that goes.
    #[serde(rename = "起")]
    pub start: usize,
    /// The byte after the last.
    #[serde(rename = "止")]
    pub end: usize,
    /// What stands there instead.
    #[serde(rename = "改为")]
    pub text: String,
}

/// Bytes of a file that was sent, which were marked as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentStretch {
    /// The file.
    #[serde(rename = "文稿")]
    pub path: String,
    /// The first byte.
    #[serde(rename = "起")]
    pub start: usize,
    /// The byte after the last.
    #[serde(rename = "止")]
    pub end: usize,
}

impl SentStretch {
    /// The bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// What an opinion is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionKey {
    /// Id of its copy; empty where nothing is recorded.
    pub copy: String,
    /// Hash of place and words.
    pub key: String,
}

/// Who else changed a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameSentence {
    /// Other reviewers.
    #[serde(rename = "审稿人", default)]
    pub reviewers: Vec<String>,
    /// Whether it was changed in the chapter since the copy was sent.
    #[serde(rename = "文稿", default)]
    pub in_chapter: bool,
}

impl SameSentence {
    /// Whether nobody else did.
    pub fn is_empty(&self) -> bool {
        self.reviewers.is_empty() && !self.in_chapter
    }
}

impl SentPatch {
    /// Whether two edits of a file overlap, or one puts something in where the other begins or ends.
    pub fn touches(&self, other: &SentPatch) -> bool {
        let overlap = self.start < other.end && other.start < self.end;
        let is_insertion = self.start == self.end || other.start == other.end;
        let meets = is_insertion && self.start <= other.end && other.start <= self.end;
        self.path == other.path && (overlap || meets)
    }
}

/// What a comment has beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentFacts {
    /// Its index in the file.
    pub index: usize,
    /// The words that it speaks of.
    pub quoted: String,
    /// The comment that it answers, by its index in the file.
    pub answers: Option<usize>,
    /// Whether the reviewer marked it as done.
    pub is_done: bool,
    /// Whether the copy had it when it was sent.
    pub was_sent: bool,
}

/// What was done, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// Text was inserted.
    Insertion,
    /// Text was deleted.
    Deletion,
    /// Text was replaced by other text.
    Replacement,
    /// Text was moved.
    Move,
    /// A table's row was inserted.
    RowInsertion,
    /// A table's row was deleted.
    RowDeletion,
    /// A table was inserted.
    TableInsertion,
    /// A table was deleted.
    TableDeletion,
    /// A table's column was inserted.
    ColumnInsertion,
    /// A table's column was deleted.
    ColumnDeletion,
    /// A table's cells were merged.
    CellMerge,
    /// Merged cells of a table were parted.
    CellSplit,
    /// The format was changed.
    Format,
    /// Anything else.
    Other,
    /// A comment.
    Comment,
    /// Inserted and deleted again.
    Cancelled,
    /// A mark around no words: a bookmark, a comment's mark, an empty run.
    Wordless,
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
        } else if entry.kind != EditKind::Comment {
            self.untracked += single;
        }

        self.changes += usize::from(entry.kind != EditKind::Comment);
        self.outcomes[slot] += 1;
        self.accounted += marks.max(1);
    }

    /// The counts of several copies together.
    pub fn total(tallies: &[Tally]) -> Tally {
        let mut total = Tally::default();
        for tally in tallies {
            total.revisions += tally.revisions;
            total.comments += tally.comments;
            total.untracked += tally.untracked;
            total.changes += tally.changes;
            for (all, one) in total.outcomes.iter_mut().zip(tally.outcomes) {
                *all += one;
            }
        }
        total
    }

    /// Whether every mark, comment and untracked edit has exactly one outcome.
    pub fn adds_up(&self) -> bool {
        let all = self.revisions + self.comments + self.untracked + self.shared;
        self.twice == 0 && self.seen.len() == self.revisions && self.accounted == all
    }
}

/// What a change says, for the other side of a conflict.
pub(super) fn new_text(compared: &Compared, change: usize) -> String {
    let after = described(compared, &compared.changes[change]).after;
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
    let revision = |id: &RevisionId| docx.revision(*id);
    let first = change.revisions.iter().chain(&change.shared).find_map(revision);
    let (mut author, mut date) = match first {
        Some(revision) => (revision.author.clone(), revision.date.clone()),
        None => (String::new(), String::new()),
    };

    let Description { mut kind, before, mut after } = described(compared, change);
    if let ChangeKind::Comment(index) = change.kind
        && let Some(comment) = docx.comments.get(index)
    {
        (author, date) = (comment.author.clone(), comment.date.clone());
        after = comment.text.clone();
    }

    let mut revisions = change.revisions.iter().filter_map(revision);
    let is_wordless = matches!(kind, EditKind::Wordless | EditKind::Cancelled);
    if !is_wordless && revisions.any(|revision| revision.kind.is_move()) {
        kind = EditKind::Move;
    }

    let aside = match change.kind {
        ChangeKind::Aside { kind, .. } => Some(kind),
        _ => None,
    };
    Entry {
        copy,
        kind,
        reviewer: author.clone(),
        author,
        date,
        place,
        context: context(compared, change.location),
        before,
        after,
        aside,
        revisions: change.revisions.clone(),
        shares: change.revisions.is_empty() && change.shared.is_some(),
        sent: SentChange::default(),
        comment: None,
        recalled: None,
        is_taken_back: false,
        rivals: Vec::new(),
        same_sentence: SameSentence::default(),
        outcome,
    }
}

/// The paragraph around a location.
fn context(compared: &Compared, location: FlowLocation) -> String {
    let paragraph = compared.flows.get(location.flow).and_then(|flow| {
        let paragraph = flow.paragraphs.get(flow.paragraph_index(location.token))?;
        Some(flow.text(paragraph.content()))
    });
    paragraph.unwrap_or_default()
}

/// What was done, and the words.
struct Description {
    kind: EditKind,
    before: String,
    after: String,
}

impl Description {
    fn wordless(kind: EditKind) -> Description {
        Description { kind, before: String::new(), after: String::new() }
    }
}

fn described(compared: &Compared, change: &Change) -> Description {
    let flow = |index: usize| compared.flows.get(index);
    let base_text = |tokens: &Range<usize>| {
        flow(change.location.flow).map(|flow| flow.text(tokens.clone())).unwrap_or_default()
    };

    match &change.kind {
        ChangeKind::Text { deleted, inserted, .. } => {
            let kind = replacement_kind(deleted.is_empty(), inserted.is_empty());
            Description { kind, before: base_text(deleted), after: new_words(inserted) }
        }
        ChangeKind::RowInserted { cells, .. } => {
            let cells: Vec<String> = cells.iter().map(|cell| flow::text_of(cell)).collect();
            let (kind, after) = (EditKind::RowInsertion, cells.join("｜"));
            Description { kind, before: String::new(), after }
        }
        ChangeKind::RowDeleted(flows) => {
            let cells = flows.iter().filter_map(|index| flow(*index));
            let cells: Vec<String> =
                cells.map(|flow| flow::text_of(&flow.tokens).trim().to_owned()).collect();
            let (kind, before) = (EditKind::RowDeletion, cells.join("｜"));
            Description { kind, before, after: String::new() }
        }
        ChangeKind::Table(change) => described_table(compared, change),
        ChangeKind::Format { tokens, after, .. } => {
            let (kind, after) = (EditKind::Format, format_names(*after));
            Description { kind, before: base_text(tokens), after }
        }
        ChangeKind::Link { tokens, after, .. } => {
            let after = match after {
                Some(address) => format!("链接到 {address}"),
                None => "不带链接".to_owned(),
            };
            Description { kind: EditKind::Format, before: base_text(tokens), after }
        }
        ChangeKind::Shape { after, .. } => {
            let location = change.location;
            Description {
                kind: EditKind::Format,
                before: context(compared, location),
                after: shape_name(*after),
            }
        }
        ChangeKind::Picture(_) => {
            let [before, after] = ["图片", "另一张图片"].map(str::to_owned);
            Description { kind: EditKind::Replacement, before, after }
        }
        ChangeKind::Other(_, text) => {
            Description { before: text.clone(), ..Description::wordless(EditKind::Other) }
        }
        ChangeKind::Comment(_) => Description::wordless(EditKind::Comment),
        ChangeKind::Aside { before, after, .. } => {
            let kind = if before == after {
                EditKind::Other
            } else {
                replacement_kind(before.is_empty(), after.is_empty())
            };
            Description { kind, before: before.clone(), after: after.clone() }
        }
        ChangeKind::Wordless => Description::wordless(EditKind::Wordless),
        ChangeKind::Cancelled => Description::wordless(EditKind::Cancelled),
    }
}

/// What new text says; a picture is named.
fn new_words(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        text.push_str(if token.picture.is_some() { "［图片］" } else { token.shown() });
    }
    text
}

fn replacement_kind(nothing_before: bool, nothing_after: bool) -> EditKind {
    match (nothing_before, nothing_after) {
        (true, _) => EditKind::Insertion,
        (false, true) => EditKind::Deletion,
        (false, false) => EditKind::Replacement,
    }
}

fn described_table(compared: &Compared, change: &TableChange) -> Description {
    let text = |flows: &[usize]| -> String {
        let cells = flows.iter().filter_map(|index| compared.flows.get(*index));
        let cells: Vec<String> =
            cells.map(|flow| flow::text_of(&flow.tokens).trim().to_owned()).collect();
        cells.join("｜")
    };
    match change {
        TableChange::Inserted { caption, rows } => {
            let line = |row: &Vec<CellContent>| {
                let cells = row.iter().map(|cell| flow::text_of(&cell.text).trim().to_owned());
                cells.collect::<Vec<String>>().join("｜")
            };
            let caption = flow::text_of(caption).trim().to_owned();
            let title = (!caption.is_empty()).then_some(caption);
            let lines: Vec<String> = title.into_iter().chain(rows.iter().map(line)).collect();
            let (kind, after) = (EditKind::TableInsertion, lines.join("¶"));
            Description { kind, before: String::new(), after }
        }
        TableChange::Deleted { rows } => {
            let rows: Vec<String> = rows.iter().map(|row| text(row)).collect();
            let before = rows.join("¶");
            Description { kind: EditKind::TableDeletion, before, after: String::new() }
        }
        TableChange::ColumnDeleted { flows, .. } => {
            let before = text(flows);
            Description { kind: EditKind::ColumnDeletion, before, after: String::new() }
        }
        TableChange::ColumnInserted { cells, .. } => {
            let cells: Vec<String> =
                cells.iter().map(|cell| flow::text_of(&cell.text).trim().to_owned()).collect();
            let after = cells.join("｜");
            Description { kind: EditKind::ColumnInsertion, before: String::new(), after }
        }
        TableChange::Parted { cells, .. } => {
            let cells = cells.iter().map(|cell| flow::text_of(&cell.text).trim().to_owned());
            let after = cells.filter(|text| !text.is_empty()).collect::<Vec<String>>().join("｜");
            Description { kind: EditKind::CellSplit, before: String::new(), after }
        }
        TableChange::Merged { flow, covered, text: merged, .. } => {
            let flows: Vec<usize> = std::iter::once(*flow).chain(covered.iter().copied()).collect();
            let after = flow::text_of(merged).trim().to_owned();
            Description { kind: EditKind::CellMerge, before: text(&flows), after }
        }
    }
}

/// What a paragraph became.
fn shape_name(shape: Shape) -> String {
    match (shape.heading, shape.item) {
        (Some(level), _) => format!("标题 {level}"),
        (None, Some((level, true))) => format!("第 {} 级编号项", level + 1),
        (None, Some((level, false))) => format!("第 {} 级列表项", level + 1),
        (None, None) => "正文".to_owned(),
    }
}

fn format_names(format: Format) -> String {
    let names = [
        (format.bold, "加粗"),
        (format.italic, "倾斜"),
        (format.strike, "删除线"),
        (format.underline, "下划线"),
        (format.highlight, "突出显示"),
        (format.dotted, "着重号"),
        (format.coloured, "另一种颜色"),
        (format.script == Script::Superscript, "上标"),
        (format.script == Script::Subscript, "下标"),
        (format.hidden, "隐藏"),
    ];
    let names: Vec<&str> =
        names.into_iter().filter_map(|(set, name)| set.then_some(name)).collect();
    if names.is_empty() { "常规".to_owned() } else { names.join("、") }
}

/// The line of a byte, from 1.
pub(super) fn line(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Maximum number of characters shown on either side of a conflict.
const MAX_AROUND: usize = 12;

/// A stretch with a little of what stands around it on its lines.
pub(super) fn around(text: &str, range: Range<usize>) -> String {
    let is_inside = |c: &char| *c != '\n';
    let before = text[..range.start].chars().rev().take_while(is_inside).take(MAX_AROUND);
    let before: Vec<char> = before.collect();
    let after = text[range.end..].chars().take_while(is_inside).take(MAX_AROUND);
    before.into_iter().rev().chain(text[range.clone()].chars()).chain(after).collect()
}
