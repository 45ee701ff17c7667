//! What units owe, and what of it is there.

use super::duty::Duty;
use crate::document::Date;
use crate::workspace::Status;

/// How much of something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Nothing,
    /// Some of it.
    Part,
    /// All of it.
    Whole,
}

/// How a unit stands in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It owes nothing of the kind.
    NotOwed,
    /// So much is there.
    Level(Level),
    /// It isn't whole, and the time is over.
    Overdue,
}

/// When a unit's contributions are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub date: Date,
    /// Whether the unit got more time than the others.
    pub is_extended: bool,
    /// Days that are left; below 0 where it is over.
    pub days: i32,
}

/// What all units owe and have handed in.
#[derive(Debug, Clone)]
pub struct Deliveries {
    /// The day as of which.
    pub date: Date,
    /// When everything is due, but for units that got more time.
    pub deadline: Option<Deadline>,
    /// The units that owe something, in the order of bureaus.yaml.
    pub units: Vec<Delivery>,
}

/// What a unit owes and has handed in.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Index of the unit in bureaus.yaml.
    pub index: usize,
    /// Its short name.
    pub bureau: String,
    /// When it is due.
    pub deadline: Option<Deadline>,
    /// Texts for sections.
    pub texts: Vec<TextItem>,
    /// Its indicators.
    pub figures: Vec<FigureItem>,
    /// Whether a form came in that isn't whole in the data.
    pub has_form: bool,
    /// Texts for other rows of the plan.
    pub narratives: Vec<TextItem>,
    /// The documents that its texts cite as evidence.
    pub evidence: Vec<EvidenceItem>,
    /// The day on which paper came in; `None` inside where it didn't yet, outside where none is owed.
    pub paper: Option<Option<Date>>,
    /// What it has signed; `None` where it needn't.
    pub seal: Option<Seal>,
    /// The tasks that it leads.
    pub tasks: Vec<TaskItem>,
}

/// A text that a unit is to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextItem {
    /// Folder of the section, or the row's id: `06-产品质量`, `sb-02`.
    pub folder: String,
    /// What people call it: `06 产品质量`, `sb-02`.
    pub name: String,
    /// What the unit has to do with it.
    pub duty: Duty,
    /// How much of it is there.
    pub level: Level,
    /// State of the chapter's head; `None` where there is no chapter.
    pub status: Option<Status>,
    /// Whether the chapter prints any text.
    pub has_text: bool,
    /// Whether a draft is in the register.
    pub is_received: bool,
}

/// An indicator that a unit is to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureItem {
    /// Its name.
    pub name: String,
    /// The years asked for that have no value.
    pub missing: Vec<i32>,
    /// The years with a sample in the place of a value.
    pub samples: Vec<i32>,
    /// How many years are asked for.
    pub asked: usize,
}

/// A document that a unit cites as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceItem {
    /// Its title.
    pub title: String,
    /// Its 文号; may be empty.
    pub number: String,
    /// Path of the chapter that lists it.
    pub chapter: String,
    /// Whether the chapter's head says that the original is there.
    pub is_listed_received: bool,
    /// Whether the register has the original.
    pub is_registered: bool,
    /// Whether the register has a scan.
    pub is_scanned: bool,
}

/// What a unit has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Whether a sealed page came in.
    pub is_sealed: bool,
    /// The parts of its content that weren't signed as they are now.
    pub unsigned: Vec<String>,
    /// Whether there is anything to sign.
    pub has_content: bool,
}

/// A task that a unit leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskItem {
    /// The row's id.
    pub row: String,
    /// What is to be done.
    pub wording: String,
    /// How far it is done, in per cent.
    pub percent: u8,
    /// In words; may be empty.
    pub words: String,
}

impl FigureItem {
    /// How much of it is there.
    pub fn level(&self) -> Level {
        match self.missing.len() + self.samples.len() {
            0 => Level::Whole,
            wanting if wanting < self.asked => Level::Part,
            _ => Level::Nothing,
        }
    }

    /// How many years are wanting.
    pub fn wanting(&self) -> usize {
        self.missing.len() + self.samples.len()
    }
}

impl EvidenceItem {
    /// Whether the original is there.
    pub fn is_received(&self) -> bool {
        self.is_listed_received || self.is_registered
    }
}
