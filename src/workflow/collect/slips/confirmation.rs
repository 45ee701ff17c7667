//! 确认单: what a unit has handed in, for its signature and seal.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use crate::delivery::{content, content_checksum, reported};
use crate::document::{SlipGroup, SlipKind, SlipRow};
use crate::indicator::{DatumValue, format_number};
use crate::pipeline::{self, Loaded};
use crate::register::{Event, Items};
use crate::workspace::ChapterFile;

/// A slip for each unit whose content isn't signed as it is now: with all of it, or, where it signed before, with what
/// has changed since. The slip that went out last with the same content isn't noted again.
///
/// # Errors
/// Where a unit or the date isn't known, a register can't be continued, or the template has errors.
pub fn confirm(loaded: &mut Loaded, request: &SlipRequest<'_>) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let printed = pipeline::printed_texts(desk.loaded);
    let has_text = |chapter: &ChapterFile| printed.get(&chapter.file) == Some(&true);

    let mut drafts = Vec::new();
    for delivery in &desk.status.deliveries.units {
        let unsigned = delivery.seal.as_ref().map_or(&[][..], |seal| &seal.unsigned);
        if !desk.is_asked(delivery.index) || unsigned.is_empty() {
            continue;
        }

        let mut items = content(desk.loaded, delivery.index, &has_text);
        items.retain(|name, _| unsigned.contains(name));
        drafts.push(draft(&desk, delivery.index, items));
    }
    desk.dispatch(drafts)
}

fn draft(desk: &Desk<'_>, unit: usize, items: Items) -> Draft {
    let checksum = content_checksum(&items);
    let mut slip = desk.slip(SlipKind::Confirmation, Some(unit), groups(desk.loaded, &items));
    let register = desk.status.registers.list.get(unit);
    let last = register.and_then(|register| register.last_confirmation(desk.date()));
    let is_noted = last.is_some_and(|(noted, _)| noted == checksum);
    let sent = desk.sent(unit, |event| matches!(event, Event::Sealed { .. }));
    slip.count = sent.count + 1;
    slip.checksum.clone_from(&checksum);

    let event = (!is_noted).then_some(Event::Confirmation { checksum, items });
    Draft { slip, unit: Some(unit), event, message: String::new() }
}

/// What is to be signed: the values of indicators, and texts by their checksums.
fn groups(loaded: &Loaded, items: &Items) -> Vec<SlipGroup> {
    let (mut figures, mut texts) = (Vec::new(), Vec::new());
    for (name, checksum) in items {
        match name.strip_prefix("指标 ") {
            Some(indicator) => figures.extend(figure_row(loaded, indicator)),
            None => texts.push(text_row(loaded, name, checksum)),
        }
    }

    let groups = [("指标数据", figures), ("文稿", texts)];
    let groups = groups.into_iter().filter(|(_, rows)| !rows.is_empty());
    groups.map(|(name, rows)| SlipGroup { name: name.to_owned(), rows }).collect()
}

fn figure_row(loaded: &Loaded, name: &str) -> Option<SlipRow> {
    let Loaded { indicators, workspace, .. } = loaded;
    let id = indicators.find(name)?;
    let indicator = indicators.get(id);
    let value = |year: &i32| match reported(indicators, id, *year).map(|datum| &datum.value) {
        Some(DatumValue::Number(number)) => {
            format_number(*number, indicator.decimals.max(number.normalize().scale()))
        }
        Some(DatumValue::Text(text)) => text.clone(),
        None if indicator.years.contains(year) => "未报".to_owned(),
        None => "—".to_owned(),
    };

    Some(SlipRow {
        name: indicator.name.clone(),
        detail: indicator.unit.clone(),
        cells: workspace.report.years.iter().map(value).collect(),
        ..SlipRow::default()
    })
}

fn text_row(loaded: &Loaded, name: &str, checksum: &str) -> SlipRow {
    let folder = name.split_once(' ').map_or(name, |(_, folder)| folder);
    let workspace = &loaded.workspace;
    let title = workspace.section_in(folder).map(|section| {
        let row = workspace.plan.get(section.row);
        let wording = row.filter(|row| row.section.is_none()).map(|row| row.wording.as_str());
        let title = wording.unwrap_or(&section.title);
        format!("{}：{title}", section.number)
    });

    SlipRow {
        name: title.unwrap_or_else(|| name.to_owned()),
        note: checksum.to_owned(),
        ..SlipRow::default()
    }
}
