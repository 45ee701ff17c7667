//! `out-of-range`: a value that its indicator's 范围 excludes.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Holds each number against the limits.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        let (least, greatest) = indicator.rules.range;
        let text = |number| values.text(id, number);
        let limit = match (least, greatest) {
            (Some(least), _) if number < least => format!("低于下限 {}", text(least)),
            (_, Some(greatest)) if number > greatest => format!("高于上限 {}", text(greatest)),
            (_, _) => continue,
        };

        let message = format!("“{}”{year}年的 {}{limit}", indicator.name, text(number));
        let problem = Diagnostic::new(Code::OutOfRange, datum.span, message)
            .help(format!("由{}核对数值、小数点和单位", indicator.owner));
        diagnostics.report(values.weighed(id, year, problem));
    }
}
