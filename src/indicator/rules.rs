//! What an indicator's values are held against: range, swing, counterpart and formula.

use super::datum::IndicatorId;
use super::formula::Formula;
use crate::source::Span;
use rust_decimal::Decimal;

/// The optional part of a definition; each rule of the data checks reads its own field.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// 配合: short names of the bureaus that help the owner with the value.
    pub joint: Vec<String>,
    /// 范围: the least and the greatest value that are possible.
    pub range: (Option<Decimal>, Option<Decimal>),
    /// 波动: from this change on the year before, in percent, a 异常说明 is due.
    pub swing: Option<Decimal>,
    /// Whether its years stand alone or add up.
    pub series: Series,
    /// 对应: for 新增 its 累计, for 累计 its 新增.
    pub counterpart: Option<IndicatorId>,
    /// 公式: how it follows from other indicators, and where that stands.
    pub formula: Option<(Formula, Span)>,
    /// 验算: whether a value that doesn't follow from the formula is a reminder only, since nobody prescribes it.
    pub formula_reminds: bool,
}

/// How an indicator's years belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Series {
    /// Each year stands alone.
    #[default]
    Yearly,
    /// 新增: what a year adds.
    Added,
    /// 累计: everything up to the year's end.
    Total,
}
