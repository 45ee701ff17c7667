//! What is said of a number in prose.

use super::plain::Text;
use crate::check::number::{Amount, Bound, Figure, Quantity};
use crate::indicator::IndicatorId;
use crate::source::{GeneratedOffset, Span};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// What became of the numbers that writers typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those that agree with the table.
    pub agreeing: usize,
    /// Those that differ from it.
    pub differing: usize,
    /// Those that differ and for which a writer has given a reason.
    pub acknowledged: usize,
    /// Those that could not be decided, by why.
    pub undecided: BTreeMap<Doubt, usize>,
}

impl Counts {
    /// Those about an indicator that could not be decided.
    pub fn doubtful(&self) -> usize {
        let about = self.undecided.iter().filter(|(doubt, _)| **doubt != Doubt::NoIndicator);
        about.map(|(_, count)| count).sum()
    }

    /// Those about no indicator.
    pub fn other(&self) -> usize {
        self.undecided.get(&Doubt::NoIndicator).copied().unwrap_or(0)
    }
}

/// A number in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands.
    pub span: Span,
    /// As it stands there.
    pub typed: String,
    /// What is to be said of it.
    pub verdict: Verdict,
    /// The sentence around it, where it differs from the table; a value of data counts as one character.
    pub sentence: String,
}

impl Finding {
    /// The finding on a part of a text; none where that leads back to no place in a file.
    pub(super) fn new(text: &Text, range: Range<usize>, verdict: Verdict) -> Option<Finding> {
        let offset = |byte: usize| GeneratedOffset(byte as u32);
        let span = text.text.locate(offset(range.start)..offset(range.end))?;
        let sentence = if verdict.differs() { text.sentence(&range) } else { String::new() };
        let typed = text.text.text()[range].to_owned();
        Some(Finding { span, typed, verdict, sentence })
    }
}

/// What is to be said of a number in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The table has the same.
    Agrees(Fact),
    /// The table has something else.
    Differs(Fact),
    /// It is about an indicator of which the table has nothing for that year.
    Untabled(Fact),
    /// The table has the same, and the text takes % for percentage points or the other way round.
    MixedUnits(Fact),
    /// It can't be told whether it is right.
    Undecided(Doubt),
    /// It says neither how much nor how many.
    NoQuantity,
}

impl Verdict {
    /// Whether the text is to be corrected.
    pub fn differs(&self) -> bool {
        matches!(self, Verdict::Differs(_) | Verdict::MixedUnits(_))
    }

    /// What the number says, where that was understood.
    pub fn fact(&self) -> Option<&Fact> {
        match self {
            Verdict::Agrees(fact)
            | Verdict::Differs(fact)
            | Verdict::MixedUnits(fact)
            | Verdict::Untabled(fact) => Some(fact),
            Verdict::Undecided(_) | Verdict::NoQuantity => None,
        }
    }

    /// Why it isn't decided.
    pub fn doubt(&self) -> Option<Doubt> {
        match self {
            Verdict::Undecided(doubt) => Some(*doubt),
            Verdict::Untabled(_) => Some(Doubt::NoValue),
            Verdict::Agrees(_)
            | Verdict::Differs(_)
            | Verdict::MixedUnits(_)
            | Verdict::NoQuantity => None,
        }
    }
}

/// Why a number can't be held against the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// No indicator is named.
    NoIndicator,
    /// No year is given, nor inherited from an earlier sentence or a heading.
    NoYear,
    /// The year is inherited, and the number differs by more than a slip.
    InheritedYear,
    /// It is another place's or organisation's.
    Elsewhere,
    /// It is that of a trade, a link of a chain, a group.
    Part,
    /// Another source or another way of reckoning.
    Basis,
    /// A plan, a target, a duty.
    Plan,
    /// A part of a year, or several years.
    Period,
    /// Growth that may be at constant prices.
    ConstantPrices,
    /// The table has no value for that year.
    NoValue,
    /// Its unit or form can't be compared with the table's.
    Unlike,
    /// Within what rounding of the table's own numbers can do.
    Rounding,
    /// Something around it isn't understood.
    Unclear,
}

impl Doubt {
    /// Why, in Chinese.
    pub fn reason(self) -> &'static str {
        match self {
            Doubt::NoIndicator => "没有说到指标",
            Doubt::NoYear => "没有年份",
            Doubt::InheritedYear => "年份是前面说的，相差较大，不像笔误",
            Doubt::Elsewhere => "说的是别的地方或单位",
            Doubt::Part => "说的是一部分：行业、环节、群体等",
            Doubt::Basis => "出处或口径不同",
            Doubt::Plan => "说的是计划、目标、要求",
            Doubt::Period => "不是一整年的数",
            Doubt::ConstantPrices => "增长可能按不变价计算",
            Doubt::NoValue => "指标数据里没有这一年的数",
            Doubt::Unlike => "单位或形式不能比较",
            Doubt::Rounding => "相差在四舍五入的范围里",
            Doubt::Unclear => "句子没有读懂",
        }
    }
}

/// What a number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The indicator that it is about.
    pub indicator: IndicatorId,
    /// The year.
    pub year: i32,
    /// What of it.
    pub aspect: Aspect,
    /// The number, in its base unit; none for ratios and doublings.
    pub figure: Option<Figure>,
    /// Its base unit.
    pub base: String,
    /// Whether it is meant as it stands, without 约 or 以上.
    pub exact: bool,
    /// Where its unit stands.
    pub unit: UnitPosition,
    /// Whether its year stands in its own sentence, and not in an earlier one or a heading.
    pub year_stated: bool,
    /// Whether it is surely about the city's indicator, so that an expression may stand for it.
    pub firm: bool,
}

impl Fact {
    /// What a quantity says of an indicator.
    pub(super) fn new(
        indicator: IndicatorId,
        year: i32,
        aspect: Aspect,
        quantity: &Quantity,
        unit: UnitPosition,
    ) -> Fact {
        let figure = if let Amount::Single(figure) = quantity.amount { Some(figure) } else { None };
        let exact = quantity.bound == Bound::Exact && figure.is_some();
        let base = quantity.base.clone();
        Fact { indicator, year, aspect, figure, base, exact, unit, year_stated: true, firm: true }
    }

    /// The same, with a year from an earlier sentence or a heading.
    pub(super) fn with_inherited_year(mut self) -> Fact {
        self.year_stated = false;
        self
    }

    /// The same, sure or not.
    pub(super) fn firm(mut self, firm: bool) -> Fact {
        self.firm = firm;
        self
    }
}

/// Where a number's unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPosition {
    /// With the number.
    Number,
    /// Around it, in a table; it is the indicator's own.
    Around,
    /// Around it; it is another one.
    Other,
}

/// What of an indicator a number gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Its value.
    Level,
    /// Its growth over this year, with the direction that the words give.
    Growth(i32, Direction),
    /// Its change from this year, with the direction that the words give.
    Change(i32, Direction),
    /// How many times this year's value it is.
    Multiple(i32),
}

/// Upwards or downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// 增长, 提高.
    Up,
    /// 下降, 减少.
    Down,
}

impl Direction {
    /// A computed number, positive where it goes this way.
    pub(super) fn toward(self, value: Decimal) -> Decimal {
        match self {
            Direction::Up => value,
            Direction::Down => -value,
        }
    }
}
