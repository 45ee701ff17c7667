//! The rules on values, and in which order they speak.

use super::printed::MissingValues;
use super::values::Values;
use super::{
    decimals, derived, falling, gaps, magnitude, missing, range, ratio, source, sums, swing,
};
use crate::check::subject::Subject;
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::indicator::{IndicatorId, Indicators};
use std::collections::BTreeSet;

type Rule = fn(&Values<'_>, &mut Diagnostics);

const RULES: &[Rule] = &[
    missing::check,
    gaps::check,
    range::check,
    ratio::check,
    derived::check,
    swing::check,
    magnitude::check,
    falling::check,
    sums::check,
    decimals::check,
    source::check,
];

/// Applies every rule on data.
pub(in crate::check) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let values = Values::new(subject);
    for rule in RULES {
        rule(&values, diagnostics);
    }
}

/// The values that documents want and that nobody has given, printed as a placeholder or a blank cell.
pub(in crate::check) fn wanting(
    indicators: &Indicators,
    documents: &[&Document],
) -> BTreeSet<(IndicatorId, i32)> {
    let missing = MissingValues::in_documents(indicators, documents);
    let mut wanting = missing.blank_cells;
    wanting.extend(missing.placeholders.into_keys());
    wanting
}
