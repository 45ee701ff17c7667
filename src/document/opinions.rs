//! The table of reviewers' opinions (意见采纳情况表), as its template is given it.

use super::Date;

/// What the table shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpinionTable {
    /// Its title.
    pub title: String,
    /// Its date.
    pub date: Date,
    /// How many opinions, and what became of them, in a sentence.
    pub summary: String,
    /// The opinions: first those that wait for somebody.
    pub groups: Vec<OpinionGroup>,
}

/// Opinions of which the same became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionGroup {
    /// What.
    pub kind: OpinionClass,
    /// What it is called.
    pub name: String,
    /// The bureau that is asked; empty for other groups.
    pub bureau: String,
    /// The opinions.
    pub rows: Vec<OpinionRow>,
}

/// What became of opinions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpinionClass {
    /// They clash.
    Conflict,
    /// A bureau is asked.
    Request,
    /// Not taken over.
    Refused,
    /// Comments that wait for an answer.
    Comment,
    /// A person decided against them, or closed them.
    Settled,
    /// Taken over.
    Taken,
}

impl OpinionClass {
    /// Its word in the template.
    pub fn word(self) -> &'static str {
        match self {
            OpinionClass::Conflict => "冲突",
            OpinionClass::Request => "转归口单位核定",
            OpinionClass::Refused => "未采用",
            OpinionClass::Comment => "批注",
            OpinionClass::Settled => "已定",
            OpinionClass::Taken => "采用",
        }
    }
}

/// An opinion, as a row shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpinionRow {
    /// Its number: `12`, `3甲`.
    pub number: String,
    /// Who.
    pub reviewer: String,
    /// When; may be empty.
    pub date: String,
    /// Where: `第六部分（二）第3段`.
    pub position: String,
    /// Chapter and line; may be empty.
    pub source: String,
    /// What it said.
    pub before: String,
    /// What it is to say.
    pub after: String,
    /// What became of it.
    pub outcome: String,
    /// Why; may be empty.
    pub reason: String,
}
