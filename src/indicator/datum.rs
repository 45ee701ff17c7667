//! A value of an indicator.

use crate::source::Span;
use rust_decimal::Decimal;

/// Index into [`Indicators::definitions`](super::Indicators::definitions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorId(pub u32);

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

impl DatumValue {
    /// The number that it is.
    pub fn number(&self) -> Option<Decimal> {
        if let DatumValue::Number(number) = self { Some(*number) } else { None }
    }
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
