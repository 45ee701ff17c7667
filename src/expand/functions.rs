//! The functions that chapters call, and those that show or list data: 值 数 单位 指标.
//!
//! In: a call. Out: a value that prints as a marker. A call that fails reports its problem and gives
//! an empty placeholder, so that the rest of the chapter is still checked.

use super::arguments::{Call, Failed, Parameter};
use super::lookup::{Outcome, datum_text, find, is_owed, keep, missing, named, owed, year};
use super::session::{Entry, Session};
use super::{chart, comparison};
use crate::diag::Code;
use crate::indicator::{DatumStatus, IndicatorId, IndicatorKind, Indicators};
use crate::source::nearest;
use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Error, State};
use std::fmt;
use std::sync::Arc;

/// What a function does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Value,
    Number,
    Unit,
    Growth,
    Change,
    Trend,
    Indicators,
    Chart,
    /// Keeps the macros' module for the wrappers.
    Install,
    /// A macro of macros.md.j2.
    Macro,
}

/// A function under one of its names.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) session: Session,
}

/// Every function under its Chinese and ASCII names.
pub(super) const NAMES: &[(&str, Kind)] = &[
    ("值", Kind::Value),
    ("value", Kind::Value),
    ("数", Kind::Number),
    ("num", Kind::Number),
    ("单位", Kind::Unit),
    ("unit", Kind::Unit),
    ("增长", Kind::Growth),
    ("growth", Kind::Growth),
    ("变化", Kind::Change),
    ("change", Kind::Change),
    ("增减", Kind::Trend),
    ("trend", Kind::Trend),
    ("指标", Kind::Indicators),
    ("indicators", Kind::Indicators),
    ("图", Kind::Chart),
    ("chart", Kind::Chart),
];

/// The name under which the macros' module is kept while a template runs.
pub(super) const INSTALL: &str = "zishu_macros";

const NAME: Parameter = (&["名称", "name"], true);
const YEAR: Parameter = (&["年份", "year"], true);
const BASE: Parameter = (&["基年", "base"], false);
const ONE_YEAR: &[Parameter] = &[NAME, YEAR];
const TWO_YEARS: &[Parameter] = &[NAME, YEAR, BASE];
const UNIT: &[Parameter] = &[NAME];
const LIST: &[Parameter] = &[
    (&["名称", "names"], false),
    (&["组", "group"], false),
    (&["单位", "bureau"], false),
    (&["行", "row"], false),
];

impl Object for Function {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let bind = |parameters| Call::bind(&self.session, &self.name, parameters, args);
        let result = match &self.kind {
            Kind::Value => run(bind(ONE_YEAR)?, |call| shown_value(call, true))?,
            Kind::Number => run(bind(ONE_YEAR)?, |call| shown_value(call, false))?,
            Kind::Unit => run(bind(UNIT)?, unit)?,
            Kind::Growth => run(bind(TWO_YEARS)?, comparison::growth)?,
            Kind::Change => run(bind(TWO_YEARS)?, comparison::change)?,
            Kind::Trend => run(bind(TWO_YEARS)?, comparison::trend)?,
            Kind::Chart => run(bind(chart::PARAMETERS)?, chart::draw)?,
            Kind::Indicators => match run(bind(LIST)?, indicators)? {
                Some(list) => Some(list),
                None => Some(Value::from(Vec::<Value>::new())),
            },
            Kind::Install => {
                if let Some(module) = args.first() {
                    state.set_temp(INSTALL, module.clone());
                }
                None
            }
            Kind::Macro => return self.call_macro(state, args),
        };
        Ok(result.unwrap_or_else(|| Value::from_safe_string(String::new())))
    }
}

fn run(
    bound: Result<Call<'_>, Failed>,
    body: impl FnOnce(&Call<'_>) -> Outcome,
) -> Result<Option<Value>, Error> {
    match bound {
        Ok(call) => Ok(body(&call)?.ok()),
        Err(Failed) => Ok(None),
    }
}

fn shown_value(call: &Call<'_>, with_unit: bool) -> Outcome {
    let (id, year) = (named(call)?, year(call, 1)?);
    let (Ok(id), Ok(Some(year))) = (id, year) else { return Ok(Err(Failed)) };
    let facts = &call.session.facts;
    if is_owed(facts, id, year) {
        return Ok(Ok(keep(call.session, owed(facts, id, &[year]))));
    }

    let Some(datum) = facts.indicators.datum(id, year) else {
        missing(call, id, year, 1)?;
        return Ok(Err(Failed));
    };
    let indicator = facts.indicators.get(id);
    let text = datum_text(indicator, datum, with_unit);
    Ok(Ok(keep(
        call.session,
        Entry {
            text,
            origin: Some(datum.span),
            indicators: vec![(indicator.name.clone(), year)],
            sample: datum.status == DatumStatus::Sample,
            missing: Vec::new(),
        },
    )))
}

fn unit(call: &Call<'_>) -> Outcome {
    let Ok(id) = named(call)? else { return Ok(Err(Failed)) };
    let indicator = call.session.facts.indicators.get(id);
    let origin = Some(indicator.span);
    let text = indicator.unit.clone();
    Ok(Ok(keep(call.session, Entry::plain(text, origin))))
}

fn indicators(call: &Call<'_>) -> Outcome {
    let (names, group, bureau) = (call.texts(0)?, call.text(1)?, call.text(2)?);
    let (Ok(names), Ok(group), Ok(bureau), Ok(row)) = (names, group, bureau, call.text(3)?) else {
        return Ok(Err(Failed));
    };
    let facts = &call.session.facts;
    let group = group.filter(|text| !text.is_empty());
    let bureau = bureau.filter(|text| !text.is_empty());
    let mut ids = Vec::new();
    for name in &names {
        if let Ok(id) = find(call, name, 0)? {
            ids.push(id);
        }
    }
    if let Some(group) = &group {
        let found = facts.indicators.by_group(group);
        if found.is_empty() {
            unknown(call, 1, "没有名为", group, "的指标组", &facts.groups)?;
        }
        ids.extend(found);
    }
    if let Some(bureau) = &bureau {
        let found = facts.indicators.by_owner(bureau);
        if found.is_empty() {
            unknown(call, 2, "没有归口于", bureau, "的指标", &facts.bureaus)?;
        }
        ids.extend(found);
    }
    let row = row.filter(|text| !text.is_empty());
    if let Some(row) = &row {
        if !facts.rows.contains(row) {
            unknown_row(call, row)?;
        }
        // A row may ask for no figure.
        ids.extend(facts.indicators.by_row(row));
    }
    if names.is_empty() && group.is_none() && bureau.is_none() && row.is_none() {
        let help = "写法：指标(名称=[\"…\"])、指标(组=\"…\")、指标(单位=\"…\") 或 指标(行=\"…\")";
        let message = format!("{} 没有说明要哪些指标", call.name);
        call.problem(Code::TemplateCall, None, message, help)?;
        return Ok(Err(Failed));
    }
    let items: Vec<Value> = ids.into_iter().map(|id| item(&facts.indicators, id)).collect();
    Ok(Ok(Value::from(items)))
}

pub(super) fn unknown(
    call: &Call<'_>,
    at: usize,
    before: &str,
    name: &str,
    after: &str,
    known: &[String],
) -> Result<(), Error> {
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) if near != name => format!("是不是“{near}”？"),
        Some(_) | None => format!("可用的有：{}", known.join("、")),
    };
    let message = format!("{before}“{name}”{after}");
    call.name_problem(Code::UnknownIndicator, name, at, message, &help)
}

fn unknown_row(call: &Call<'_>, row: &str) -> Result<(), Error> {
    let help = match nearest(row, call.session.facts.rows.iter().map(String::as_str)) {
        Some(near) => format!("是不是“{near}”？"),
        None => "编号以 chapters/plan.yaml 为准".to_owned(),
    };
    let message = format!("plan.yaml 中没有编号为“{row}”的行");
    call.name_problem(Code::UnknownRow, row, 3, message, &help)
}

fn item(indicators: &Indicators, id: IndicatorId) -> Value {
    let indicator = indicators.get(id);
    let list =
        |years: Vec<i32>| Value::from(years.into_iter().map(Value::from).collect::<Vec<_>>());
    let text = |text: &str| Value::from(text.to_owned());
    let numeric = indicator.kind == IndicatorKind::Number;
    let years = list(indicator.years.clone());
    let given = indicators.values.keys().filter(|(one, _)| *one == id).map(|(_, year)| *year);
    let given = list(given.collect());
    let kind = match indicator.kind {
        IndicatorKind::Number => "数值",
        IndicatorKind::Ratio => "比例",
        IndicatorKind::Text => "文本",
        IndicatorKind::List => "名单",
        IndicatorKind::YesNo => "是否",
    };
    Value::from_pairs([
        ("名称", text(&indicator.name)),
        ("name", text(&indicator.name)),
        ("单位", text(&indicator.unit)),
        ("unit", text(&indicator.unit)),
        ("组", text(&indicator.group)),
        ("group", text(&indicator.group)),
        ("归口", text(&indicator.owner)),
        ("owner", text(&indicator.owner)),
        ("口径", text(&indicator.basis)),
        ("basis", text(&indicator.basis)),
        ("年份", years.clone()),
        ("years", years),
        ("已报", given.clone()),
        ("given", given),
        ("类型", text(kind)),
        ("kind", text(kind)),
        ("数值", Value::from(numeric)),
        ("numeric", Value::from(numeric)),
    ])
}
