//! `derived-mismatch` 横向逻辑检查: a value that doesn't follow from its parts by its 公式.

use super::ratio;
use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{DatumValue, Formula, IndicatorId, Interval, format_number};
use rust_decimal::Decimal;

/// Computes each value that has a formula, between the limits of its rounded parts.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, indicator) in values.indicators.all() {
        let Some((formula, span)) = &indicator.rules.formula else { continue };
        for year in &indicator.years {
            let Some(mismatch) = mismatch(values, id, *year, formula) else { continue };
            let Some(datum) = values.indicators.datum(id, *year) else { continue };

            let message = format!(
                "“{}”{year}年填报 {}，按公式应为 {}",
                indicator.name, mismatch.reported, mismatch.expected
            );
            let mut problem = Diagnostic::new(Code::DerivedMismatch, datum.span, message)
                .also(*span, format!("公式：{}", formula.text));

            for term in &formula.terms {
                let year = term.year(*year);
                if let Some((part, number)) = values.number(term.id, year) {
                    let name = &values.indicators.get(term.id).name;
                    let text = format!("{name} {year}年：{}", values.text(term.id, number));
                    problem = problem.also(part.span, text);
                }
            }

            let owner = &indicator.owner;
            problem = problem.help(format!("由{owner}核对本项，并与各项的归口单位核对"));
            if indicator.rules.formula_reminds {
                // Nobody prescribes the formula: the owner may reckon otherwise.
                problem = problem.warning().help("口径不同的，在“口径”中写明怎样计算");
            }
            diagnostics.report(values.weighed(id, *year, problem));
        }
    }
}

struct Mismatch {
    reported: String,
    expected: String,
}

fn mismatch(
    values: &Values<'_>,
    id: IndicatorId,
    year: i32,
    formula: &Formula,
) -> Option<Mismatch> {
    let indicators = values.indicators;
    let limits = formula.limits(indicators, year)?;
    let results = formula.results(indicators, year)?;

    match &indicators.datum(id, year)?.value {
        DatumValue::Number(number) => {
            let decimals = indicators.get(id).decimals;
            if limits.first()?.widened(decimals)?.contains(*number) {
                return None;
            }

            let unit = &indicators.get(id).unit;
            let expected = format!("{}{unit}", format_number(*results.first()?, decimals));
            Some(Mismatch { reported: values.text(id, *number), expected })
        }
        DatumValue::Text(text) => {
            let parts = ratio::parts(text)?;
            let decimals = parts.iter().map(Decimal::scale).max()?;

            let sum =
                limits.iter().copied().try_fold(Interval::exact(Decimal::ZERO), Interval::plus);
            let share = |part: Interval| {
                let hundredfold = part.multiply(Interval::exact(Decimal::ONE_HUNDRED))?;
                // A unit of the last decimal more: parts are often adjusted to add up to 100.
                hundredfold.divide(sum?)?.widened(decimals)?.widened(decimals)
            };
            let shares: Vec<Interval> = limits.into_iter().map(share).collect::<Option<_>>()?;
            let fits = shares.len() == parts.len()
                && shares.iter().zip(&parts).all(|(share, part)| share.contains(*part));
            if fits {
                return None;
            }

            let whole = results.iter().try_fold(Decimal::ZERO, |sum, r| sum.checked_add(*r))?;
            let share = |part: &Decimal| {
                let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
                Some(format_number(share, decimals))
            };
            let expected: Vec<String> = results.iter().map(share).collect::<Option<_>>()?;
            Some(Mismatch { reported: text.clone(), expected: expected.join(":") })
        }
    }
}
