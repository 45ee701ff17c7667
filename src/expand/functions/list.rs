//! 指标: a list of indicators.

use super::lookup::{find, near_or_all, unknown_group};
use crate::diag::Code;
use crate::expand::arguments::{Call, Outcome, unless_failed};
use crate::expand::reference::variables::INDICATOR;
use crate::indicator::{IndicatorId, IndicatorKind, Indicators};
use crate::source::suggestion;
use minijinja::value::Value;

/// Those of these names, of this group, of this bureau and of this row of the plan, in this order.
pub(super) fn indicators(call: &Call<'_>) -> Outcome {
    let names = call.texts(0);
    let [group, bureau, row] = [1, 2, 3].map(|index| call.text(index));
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let (names, group, bureau, row) = (names?, filled(group?), filled(bureau?), filled(row?));

    if names.is_empty() && group.is_none() && bureau.is_none() && row.is_none() {
        let help = "写法：指标(名称=[\"…\"])、指标(组=\"…\")、指标(单位=\"…\") 或 指标(行=\"…\")";
        let message = format!("{} 没有说明要哪些指标", call.name);
        return call.problem(Code::TemplateCall, None, message, help);
    }

    let facts = &call.session.facts;
    let mut ids = Vec::new();
    for name in &names {
        ids.extend(unless_failed(find(call, name, 0))?);
    }

    if let Some(group) = &group {
        let in_group = facts.data.indicators.by_group(group);
        if in_group.is_empty() {
            unless_failed::<()>(unknown_group(call, 1, group))?;
        }
        ids.extend(in_group);
    }

    if let Some(bureau) = &bureau {
        let owned = facts.data.indicators.by_owner(bureau);
        if owned.is_empty() {
            unless_failed(unknown_owner(call, bureau))?;
        }
        ids.extend(owned);
    }

    if let Some(row) = &row {
        if !facts.data.rows.contains(row) {
            unless_failed(unknown_row(call, row))?;
        }
        // A row may ask for no figure.
        ids.extend(facts.data.indicators.by_row(row));
    }

    let items: Vec<Value> = ids.into_iter().map(|id| item(&facts.data.indicators, id)).collect();
    Ok(Value::from(items))
}

fn unknown_owner(call: &Call<'_>, bureau: &str) -> Outcome<()> {
    let message = format!("没有归口于“{bureau}”的指标");
    let help = near_or_all(bureau, &call.session.facts.data.bureaus);
    call.name_problem(Code::UnknownIndicator, bureau, 2, message, &help)
}

fn unknown_row(call: &Call<'_>, row: &str) -> Outcome<()> {
    let near = suggestion(row, call.session.facts.data.rows.iter().map(String::as_str));
    let help = near.unwrap_or("行号以 chapters/plan.yaml 为准".to_owned());
    let message = format!("plan.yaml 中没有行号“{row}”");
    call.name_problem(Code::UnknownRow, row, 3, message, &help)
}

/// An indicator, with the fields of the table.
fn item(indicators: &Indicators, id: IndicatorId) -> Value {
    let indicator = indicators.get(id);
    let text = |text: &str| Value::from(text.to_owned());
    let filled_years =
        indicators.values.keys().filter(|(other, _)| *other == id).map(|(_, year)| *year);

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
        years(filled_years),
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
