//! `zishu fix`: repairs that can't change what a writer meant.

use super::common::{Common, HELP};
use super::{Outcome, diff, output, session};
use crate::workflow::{self, Fixes};
use crate::workspace::Repair;
use clap::Args;

/// `fix`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu fix [选项]", next_help_heading = "选项")]
pub(super) struct FixOptions {
    /// 只显示将作的改动（逐行对照），不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 也把正文中与指标数据一致的手写数字改为花括号表达式
    #[arg(long)]
    pub values: bool,
}

/// Applies the repairs, all of them or none, or shows them.
pub(super) fn run(common: &Common, options: &FixOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let fixes = workflow::fix(&root, options.values)?;
    if !options.dry_run {
        workflow::commit(&fixes.changes)?;
    }

    for repair in &fixes.repairs {
        output::text(&line(repair, options));
    }

    for repair in &fixes.corrections {
        output::text(&line(repair, options));
        if options.dry_run {
            let (before, after) =
                (String::from_utf8_lossy(&repair.before), String::from_utf8_lossy(&repair.after));
            output::text(&diff::unified(&repair.path, &before, &after));
        }
    }

    for path in &fixes.read_only {
        output::message(&format!("没有改动 {path}：它是只读文件；要改正它，先去掉只读属性"));
    }
    session::say(common, &closing(&fixes, options));
    if fixes.typed_values > 0 {
        let more = format!(
            "另有 {} 处手写数字与指标数据一致；要改为花括号表达式，加 --values（先加 --dry-run 核对）",
            fixes.typed_values
        );
        session::say(common, &more);
    }
    Ok(if fixes.read_only.is_empty() { Outcome::Clean } else { Outcome::Problems })
}

fn line(repair: &Repair, options: &FixOptions) -> String {
    let verb = if options.dry_run { "将改正" } else { "已改正" };
    format!("{verb} {}：{}\n", repair.path, repair.description)
}

fn closing(fixes: &Fixes, options: &FixOptions) -> String {
    match fixes.changes.files().len() {
        0 if fixes.read_only.is_empty() => "没有可以自动改正的问题".to_owned(),
        0 => "没有改动任何文件".to_owned(),
        count if options.dry_run => format!("{count} 个文件可以改正；去掉 --dry-run 即写入"),
        count => format!("改正了 {count} 个文件"),
    }
}
