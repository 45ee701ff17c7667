//! 增长 变化 增减: an indicator's year against another year.
//!
//! In: a call. Out: a value that prints as a marker, or the obstacle, reported.

use super::lookup::{is_owed, keep, missing, named, owed, year};
use crate::diag::Code;
use crate::expand::arguments::{Call, CallError, Outcome};
use crate::expand::session::{Facts, PrintedValue};
use crate::indicator::{
    Computed, Incomputable, Indicator, IndicatorId, IndicatorKind, format_number,
};
use rust_decimal::Decimal;

/// What is compared: an indicator's year with its base.
#[derive(Clone, Copy)]
struct Years {
    id: IndicatorId,
    to: i32,
    from: i32,
}

impl Years {
    /// The years of a call; the base is the year before unless another is typed.
    fn bind(call: &Call<'_>) -> Outcome<Years> {
        let (id, to, from) = (named(call), year(call, 1), year(call, 2));
        let (id, to, from) = (id?, to?.ok_or(CallError::Failed)?, from?);
        Ok(Years { id, to, from: from.unwrap_or(to.saturating_sub(1)) })
    }

    /// The placeholder of a result that only lacks values which a bureau owes.
    fn owed(self, facts: &Facts) -> Option<PrintedValue> {
        let years = [self.to, self.from];
        let numeric = facts.data.indicators.get(self.id).kind == IndicatorKind::Number;
        let owes = |year: &i32| is_owed(facts, self.id, *year);
        let has_value = |year: &i32| facts.data.indicators.datum(self.id, *year).is_some();
        let waits =
            years.iter().any(owes) && years.iter().all(|year| owes(year) || has_value(year));

        (numeric && waits).then(|| owed(facts, self.id, &years))
    }

    /// The missing year to report: of two, the one that no bureau is asked for.
    fn unasked(self, facts: &Facts, missing: i32) -> i32 {
        let unasked = |year: &i32| {
            facts.data.indicators.datum(self.id, *year).is_none() && !is_owed(facts, self.id, *year)
        };
        [self.to, self.from].into_iter().find(unasked).unwrap_or(missing)
    }
}

/// What a comparison gives.
#[derive(Clone, Copy)]
enum Measure {
    /// A percentage of the base.
    Growth,
    /// A difference.
    Change,
}

fn compare(call: &Call<'_>, years: Years, measure: Measure) -> Outcome<Computed> {
    let Years { id, to, from } = years;
    let indicators = &call.session.facts.data.indicators;
    let indicator = indicators.get(id);

    let result = if indicator.kind == IndicatorKind::Number {
        match measure {
            Measure::Growth => indicators.growth(id, to, from),
            Measure::Change => indicators.change(id, to, from),
        }
    } else {
        Err(Incomputable::NotNumeric(to))
    };

    let obstacle = match result {
        Ok(computed) => return Ok(computed),
        Err(obstacle) => obstacle,
    };

    let name = &indicator.name;
    let (code, message, help) = match obstacle {
        Incomputable::Missing(year) => {
            let year = years.unasked(&call.session.facts, year);
            let index = if year == from && call.value(2).is_some() { 2 } else { 1 };
            return missing(call, id, year, index);
        }
        Incomputable::NotNumeric(_) => {
            let message = format!("“{name}”不是数值，不能用于 {}", call.name);
            (Code::NotNumeric, message, "文字内容请用 值(名称, 年份) 印出")
        }
        Incomputable::ZeroBase(year) => {
            let message = format!("“{name}”{year}年的数值为 0，不能计算增长率");
            (Code::Incomputable, message, "改用 变化(名称, 年份) 印出增减量")
        }
        Incomputable::Overflow => {
            let message = format!("“{name}”的计算结果位数过多");
            (Code::Incomputable, message, "请核对数值与单位")
        }
    };
    call.problem(code, call.span(0), message, help)
}

/// Compares what a call names by the measure of its indicator, and prints the result.
fn print(
    call: &Call<'_>,
    measure: impl Fn(&Indicator) -> Measure,
    text: impl Fn(&Indicator, Decimal) -> String,
) -> Outcome {
    let years = Years::bind(call)?;
    let facts = &call.session.facts;
    if let Some(value) = years.owed(facts) {
        return Ok(keep(call.session, value));
    }

    let indicators = &facts.data.indicators;
    let indicator = indicators.get(years.id);
    let computed = compare(call, years, measure(indicator))?;
    let data = computed.data.iter();
    let newest = data.clone().max_by_key(|(_, year)| *year);
    let origin = newest.and_then(|(id, year)| indicators.datum(*id, *year));

    let value = PrintedValue {
        text: text(indicator, computed.value),
        origin: origin.map(|datum| datum.span),
        indicators: data.map(|(id, year)| (indicators.get(*id).name.clone(), *year)).collect(),
        sample: computed.sample,
        missing: Vec::new(),
    };
    Ok(keep(call.session, value))
}

/// Digits after the decimal point of a percentage of growth.
const GROWTH_DECIMALS: u32 = 1;

/// 增长: a percentage of the base.
pub(super) fn growth(call: &Call<'_>) -> Outcome {
    let text = |_: &Indicator, value| format!("{}%", format_number(value, GROWTH_DECIMALS));
    print(call, |_| Measure::Growth, text)
}

/// 变化: the size of the difference.
pub(super) fn change(call: &Call<'_>) -> Outcome {
    let text = |indicator: &Indicator, value: Decimal| {
        let unit = if indicator.is_percentage() { "个百分点" } else { &indicator.unit };
        format!("{}{unit}", format_number(value.abs(), indicator.decimals))
    };
    print(call, |_| Measure::Change, text)
}

/// 增减: the direction and the size in words.
pub(super) fn trend(call: &Call<'_>) -> Outcome {
    let measure = |indicator: &Indicator| {
        if indicator.is_percentage() { Measure::Change } else { Measure::Growth }
    };
    print(call, measure, trend_text)
}

fn trend_text(indicator: &Indicator, value: Decimal) -> String {
    let is_percentage = indicator.is_percentage();
    let decimals = if is_percentage { indicator.decimals } else { GROWTH_DECIMALS };
    let digits = format_number(value.abs(), decimals);
    let unchanged = !digits.contains(|c: char| matches!(c, '1'..='9'));

    match (unchanged, is_percentage, value > Decimal::ZERO) {
        (true, _, _) => "持平".to_owned(),
        (false, true, true) => format!("提高{digits}个百分点"),
        (false, true, false) => format!("下降{digits}个百分点"),
        (false, false, true) => format!("增长{digits}%"),
        (false, false, false) => format!("下降{digits}%"),
    }
}
