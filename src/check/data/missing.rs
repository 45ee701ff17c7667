//! `missing-value`: a value that a text, a table or a chart prints and that its bureau still owes.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::IndicatorId;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Places named besides the first one.
const MAX_PLACES: usize = 3;

/// One warning a value, however many places print it; years that the same places print share one.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    let mut groups: BTreeMap<(IndicatorId, &BTreeSet<Span>), Vec<i32>> = BTreeMap::new();
    for ((id, year), places) in &values.missing.placeholders {
        groups.entry((*id, places)).or_default().push(*year);
    }

    for ((id, places), years) in groups {
        diagnostics.report(problem(values, id, &years, places));
    }
}

fn problem(
    values: &Values<'_>,
    id: IndicatorId,
    years: &[i32],
    places: &BTreeSet<Span>,
) -> Diagnostic {
    let indicator = values.indicators.get(id);
    let (name, owner) = (&indicator.name, &indicator.owner);
    let listed: Vec<String> = years.iter().map(i32::to_string).collect();
    let count = match places.len() {
        1 => String::new(),
        places => format!("{places} 处"),
    };
    let message = format!("“{name}”没有{}年的数值，{count}印出〔待{owner}报〕", listed.join("、"));
    let first = places.first().copied().unwrap_or(indicator.span);
    let mut problem = Diagnostic::new(Code::MissingValue, first, message).owned_by(owner).warning();

    let blank = years.iter().find_map(|year| values.indicators.blanks.get(&(id, *year)));
    if let Some(blank) = blank {
        problem = problem.also(*blank, "填在这里");
    }
    for place in places.iter().skip(1).take(MAX_PLACES) {
        problem = problem.also(*place, "这里也用到");
    }
    problem.help(format!("请{owner}在 {} 中“{name}”下补上各年的“值”", values.file_of(owner)))
}
