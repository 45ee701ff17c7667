//! 图(…): a drawing of indicators.
//!
//! In: a call. Out: a chart's marker, with the drawing kept in the session.

use super::lookup::{find, printed, unknown_group};
use crate::diag::Code;
use crate::document::{ChartForm, ValueUse};
use crate::expand::arguments::{Call, CallError, Outcome, unless_failed};
use crate::expand::session::{Draft, Facts, Located};
use crate::indicator::{Indicator, IndicatorId, IndicatorKind};
use crate::source::Span;
use minijinja::value::Value;

/// Parameters, by their index in the table.
const NAMES: usize = 0;
const FORM: usize = 1;
const TITLE: usize = 2;
const LABEL: usize = 3;
const YEARS: usize = 4;
const SOURCE: usize = 5;
const GROUP: usize = 6;

/// Draws; gives the marker.
pub(super) fn draw(call: &Call<'_>) -> Outcome {
    let (names, form, years) = (call.texts(NAMES), form(call), call.years(YEARS));
    let [title, label, source] = [TITLE, LABEL, SOURCE].map(|index| text(call, index));
    let (mut names, mut years) = (names?, years?);

    let facts = &call.session.facts;
    if let Some(group) = call.text(GROUP)?.filter(|group| !group.is_empty()) {
        names.extend(numbers_of(call, &group)?);
    }
    if years.is_empty() {
        years.clone_from(&facts.data.years);
    }

    let ids = drawable(call, &names)?;
    let rows = rows(facts, &ids, &years);
    let drawing = lay_out(call, form?, &ids, &years, rows);
    let mut draft = Draft { title: title?, label: label?, source: source?, ..drawing };
    name_missing(&mut draft);
    Ok(Value::from_safe_string(call.session.keep_chart(draft)))
}

/// The indicators of these names, where they can be drawn together.
fn drawable(call: &Call<'_>, names: &[String]) -> Outcome<Vec<IndicatorId>> {
    if names.is_empty() {
        let help = "写法：图(\"指标名称\", 类型=\"柱\", 标题=\"…\", 标签=\"fig-…\")";
        return call.problem(Code::TemplateCall, call.span(NAMES), "没有说明要画哪些指标", help);
    }

    let mut ids = Vec::new();
    for name in names {
        ids.extend(unless_failed(number(call, name))?);
    }

    share_unit(call, names, &ids)?;
    if ids.len() < names.len() { Err(CallError::Failed) } else { Ok(ids) }
}

/// The indicator of this name, a number.
fn number(call: &Call<'_>, name: &str) -> Outcome<IndicatorId> {
    let id = find(call, name, NAMES)?;
    if call.session.facts.data.indicators.get(id).kind == IndicatorKind::Number {
        return Ok(id);
    }

    let message = format!("“{name}”不是数值，不能画图");
    call.name_problem(Code::NotNumeric, name, NAMES, message, "图中只能用数值指标")
}

/// The names of a group's numbers; its other indicators can't be drawn.
fn numbers_of(call: &Call<'_>, group: &str) -> Outcome<Vec<String>> {
    let facts = &call.session.facts;
    let ids = facts.data.indicators.by_group(group);
    if ids.is_empty() {
        return unknown_group(call, GROUP, group);
    }

    let indicators = ids.iter().map(|id| facts.data.indicators.get(*id));
    let numbers = indicators.filter(|indicator| indicator.kind == IndicatorKind::Number);
    Ok(numbers.map(|indicator| indicator.name.clone()).collect())
}

/// Reports the first indicator that can't share an axis with the one before it.
fn share_unit(call: &Call<'_>, names: &[String], ids: &[IndicatorId]) -> Outcome<()> {
    let unit = |id: &IndicatorId| call.session.facts.data.indicators.get(*id).unit.as_str();
    let Some(index) = ids.windows(2).position(|pair| unit(&pair[0]) != unit(&pair[1])) else {
        return Ok(());
    };

    // Names and ids go together unless a name was reported before.
    let Some(name) = names.get(index + 1).filter(|_| names.len() == ids.len()) else {
        return Err(CallError::Failed);
    };

    let (unit, previous) = (unit(&ids[index + 1]), unit(&ids[index]));
    let message = format!("“{name}”的单位是“{unit}”，前一项是“{previous}”，不能画在一张图里");
    call.name_problem(Code::TemplateCall, name, NAMES, message, "单位不同的指标分开画")
}

type Rows = Vec<Vec<Option<ValueUse>>>;

/// A row of values for each indicator; `None` for a year that isn't asked for.
fn rows(facts: &Facts, ids: &[IndicatorId], years: &[i32]) -> Rows {
    let value = |id: IndicatorId, year: i32| {
        let value = printed(facts, id, year, Indicator::print)?;
        Some(value.into_value(facts.data.indicators.get(id).span))
    };
    ids.iter().map(|id| years.iter().map(|year| value(*id, *year)).collect()).collect()
}

/// Series by indicator over years; the parts of a pie of one year are its indicators.
fn lay_out(
    call: &Call<'_>,
    form: ChartForm,
    ids: &[IndicatorId],
    years: &[i32],
    rows: Rows,
) -> Draft {
    let indicators = &call.session.facts.data.indicators;
    let names = ids.iter().map(|id| indicators.get(*id).name.clone());
    // All have the same unit.
    let unit = ids.first().map_or(String::new(), |id| indicators.get(*id).unit.clone());

    let by_name = form == ChartForm::Pie && years.len() == 1;
    let (categories, series) = if by_name {
        let title = years.first().map_or(String::new(), |year| format!("{year}年"));
        let values = rows.into_iter().flat_map(|row| row.into_iter().take(1)).collect();
        (names.collect(), vec![(title, values)])
    } else {
        let categories = years.iter().map(|year| format!("{year}年")).collect();
        (categories, names.zip(rows).collect())
    };

    Draft { title: None, label: None, source: None, form, unit, categories, series }
}

/// Writes into the names along the axis and of the series which values are still to come. Shares of a
/// whole of which a part is missing would be wrong: such a pie is drawn as bars.
fn name_missing(draft: &mut Draft) {
    let is_missing = |value: &ValueUse| !value.missing.is_empty();
    let values = || draft.series.iter().flat_map(|(_, values)| values.iter().flatten());
    if !values().any(is_missing) {
        return;
    }

    if draft.form == ChartForm::Pie {
        draft.form = ChartForm::Bars;
    }

    for (index, category) in draft.categories.iter_mut().enumerate() {
        let of_category =
            || draft.series.iter().filter_map(|(_, values)| values.get(index)?.as_ref());
        let name = category.clone();
        if of_category().all(is_missing) {
            // One bureau mostly owes all of them.
            for owed in of_category() {
                if !category.contains(&owed.text) {
                    category.push_str(&owed.text);
                }
            }
            continue;
        }

        for (series, values) in &mut draft.series {
            if let Some(owed) = values.get(index).and_then(Option::as_ref).filter(|v| is_missing(v))
            {
                let words = owed.text.trim_start_matches('〔');
                series.push_str(&format!("〔{name}{words}"));
            }
        }
    }
}

fn form(call: &Call<'_>) -> Outcome<ChartForm> {
    match call.text(FORM)?.as_deref() {
        None | Some("柱" | "柱图" | "柱状图" | "bars") => Ok(ChartForm::Bars),
        Some("线" | "折线" | "折线图" | "lines") => Ok(ChartForm::Lines),
        Some("饼" | "饼图" | "pie") => Ok(ChartForm::Pie),
        Some(other) => {
            let message = format!("没有“{other}”这种图");
            let help = "类型可用：\"柱\"、\"线\"、\"饼\"";
            call.problem(Code::TemplateCall, call.span(FORM), message, help)
        }
    }
}

/// A text as typed, with its markers, and its span.
fn text(call: &Call<'_>, index: usize) -> Outcome<Option<Located>> {
    let checked = call.text(index)?;
    let site = call.site.map(|site| site.span);
    let span = call.span(index).or(site).unwrap_or(Span::of_file(call.session.facts.file));
    let typed = call.value(index).and_then(|value| value.as_str().map(str::to_owned));
    let text = checked.filter(|text| !text.is_empty()).and(typed);
    Ok(text.map(|text| Located { text, span }))
}
