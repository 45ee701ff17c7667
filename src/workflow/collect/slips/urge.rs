//! 催报单: what a unit still owes, more strictly the later it is.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use crate::delivery::{
    Column, Delivery, Duty, EvidenceItem, FigureItem, Level, OwedItem, TaskItem, TextItem,
};
use crate::document::{SlipGroup, SlipKind, SlipRow};
use crate::indicator::year_list;
use crate::pipeline::Loaded;
use crate::register::{Event, Grade};
use crate::workspace::Status;

/// Maximum number of characters that are quoted of a task.
const MAX_TASK_WORDS: usize = 24;

/// A slip for each unit that still owes something for which it answers; a unit that was urged today is urged no
/// second time, but gets its slip anew.
///
/// # Errors
/// Where a unit or the date isn't known, a register can't be continued, or the template has errors.
pub fn urge(loaded: &mut Loaded, request: &SlipRequest<'_>) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let mut drafts = Vec::new();
    for delivery in &desk.status.deliveries.units {
        let owed = delivery.owed();
        if desk.is_asked(delivery.index) && owed.iter().any(|item| item.is_strict) {
            drafts.push(draft(&desk, delivery, &owed));
        }
    }

    desk.dispatch(drafts)
}

fn draft(desk: &Desk<'_>, delivery: &Delivery, owed: &[OwedItem]) -> Draft {
    let grade = match delivery.deadline.map(|deadline| deadline.days) {
        None | Some(1..) => Grade::Before,
        Some(0) => Grade::OnTheDay,
        Some(_) => Grade::Overdue,
    };
    let unit = delivery.index;
    let sent = desk.sent(unit, |event| matches!(event, Event::Urged { .. }));
    let count = sent.next();

    let mut slip = desk.slip(SlipKind::Urge, Some(unit), groups(desk, delivery));
    slip.grade = grade.name().to_owned();
    slip.count = count;

    let listed: Vec<&str> = owed.iter().map(|item| item.text.as_str()).collect();
    let term = match (grade, slip.deadline) {
        (Grade::Overdue, Some(date)) => {
            format!("应于{}前报送，已逾期{}天，请尽快报送", date.chinese(), -slip.days)
        }
        (Grade::OnTheDay, _) => "今天到期，请于下班前报送".to_owned(),
        (_, Some(date)) => format!("请于{}前报送，还有{}天", date.chinese(), slip.days),
        (_, None) => "请尽快报送".to_owned(),
    };
    let title = desk.loaded.workspace.report.title_in_one_line();
    let message = format!(
        "【催报】{}：《{title}》还缺 {}。{term}。详见催报单。{}",
        delivery.bureau,
        listed.join("；"),
        slip.sender.short
    );

    let event = (!sent.is_of_today).then_some(Event::Urged { grade, count });
    Draft { slip, unit: Some(unit), event, message }
}

/// What the unit owes, in the order of the columns.
fn groups(desk: &Desk<'_>, delivery: &Delivery) -> Vec<SlipGroup> {
    let mut groups = Vec::new();
    let mut add = |name: &str, rows: Vec<SlipRow>| {
        if !rows.is_empty() {
            groups.push(SlipGroup { name: name.to_owned(), rows });
        }
    };

    add(Column::Texts.name(), text_rows(desk, &delivery.texts));
    add(Column::Narratives.name(), text_rows(desk, &delivery.narratives));
    add("指标数据", figure_rows(desk, &delivery.figures));
    add("红头原件", original_rows(&delivery.evidence));

    if delivery.paper == Some(None) {
        let detail = "文稿、填报表打印盖章".to_owned();
        let note = "还没有收到".to_owned();
        add("纸质件", vec![SlipRow { detail, note, ..SlipRow::default() }]);
    }
    if let Some(seal) = &delivery.seal
        && !seal.unsigned.is_empty()
    {
        let note = if seal.is_sealed { "签章以后内容有改动" } else { "还没有签章" };
        let (detail, note) = (content_counts(&seal.unsigned), note.to_owned());
        add("确认单", vec![SlipRow { detail, note, ..SlipRow::default() }]);
    }

    add("任务", task_rows(&delivery.tasks));
    groups
}

fn text_rows(desk: &Desk<'_>, texts: &[TextItem]) -> Vec<SlipRow> {
    let workspace = &desk.loaded.workspace;
    let wording = |folder: &str| {
        let section = workspace.section_in(folder);
        section.and_then(|section| workspace.plan.get(section.row)).map_or("", |row| &row.wording)
    };

    let open = texts.iter().filter(|text| text.level < Level::Whole);
    let rows = open.map(|text| {
        let state = match (text.has_text, text.status) {
            (true, Some(Status::Draft)) => "还是初稿",
            (false, _) if text.is_received => "已收到，正在采用",
            _ => "还没有收到",
        };
        let share = if text.duty == Duty::Share { "，写本单位职责内的部分" } else { "" };
        SlipRow {
            name: text.name.clone(),
            detail: wording(&text.folder).to_owned(),
            note: format!("{state}{share}"),
            ..SlipRow::default()
        }
    });
    rows.collect()
}

/// The originals that are outstanding, in one row.
fn original_rows(evidence: &[EvidenceItem]) -> Vec<SlipRow> {
    let open: Vec<&EvidenceItem> = evidence.iter().filter(|item| !item.is_received()).collect();
    if open.is_empty() {
        return Vec::new();
    }

    let named: Vec<String> = open
        .iter()
        .map(|EvidenceItem { title, number, is_scanned, .. }| {
            let scan = if *is_scanned { "（已有扫描件）" } else { "" };
            format!("{title}{}{number}{scan}", if number.is_empty() { "" } else { " " })
        })
        .collect();
    vec![SlipRow {
        name: format!("{} 件", open.len()),
        detail: named.join("；"),
        note: "还没有收到".to_owned(),
        ..SlipRow::default()
    }]
}

/// The tasks that aren't done, in one row: each by its first words, with how far it is.
fn task_rows(tasks: &[TaskItem]) -> Vec<SlipRow> {
    let open: Vec<&TaskItem> = tasks.iter().filter(|task| task.percent < 100).collect();
    if open.is_empty() {
        return Vec::new();
    }

    let named: Vec<String> = open
        .iter()
        .map(|TaskItem { wording, percent, .. }| {
            let words: String = wording.chars().take(MAX_TASK_WORDS).collect();
            let more = if words.len() < wording.len() { "……" } else { "" };
            format!("{words}{more}（{percent}%）")
        })
        .collect();
    vec![SlipRow {
        name: format!("{} 项", open.len()),
        detail: named.join("；"),
        note: "还没有完成".to_owned(),
        ..SlipRow::default()
    }]
}

/// How many parts of each kind are to be signed: `指标 17 项、文稿 1 份`.
fn content_counts(parts: &[String]) -> String {
    let is_figure = |part: &&String| part.starts_with("指标 ");
    let figures = parts.iter().filter(is_figure).count();
    let counts = [(figures, "指标", "项"), (parts.len() - figures, "文稿", "份")];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let named = counts.map(|(count, name, measure)| format!("{name} {count} {measure}"));
    named.collect::<Vec<_>>().join("、")
}

/// The indicators that lack values, a row for those that lack the same, so that the slip keeps to a page.
fn figure_rows(desk: &Desk<'_>, figures: &[FigureItem]) -> Vec<SlipRow> {
    let indicators = &desk.loaded.indicators;
    let mut rows: Vec<(SlipRow, usize)> = Vec::new();
    for figure in figures.iter().filter(|figure| figure.wanting() > 0) {
        let unit = indicators.find(&figure.name).map(|id| indicators.get(id).unit.as_str());
        let named = match unit.unwrap_or("") {
            "" => figure.name.clone(),
            unit => format!("{}（{unit}）", figure.name),
        };

        let note = figure_state(figure);
        match rows.iter_mut().find(|(row, _)| row.note == note) {
            Some((row, count)) => {
                row.detail.push_str(&format!("、{named}"));
                *count += 1;
            }
            None => rows.push((SlipRow { detail: named, note, ..SlipRow::default() }, 1)),
        }
    }

    let named =
        rows.into_iter().map(|(row, count)| SlipRow { name: format!("{count} 项"), ..row });
    named.collect()
}

/// Of which years a value is wanting: `缺 2015—2017年`.
fn figure_state(figure: &FigureItem) -> String {
    let mut states = Vec::new();
    if !figure.missing.is_empty() {
        states.push(format!("缺 {}年", year_list(&figure.missing)));
    }
    if !figure.samples.is_empty() {
        states.push(format!("{}年是样例，要改正", year_list(&figure.samples)));
    }

    states.join("；")
}
