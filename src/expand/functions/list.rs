//! 指标: a list of indicators.

use super::lookup::{Outcome, find, unknown_group};
use crate::diag::Code;
use crate::expand::arguments::{Call, Failed};
use crate::expand::reference::variables::INDICATOR;
use crate::indicator::{IndicatorId, IndicatorKind, Indicators};
use crate::source::nearest;
use minijinja::Error;
use minijinja::value::Value;

/// Those of these names, of this group, of this bureau and of this row of the plan, in this order.
pub(super) fn indicators(call: &Call<'_>) -> Outcome {
    let (names, group, bureau, row) = (call.texts(0)?, call.text(1)?, call.text(2)?, call.text(3)?);
    let (Ok(names), Ok(group), Ok(bureau), Ok(row)) = (names, group, bureau, row) else {
        return Ok(Err(Failed));
    };
    let group = group.filter(|text| !text.is_empty());
    let bureau = bureau.filter(|text| !text.is_empty());
    let row = row.filter(|text| !text.is_empty());
    if names.is_empty() && group.is_none() && bureau.is_none() && row.is_none() {
        let help = "写法：指标(名称=[\"…\"])、指标(组=\"…\")、指标(单位=\"…\") 或 指标(行=\"…\")";
        let message = format!("{} 没有说明要哪些指标", call.name);
        call.problem(Code::TemplateCall, None, message, help)?;
        return Ok(Err(Failed));
    }

    let facts = &call.session.facts;
    let mut ids = Vec::new();
    for name in &names {
        if let Ok(id) = find(call, name, 0)? {
            ids.push(id);
        }
    }
    if let Some(group) = &group {
        let found = facts.indicators.by_group(group);
        if found.is_empty() {
            unknown_group(call, 1, group)?;
        }
        ids.extend(found);
    }
    if let Some(bureau) = &bureau {
        let found = facts.indicators.by_owner(bureau);
        if found.is_empty() {
            unknown_owner(call, bureau)?;
        }
        ids.extend(found);
    }
    if let Some(row) = &row {
        if !facts.rows.contains(row) {
            unknown_row(call, row)?;
        }
        // A row may ask for no figure.
        ids.extend(facts.indicators.by_row(row));
    }

    let items: Vec<Value> = ids.into_iter().map(|id| item(&facts.indicators, id)).collect();
    Ok(Ok(Value::from(items)))
}

fn unknown_owner(call: &Call<'_>, bureau: &str) -> Result<(), Error> {
    let message = format!("没有归口于“{bureau}”的指标");
    let help = super::lookup::suggestion(bureau, &call.session.facts.bureaus);
    call.name_problem(Code::UnknownIndicator, bureau, 2, message, &help)
}

fn unknown_row(call: &Call<'_>, row: &str) -> Result<(), Error> {
    let help = match nearest(row, call.session.facts.rows.iter().map(String::as_str)) {
        Some(near) => format!("是否要写“{near}”？"),
        None => "行号以 chapters/plan.yaml 为准".to_owned(),
    };
    let message = format!("plan.yaml 中没有行号“{row}”");
    call.name_problem(Code::UnknownRow, row, 3, message, &help)
}

/// An indicator, with the fields of the table.
fn item(indicators: &Indicators, id: IndicatorId) -> Value {
    let indicator = indicators.get(id);
    let text = |text: &str| Value::from(text.to_owned());
    let given = indicators.values.keys().filter(|(other, _)| *other == id).map(|(_, year)| *year);

    let kind = match indicator.kind {
        IndicatorKind::Number => "数值",
        IndicatorKind::Ratio => "比例",
        IndicatorKind::Text => "文本",
        IndicatorKind::List => "名单",
        IndicatorKind::YesNo => "是否",
    };

    let values: [Value; INDICATOR.len()] = [
        text(&indicator.name),
        text(&indicator.unit),
        text(&indicator.group),
        text(&indicator.owner),
        text(&indicator.basis),
        years(indicator.years.iter().copied()),
        years(given),
        text(kind),
        Value::from(indicator.kind == IndicatorKind::Number),
    ];

    let fields = INDICATOR.iter().zip(values);
    Value::from_pairs(
        fields.flat_map(|(field, value)| field.names.map(|name| (name, value.clone()))),
    )
}

fn years(years: impl Iterator<Item = i32>) -> Value {
    Value::from(years.map(Value::from).collect::<Vec<_>>())
}
