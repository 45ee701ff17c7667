//! Indicators: definitions, values, what follows from them, and how they are printed.
//!
//! In: chapters/indicators/*.yaml. Out: [`Indicators`]. Arithmetic is decimal throughout; rounding
//! is half away from zero, as 四舍五入 asks.

use crate::source::Span;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

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
}

/// What an indicator's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// 数值.
    Number,
    /// 文本: `7.0:45.5:47.5`.
    Text,
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
