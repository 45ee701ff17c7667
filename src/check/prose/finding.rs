//! What is said of a number in prose.

use super::plain::Text;
use crate::check::number::{Amount, Bound, Figure, Quantity};
use crate::indicator::IndicatorId;
use crate::source::{GeneratedOffset, Span};
use rust_decimal::Decimal;
use std::ops::Range;

/// What became of the numbers that writers typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those that agree with the table.
    pub agreeing: usize,
    /// Those that differ from it.
    pub differing: usize,
    /// Those that could not be decided.
    pub undecided: usize,
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
}

impl Finding {
    /// The finding on a part of a text; none where that leads back to no place in a file.
    pub(super) fn new(text: &Text, range: Range<usize>, verdict: Verdict) -> Option<Finding> {
        let offset = |byte: usize| GeneratedOffset(byte as u32);
        let span = text.text.locate(offset(range.start)..offset(range.end))?;
        let typed = text.text.text()[range].to_owned();
        Some(Finding { span, typed, verdict })
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
    /// It is not certain what it is about.
    Undecided,
    /// It says neither how much nor how many.
    NoQuantity,
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
        Fact { indicator, year, aspect, figure, base: quantity.base.clone(), exact, unit }
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
