//! 增长 变化 增减: an indicator's year against another year.
//!
//! In: a call. Out: a value that prints as a marker, or what stands in the way, reported.

use super::lookup::{Outcome, is_owed, keep, missing, named, owed, year};
use crate::diag::Code;
use crate::expand::arguments::{Call, Failed};
use crate::expand::session::{Facts, PrintedValue, Session};
use crate::indicator::{
    Computed, Incomputable, Indicator, IndicatorId, IndicatorKind, format_number,
};
use minijinja::Error;
use minijinja::value::Value;
use rust_decimal::Decimal;

/// An indicator, and its year compared with another.
struct Comparison<'f> {
    indicator: &'f Indicator,
    computed: Computed,
}

/// What is compared: an indicator's year with its base.
#[derive(Clone, Copy)]
struct Years {
    id: IndicatorId,
    to: i32,
    from: i32,
}

impl Years {
    /// As the call gives them; the base is the year before unless another is given.
    fn bind(call: &Call<'_>) -> Result<Result<Years, Failed>, Error> {
        let (id, to, from) = (named(call)?, year(call, 1)?, year(call, 2)?);
        let (Ok(id), Ok(Some(to)), Ok(from)) = (id, to, from) else { return Ok(Err(Failed)) };
        let from = from.unwrap_or(to.saturating_sub(1));
        Ok(Ok(Years { id, to, from }))
    }

    /// What stands in the place of the result where a value is all that it waits for.
    fn owed(self, facts: &Facts) -> Option<PrintedValue> {
        let years = [self.to, self.from];
        let numeric = facts.indicators.get(self.id).kind == IndicatorKind::Number;
        let owes = |year: &i32| is_owed(facts, self.id, *year);
        let given = |year: &i32| facts.indicators.datum(self.id, *year).is_some();
        let waits = years.iter().any(owes) && years.iter().all(|year| owes(year) || given(year));

        (numeric && waits).then(|| owed(facts, self.id, &years))
    }

    /// The year that can't be had, of two missing ones that which nobody is asked for.
    fn unasked(self, facts: &Facts, found: i32) -> i32 {
        let unasked = |year: &i32| {
            facts.indicators.datum(self.id, *year).is_none() && !is_owed(facts, self.id, *year)
        };
        [self.to, self.from].into_iter().find(unasked).unwrap_or(found)
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

fn compare<'f>(
    call: &'f Call<'_>,
    years: Years,
    measure: Measure,
) -> Result<Result<Comparison<'f>, Failed>, Error> {
    let Years { id, to, from } = years;
    let indicators = &call.session.facts.indicators;
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
        Ok(computed) => return Ok(Ok(Comparison { indicator, computed })),
        Err(obstacle) => obstacle,
    };

    let name = &indicator.name;
    let span = call.span(0);
    match obstacle {
        Incomputable::Missing(year) => {
            let year = years.unasked(&call.session.facts, year);
            let at = if year == from && call.value(2).is_some() { 2 } else { 1 };
            missing(call, id, year, at)?;
        }
        Incomputable::NotNumeric(_) => {
            let message = format!("“{name}”不是数值，不能用于 {}", call.name);
            call.problem(Code::NotNumeric, span, message, "文字内容请用 值(名称, 年份) 印出")?;
        }
        Incomputable::ZeroBase(year) => {
            let message = format!("“{name}”{year}年的数值为 0，不能计算增长率");
            call.problem(Code::NotNumeric, span, message, "改用 变化(名称, 年份) 印出增减量")?;
        }
        Incomputable::Overflow => {
            let message = format!("“{name}”的计算结果位数过多");
            call.problem(Code::NotNumeric, span, message, "请核对数值与单位")?;
        }
    }
    Ok(Err(Failed))
}

impl Comparison<'_> {
    fn show(&self, session: &Session, text: String) -> Value {
        let indicators = &session.facts.indicators;
        let data = self.computed.data.iter();
        let newest = data.clone().max_by_key(|(_, year)| *year);
        let origin = newest.and_then(|(id, year)| indicators.datum(*id, *year));
        let value = PrintedValue {
            text,
            origin: origin.map(|datum| datum.span),
            indicators: data.map(|(id, year)| (indicators.get(*id).name.clone(), *year)).collect(),
            sample: self.computed.sample,
            missing: Vec::new(),
        };
        keep(session, value)
    }

    /// The size of a difference, with its unit.
    fn size(&self) -> String {
        let digits = format_number(self.computed.value.abs(), self.indicator.decimals);
        if is_percentage(self.indicator) {
            format!("{digits}个百分点")
        } else {
            format!("{digits}{}", self.indicator.unit)
        }
    }
}

fn is_percentage(indicator: &Indicator) -> bool {
    matches!(indicator.unit.as_str(), "%" | "％")
}

/// Digits after the point of a percentage of growth.
const GROWTH_DECIMALS: u32 = 1;

/// 增长: a percentage of the base.
pub(super) fn growth(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::bind(call)? else { return Ok(Err(Failed)) };
    if let Some(value) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, value)));
    }

    let Ok(result) = compare(call, years, Measure::Growth)? else { return Ok(Err(Failed)) };
    let text = format!("{}%", format_number(result.computed.value, GROWTH_DECIMALS));
    Ok(Ok(result.show(call.session, text)))
}

/// 变化: the size of the difference.
pub(super) fn change(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::bind(call)? else { return Ok(Err(Failed)) };
    if let Some(value) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, value)));
    }

    let Ok(result) = compare(call, years, Measure::Change)? else { return Ok(Err(Failed)) };
    Ok(Ok(result.show(call.session, result.size())))
}

/// 增减: the direction and the size in words.
pub(super) fn trend(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::bind(call)? else { return Ok(Err(Failed)) };
    if let Some(value) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, value)));
    }

    let percentage = is_percentage(call.session.facts.indicators.get(years.id));
    let measure = if percentage { Measure::Change } else { Measure::Growth };
    let Ok(result) = compare(call, years, measure)? else { return Ok(Err(Failed)) };

    let value = result.computed.value;
    let decimals = if percentage { result.indicator.decimals } else { GROWTH_DECIMALS };
    let digits = format_number(value.abs(), decimals);
    let unchanged = !digits.contains(|c: char| matches!(c, '1'..='9'));
    let text = match (unchanged, percentage, value > Decimal::ZERO) {
        (true, _, _) => "持平".to_owned(),
        (false, true, true) => format!("提高{digits}个百分点"),
        (false, true, false) => format!("下降{digits}个百分点"),
        (false, false, true) => format!("增长{digits}%"),
        (false, false, false) => format!("下降{digits}%"),
    };
    Ok(Ok(result.show(call.session, text)))
}
