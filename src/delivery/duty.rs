//! What the plan's wording has a unit do for a text.

use crate::workspace::{ChapterRole, PlanRow};

/// What a unit has to do with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It answers for the text.
    Lead,
    /// It answers for a share: “等按职责、领域分工负责”, or it is named without a word on who leads.
    Share,
}

impl Duty {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Duty::Lead => "牵头",
            Duty::Share => "分工",
        }
    }
}

/// What a row of the plan has a unit write, by its short name. Who only assists (“积极配合”) owes no text,
/// nor does who isn't named, whatever 等 or 其他部门 may mean.
pub fn duty(row: &PlanRow, bureau: &str) -> Option<Duty> {
    match row.role_of(bureau) {
        ChapterRole::Lead => Some(Duty::Lead),
        ChapterRole::Joint if !row.duty.contains("配合") => Some(Duty::Share),
        ChapterRole::Joint | ChapterRole::LeadIn | ChapterRole::Unplanned => None,
    }
}
