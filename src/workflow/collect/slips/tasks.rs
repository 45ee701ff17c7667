//! 任务进展表: how far the plan's tasks beside texts and data are done.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use crate::document::{SlipGroup, SlipKind, SlipRow};
use crate::pipeline::Loaded;
use crate::workspace::{PlanRow, Spanned};

/// The list of the tasks, each as its lead units have said last.
///
/// # Errors
/// Where a unit or the date isn't known, or the template has errors.
pub fn list_tasks(loaded: &mut Loaded, request: &SlipRequest<'_>) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let mut groups: Vec<SlipGroup> = Vec::new();
    for row in &desk.loaded.workspace.plan {
        let Some(line) = line(&desk, row) else { continue };
        match groups.last_mut() {
            Some(group) if group.name == row.task => group.rows.push(line),
            _ => groups.push(SlipGroup { name: row.task.clone(), rows: vec![line] }),
        }
    }

    let slip = desk.slip(SlipKind::Tasks, None, groups);
    let has_tasks = !slip.groups.is_empty();
    let draft = Draft { slip, unit: None, event: None, message: String::new() };
    desk.dispatch(if has_tasks { vec![draft] } else { Vec::new() })
}

/// A row that is a task of one of the units that are asked.
fn line(desk: &Desk<'_>, row: &PlanRow) -> Option<SlipRow> {
    let units = desk.status.deliveries.units.iter().filter(|unit| desk.is_asked(unit.index));
    let reports = units.flat_map(|unit| {
        let own = unit.tasks.iter().filter(|task| task.row == row.id);
        own.map(|task| (unit.bureau.as_str(), task))
    });
    let reports: Vec<_> = reports.collect();
    let percent = reports.iter().map(|(_, task)| task.percent).max()?;

    let said: Vec<String> = reports
        .iter()
        .filter(|(_, task)| !task.words.is_empty())
        .map(|(bureau, task)| format!("{bureau}：{}", task.words))
        .collect();
    let names = |list: &[Spanned<String>]| {
        list.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join("、")
    };
    Some(SlipRow {
        name: row.wording.clone(),
        detail: format!("{percent}%"),
        wanted: String::new(),
        note: said.join("；"),
        cells: vec![names(&row.lead), names(&row.joint)],
    })
}
