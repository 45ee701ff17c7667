//! `year-swing` 纵向逻辑检查: a change on the year before beyond 波动, without 异常说明.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::format_number;

/// Holds each year's change against the limit.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        let Some(limit) = indicator.rules.swing else { continue };
        if !datum.reason.is_empty() {
            continue;
        }
        let Some((before, _)) = values.number(id, year.saturating_sub(1)) else { continue };
        let Ok(growth) = values.indicators.growth(id, year, year.saturating_sub(1)) else {
            continue;
        };
        if growth.value.abs() <= limit {
            continue;
        }

        let (name, word) =
            (&indicator.name, if growth.value.is_sign_negative() { "下降" } else { "增长" });
        let percent = format_number(growth.value.abs(), 1);
        let limit = limit.normalize();
        let message =
            format!("“{name}”{year}年比上年{word} {percent}%，超过 {limit}%，没有异常说明");
        let problem = Diagnostic::new(Code::YearSwing, datum.span, message)
            .label(values.text(id, number))
            .also(before.span, "上年的数值")
            .help("核对数值；属实的，在后面加上 异常说明: 原因");
        diagnostics.report(problem);
    }
}
