//! What sentences are matched with: the indicators, their names, units and values.

use super::lexicon::Lexicon;
use super::names::NameIndex;
use crate::check::number::Units;
use crate::check::words::CONTEXT;
use crate::document::{Document, ValueUse};
use crate::indicator::{IndicatorId, Indicators};
use crate::workspace::Workspace;
use std::collections::BTreeSet;

/// What sentences are matched with.
pub(super) struct ProseContext<'a> {
    pub indicators: &'a Indicators,
    pub values: &'a [ValueUse],
    pub years: &'a [i32],
    pub city: &'a str,
    pub names: NameIndex,
    pub lexicon: Lexicon,
    pub units: Units,
    /// Indicators whose growth is commonly given at constant prices though their values aren't.
    pub priced: BTreeSet<IndicatorId>,
}

impl<'a> ProseContext<'a> {
    /// The context of a document.
    pub(super) fn new(
        workspace: &'a Workspace,
        indicators: &'a Indicators,
        document: &'a Document,
    ) -> ProseContext<'a> {
        let mut units = Units::default();
        for indicator in &indicators.definitions {
            units.add(&indicator.unit);
        }

        let report = &workspace.report;
        ProseContext {
            indicators,
            values: &document.values,
            years: &report.years,
            city: &report.city,
            names: NameIndex::new(indicators),
            lexicon: Lexicon::new(&report.city),
            units,
            priced: measured_in_current_prices(indicators),
        }
    }
}

/// The indicators measured at current prices, and those that follow from one by a 公式: 人均GDP.
pub(super) fn measured_in_current_prices(indicators: &Indicators) -> BTreeSet<IndicatorId> {
    let all = || (0u32..).map(IndicatorId).zip(&indicators.definitions);
    let stated = all().filter(|(_, indicator)| CONTEXT.current_prices.is_in(&indicator.basis));
    let mut priced: BTreeSet<IndicatorId> = stated.map(|(id, _)| id).collect();

    // A formula may read what itself follows from one: each round goes a step further.
    loop {
        let before = priced.len();
        for (id, indicator) in all() {
            let formula = indicator.rules.formula.as_ref();
            let mut terms = formula.iter().flat_map(|(formula, _)| &formula.terms);
            if terms.any(|term| priced.contains(&term.id)) {
                priced.insert(id);
            }
        }
        if priced.len() == before {
            return priced;
        }
    }
}
