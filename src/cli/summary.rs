//! The closing lines: what was made, from what, and what is still to be done.

use super::progress::StageTime;
use crate::check::Checked;
use crate::check::prose::Counts;
use crate::diag::{Diagnostics, Severity};
use crate::pipeline::{self, Built, Outstanding};
use crate::typography::FaceReport;
use crate::workflow::OutputFile;
use crate::workspace::{ChapterFile, OutlineSection, PlanRow, Spanned, Status, Workspace};
use std::fmt::Write;
use std::time::Duration;

/// How many problems there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ProblemCounts {
    errors: usize,
    warnings: usize,
    hints: usize,
}

/// Counts the problems.
pub(super) fn count(diagnostics: &Diagnostics) -> ProblemCounts {
    let count = |severity| diagnostics.count(severity);
    ProblemCounts {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        hints: count(Severity::Hint),
    }
}

/// How many problems there are, in one line.
pub(super) fn verdict(counts: ProblemCounts) -> String {
    let ProblemCounts { errors, warnings, hints } = counts;
    let counted = [(errors, "个错误"), (warnings, "条提醒"), (hints, "条建议")];
    let named: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if named.is_empty() { "没有发现问题".to_owned() } else { named.join("，") }
}

/// What became of the numbers typed in prose, as the end of a line; empty where there are none.
pub(super) fn figures(checked: &Checked) -> String {
    let Counts { agreeing, differing, undecided } = checked.prose;
    match agreeing + differing + undecided {
        0 => String::new(),
        all => format!(
            "；正文手写数字 {all} 处：与指标表一致 {agreeing}，不一致 {differing}，不能判断 {undecided}"
        ),
    }
}

/// What a formal report still lacks: a line a bureau.
pub(super) fn outstanding(list: &[Outstanding]) -> String {
    let mut text = String::new();
    for one in list {
        let mut parts = Vec::new();
        if !one.figures.is_empty() {
            parts.push(figures_to_come(&one.figures));
        }
        if !one.absent.is_empty() {
            parts.push(format!("缺文稿：{}", one.absent.join("、")));
        }
        if !one.empty.is_empty() {
            parts.push(format!("{} 没有内容", one.empty.join("、")));
        }
        if !one.unfinished.is_empty() {
            parts.push(format!("{} 没有写完", one.unfinished.join("、")));
        }
        if !parts.is_empty() {
            let _ = write!(text, "\n  {} {}", one.bureau, parts.join("；"));
        }
    }
    if text.is_empty() { text } else { format!("正式稿还缺（按单位）：{text}") }
}

/// All of them, however many: the line is what the bureau is sent.
fn figures_to_come(figures: &[(String, Vec<i32>)]) -> String {
    let named = figures.iter().map(|(name, years)| format!("{name}（{}年）", year_list(years)));
    format!("缺 {} 项：{}", figures.len(), named.collect::<Vec<_>>().join("、"))
}

/// Years, ascending: `2015—2017`, or `2015、2017`.
fn year_list(years: &[i32]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if years.len() > 2 && last - first == years.len() as i32 - 1 => {
            format!("{first}—{last}")
        }
        _ => years.iter().map(i32::to_string).collect::<Vec<_>>().join("、"),
    }
}

/// Everything that a writer wants to know after a run.
pub(super) fn closing(
    built: &Built,
    written: &[OutputFile],
    counts: ProblemCounts,
    times: &[StageTime],
) -> String {
    let workspace = &built.loaded.workspace;
    let documents = built.documents.iter().filter_map(|built| built.document.as_deref());
    let design = built.documents.first().and_then(|built| built.design.as_ref());

    let mut lines = vec![outputs(written), contributions(workspace), missing(workspace)];
    lines.push(samples(pipeline::count_samples(documents)));
    lines.extend(design.map(|design| faces(design.faces.reports())));
    lines.push(format!("检查    {}", verdict(counts)));
    lines.push(duration(times));
    lines.join("\n")
}

fn outputs(written: &[OutputFile]) -> String {
    let files: Vec<String> = written
        .iter()
        .map(|OutputFile { path, size, pages }| match pages {
            Some(pages) => format!("{path}（{pages} 页，{}）", megabytes(*size)),
            None => format!("{path}（{}）", megabytes(*size)),
        })
        .collect();
    format!("生成    {}", files.join("\n        "))
}

fn megabytes(size: usize) -> String {
    match size {
        0..1_000_000 => format!("{} KB", size.div_ceil(1000)),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}

/// Contributions by status.
fn contributions(workspace: &Workspace) -> String {
    let all = || workspace.chapters.iter().chain(&workspace.row_chapters);
    let submitted = || all().filter(|chapter| chapter.bureau.is_some());
    let mut line = format!("文稿    {} 份", submitted().count());
    let statuses = [Status::Final, Status::Reviewed, Status::Submitted, Status::Draft];
    let counted: Vec<String> = statuses
        .into_iter()
        .map(|status| (status, submitted().filter(|c| c.front.status == status).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{} {count}", status.name()))
        .collect();
    if !counted.is_empty() {
        let _ = write!(line, "（{}）", counted.join("，"));
    }
    line
}

/// The bureaus that the plan names for a section and that gave nothing: leads first, then the rest.
fn missing(workspace: &Workspace) -> String {
    let narrative = |row: &&OutlineSection| workspace.plan[row.row].narrative;
    let rows = workspace.rows.iter().filter(narrative);
    let lead = absent(workspace, workspace.outline.iter().chain(rows), |row| &row.lead);
    // A text of the 申报表 is the lead's; others may join it.
    let joint = absent(workspace, workspace.outline.iter(), |row| &row.joint);
    let kinds = [("牵头单位", lead), ("配合单位", joint)];
    let named: Vec<String> = kinds
        .into_iter()
        .filter(|(_, sections)| !sections.is_empty())
        .map(|(kind, sections)| format!("{kind}：{}", sections.join("；")))
        .collect();
    if named.is_empty() {
        "缺稿    无".to_owned()
    } else {
        format!("缺稿    {}", named.join("\n        "))
    }
}

/// For every section that lacks some of the bureaus: its number and their names.
fn absent<'w>(
    workspace: &'w Workspace,
    sections: impl Iterator<Item = &'w OutlineSection>,
    named: impl Fn(&'w PlanRow) -> &'w Vec<Spanned<String>>,
) -> Vec<String> {
    let all = || workspace.chapters.iter().chain(&workspace.row_chapters);
    sections
        .filter_map(|section| {
            let own = |chapter: &&ChapterFile| {
                workspace.place_of(chapter).is_some_and(|place| place.row == section.row)
            };
            let given: Vec<&str> = all()
                .filter(own)
                .filter_map(|chapter| chapter.bureau)
                .map(|bureau| workspace.bureaus[bureau].short.as_str())
                .collect();
            let names: Vec<&str> = named(&workspace.plan[section.row])
                .iter()
                .map(|bureau| bureau.value.as_str())
                .filter(|name| !given.contains(name))
                .collect();
            (!names.is_empty()).then(|| format!("{} {}", section.number, names.join("、")))
        })
        .collect()
}

fn samples(count: usize) -> String {
    match count {
        0 => "样例    没有用到样例数值".to_owned(),
        _ => format!(
            "样例    用到 {count} 个样例数值，每页已注明；正式稿须全部核实（render --final）"
        ),
    }
}

fn faces(reports: &[FaceReport]) -> String {
    let listed: Vec<String> = reports
        .iter()
        .map(|report| {
            let mark = if report.standard { "" } else { "（代用）" };
            format!("{} {}{mark}", report.role.name(), report.family)
        })
        .collect();
    format!("字体    {}", listed.join("，"))
}

/// The times of the stages, in one line.
fn duration(times: &[StageTime]) -> String {
    let stages: Vec<String> = times
        .iter()
        .map(|StageTime { name, duration }| format!("{name} {:.2} 秒", duration.as_secs_f64()))
        .collect();
    let total: Duration = times.iter().map(|time| time.duration).sum();
    format!("用时    {:.2} 秒（{}）", total.as_secs_f64(), stages.join("，"))
}
