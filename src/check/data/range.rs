//! `out-of-range`: a value that its indicator's 范围 excludes.

use super::Data;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Holds each number against the limits.
pub(super) fn check(data: &Data<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in data.numbers() {
        let indicator = data.indicators.get(id);
        let (least, greatest) = indicator.rules.range;
        let printed = |number| data.print(id, number);
        let limit = match (least, greatest) {
            (Some(least), _) if number < least => format!("低于下限 {}", printed(least)),
            (_, Some(greatest)) if number > greatest => format!("高于上限 {}", printed(greatest)),
            (_, _) => continue,
        };
        let message = format!("“{}”{year} 年的 {}{limit}", indicator.name, printed(number));
        let problem = Diagnostic::new(Code::OutOfRange, datum.span, message)
            .help(format!("由{}核对数值、小数点和单位", indicator.owner));
        diagnostics.report(data.weigh(id, year, problem));
    }
}
