//! 报送情况通报: how all units stand, on one page.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use crate::delivery::{Column, Deadline, Delivery, OwedItem};
use crate::document::{SlipGroup, SlipKind, SlipRow};
use crate::pipeline::Loaded;

/// The notice that goes round: units that still owe something, the most urgent first, then the others.
///
/// # Errors
/// Where the date isn't known, or the template or its profile has errors.
pub fn notify(loaded: &mut Loaded, request: &SlipRequest<'_>) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let deliveries = &desk.status.deliveries;

    let mut owing = Vec::new();
    for owed in deliveries.owed() {
        owing.push(row(&deliveries.units[owed.unit], &owed.items));
    }
    let complete = deliveries.units.iter().filter(|unit| unit.is_complete());
    let complete: Vec<SlipRow> = complete.map(|unit| row(unit, &[])).collect();

    let (deadline, has_units) = (deliveries.deadline, !deliveries.units.is_empty());
    let groups = [("未交齐", owing), ("已交齐", complete)];
    let groups = groups.map(|(name, rows)| SlipGroup { name: name.to_owned(), rows });
    let mut slip = desk.slip(SlipKind::Notice, None, groups.into());
    slip.deadline = deadline.map(|deadline| deadline.date);
    slip.days = deadline.map_or(0, |deadline| deadline.days.into());

    let draft = Draft { slip, unit: None, event: None, message: String::new() };
    desk.dispatch(if has_units { vec![draft] } else { Vec::new() })
}

/// A unit: its signs, and in a few words what it owes.
fn row(unit: &Delivery, owed: &[OwedItem]) -> SlipRow {
    let signs = Column::ALL.map(|column| unit.mark(column).sign().to_owned());
    let words: Vec<String> = owed.iter().map(words).collect();
    SlipRow {
        name: unit.bureau.clone(),
        detail: words.join("、"),
        note: unit
            .deadline
            .filter(|deadline| deadline.is_extended)
            .map(extension)
            .unwrap_or_default(),
        cells: signs.into(),
        ..SlipRow::default()
    }
}

/// How many things of a kind: `指标 45`.
fn words(item: &OwedItem) -> String {
    let name = item.column.name();
    match (item.column, item.is_strict) {
        (Column::Paper | Column::Seal, _) => name.to_owned(),
        (Column::Texts, false) => format!("分工文稿 {}", item.count),
        (Column::Narratives, false) => format!("分工说明 {}", item.count),
        _ => format!("{name} {}", item.count),
    }
}

fn extension(deadline: Deadline) -> String {
    format!("展期到{}月{}日", deadline.date.month, deadline.date.day)
}
