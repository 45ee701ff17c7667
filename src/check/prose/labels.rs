//! What the head of a column or the first cell of a row of a table says.
//!
//! In: the text of the cell. Out: an indicator, a year, a change, a unit, whose the figures are.

use super::context::ProseContext;
use super::finding::Direction;
use crate::check::words::CONTEXT;
use crate::indicator::IndicatorId;

/// What a label says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing, or the number of a row.
    Blank,
    /// 单位.
    Unit,
    /// Exactly a year, with 末 or 完成 at most.
    Year(i32, Option<String>),
    /// 上年.
    LastYear,
    /// 全年, 本年: the table's own year, whole.
    WholeYear,
    /// Exactly an indicator's name, and the unit that follows it in brackets.
    Name(IndicatorId, Option<String>),
    /// 数值, 绝对数, and the unit that follows in brackets.
    Value(Option<String>),
    /// 比上年增加（亿元）.
    Change(Change),
    /// The whole city.
    City,
    /// 合计.
    Total,
    /// Anything else, and the unit in brackets; with another label it may be a name.
    Noun(String, Option<String>),
}

/// A column of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// What it is compared with.
    pub base: Base,
    pub direction: Direction,
    /// Whether it is growth in percent.
    pub is_growth: bool,
    pub unit: Option<String>,
}

/// What a column of changes is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The year before.
    LastYear,
    /// A year.
    Year(i32),
    /// The first of the table's two years.
    FirstYear,
}

/// What a text says.
pub(super) fn label(context: &ProseContext<'_>, text: &str) -> Label {
    let text = text.trim();
    let ordinal = text.chars().all(|c| c.is_ascii_digit()) && text.len() < 4;
    if ordinal || CONTEXT.ordinal_label.contains(text) {
        return Label::Blank;
    }
    if CONTEXT.unit_label.contains(text) {
        return Label::Unit;
    }

    let (name, unit) = bracketed(text).map_or((text, None), |(name, unit)| (name, Some(unit)));
    // A name may have brackets of its own.
    if let Some(id) = named_indicator(context, text) {
        return Label::Name(id, None);
    }
    if let Some(id) = named_indicator(context, name) {
        let defined = context.units.parse(&context.indicators.get(id).unit);
        return match unit {
            Some(unit) if !defined.is_like(&context.units.parse(unit).base) => {
                Label::Noun(text.to_owned(), None)
            }
            Some(_) | None => Label::Name(id, unit.map(str::to_owned)),
        };
    }

    let unit = unit.map(str::to_owned);
    if let Some(year) = year(name) {
        return Label::Year(year, unit);
    }
    if super::lexicon::city_names(context.city).any(|city| city == name)
        || CONTEXT.city.contains(name)
    {
        return Label::City;
    }
    if CONTEXT.total_label.contains(name) {
        Label::Total
    } else if CONTEXT.last_year_label.contains(name) {
        Label::LastYear
    } else if CONTEXT.whole_year_label.contains(name) {
        Label::WholeYear
    } else if CONTEXT.value_label.contains(name) {
        Label::Value(unit)
    } else if let Some(change) = change(name, unit.as_deref()) {
        Label::Change(change)
    } else {
        Label::Noun(name.to_owned(), unit)
    }
}

/// 2017, 2017年, 2017年末, 2017年完成.
fn year(text: &str) -> Option<i32> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = text[digits.len()..].trim_start();
    let rest = rest.strip_prefix('年').map_or(rest, |rest| rest.strip_prefix('度').unwrap_or(rest));
    let value = digits.parse().ok().filter(|year| (1900..=2100).contains(year))?;
    let says_no_more = rest.is_empty()
        || CONTEXT.value_label.contains(rest)
        || CONTEXT.whole_year_label.contains(rest)
        || matches!(rest, "末" | "底");
    says_no_more.then_some(value)
}

/// 比上年增加, 较2015年提高, 增减, 同比增长.
fn change(text: &str, unit: Option<&str>) -> Option<Change> {
    let rest = text.strip_prefix(['比', '较']).unwrap_or(text);
    let compared = rest.len() < text.len();
    let digits = rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let of_year = digits.and_then(|digits| rest[digits.len()..].strip_prefix('年'));
    let last_year = CONTEXT.last_year_label.strip_prefix(rest).filter(|_| compared);
    let (base, verb) = if let (Some(digits), Some(verb), true) = (digits, of_year, compared) {
        (Base::Year(digits.parse().ok()?), verb)
    } else if let Some(verb) = last_year.or_else(|| text.strip_prefix("同比")) {
        (Base::LastYear, verb)
    } else if compared {
        return None;
    } else {
        (Base::FirstYear, text)
    };

    let is_growth = CONTEXT.growth_label.contains(verb) && unit.is_none_or(|unit| unit == "%");
    let falls = CONTEXT.fall_label.contains(verb);
    // 增减（%） may be growth or points.
    let is_change = (CONTEXT.rise_label.contains(verb) || falls) && unit != Some("%");
    (is_growth || is_change).then(|| Change {
        base,
        direction: if falls { Direction::Down } else { Direction::Up },
        is_growth,
        unit: unit.map(str::to_owned),
    })
}

/// The indicator of which the text is exactly the name.
pub(super) fn named_indicator(context: &ProseContext<'_>, text: &str) -> Option<IndicatorId> {
    let (name, length) = context.names.longest("", text)?;
    (name.full && name.rate.is_none() && length == text.len()).then_some(name.id)
}

/// The indicator that a row and a column name together: 第一产业 and 增加值, 省级优质工程 and 累计.
pub(super) fn joint_indicator(
    context: &ProseContext<'_>,
    row: &str,
    column: &str,
) -> Option<IndicatorId> {
    let joint = [format!("{row}{column}"), format!("{row}{column}数"), format!("{column}{row}")];
    joint.iter().find_map(|name| named_indicator(context, name))
}

/// 城市GDP（亿元）: what stands before the brackets and in them.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(['）', ')'])?;
    let (name, unit) = inner.rsplit_once(['（', '('])?;
    Some((name.trim_end(), unit.trim()))
}
