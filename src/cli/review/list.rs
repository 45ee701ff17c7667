//! `zishu review list`: the copies that are out, and those that came back.

use super::super::arguments::Common;
use super::super::help::width;
use super::super::{Outcome, output, session};
use super::{ListOptions, today};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::review::copies::{self, Counts, SentCopy};
use crate::source::Sources;
use crate::workspace;
use std::collections::BTreeMap;

/// Prints a line for each copy.
pub(super) fn run(common: &Common, options: &ListOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let today = today::date(options.date.as_deref())?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let sent = copies::load_all(&root, &mut sources, &mut diagnostics);
    let outcome = session::report(common, &sources, diagnostics)?;
    match sent.is_empty() {
        true => session::say(common, "还没有送审稿；用 zishu review send 生成"),
        false => output::text(&table(&sent, today)),
    }
    Ok(outcome)
}

fn table(sent: &[SentCopy], today: Date) -> String {
    let head = ["编号", "文件", "范围", "送给", "送审", "收回"].map(str::to_owned);
    let rows: Vec<[String; 6]> =
        std::iter::once(head).chain(sent.iter().map(|copy| row(copy, today))).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = width(text).max(*widest);
        }
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (widest, text) in widths.iter().zip(row) {
            line.push_str(text);
            line.push_str(&" ".repeat(widest - width(text) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn row(copy: &SentCopy, today: Date) -> [String; 6] {
    let scope = [copy.section.as_deref(), copy.bureau.as_deref()];
    let scope: Vec<&str> = scope.into_iter().flatten().collect();
    let scope = if scope.is_empty() { "全文".to_owned() } else { scope.join(" ") };
    let days = workspace::days_between(copy.date, today).unwrap_or(0);
    let since = format!("{}（{days} 天）", copies::iso(copy.date));
    let to = if copy.to.is_empty() { "未写".to_owned() } else { shown(&copy.to) };
    [copy.id.clone(), copy.document.clone(), scope, to, since, back(copy)]
}

/// One line whatever was typed.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn back(copy: &SentCopy) -> String {
    let Some(last) = copy.returns.last() else { return "未收回".to_owned() };
    // A file that was merged again has the outcomes of the last time; what was taken over before is
    // there by then.
    let mut files: BTreeMap<&str, Counts> = BTreeMap::new();
    for one in &copy.returns {
        let before = files.get(one.file.as_str()).copied().unwrap_or_default();
        let applied = before.applied + one.counts.applied;
        let present = one.counts.present.saturating_sub(before.applied);
        files.insert(&one.file, Counts { applied, present, ..one.counts });
    }
    let mut total = Counts::default();
    for counts in files.values() {
        total.applied += counts.applied;
        total.present += counts.present;
        total.conflicts += counts.conflicts;
        total.requests += counts.requests;
        total.refused += counts.refused;
    }
    let parts = [
        ("采用", total.applied),
        ("已有", total.present),
        ("冲突", total.conflicts),
        ("转办", total.requests),
        ("不采用", total.refused),
    ];
    let parts = parts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(name, count)| format!("{name} {count}")).collect();
    let files = files.len();
    let first = format!("{} 收回 {files} 份", copies::iso(last.date));
    match parts.is_empty() {
        true => format!("{first}，没有改动"),
        false => format!("{first}：{}", parts.join("，")),
    }
}
