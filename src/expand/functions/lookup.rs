//! Used by all functions: the indicator, year and datum that a call names, and the value it gives.
//!
//! In: a bound call. Out: the data, or the problem reported at its span.

use crate::diag::Code;
use crate::expand::arguments::{Call, Outcome};
use crate::expand::session::{Facts, PrintedValue, Session};
use crate::indicator::{DatumStatus, DatumValue, Indicator, IndicatorId};
use crate::source::{Span, nearest, suggestion};
use minijinja::value::{Object, ObjectRepr, Value};
use std::fmt;
use std::sync::Arc;

/// A value of data: prints as its marker, and is false where its bureau still owes it.
#[derive(Debug)]
pub(in crate::expand) struct DataValue {
    pub(in crate::expand) marker: String,
    missing: bool,
}

impl Object for DataValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.marker)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.missing
    }
}

/// The indicator of this name, which the parameter at `index` gives.
pub(super) fn find(call: &Call<'_>, name: &str, index: usize) -> Outcome<IndicatorId> {
    let indicators = &call.session.facts.data.indicators;
    if let Some(id) = indicators.find(name) {
        return Ok(id);
    }

    let names = indicators
        .definitions
        .iter()
        .flat_map(|indicator| std::iter::once(&indicator.name).chain(&indicator.aliases));
    let near = suggestion(name, names.map(String::as_str));
    let help = near.unwrap_or("指标名称以 chapters/indicators/_定义.yaml 为准".to_owned());

    let message = format!("没有名为“{name}”的指标");
    call.name_problem(Code::UnknownIndicator, name, index, message, &help)
}

/// The indicator that the first parameter names.
pub(super) fn named(call: &Call<'_>) -> Outcome<IndicatorId> {
    find(call, &call.text(0)?.unwrap_or_default(), 0)
}

/// Reports an unknown group.
pub(super) fn unknown_group<T>(call: &Call<'_>, index: usize, group: &str) -> Outcome<T> {
    let message = format!("没有名为“{group}”的指标组");
    let help = near_or_all(group, &call.session.facts.data.groups);
    call.name_problem(Code::UnknownIndicator, group, index, message, &help)
}

/// Help for a mistyped name: the nearest candidate, else all of them.
pub(super) fn near_or_all(name: &str, candidates: &[String]) -> String {
    match nearest(name, candidates.iter().map(String::as_str)) {
        Some(near) if near != name => format!("是否要写“{near}”？"),
        Some(_) | None => format!("可用的有：{}", candidates.join("、")),
    }
}

/// The year that a parameter gives; `None` where it is left out.
pub(super) fn year(call: &Call<'_>, index: usize) -> Outcome<Option<i32>> {
    let is_absent = call.value(index).is_none_or(Value::is_none);
    if is_absent {
        return Ok(None);
    }

    Ok(call.years(index)?.first().copied())
}

/// Whether a bureau is asked for a year's value and hasn't given it.
pub(super) fn is_owed(facts: &Facts, id: IndicatorId, year: i32) -> bool {
    let asked = facts.data.indicators.get(id).years.contains(&year);
    asked && facts.data.indicators.datum(id, year).is_none()
}

/// The placeholder of a value that its bureau owes: `〔待市统计局报〕`; `data` are the years that the
/// value is read or computed from. That it is missing is reported by the rules on data, once for all
/// the expressions that print it.
pub(super) fn owed(facts: &Facts, id: IndicatorId, data: &[i32]) -> PrintedValue {
    let indicator = facts.data.indicators.get(id);
    let missing = data.iter().copied().filter(|year| is_owed(facts, id, *year));
    let missing: Vec<i32> = missing.collect();
    let blanks = &facts.data.indicators.blanks;
    let blank = missing.iter().find_map(|year| blanks.get(&(id, *year)).copied());
    let file = facts.data.value_files.get(&indicator.owner).map(|file| Span::of_file(*file));
    let named = |years: &[i32]| years.iter().map(|year| (indicator.name.clone(), *year)).collect();

    PrintedValue {
        text: format!("〔待{}报〕", indicator.owner),
        origin: Some(blank.or(file).unwrap_or(indicator.span)),
        indicators: named(data),
        sample: false,
        missing: named(&missing),
    }
}

/// Reports that a year that isn't asked for has no value, and the file to write it to.
pub(super) fn missing<T>(call: &Call<'_>, id: IndicatorId, year: i32, index: usize) -> Outcome<T> {
    let facts = &call.session.facts;
    let indicator = facts.data.indicators.get(id);
    let keys = facts.data.indicators.values.keys().filter(|(other, _)| *other == id);
    let years: Vec<String> = keys.map(|(_, year)| year.to_string()).collect();

    let owner = &indicator.owner;
    let file = facts.data.value_paths.get(owner).cloned();
    let file = file.unwrap_or_else(|| format!("chapters/indicators/{owner}.yaml"));
    let available = if years.is_empty() {
        "该指标还没有任何年份的数值".to_owned()
    } else {
        format!("已有数值的年份：{}", years.join("、"))
    };

    let message = format!("“{}”没有{year}年的数值", indicator.name);
    let help = format!("请在 {file} 中补上（归口单位：{owner}）；{available}");
    if call.session.outer_site().is_some() {
        return call.name_problem(Code::MissingValue, &indicator.name, index, message, &help);
    }

    call.problem(Code::MissingValue, call.span(index), message, &help)
}

/// A year's value, or its placeholder; `None` where no bureau is asked for it.
pub(super) fn printed(
    facts: &Facts,
    id: IndicatorId,
    year: i32,
    print: impl Fn(&Indicator, &DatumValue) -> String,
) -> Option<PrintedValue> {
    if is_owed(facts, id, year) {
        return Some(owed(facts, id, &[year]));
    }

    let indicator = facts.data.indicators.get(id);
    let datum = facts.data.indicators.datum(id, year)?;
    Some(PrintedValue {
        text: print(indicator, &datum.value),
        origin: Some(datum.span),
        indicators: vec![(indicator.name.clone(), year)],
        sample: datum.status == DatumStatus::Sample,
        missing: Vec::new(),
    })
}

/// Keeps a value; gives what prints as its marker.
pub(super) fn keep(session: &Session, value: PrintedValue) -> Value {
    let missing = !value.missing.is_empty();
    Value::from_object(DataValue { marker: session.keep(value), missing })
}
