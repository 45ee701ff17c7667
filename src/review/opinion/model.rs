//! An opinion, as it is recorded.

use crate::review::entry::{EditKind, SameSentence, SentPatch, SentStretch};
use serde::{Deserialize, Serialize};

/// What a reviewer said of one copy, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Its number, by which people settle it; those that clash share one.
    #[serde(rename = "序号")]
    pub number: u32,
    /// Which of those that share the number, from 1; 0 where it has the number alone.
    #[serde(rename = "方", default)]
    pub side: u32,
    /// Number of the list that it first stood in.
    #[serde(rename = "清单")]
    pub list: u32,
    /// The copy that it was made in.
    #[serde(rename = "送审稿")]
    pub copy: String,
    /// Who; as the file says, else whom the copy was sent to.
    #[serde(rename = "审稿人")]
    pub reviewer: String,
    /// The day, as the file says; may be empty.
    #[serde(rename = "日期", default)]
    pub date: String,
    /// What it is known by in another file of the same copy: a hash of place and words.
    #[serde(rename = "标识")]
    pub key: String,
    /// Where it stands.
    #[serde(rename = "位置")]
    pub position: Position,
    /// What was done.
    #[serde(rename = "类别")]
    pub kind: OpinionKind,
    /// What it said; the words that a comment speaks of.
    #[serde(rename = "原文", default)]
    pub before: String,
    /// What it is to say; a comment's text.
    #[serde(rename = "意见", default)]
    pub after: String,
    /// What it does to the chapters that were sent; empty where nothing could.
    #[serde(rename = "改法", default)]
    pub patches: Vec<SentPatch>,
    /// The bytes of the chapter that was sent that were marked as one within a paragraph.
    #[serde(rename = "范围", default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<SentStretch>,
    /// Who else changed its sentence, where all of it was taken over.
    #[serde(rename = "同句", default, skip_serializing_if = "SameSentence::is_empty")]
    pub same_sentence: SameSentence,
    /// The key of the first of those that go in together, as a move's two ends.
    #[serde(rename = "同组", default)]
    pub group: String,
    /// What the merge came to.
    #[serde(rename = "结果")]
    pub state: State,
    /// What a person decided.
    #[serde(rename = "决定", default)]
    pub decision: Option<Decision>,
    /// What was answered to a comment, in order.
    #[serde(rename = "答复", default)]
    pub replies: Vec<Reply>,
}

/// Where an opinion stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// In words: `第六部分（二）第3段`, `页眉`.
    #[serde(rename = "处")]
    pub words: String,
    /// The chapter; empty for what stands in none.
    #[serde(rename = "文稿", default)]
    pub path: String,
    /// The line when it was merged, from 1.
    #[serde(rename = "行", default)]
    pub line: usize,
    /// The anchor of its paragraph in the copy that was sent; may be empty.
    #[serde(rename = "段", default)]
    pub anchor: String,
    /// The byte of the chapter that was sent at which it stands.
    #[serde(rename = "起", default)]
    pub start: usize,
}

/// What was done, as the record says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpinionKind {
    /// Text was inserted.
    #[serde(rename = "增")]
    Insertion,
    /// Text was deleted.
    #[serde(rename = "删")]
    Deletion,
    /// Text was replaced.
    #[serde(rename = "改")]
    Replacement,
    /// Text was moved.
    #[serde(rename = "移")]
    Move,
    /// A row, a column or a table was changed as a whole.
    #[serde(rename = "表")]
    Table,
    /// The format was changed.
    #[serde(rename = "版式")]
    Format,
    /// A comment.
    #[serde(rename = "批注")]
    Comment,
    /// Anything else.
    #[serde(rename = "其他")]
    Other,
}

impl OpinionKind {
    /// The kind of an entry.
    pub fn of(kind: EditKind) -> OpinionKind {
        match kind {
            EditKind::Insertion => OpinionKind::Insertion,
            EditKind::Deletion => OpinionKind::Deletion,
            EditKind::Replacement => OpinionKind::Replacement,
            EditKind::Move => OpinionKind::Move,
            EditKind::RowInsertion
            | EditKind::RowDeletion
            | EditKind::TableInsertion
            | EditKind::TableDeletion
            | EditKind::ColumnInsertion
            | EditKind::ColumnDeletion
            | EditKind::CellMerge
            | EditKind::CellSplit => OpinionKind::Table,
            EditKind::Format => OpinionKind::Format,
            EditKind::Comment => OpinionKind::Comment,
            EditKind::Other | EditKind::Cancelled | EditKind::Wordless => OpinionKind::Other,
        }
    }
}

/// What a merge came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It was taken over.
    #[serde(rename = "采用")]
    Applied,
    /// The chapter said so already.
    #[serde(rename = "原已如此")]
    Present,
    /// It waits for a decision.
    #[serde(rename = "冲突")]
    Conflict {
        /// What the chapter, or the other reviewer, says.
        #[serde(rename = "现为")]
        now: String,
        /// The other reviewer; none for the chapter.
        #[serde(rename = "对方", default)]
        with: Option<String>,
    },
    /// It waits for the bureau that owns the datum.
    #[serde(rename = "转归口单位核定")]
    Request {
        /// The bureau.
        #[serde(rename = "单位")]
        bureau: String,
        /// The indicator, and the file that holds its value.
        #[serde(rename = "事项")]
        matter: String,
    },
    /// It can't be taken over.
    #[serde(rename = "未采用")]
    Refused {
        /// Why.
        #[serde(rename = "原因")]
        reason: String,
    },
    /// A comment, which waits for an answer.
    #[serde(rename = "批注")]
    Comment,
}

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    #[serde(rename = "为")]
    pub choice: Choice,
    /// Why; may be empty.
    #[serde(rename = "理由", default)]
    pub reason: String,
    /// The day: 2018-06-20.
    #[serde(rename = "日期")]
    pub date: String,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// Taken over, by the program or by hand; a comment is dealt with.
    #[serde(rename = "采用")]
    Adopted,
    /// The text stays as it is.
    #[serde(rename = "保留")]
    Kept,
    /// Not taken over.
    #[serde(rename = "不采纳")]
    Rejected,
}

impl Choice {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Choice::Adopted => "采用",
            Choice::Kept => "保留原文",
            Choice::Rejected => "不采纳",
        }
    }
}

/// An answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who.
    #[serde(rename = "谁")]
    pub author: String,
    /// The day; may be empty.
    #[serde(rename = "日期", default)]
    pub date: String,
    /// What.
    #[serde(rename = "内容")]
    pub text: String,
}

impl Opinion {
    /// Whether it waits for somebody.
    pub fn is_open(&self) -> bool {
        let waits = match self.state {
            State::Applied | State::Present => false,
            State::Conflict { .. } | State::Request { .. } | State::Refused { .. } => true,
            State::Comment => true,
        };
        waits && self.decision.is_none()
    }

    /// Whether it is a comment.
    pub fn is_comment(&self) -> bool {
        self.kind == OpinionKind::Comment
    }

    /// Whether another edit of the same sources touches what this one does.
    pub fn touches(&self, other: &[SentPatch]) -> bool {
        self.patches.iter().any(|patch| other.iter().any(|other| patch.touches(other)))
    }
}
