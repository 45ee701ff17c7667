//! `total-mismatch` 纵向逻辑检查: 累计(n) that isn't 累计(n-1) + 新增(n).

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::Series;

/// Adds up each pair. A total that falls is `falling-total`.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum, number) in values.numbers() {
        let indicator = values.indicators.get(id);
        let (Series::Total, Some(added_id)) = (indicator.rules.series, indicator.rules.counterpart)
        else {
            continue;
        };

        let before = values.number(id, year.saturating_sub(1));
        let added = values.number(added_id, year);
        let (Some((before, least)), Some((added, more))) = (before, added) else { continue };
        let Some(sum) = least.checked_add(more) else { continue };
        if number == sum || number < least {
            continue;
        }

        let text = |number| values.text(id, number);
        let message = format!(
            "“{}”{year}年填报 {}，上年累计加本年新增为 {}",
            indicator.name,
            text(number),
            text(sum)
        );
        let problem = Diagnostic::new(Code::TotalMismatch, datum.span, message)
            .also(before.span, format!("上年累计：{}", text(least)))
            .also(added.span, format!("本年新增：{}", values.text(added_id, more)))
            .help(format!("由{}核对三个数值", indicator.owner));
        diagnostics.report(values.weighed(id, year, problem));
    }
}
