//! `falling-total` 纵向逻辑检查: a 累计 that is less than in the year before.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::Series;

/// Compares each total with the nearest year before it that has one.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        if indicator.rules.series != Series::Total {
            continue;
        }
        let earlier = indicator.years.iter().rev().filter(|earlier| **earlier < year);
        let Some((earlier, (before, least))) =
            earlier.copied().find_map(|y| Some((y, values.number(id, y)?)))
        else {
            continue;
        };
        if number >= least {
            continue;
        }

        let message = format!(
            "“{}”{year}年的 {}少于 {earlier}年的 {}",
            indicator.name,
            values.text(id, number),
            values.text(id, least)
        );
        let problem = Diagnostic::new(Code::FallingTotal, datum.span, message)
            .also(before.span, format!("{earlier}年的累计数"))
            .help(format!("由{}核对两年的累计数；因撤销、到期而减少的，请统稿人在指标定义中删去“类型: 累计”，“口径”改为“期末有效”", indicator.owner));
        diagnostics.report(values.weighed(id, year, problem));
    }
}
