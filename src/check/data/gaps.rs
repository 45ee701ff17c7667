//! `unfilled-value` 缺值检查: a year that an indicator is asked for and has no value.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{Indicator, IndicatorId};
use crate::source::Span;
use std::collections::BTreeSet;

/// One warning an indicator; one a bureau that gave nothing yet.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    let indicators = values.indicators;
    let with_values =
        values.all().map(|(id, _, _)| id).chain(indicators.unread.iter().map(|key| key.0));
    let answering: BTreeSet<&str> =
        with_values.map(|id| indicators.get(id).owner.as_str()).collect();
    let mut silent: BTreeSet<&str> = BTreeSet::new();

    for (id, indicator) in indicators.all() {
        let missing: Vec<i32> = indicator
            .years
            .iter()
            .copied()
            .filter(|y| indicators.datum(id, *y).is_none())
            .filter(|y| !indicators.unread.contains(&(id, *y)))
            // Of what is printed `missing-value` tells.
            .filter(|y| !values.missing.placeholders.contains_key(&(id, *y)))
            .collect();
        let owner = indicator.owner.as_str();
        if missing.is_empty() || silent.contains(owner) {
            continue;
        }

        if answering.contains(owner) || owner.is_empty() {
            diagnostics.report(of_indicator(values, id, indicator, &missing));
        } else {
            silent.insert(owner);
            diagnostics.report(of_bureau(values, id, owner));
        }
    }
}

fn of_indicator(
    values: &Values<'_>,
    id: IndicatorId,
    indicator: &Indicator,
    missing: &[i32],
) -> Diagnostic {
    let Indicator { name, owner, .. } = indicator;
    let years: Vec<String> = missing.iter().map(i32::to_string).collect();
    let years = years.join("、");
    let message = format!("“{name}”缺 {years}年的数值，由{owner}填报");
    let span = blank_value(values, id, missing).unwrap_or(first_line(values, indicator));
    let folder = "chapters/indicators";
    let help = format!("在 {folder}/{owner}.yaml 中“{name}”下补上各年的“值”");

    let blank = missing.iter().any(|year| values.missing.blank_cells.contains(&(id, *year)));
    let problem = Diagnostic::new(Code::UnfilledValue, span, message);
    problem.help(help).owned_by(owner).draft_only(blank)
}

fn of_bureau(values: &Values<'_>, id: IndicatorId, owner: &str) -> Diagnostic {
    let indicator = values.indicators.get(id);
    let count = values.indicators.by_owner(owner).len();
    let message = format!("{owner}归口的 {count} 项指标还没有填报数值");
    let span = blank_value(values, id, &indicator.years).unwrap_or(first_line(values, indicator));
    let help = format!("在 chapters/indicators/{owner}.yaml 中填报");

    let mut blank = values.missing.blank_cells.iter();
    let blank = blank.any(|(id, _)| values.indicators.get(*id).owner == owner);
    let problem = Diagnostic::new(Code::UnfilledValue, span, message);
    problem.help(help).owned_by(owner).draft_only(blank)
}

fn blank_value(values: &Values<'_>, id: IndicatorId, missing: &[i32]) -> Option<Span> {
    missing.iter().find_map(|year| values.indicators.blanks.get(&(id, *year)).copied())
}

/// A definition's first line: its name.
fn first_line(values: &Values<'_>, indicator: &Indicator) -> Span {
    let span = indicator.span;
    let length = values.sources.slice(span).lines().next().map_or(0, |line| line.trim_end().len());
    Span { end: span.start + length as u32, ..span }
}
