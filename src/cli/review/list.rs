//! `zishu review list`: the copies that are out, and those that came back.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session, summary, table};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::review::copies::{self, Counts, SentCopy};
use crate::source::Sources;
use crate::workflow;
use crate::workspace;
use clap::Args;
use std::collections::BTreeMap;

/// `review list`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review list [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct ListOptions {
    /// 算到哪一天，如 2018-06-20；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}

/// Maximum number of days that a copy may have been out: some 27 years.
const MAX_DAYS: i32 = 9_999;

/// Prints a line for each copy.
pub(super) fn run(common: &Common, options: &ListOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let today = workflow::parse_or_today(options.date.as_deref())?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let copies = copies::load_all(&root, &mut sources, &mut diagnostics);

    let outcome = session::report(common, &sources, diagnostics)?;
    if copies.is_empty() {
        session::say(common, "还没有送审稿；用 zishu review send 生成");
    } else {
        output::text(&lines(&copies, today));
    }
    Ok(outcome)
}

fn lines(copies: &[SentCopy], today: Date) -> String {
    let head = ["送审稿", "文件", "范围", "送给", "送审", "收回"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(copies.iter().map(|copy| cells(copy, today)));

    table::aligned(&rows)
}

fn cells(copy: &SentCopy, today: Date) -> [String; 6] {
    let scope = [copy.section.as_deref(), copy.bureau.as_deref()];
    let scope: Vec<&str> = scope.into_iter().flatten().collect();
    let scope = if scope.is_empty() { "全文".to_owned() } else { scope.join(" ") };
    let sent = format!("{}（{}）", copy.date.iso(), age(copy.date, today));
    let to = if copy.to.is_empty() { "未写".to_owned() } else { single_line(&copy.to) };
    [copy.id.clone(), copy.document.clone(), scope, to, sent, returns(copy)]
}

/// How long a copy has been out. A date that can't be right is said to be wrong, rather than reckoned with: the
/// record's, or that of the computer's clock.
fn age(sent: Date, today: Date) -> String {
    match workspace::days_between(sent, today) {
        Some(days @ 0..=MAX_DAYS) => format!("{days} 天"),
        Some(..0) => format!("晚于{}，请核对日期", today.iso()),
        Some(_) | None => format!("距{}太久，请核对日期", today.iso()),
    }
}

fn single_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What came back of a copy.
fn returns(copy: &SentCopy) -> String {
    let Some(last) = copy.returns.last() else { return "未收回".to_owned() };
    let (files, total) = total(copy);
    let counts = [
        (total.applied, "采用"),
        (total.present, "原已如此"),
        (total.conflicts, "冲突"),
        (total.requests, "转归口单位核定"),
        (total.refused, "未采用"),
    ];
    let counts = summary::counted(counts, |count, name| format!("{name} {count}"));

    let returned = format!("{} 收回 {files} 份", last.date.iso());
    if counts.is_empty() {
        format!("{returned}，没有改动")
    } else {
        format!("{returned}：{}", counts.join("，"))
    }
}

/// How many reviewers returned a copy, and what became of all their changes.
fn total(copy: &SentCopy) -> (usize, Counts) {
    // A file that was merged again has the outcomes of the last time; what was taken over before is
    // there by then. Whose it is its authors say: everybody sends back a file of the same name.
    let mut files: BTreeMap<(&[String], &str), Counts> = BTreeMap::new();
    for returned in &copy.returns {
        let name = if returned.reviewers.is_empty() { returned.file.as_str() } else { "" };
        let key = (returned.reviewers.as_slice(), name);
        let before = files.get(&key).copied().unwrap_or_default();
        let applied = before.applied + returned.counts.applied;
        let present = returned.counts.present.saturating_sub(before.applied);
        files.insert(key, Counts { applied, present, ..returned.counts });
    }

    let mut total = Counts::default();
    for counts in files.values() {
        total.applied += counts.applied;
        total.present += counts.present;
        total.conflicts += counts.conflicts;
        total.requests += counts.requests;
        total.refused += counts.refused;
    }
    (files.len(), total)
}

#[cfg(test)]
mod tests {
    use super::age;
    use crate::document::Date;

    #[test]
    fn a_date_that_cant_be_right_is_not_reckoned_with() {
        let date = |year, month, day| Date { year, month, day };
        let sent = date(2018, 6, 13);
        assert_eq!(age(sent, sent), "0 天");
        assert_eq!(age(sent, date(2018, 7, 1)), "18 天");
        assert_eq!(age(sent, date(2018, 6, 12)), "晚于2018-06-12，请核对日期");
        assert_eq!(age(sent, date(1970, 1, 1)), "晚于1970-01-01，请核对日期");
        assert_eq!(age(date(9999, 12, 31), sent), "晚于2018-06-13，请核对日期");
        assert_eq!(age(date(1, 1, 1), sent), "距2018-06-13太久，请核对日期");
        assert_eq!(age(sent, date(9999, 12, 31)), "距9999-12-31太久，请核对日期");
    }
}
