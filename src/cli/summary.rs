//! The closing lines: what was made, from what, and what is still to be done.

use super::owed::Owed;
use super::progress::StageTime;
use crate::check::Checked;
use crate::check::prose::Acknowledged;
use crate::diag::{Diagnostics, Severity};
use crate::indicator::{Indicators, year_list};
use crate::pipeline::{self, Built, Inputs, Outstanding, Waived};
use crate::proof::Proof;
use crate::typography::FaceReport;
use crate::workflow::{OutputFile, Scope};
use crate::workspace::{Status, Workspace};
use std::fmt::Write;
use std::path::Path;
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

/// The counts that aren't 0, each named by `name`.
pub(super) fn counted<T>(
    counts: impl IntoIterator<Item = (usize, T)>,
    name: impl Fn(usize, T) -> String,
) -> Vec<String> {
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, item)| name(count, item)).collect()
}

/// What a working copy with errors is.
pub(super) const MARKED: &str = "不妨碍看稿：排不出的地方印有〔待某单位改：…〕，其余照常；出正式稿（render --final）以前都要改好";

/// How many problems there are, in one line.
pub(super) fn verdict(counts: ProblemCounts) -> String {
    let ProblemCounts { errors, warnings, hints } = counts;
    let counts = [(errors, "个错误"), (warnings, "条提醒"), (hints, "条建议")];
    let named = counted(counts, |count, name| format!("{count} {name}"));
    if named.is_empty() { "文字和数据没有问题".to_owned() } else { named.join("，") }
}

/// What is still to come of the plan's contributions and of their evidence, as the end of a line below the list by
/// unit; empty where nothing is.
pub(super) fn to_come(owed: &[Owed<'_>]) -> String {
    let absent: usize = owed.iter().map(|unit| unit.lead.len() + unit.share.len()).sum();
    let originals: usize = owed.iter().map(|unit| unit.originals).sum();
    let counts = [(absent, ["缺稿", "处"]), (originals, ["原件未收", "件"])];

    let named = counted(counts, |count, [item, measure]| format!("{item} {count} {measure}"));
    if named.is_empty() { String::new() } else { format!("；{}", named.join("、")) }
}

/// The results of comparing the numbers typed in prose, as the end of a line; empty where there are none.
pub(super) fn figures(checked: &Checked) -> String {
    let counts = &checked.prose.counts;
    let counts = [
        (counts.agreeing, "处与指标数据一致"),
        (counts.differing, "处不一致"),
        (counts.acknowledged, "处不一致、已说明理由"),
        (counts.doubtful(), "处说到指标而不能判断（原因见 zishu check --figures）"),
        (counts.other(), "处没有说到指标"),
    ];
    let named = counted(counts, |count, name| format!("{count} {name}"));
    if named.is_empty() {
        return String::new();
    }

    let all: usize = counts.iter().map(|(count, _)| count).sum();
    if all == checked.prose.counts.other() {
        return format!("；正文手写数字 {all} 处，都没有说到指标");
    }

    format!("；正文手写数字 {all} 处：{}", named.join("，"))
}

/// The differences that writers have given reasons for, a line each; empty where there are none.
pub(super) fn acknowledged(built: &Built, scope: &Scope) -> String {
    let sources = &built.loaded.sources;
    let list = &built.checked.prose.acknowledged;
    let list: Vec<&Acknowledged> =
        list.iter().filter(|one| scope.holds_place(&built.loaded, one.span)).collect();
    if list.is_empty() {
        return String::new();
    }

    let mut text = format!("与指标数据不一致、已说明理由的 {} 处：", list.len());
    for Acknowledged { span, typed, table, reason } in list {
        let (path, at) = (sources.path(span.file), sources.line_column(span.file, span.start));
        let place = format!("{path}:{}:{}", at.line, at.column);
        let _ = write!(text, "\n  {place} 正文写“{typed}”，指标数据为“{table}”：{reason}");
    }
    text
}

/// What a formal report still lacks: a line a bureau.
pub(super) fn outstanding<'o>(list: impl Iterator<Item = &'o Outstanding>) -> String {
    let mut text = String::new();
    for bureau in list {
        let mut parts = Vec::new();
        if !bureau.figures.is_empty() {
            parts.push(figures_to_come(&bureau.figures));
        }
        if !bureau.absent.is_empty() {
            parts.push(format!("缺文稿：{}", bureau.absent.join("、")));
        }
        if !bureau.empty.is_empty() {
            parts.push(format!("{} 没有内容", bureau.empty.join("、")));
        }
        if !bureau.unfinished.is_empty() {
            parts.push(format!("{} 没有写完", bureau.unfinished.join("、")));
        }
        if !bureau.not_final.is_empty() {
            parts.push(format!("{} 没有定稿", bureau.not_final.join("、")));
        }
        let counts = [
            (bureau.samples, ["样例数值", "个"]),
            (bureau.unverified, ["没有核定的数值", "个"]),
            (bureau.originals, ["佐证原件未收", "件"]),
        ];
        parts.extend(counted(counts, |count, [what, measure]| format!("{what} {count} {measure}")));

        if !parts.is_empty() {
            let _ = write!(text, "\n  {} {}", bureau.bureau, parts.join("；"));
        }
    }

    if text.is_empty() { text } else { format!("正式稿还缺（按单位）：{text}") }
}

/// What report.yaml let pass, a line each; empty where it let nothing pass.
pub(super) fn waived(list: &[Waived]) -> String {
    let mut text = String::new();
    for Waived { kind, bureau, reason, count } in list {
        let whose = if bureau.is_empty() { String::new() } else { format!("（{bureau}）") };
        let _ = write!(text, "\n  {}{whose} {count} 处：{reason}", kind.name());
    }
    if text.is_empty() {
        text
    } else {
        format!("正式稿放行的（report.yaml 的“放行”）：{text}")
    }
}

/// All of them, however many: the line is what the bureau is sent.
fn figures_to_come(figures: &[(String, Vec<i32>)]) -> String {
    let named = figures.iter().map(|(name, years)| format!("{name}（{}年）", year_list(years)));
    format!("缺 {} 项：{}", figures.len(), named.collect::<Vec<_>>().join("、"))
}

/// Everything that a writer wants to know after a run.
pub(super) fn closing(
    built: &Built,
    owed: &[Owed<'_>],
    written: &[OutputFile],
    counts: ProblemCounts,
    times: &[StageTime],
) -> String {
    let workspace = &built.loaded.workspace;
    let documents = built.documents.iter().filter_map(|built| built.document.as_deref());
    let design = built.documents.first().and_then(|built| built.design.as_ref());

    let mut lines = vec![outputs(written)];
    lines.extend(withheld(built, written));
    lines.extend(built.inputs.as_ref().map(build_number));
    lines.extend([contributions(workspace), missing(owed)]);
    lines.extend(evidence(workspace, owed));
    lines.push(values(&built.loaded.indicators, pipeline::count_samples(documents)));
    lines.extend(design.map(|design| faces(design.faces.reports())));
    lines.push(format!("检查    {}{}", verdict(counts), to_come(owed)));
    if counts.errors > 0 {
        lines.push(format!("错误    {MARKED}"));
    }
    lines.extend(agreement(built));
    lines.push(duration(times));
    lines.join("\n")
}

/// What was written, as an object for programs, with a line end.
pub(super) fn written(inputs: &Inputs, written: &[OutputFile]) -> String {
    let file = |file: &OutputFile| serde_json::json!({ "path": file.path, "size": file.size, "pages": file.pages });
    let files: Vec<serde_json::Value> = written.iter().map(file).collect();
    let (build, is_formal) = (inputs.number.to_string(), inputs.variant.is_formal);
    format!("{}\n", serde_json::json!({ "build": build, "final": is_formal, "written": files }))
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

/// The documents of which no file was written.
fn withheld(built: &Built, written: &[OutputFile]) -> Option<String> {
    let is_written = |name: &str| {
        written
            .iter()
            .any(|file| Path::new(&file.path).file_stem().is_some_and(|stem| stem == name))
    };
    let names = built.documents.iter().map(|document| document.name.as_str());
    let withheld: Vec<&str> = names.filter(|name| !is_written(name)).collect();
    (!withheld.is_empty())
        .then(|| format!("未生成  {}：原因见上面的错误，上一次的文件保留", withheld.join("、")))
}

/// By which number the files are known.
pub(super) fn build_number(inputs: &Inputs) -> String {
    format!("生成号  {}（{}），写在各文件的属性里", inputs.number, inputs.variant.edition())
}

/// How much of the files was compared; nothing where only one kind was made.
fn agreement(built: &Built) -> Option<String> {
    let files = || built.documents.iter().filter_map(|document| document.files.as_ref());
    if files().any(|files| files.is_as_recorded) {
        return Some("对照    与上次生成的 Word 逐字节相同，上次已与 PDF 的各页对照".to_owned());
    }

    let proofs: Vec<&Proof> = files().filter_map(|files| files.proof.as_ref()).collect();
    let sum = |count: fn(&Proof) -> usize| proofs.iter().copied().map(count).sum::<usize>();
    if proofs.is_empty() {
        return None;
    }

    let (characters, notes) = (sum(|proof| proof.characters), sum(|proof| proof.notes));
    let notes = if notes > 0 { format!("、脚注 {notes} 条") } else { String::new() };
    let result = match sum(|proof| proof.differences.len()) {
        0 => "逐字相同".to_owned(),
        count => format!("{count} 处不同，见上"),
    };
    Some(format!("对照    PDF 与 Word 正文 {characters} 字{notes}，{result}"))
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
    let texts = workspace.row_chapters.iter().filter(|chapter| chapter.bureau.is_some()).count();

    let mut line = format!("文稿    {} 份", submitted().count());
    if texts > 0 {
        let _ = write!(line, "：栏目 {}，情况说明 {texts}", submitted().count() - texts);
    }

    let statuses = [Status::Final, Status::Reviewed, Status::Submitted, Status::Draft];
    let count =
        |status: Status| submitted().filter(|chapter| chapter.front.status == status).count();
    let counts = statuses.map(|status| (count(status), status.name()));
    let named = counted(counts, |count, status| format!("{status} {count}"));
    if !named.is_empty() {
        let _ = write!(line, "（{}）", named.join("，"));
    }

    line
}

/// How many contributions are owed, by those who lead and by those who have a share.
fn missing(owed: &[Owed<'_>]) -> String {
    let lead: usize = owed.iter().map(|unit| unit.lead.len()).sum();
    let share: usize = owed.iter().map(|unit| unit.share.len()).sum();
    match lead + share {
        0 => "缺稿    无".to_owned(),
        _ => format!("缺稿    牵头单位 {lead} 处，配合单位 {share} 处"),
    }
}

/// How much evidence there is, and how many originals are outstanding; nothing where there is none.
fn evidence(workspace: &Workspace, owed: &[Owed<'_>]) -> Option<String> {
    let all = workspace.chapters.iter().chain(&workspace.row_chapters);
    let count: usize = all.map(|chapter| chapter.front.evidence.len()).sum();
    let outstanding: usize = owed.iter().map(|unit| unit.originals).sum();
    match (count, outstanding) {
        (0, _) => None,
        (_, 0) => Some(format!("佐证    {count} 件，原件都已收到")),
        _ => Some(format!("佐证    {count} 件，原件未收 {outstanding} 件")),
    }
}

/// How many of the values that the definitions ask for are there, and how many samples are printed.
fn values(indicators: &Indicators, samples: usize) -> String {
    let asked = indicators
        .all()
        .flat_map(|(id, indicator)| indicator.years.iter().map(move |year| (id, *year)));
    let (filled, blank): (Vec<_>, Vec<_>) =
        asked.partition(|(id, year)| indicators.datum(*id, *year).is_some());
    let all = filled.len() + blank.len();
    let filled = filled.len();

    match samples {
        0 => format!("数值    应填 {all} 个，已填 {filled} 个"),
        _ => format!(
            "数值    应填 {all} 个，已填 {filled} 个；用到样例数值 {samples} 个，每页已注明，\
             出正式稿（render --final）以前须由归口单位改正"
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
