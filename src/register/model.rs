//! What a register says.

use crate::document::Date;
use crate::source::FileId;
use crate::workspace::Spanned;
use std::collections::BTreeMap;

/// The registers of all units.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// One for each unit, in the order of bureaus.yaml.
    pub list: Vec<Register>,
}

/// What came in from a unit and what went out to it.
#[derive(Debug, Clone)]
pub struct Register {
    /// Short name of the unit.
    pub bureau: String,
    /// Path of its file, relative to the workspace; it may not be there yet.
    pub path: String,
    /// The file, where there is one.
    pub file: Option<FileId>,
    /// Whether the file has no mistakes: nothing is appended to one that has.
    pub is_sound: bool,
    /// The entries that could be read, in the file's order.
    pub entries: Vec<Spanned<Entry>>,
}

/// An entry of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub date: Date,
    /// The time of the day, `09:30`; may be empty.
    pub time: String,
    /// What happened.
    pub event: Event,
    /// Who wrote it down; may be empty.
    pub by: String,
    /// A note; may be empty.
    pub note: String,
}

/// Checksums of what a unit signs, by the name of each part.
pub type Items = BTreeMap<String, String>;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// 收文: a file or a message came in.
    Received(Receipt),
    /// 纸质件: the unit's text and data came on paper.
    Paper,
    /// 原件: the original of a document came in.
    Original {
        /// Its 文号.
        number: String,
    },
    /// 无需供稿: the unit has nothing to write for a section or row that asks it for its share.
    NothingToWrite {
        /// Folder of the section, or the row's id.
        section: String,
    },
    /// 签章: a sealed page came back.
    Sealed {
        /// Checksum of what was signed: of a slip, or of all that stood there.
        checksum: String,
        /// What was signed, where no slip had listed it.
        items: Items,
    },
    /// 展期: the unit got more time.
    Extended {
        /// The day until which it has time.
        until: Date,
    },
    /// 催报: the unit was urged.
    Urged {
        /// How strictly.
        grade: Grade,
        /// Which time it was.
        count: u32,
    },
    /// 退改单: something was given back.
    Returned {
        /// Checksum of what was given back.
        checksum: String,
    },
    /// 确认单: a slip for signature went out.
    Confirmation {
        /// Checksum of all that it listed.
        checksum: String,
        /// What it listed.
        items: Items,
    },
    /// 任务进展: how far a row of the plan is done.
    Progress {
        /// The row's id.
        row: String,
        /// In per cent.
        percent: u8,
        /// In words; may be empty.
        words: String,
    },
    /// 备注: nothing but the note.
    Note,
}

/// What came in, mostly a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The file's name; empty where no file was kept.
    pub file: String,
    /// Checksum of its bytes; empty where no file was kept.
    pub checksum: String,
    /// How it came: 钉钉, 邮箱, 纸质; may be empty.
    pub channel: String,
    /// What it was.
    pub content: Content,
    /// Folder of the section of a text, or the row's id; empty for other files.
    pub section: String,
    /// 文号 of a scan; empty for other files.
    pub number: String,
}

/// What a file that came in was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// 文稿: the draft of a text.
    Text,
    /// 填报表: a filled form.
    Form,
    /// 收回稿: a review copy with somebody's changes.
    ReviewCopy,
    /// 扫描件: the scan of an original.
    Scan,
    /// 其他: it was only kept.
    Other,
}

/// How strictly a unit was urged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// 提前: before the day.
    Before,
    /// 到期: on the day.
    OnTheDay,
    /// 逾期: after it.
    Overdue,
}

/// Words of a file with what they stand for.
pub(super) type Words<T> = &'static [(&'static str, T)];

impl Content {
    pub(super) const WORDS: Words<Content> = &[
        ("文稿", Content::Text),
        ("填报表", Content::Form),
        ("收回稿", Content::ReviewCopy),
        ("扫描件", Content::Scan),
        ("其他", Content::Other),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        word_of(Content::WORDS, self)
    }
}

impl Grade {
    pub(super) const WORDS: Words<Grade> =
        &[("提前", Grade::Before), ("到期", Grade::OnTheDay), ("逾期", Grade::Overdue)];

    /// Its word.
    pub fn name(self) -> &'static str {
        word_of(Grade::WORDS, self)
    }
}

fn word_of<T: PartialEq>(words: Words<T>, meaning: T) -> &'static str {
    words.iter().find(|(_, other)| *other == meaning).map_or("", |(word, _)| word)
}

impl Event {
    /// Its word: the entry's 事项.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Received(_) => "收文",
            Event::Paper => "纸质件",
            Event::Original { .. } => "原件",
            Event::NothingToWrite { .. } => "无需供稿",
            Event::Sealed { .. } => "签章",
            Event::Extended { .. } => "展期",
            Event::Urged { .. } => "催报",
            Event::Returned { .. } => "退改单",
            Event::Confirmation { .. } => "确认单",
            Event::Progress { .. } => "任务进展",
            Event::Note => "备注",
        }
    }
}
