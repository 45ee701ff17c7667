//! Indicators: definitions, values, what follows from them, and how they are printed.
//!
//! In: chapters/indicators/*.yaml. Out: [`Indicators`]. Arithmetic is decimal throughout; rounding
//! is half away from zero, as 四舍五入 asks.

mod compute;
mod dump;
mod formula;
mod interval;
mod load;
mod rules;
mod scaffold;
mod unit;

pub use compute::format_number;
pub use dump::dump;
pub use formula::{Formula, Misformed, Term};
pub use interval::Interval;
pub use load::{Entry, Misread, load, read_number};
pub use rules::{Direction, Rules, Series};
pub use scaffold::scaffold;
pub use unit::convert;

use crate::source::Span;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Indicators::definitions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorId(pub u32);

/// All indicators and their values.
#[derive(Debug, Clone, Default)]
pub struct Indicators {
    /// In the order of the definition files.
    pub definitions: Vec<Indicator>,
    /// By indicator and year.
    pub values: BTreeMap<(IndicatorId, i32), Datum>,
    /// Where a bureau left a value blank.
    pub blanks: BTreeMap<(IndicatorId, i32), Span>,
    /// Values that can't be read: a 1 stands in the place of each, so that what shows them isn't
    /// reported for want of them.
    pub unread: BTreeSet<(IndicatorId, i32)>,
    /// Names and aliases.
    index: BTreeMap<String, IndicatorId>,
}

/// What an indicator is.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its place.
    pub span: Span,
    /// Unique name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Unit; may be empty.
    pub unit: String,
    /// Digits after the point.
    pub decimals: u32,
    /// Years asked for.
    pub years: Vec<i32>,
    /// Short name of the bureau that owns it.
    pub owner: String,
    /// Id of the plan row that asks for it.
    pub row: String,
    /// Group in tables.
    pub group: String,
    /// What its values are.
    pub kind: IndicatorKind,
    /// 口径; may be empty.
    pub basis: String,
    /// What its values are held against.
    pub rules: Rules,
}

/// What an indicator's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// 数值.
    Number,
    /// 文本: `第一、二类`.
    Text,
    /// 比例: parts of a whole that add up to 100, `7.0:45.5:47.5`.
    Ratio,
    /// 名单.
    List,
    /// 是否.
    YesNo,
}

/// A value as its bureau gave it.
#[derive(Debug, Clone)]
pub struct Datum {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: DatumValue,
    /// Source document; may be empty.
    pub source: String,
    /// How far it is known for certain.
    pub status: DatumStatus,
    /// Note; may be empty.
    pub note: String,
    /// 异常说明: why it differs so much from the year before; may be empty.
    pub reason: String,
    /// Short name of the bureau that reports it.
    pub bureau: String,
}

/// A number or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatumValue {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
}

/// How far a value is known for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatumStatus {
    /// 样例: made up.
    Sample,
    /// 初报: reported, not verified.
    Reported,
    /// 已核: verified.
    Verified,
}

/// A number computed from data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The result, unrounded.
    pub value: Decimal,
    /// The data that went into it.
    pub data: Vec<(IndicatorId, i32)>,
    /// Whether one of them is marked 样例.
    pub sample: bool,
}

/// Why a number can't be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomputable {
    /// The indicator has no value in this year.
    Missing(i32),
    /// Its value in this year is no number.
    NotNumeric(i32),
    /// The value to compare with is zero.
    ZeroBase(i32),
    /// The result has too many digits.
    Overflow,
}

impl Indicators {
    /// Indicators with these definitions and values; of two with one name the first is found.
    pub fn new(
        definitions: Vec<Indicator>,
        values: BTreeMap<(IndicatorId, i32), Datum>,
    ) -> Indicators {
        let mut index = BTreeMap::new();
        for (id, indicator) in numbered(&definitions) {
            let names = std::iter::once(&indicator.name).chain(&indicator.aliases);
            for name in names.filter(|name| !name.is_empty()) {
                index.entry(name.clone()).or_insert(id);
            }
        }
        let (blanks, unread) = (BTreeMap::new(), BTreeSet::new());
        Indicators { definitions, values, blanks, unread, index }
    }

    /// Without the values that only stand in for unread ones: nothing can be held against those.
    pub fn certain(&self) -> Cow<'_, Indicators> {
        if self.unread.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut certain = self.clone();
        certain.values.retain(|key, _| !self.unread.contains(key));
        Cow::Owned(certain)
    }

    /// The indicator with this name or alias.
    pub fn find(&self, name: &str) -> Option<IndicatorId> {
        self.index.get(name).copied()
    }

    /// Every name and alias, sorted: what a mistyped name may stand for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// Every indicator with its id, in the order of the definitions.
    pub fn all(&self) -> impl Iterator<Item = (IndicatorId, &Indicator)> {
        numbered(&self.definitions)
    }

    /// What an indicator is.
    pub fn get(&self, id: IndicatorId) -> &Indicator {
        &self.definitions[id.0 as usize]
    }

    /// Its value in a year.
    pub fn datum(&self, id: IndicatorId, year: i32) -> Option<&Datum> {
        self.values.get(&(id, year))
    }

    /// The indicators of a group, in the order of their definitions.
    pub fn by_group(&self, group: &str) -> Vec<IndicatorId> {
        self.such(|indicator| indicator.group == group)
    }

    /// The indicators that a bureau owns, in the order of their definitions.
    pub fn by_owner(&self, bureau: &str) -> Vec<IndicatorId> {
        self.such(|indicator| indicator.owner == bureau)
    }

    /// The indicators that a row of the plan asks for, in the order of their definitions.
    pub fn by_row(&self, row: &str) -> Vec<IndicatorId> {
        self.such(|indicator| indicator.row == row)
    }

    fn such(&self, wanted: impl Fn(&Indicator) -> bool) -> Vec<IndicatorId> {
        numbered(&self.definitions)
            .filter(|(_, indicator)| wanted(indicator))
            .map(|(id, _)| id)
            .collect()
    }
}

fn numbered(definitions: &[Indicator]) -> impl Iterator<Item = (IndicatorId, &Indicator)> {
    (0u32..).map(IndicatorId).zip(definitions)
}

#[cfg(test)]
mod tests;
