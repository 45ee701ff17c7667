//! What goes out to a unit on a page of its own, and what the lead office keeps beside the report, as their
//! templates are given it.

use super::Date;

/// What a slip is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipKind {
    /// 催报单: what a unit still owes.
    Urge,
    /// 退改单: what a unit is to mend.
    Return,
    /// 确认单: what a unit signs.
    Confirmation,
    /// 佐证材料目录: every document that is cited or listed, and where it is.
    Evidence,
    /// 任务进展表: how far the plan's tasks are done.
    Tasks,
    /// 报送情况通报: how all units stand, on one page that goes round.
    Notice,
}

impl SlipKind {
    /// Every kind.
    pub const ALL: [SlipKind; 6] = [
        SlipKind::Urge,
        SlipKind::Return,
        SlipKind::Confirmation,
        SlipKind::Evidence,
        SlipKind::Tasks,
        SlipKind::Notice,
    ];

    /// Its title, which the names of its files begin with.
    pub fn title(self) -> &'static str {
        match self {
            SlipKind::Urge => "催报单",
            SlipKind::Return => "退改单",
            SlipKind::Confirmation => "确认单",
            SlipKind::Evidence => "佐证材料目录",
            SlipKind::Tasks => "任务进展表",
            SlipKind::Notice => "报送情况通报",
        }
    }

    /// The template that makes it.
    pub fn template(self) -> &'static str {
        match self {
            SlipKind::Urge => "urge.md.j2",
            SlipKind::Return => "return.md.j2",
            SlipKind::Confirmation => "confirmation.md.j2",
            SlipKind::Evidence => "evidence.md.j2",
            SlipKind::Tasks => "tasks.md.j2",
            SlipKind::Notice => "notice.md.j2",
        }
    }

    /// The profile that it is set by.
    pub fn profile(self) -> &'static str {
        if self == SlipKind::Notice { "tongbao" } else { "danju" }
    }

    /// Whether its pages lie landscape.
    pub fn is_landscape(self) -> bool {
        matches!(self, SlipKind::Evidence | SlipKind::Tasks)
    }
}

/// A slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What it is for.
    pub kind: SlipKind,
    /// Its date.
    pub date: Date,
    /// The unit that it goes to; empty for what the lead office keeps.
    pub unit: SlipUnit,
    /// The unit that it comes from, and whom to ask there.
    pub sender: SlipUnit,
    /// When the unit's contributions are due.
    pub deadline: Option<Date>,
    /// Days until then; below 0 where it is over.
    pub days: i64,
    /// How strict it is: 提前, 到期, 逾期; empty where it isn't about a day.
    pub grade: String,
    /// Which slip of its kind the unit gets.
    pub count: u32,
    /// Checksum of what it lists; empty where nothing is to be signed.
    pub checksum: String,
    /// What it lists.
    pub groups: Vec<SlipGroup>,
}

/// A unit as a slip names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlipUnit {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Whom to ask there; may be empty.
    pub contact: String,
    /// Their telephone; may be empty.
    pub phone: String,
}

/// Things of one kind on a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipGroup {
    /// What they are: 文稿, 指标数据, 原件.
    pub name: String,
    /// The things.
    pub rows: Vec<SlipRow>,
}

/// A thing on a slip. What its texts say depends on the slip, as its template's head tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlipRow {
    /// What it is called.
    pub name: String,
    /// What is said of it.
    pub detail: String,
    /// What it should be, or where it is.
    pub wanted: String,
    /// A note.
    pub note: String,
    /// Further columns, such as one for each year.
    pub cells: Vec<String>,
}
