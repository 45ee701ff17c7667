//! `unfilled-value` 缺值检查: a year that an indicator is asked for and has no value.

use super::Data;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{Indicator, IndicatorId};
use crate::source::Span;
use std::collections::BTreeSet;

/// One warning an indicator; one a bureau that gave nothing yet.
pub(super) fn check(data: &Data<'_>, diagnostics: &mut Diagnostics) {
    let indicators = data.indicators;
    let given = data.values().map(|(id, _, _)| id).chain(indicators.unread.iter().map(|key| key.0));
    let givers: BTreeSet<&str> = given.map(|id| indicators.get(id).owner.as_str()).collect();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (id, indicator) in indicators.all() {
        let missing: Vec<i32> = indicator
            .years
            .iter()
            .copied()
            .filter(|y| indicators.datum(id, *y).is_none())
            .filter(|y| !indicators.unread.contains(&(id, *y)))
            // Of what is printed `missing-value` tells.
            .filter(|y| !data.printed.cited.contains_key(&(id, *y)))
            .collect();
        let owner = indicator.owner.as_str();
        if missing.is_empty() || told.contains(owner) {
            continue;
        }
        if givers.contains(owner) || owner.is_empty() {
            diagnostics.report(one(data, id, indicator, &missing));
        } else {
            told.insert(owner);
            diagnostics.report(all(data, id, owner));
        }
    }
}

fn one(data: &Data<'_>, id: IndicatorId, indicator: &Indicator, missing: &[i32]) -> Diagnostic {
    let Indicator { name, owner, .. } = indicator;
    let years: Vec<String> = missing.iter().map(i32::to_string).collect();
    let years = years.join("、");
    let message = format!("“{name}”缺 {years} 年的数值，由{owner}填报");
    let place = place(data, id, missing).unwrap_or(first_line(data, indicator));
    let folder = "chapters/indicators";
    let help = format!("在 {folder}/{owner}.yaml 中“{name}”下补上各年的“值”");
    let blank = missing.iter().any(|year| data.printed.blank.contains(&(id, *year)));
    Diagnostic::new(Code::UnfilledValue, place, message).help(help).draft_only(blank)
}

fn all(data: &Data<'_>, id: IndicatorId, owner: &str) -> Diagnostic {
    let indicator = data.indicators.get(id);
    let count = data.indicators.by_owner(owner).len();
    let message = format!("{owner}归口的 {count} 项指标还没有填报数值");
    let place = place(data, id, &indicator.years).unwrap_or(first_line(data, indicator));
    let help = format!("在 chapters/indicators/{owner}.yaml 中填报");
    let mut blank = data.printed.blank.iter();
    let blank = blank.any(|(id, _)| data.indicators.get(*id).owner == owner);
    Diagnostic::new(Code::UnfilledValue, place, message).help(help).draft_only(blank)
}

fn place(data: &Data<'_>, id: IndicatorId, missing: &[i32]) -> Option<Span> {
    missing.iter().find_map(|year| data.indicators.blanks.get(&(id, *year)).copied())
}

/// A definition's first line: its name.
fn first_line(data: &Data<'_>, indicator: &Indicator) -> Span {
    let span = indicator.span;
    let length = data.sources.slice(span).lines().next().map_or(0, |line| line.trim_end().len());
    Span { end: span.start + length as u32, ..span }
}
