//! `magnitude-jump` 纵向逻辑检查: a value that is a power of ten off that of another year.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Holds each number against those of the other years.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        if !datum.reason.is_empty() {
            continue;
        }
        let Some(slip) = values.indicators.magnitude_slip(id, year, number) else { continue };
        // The later of two years that differ, where no third one tells which is odd.
        let other = values.number(id, slip.year);
        let told_there = slip.year > year
            && values.indicators.magnitude_slip(id, slip.year, slip.other).is_some();
        let Some((other, _)) = other.filter(|(other, _)| other.reason.is_empty() && !told_there)
        else {
            continue;
        };

        let (name, reason) = (&indicator.name, slip.reason(number, &indicator.unit));
        let message = format!(
            "“{name}”{year}年的 {}与 {}年的 {}差了一个数量级，{reason}",
            values.text(id, number),
            slip.year,
            values.text(id, slip.other)
        );
        let problem = Diagnostic::new(Code::MagnitudeJump, datum.span, message)
            .also(other.span, format!("{}年的数值", slip.year))
            .help(format!(
                "由{}核对数值、小数点和单位；属实的，在后面加上 异常说明: 原因",
                indicator.owner
            ));
        diagnostics.report(problem);
    }
}
