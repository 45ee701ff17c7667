//! `missing-source`: a value said to be reported or verified without 来源.

use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::indicator::DatumStatus;

/// Reports values of which nobody can tell where they come from.
pub(super) fn check(values: &Values<'_>, diagnostics: &mut Diagnostics) {
    for (id, year, datum) in values.all() {
        let status = match datum.status {
            DatumStatus::Sample => continue,
            DatumStatus::Reported => "初报",
            DatumStatus::Verified => "已核",
        };
        if !datum.source.is_empty() {
            continue;
        }

        let name = &values.indicators.get(id).name;
        let message = format!("“{name}”{year}年的数值状态为“{status}”而没有来源");
        let problem = Diagnostic::new(Code::MissingSource, datum.span, message);
        diagnostics.report(problem.help("在后面加上 来源: 公报、年报或台账的名称"));
    }
}
