//! Tasks of the plan beside texts and data.

use super::model::TaskItem;
use crate::indicator::Indicators;
use crate::register::Register;
use crate::workspace::{PlanRow, Workspace};
use std::collections::BTreeSet;

/// The tasks that a unit leads, by its short name.
pub(super) fn tasks(
    workspace: &Workspace,
    indicators: &Indicators,
    bureau: &str,
    register: &Register,
) -> Vec<TaskItem> {
    let of_report = reporting_tasks(workspace, indicators);
    let rows = workspace.plan.iter().filter(|row| !of_report.contains(row.task.as_str()));
    let led = rows.filter(|row| row.lead.iter().any(|lead| lead.value == bureau));
    let item = |row: &PlanRow| {
        let (percent, words) = register.progress(&row.id).unwrap_or_default();
        TaskItem {
            row: row.id.clone(),
            wording: row.wording.clone(),
            percent,
            words: words.to_owned(),
        }
    };

    led.map(item).collect()
}

/// The tasks of which some row asks for a text or a value: these are reported, not done.
fn reporting_tasks<'w>(workspace: &'w Workspace, indicators: &Indicators) -> BTreeSet<&'w str> {
    let asked: BTreeSet<&str> =
        indicators.definitions.iter().map(|indicator| indicator.row.as_str()).collect();
    let asks =
        |row: &&PlanRow| row.section.is_some() || row.narrative || asked.contains(row.id.as_str());
    workspace.plan.iter().filter(asks).map(|row| row.task.as_str()).collect()
}
