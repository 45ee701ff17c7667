//! The closing lines: what was made, from what, and what is still to be done.

use crate::workspace::{Status, Workspace};
use std::fmt::Write;
use std::time::Duration;

/// How many problems there are, in one line.
pub(super) fn verdict(errors: usize, warnings: usize, hints: usize) -> String {
    match (errors, warnings, hints) {
        (0, 0, 0) => "没有发现问题".to_owned(),
        (0, _, _) => format!("没有错误，{warnings} 条提醒，{hints} 条建议"),
        (_, _, _) => format!("{errors} 个错误，{warnings} 条提醒，{hints} 条建议"),
    }
}

/// Contributions by status, and which are missing.
pub(super) fn contributions(workspace: &Workspace) -> String {
    let submitted = || workspace.chapters.iter().filter(|chapter| chapter.bureau.is_some());
    let mut line = format!("文稿    {} 份", submitted().count());
    let statuses = [
        (Status::Final, "定稿"),
        (Status::Reviewed, "已审"),
        (Status::Submitted, "已报"),
        (Status::Draft, "初稿"),
    ];
    let counted: Vec<String> = statuses
        .into_iter()
        .map(|(status, name)| (name, submitted().filter(|c| c.front.status == status).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    if !counted.is_empty() {
        let _ = write!(line, "（{}）", counted.join("，"));
    }
    line
}

/// The times of the stages, in one line.
pub(super) fn times(stages: &[(&'static str, Duration)]) -> String {
    let each: Vec<String> =
        stages.iter().map(|(name, time)| format!("{name} {:.2} 秒", time.as_secs_f64())).collect();
    let total: Duration = stages.iter().map(|(_, time)| *time).sum();
    format!("用时    {:.2} 秒（{}）", total.as_secs_f64(), each.join("，"))
}
