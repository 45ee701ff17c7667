//! The respects in which a unit stands well or not.

use super::duty::Duty;
use super::model::{Delivery, EvidenceItem, Level, Mark, Seal, TextItem};

/// A respect in which a unit may owe something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 文稿.
    Texts,
    /// 指标.
    Figures,
    /// 情况说明.
    Narratives,
    /// 佐证原件.
    Originals,
    /// 纸质件.
    Paper,
    /// 签章.
    Seal,
    /// 任务.
    Tasks,
}

impl Column {
    /// Every one, in the order of the table.
    pub const ALL: [Column; 7] = [
        Column::Texts,
        Column::Figures,
        Column::Narratives,
        Column::Originals,
        Column::Paper,
        Column::Seal,
        Column::Tasks,
    ];

    /// Its head.
    pub fn name(self) -> &'static str {
        match self {
            Column::Texts => "文稿",
            Column::Figures => "指标",
            Column::Narratives => "情况说明",
            Column::Originals => "佐证原件",
            Column::Paper => "纸质件",
            Column::Seal => "签章",
            Column::Tasks => "任务",
        }
    }
}

impl Mark {
    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::NotOwed => "–",
            Mark::Level(Level::Nothing) => "○",
            Mark::Level(Level::Part) => "◐",
            Mark::Level(Level::Whole) => "●",
            Mark::Overdue => "✗",
        }
    }
}

impl Delivery {
    /// How the unit stands in a respect.
    pub fn mark(&self, column: Column) -> Mark {
        match self.level(column) {
            None => Mark::NotOwed,
            Some(level) if level < Level::Whole && self.is_strict(column) && self.is_overdue() => {
                Mark::Overdue
            }
            Some(level) => Mark::Level(level),
        }
    }

    /// How much is there in a respect; `None` where nothing is owed.
    pub fn level(&self, column: Column) -> Option<Level> {
        match column {
            Column::Texts => whole_of(self.texts.iter().map(|text| text.level)),
            Column::Figures => {
                let level = whole_of(self.figures.iter().map(super::FigureItem::level))?;
                Some(if self.has_form { level.max(Level::Part) } else { level })
            }
            Column::Narratives => whole_of(self.narratives.iter().map(|text| text.level)),
            Column::Originals => whole_of(self.evidence.iter().map(evidence_level)),
            Column::Paper => {
                let paper = self.paper?;
                Some(if paper.is_some() { Level::Whole } else { Level::Nothing })
            }
            Column::Seal => self.seal.as_ref().map(seal_level),
            Column::Tasks => whole_of(self.tasks.iter().map(|task| match task.percent {
                0 => Level::Nothing,
                100.. => Level::Whole,
                _ => Level::Part,
            })),
        }
    }

    /// Whether something is owed by the deadline that isn't there: tasks have days of their own, and whoever has
    /// only a share of a text is asked for it.
    fn is_strict(&self, column: Column) -> bool {
        let leads = |texts: &[TextItem]| {
            texts.iter().any(|text| text.duty == Duty::Lead && text.level < Level::Whole)
        };

        match column {
            Column::Texts => leads(&self.texts),
            Column::Narratives => leads(&self.narratives),
            Column::Figures | Column::Originals | Column::Paper | Column::Seal => true,
            Column::Tasks => false,
        }
    }

    /// Whether its time is over.
    pub fn is_overdue(&self) -> bool {
        self.deadline.is_some_and(|deadline| deadline.days < 0)
    }

    /// Whether everything that it owes is there.
    pub fn is_complete(&self) -> bool {
        let levels = Column::ALL.into_iter().filter_map(|column| self.level(column));
        levels.min().unwrap_or(Level::Whole) == Level::Whole
    }
}

/// The level of several things together; `None` of none.
fn whole_of(levels: impl Iterator<Item = Level>) -> Option<Level> {
    levels.reduce(|all, level| if all == level { all } else { Level::Part })
}

fn evidence_level(item: &EvidenceItem) -> Level {
    if item.is_received() {
        Level::Whole
    } else if item.is_scanned {
        Level::Part
    } else {
        Level::Nothing
    }
}

fn seal_level(seal: &Seal) -> Level {
    match (seal.is_sealed, seal.unsigned.is_empty() && seal.has_content) {
        (false, _) => Level::Nothing,
        (true, true) => Level::Whole,
        (true, false) => Level::Part,
    }
}
