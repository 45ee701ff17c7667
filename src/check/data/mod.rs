//! Rules on the indicators' values: 缺值检查, 横向逻辑检查, 纵向逻辑检查.
//!
//! In: definitions and values. Out: problems at the values in their YAML files. What the document
//! doesn't show is a warning at most.

mod decimals;
mod derived;
mod falling;
mod gaps;
mod missing;
mod printed;
mod range;
mod ratio;
mod source;
mod sums;
mod swing;

use super::Subject;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::{BlockKind, Document, visit};
use crate::indicator::{Datum, DatumValue, IndicatorId, Indicators, format_number};
use crate::source::Sources;
use printed::Printed;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Data as the rules see them.
pub(super) struct Data<'a> {
    indicators: &'a Indicators,
    sources: &'a Sources,
    /// The values that the document shows or computes with.
    shown: BTreeSet<(IndicatorId, i32)>,
    /// The missing values that the document prints.
    printed: Printed,
}

type Rule = fn(&Data<'_>, &mut Diagnostics);

const RULES: &[Rule] = &[
    missing::check,
    gaps::check,
    range::check,
    ratio::check,
    derived::check,
    swing::check,
    falling::check,
    sums::check,
    decimals::check,
    source::check,
];

/// Applies every rule on data.
pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let Subject { sources, indicators, .. } = *subject;
    let printed = Printed::of(indicators, subject.documents);
    let data = Data { indicators, sources, shown: shown(subject), printed };
    for rule in RULES {
        rule(&data, diagnostics);
    }
}

/// The values that documents want and that nobody has given, printed as a placeholder or a blank cell.
pub(super) fn wanting(
    indicators: &Indicators,
    documents: &[&Document],
) -> BTreeSet<(IndicatorId, i32)> {
    let Printed { cited, mut blank } = Printed::of(indicators, documents);
    blank.extend(cited.into_keys());
    blank
}

fn shown(subject: &Subject<'_>) -> BTreeSet<(IndicatorId, i32)> {
    let documents = || subject.documents.iter();
    let mut uses: Vec<_> = documents().flat_map(|document| &document.values).collect();
    let sections = documents().flat_map(|document| &document.sections);
    for part in sections.flat_map(|section| &section.parts) {
        visit::blocks(&part.blocks, &mut |block| {
            if let BlockKind::Chart(chart) = &block.kind {
                uses.extend(chart.series.iter().flat_map(|series| series.values.iter().flatten()));
            }
        });
    }
    let data = uses.into_iter().flat_map(|value| &value.indicators);
    data.filter_map(|(name, year)| Some((subject.indicators.find(name)?, *year))).collect()
}

impl<'a> Data<'a> {
    /// Every value with what it is a value of.
    fn values(&self) -> impl Iterator<Item = (IndicatorId, i32, &'a Datum)> {
        self.indicators.values.iter().map(|((id, year), datum)| (*id, *year, datum))
    }

    /// Every value that is a number.
    fn numbers(&self) -> impl Iterator<Item = (IndicatorId, i32, &'a Datum, Decimal)> {
        self.values().filter_map(|(id, year, datum)| Some((id, year, datum, number(datum)?)))
    }

    /// The number of a year, and its datum.
    fn number(&self, id: IndicatorId, year: i32) -> Option<(&'a Datum, Decimal)> {
        let datum = self.indicators.datum(id, year)?;
        Some((datum, number(datum)?))
    }

    /// The path of the file in which a bureau gives its values.
    fn file_of(&self, bureau: &str) -> String {
        let given = self.values().find(|(_, _, datum)| datum.bureau == bureau);
        let given = given.map(|(_, _, datum)| datum.span.file);
        let owned = |id: IndicatorId| self.indicators.get(id).owner == bureau;
        let blank = self.indicators.blanks.iter().find(|((id, _), _)| owned(*id));
        match given.or(blank.map(|(_, span)| span.file)) {
            Some(file) => self.sources.path(file).to_owned(),
            None => format!("chapters/indicators/{bureau}.yaml"),
        }
    }

    /// The problem with the severity that its value's use gives it.
    fn weigh(&self, id: IndicatorId, year: i32, mut problem: Diagnostic) -> Diagnostic {
        if !self.shown.contains(&(id, year)) {
            problem.severity = problem.severity.max(Severity::Warning);
        }
        problem
    }

    /// A number as its bureau would write it, with its unit.
    fn print(&self, id: IndicatorId, number: Decimal) -> String {
        let indicator = self.indicators.get(id);
        let decimals = indicator.decimals.max(number.normalize().scale());
        format!("{}{}", format_number(number, decimals), indicator.unit)
    }
}

fn number(datum: &Datum) -> Option<Decimal> {
    match &datum.value {
        DatumValue::Number(number) => Some(*number),
        DatumValue::Text(_) => None,
    }
}
