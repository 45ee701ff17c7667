//! `excess-decimals`: more digits after the point than the definition keeps.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::format_number;

/// Reports digits that a table would round away; zeros at the end are no digits lost.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        let (typed, decimals) = (number.normalize().scale(), indicator.decimals);
        if typed <= decimals {
            continue;
        }

        let message = format!(
            "“{}”{year}年的数值有 {typed} 位小数，指标定义为 {decimals} 位",
            indicator.name
        );
        let rounded = format_number(number, decimals);
        let problem = Diagnostic::new(Code::ExcessDecimals, datum.span, message)
            .help(format!("改为 {rounded}，或由统稿人改指标定义的“小数”"));
        diagnostics.report(problem);
    }
}
