//! 增长 变化 增减: an indicator's year against another year.
//!
//! In: a call. Out: a value that prints as a marker, or what stands in the way, reported.

use super::arguments::{Call, Failed};
use super::lookup::{Outcome, is_owed, keep, missing, named, owed, year};
use super::session::{Entry, Facts, Session};
use crate::diag::Code;
use crate::indicator::{
    Computed, Incomputable, Indicator, IndicatorId, IndicatorKind, format_number,
};
use minijinja::Error;
use minijinja::value::Value;
use rust_decimal::Decimal;

/// An indicator, the year and base of a comparison, and its result.
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
    fn of(call: &Call<'_>) -> Result<Result<Years, Failed>, Error> {
        let (id, to, from) = (named(call)?, year(call, 1)?, year(call, 2)?);
        let (Ok(id), Ok(Some(to)), Ok(from)) = (id, to, from) else { return Ok(Err(Failed)) };
        let from = from.unwrap_or(to.saturating_sub(1));
        Ok(Ok(Years { id, to, from }))
    }

    /// What stands in the place of the result where a value is all that it waits for.
    fn owed(self, facts: &Facts) -> Option<Entry> {
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

fn compare<'f>(
    call: &'f Call<'_>,
    years: Years,
    growth: bool,
) -> Result<Result<Comparison<'f>, Failed>, Error> {
    let Years { id, to, from } = years;
    let indicators = &call.session.facts.indicators;
    let indicator = indicators.get(id);
    let numeric = indicator.kind == IndicatorKind::Number;
    let result = match (numeric, growth) {
        (false, _) => Err(Incomputable::NotNumeric(to)),
        (true, true) => indicators.growth(id, to, from),
        (true, false) => indicators.change(id, to, from),
    };
    let problem = match result {
        Ok(computed) => return Ok(Ok(Comparison { indicator, computed })),
        Err(problem) => problem,
    };
    let name = &indicator.name;
    let place = call.place(0);
    match problem {
        Incomputable::Missing(year) => {
            let year = years.unasked(&call.session.facts, year);
            let at = if year == from && call.value(2).is_some() { 2 } else { 1 };
            missing(call, id, year, at)?;
        }
        Incomputable::NotNumeric(_) => {
            let message = format!("“{name}”不是数值，不能用于 {}", call.name);
            call.problem(Code::NotNumeric, place, message, "文字内容请用 值(名称, 年份) 印出")?;
        }
        Incomputable::ZeroBase(year) => {
            let message = format!("“{name}”{year}年的数值为 0，不能计算增长率");
            call.problem(Code::NotNumeric, place, message, "改用 变化(名称, 年份) 印出增减量")?;
        }
        Incomputable::Overflow => {
            let message = format!("“{name}”的计算结果位数过多");
            call.problem(Code::NotNumeric, place, message, "请核对数值与单位")?;
        }
    }
    Ok(Err(Failed))
}

impl Comparison<'_> {
    fn is_percentage(&self) -> bool {
        matches!(self.indicator.unit.as_str(), "%" | "％")
    }

    fn show(&self, session: &Session, text: String) -> Value {
        let indicators = &session.facts.indicators;
        let newest = self.computed.data.iter().max_by_key(|(_, year)| *year);
        let origin = newest.and_then(|(id, year)| indicators.datum(*id, *year));
        let names = self.computed.data.iter();
        let names = names.map(|(id, year)| (indicators.get(*id).name.clone(), *year)).collect();
        let sample = self.computed.sample;
        let origin = origin.map(|datum| datum.span);
        keep(session, Entry { text, origin, indicators: names, sample, missing: Vec::new() })
    }

    /// The size of a difference, with its unit.
    fn size(&self) -> String {
        let digits = format_number(self.computed.value.abs(), self.indicator.decimals);
        if self.is_percentage() {
            format!("{digits}个百分点")
        } else {
            format!("{digits}{}", self.indicator.unit)
        }
    }
}

/// Digits after the point of a percentage of growth.
const GROWTH_DECIMALS: u32 = 1;

/// 增长: a percentage of the base.
pub(super) fn growth(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::of(call)? else { return Ok(Err(Failed)) };
    if let Some(entry) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, entry)));
    }

    let Ok(result) = compare(call, years, true)? else { return Ok(Err(Failed)) };
    let text = format!("{}%", format_number(result.computed.value, GROWTH_DECIMALS));
    Ok(Ok(result.show(call.session, text)))
}

/// 变化: the size of the difference.
pub(super) fn change(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::of(call)? else { return Ok(Err(Failed)) };
    if let Some(entry) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, entry)));
    }

    let Ok(result) = compare(call, years, false)? else { return Ok(Err(Failed)) };
    Ok(Ok(result.show(call.session, result.size())))
}

/// 增减: the direction and the size in words.
pub(super) fn trend(call: &Call<'_>) -> Outcome {
    let Ok(years) = Years::of(call)? else { return Ok(Err(Failed)) };
    if let Some(entry) = years.owed(&call.session.facts) {
        return Ok(Ok(keep(call.session, entry)));
    }

    let unit = call.session.facts.indicators.get(years.id).unit.as_str();
    let percentage = matches!(unit, "%" | "％");
    let Ok(result) = compare(call, years, !percentage)? else { return Ok(Err(Failed)) };
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
