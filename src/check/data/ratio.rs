//! `ratio-sum`: parts of a whole that don't add up to 100.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::{DatumValue, IndicatorKind};
use rust_decimal::Decimal;

/// Holds each ratio's sum against 100, with half a unit of the last decimal for each part.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum) in values.all() {
        let indicator = values.indicators.get(id);
        let DatumValue::Text(text) = &datum.value else { continue };
        if indicator.kind != IndicatorKind::Ratio {
            continue;
        }

        let name = &indicator.name;
        let problem = match parts(text) {
            None => {
                let message = format!("“{name}”{year}年的“{text}”不是比例");
                let problem = Diagnostic::new(Code::RatioSum, datum.span, message);
                problem.help("用半角冒号隔开各项，例如 \"6.6:44.6:48.8\"")
            }
            Some(parts) => match excess(&parts) {
                Some(sum) => {
                    let message = format!("“{name}”{year}年各项之和为 {sum}，不是 100");
                    let problem = Diagnostic::new(Code::RatioSum, datum.span, message);
                    problem.help(format!("由{}核对各项", indicator.owner))
                }
                None => continue,
            },
        };
        diagnostics.report(values.weighed(id, year, problem));
    }
}

/// The parts of `7.0:45.5:47.5`; `None` where they are fewer than two, negative or no numbers.
pub(super) fn parts(text: &str) -> Option<Vec<Decimal>> {
    let parts: Vec<Decimal> = text
        .split([':', '：', '∶'])
        .map(|part| Decimal::from_str_exact(part.trim().trim_end_matches('%')).ok())
        .collect::<Option<_>>()?;
    let whole = parts.len() > 1 && !parts.iter().any(Decimal::is_sign_negative);
    whole.then_some(parts)
}

/// The sum, where rounding doesn't explain that it isn't 100.
fn excess(parts: &[Decimal]) -> Option<Decimal> {
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
    let decimals = parts.iter().map(Decimal::scale).max().unwrap_or(0).min(20);
    let allowed = Decimal::new(5, decimals + 1) * Decimal::from(parts.len());
    let difference = sum.checked_sub(Decimal::ONE_HUNDRED)?.abs();
    (difference >= allowed).then(|| sum.normalize())
}
