//! The indicators' values as the rules see them.

use super::printed::MissingValues;
use crate::check::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::document::visit;
use crate::indicator::{Datum, IndicatorId, Indicators, format_number};
use crate::source::Sources;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The values of all indicators, and what the documents print of them.
pub(super) struct Values<'a> {
    pub indicators: &'a Indicators,
    pub sources: &'a Sources,
    /// The values that the document shows or computes with.
    used: BTreeSet<(IndicatorId, i32)>,
    /// The missing values that the document prints.
    pub missing: MissingValues,
}

impl<'a> Values<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Values<'a> {
        let Subject { sources, indicators, documents, .. } = *subject;
        let uses = documents.iter().flat_map(|document| visit::values(document));
        let used = uses
            .flat_map(|value| &value.indicators)
            .filter_map(|(name, year)| Some((indicators.find(name)?, *year)));

        Values {
            indicators,
            sources,
            used: used.collect(),
            missing: MissingValues::in_documents(indicators, documents),
        }
    }

    /// Every value with what it is a value of.
    pub(super) fn all(&self) -> impl Iterator<Item = (IndicatorId, i32, &'a Datum)> {
        self.indicators.values.iter().map(|((id, year), datum)| (*id, *year, datum))
    }

    /// Every value that is a number.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (IndicatorId, i32, &'a Datum, Decimal)> {
        self.all().filter_map(|(id, year, datum)| Some((id, year, datum, datum.value.number()?)))
    }

    /// The number of a year, and its datum.
    pub(super) fn number(&self, id: IndicatorId, year: i32) -> Option<(&'a Datum, Decimal)> {
        let datum = self.indicators.datum(id, year)?;
        Some((datum, datum.value.number()?))
    }

    /// The path of the file in which a bureau gives its values.
    pub(super) fn file_of(&self, bureau: &str) -> String {
        let filled = self.all().find(|(_, _, datum)| datum.bureau == bureau);
        let filled = filled.map(|(_, _, datum)| datum.span.file);
        let mut blanks = self.indicators.blanks.iter();
        let blank = blanks.find(|((id, _), _)| self.indicators.get(*id).owner == bureau);

        match filled.or(blank.map(|(_, span)| span.file)) {
            Some(file) => self.sources.path(file).to_owned(),
            None => format!("chapters/indicators/{bureau}.yaml"),
        }
    }

    /// The problem, a warning at most where no document uses the value.
    pub(super) fn weighed(
        &self,
        id: IndicatorId,
        year: i32,
        mut problem: Diagnostic,
    ) -> Diagnostic {
        if !self.used.contains(&(id, year)) {
            problem.severity = problem.severity.max(Severity::Warning);
        }
        problem
    }

    /// A number as its bureau would write it, with its unit.
    pub(super) fn text(&self, id: IndicatorId, number: Decimal) -> String {
        let indicator = self.indicators.get(id);
        let decimals = indicator.decimals.max(number.normalize().scale());
        format!("{}{}", format_number(number, decimals), indicator.unit)
    }
}
