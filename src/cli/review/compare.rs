//! `zishu review compare`: two states of the report as a Word file with tracked changes.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, session, summary};
use crate::word::{Change, ChangeKind};
use crate::workflow;
use crate::workflow::review::{self, CompareRequest};
use clap::Args;
use std::path::PathBuf;

/// `review compare`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review compare [选项] <旧稿> [新稿]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct CompareOptions {
    /// 旧稿：Git 版本（HEAD~3、git:标签）、送审稿编号（c001）、文件夹，或 now（现在的文稿）
    #[arg(value_name = "旧稿", help_heading = "参数", display_order = 1)]
    pub old: String,
    /// 新稿，写法相同，默认 now
    #[arg(
        value_name = "新稿",
        help_heading = "参数",
        display_order = 2,
        default_value = "now",
        hide_default_value = true
    )]
    pub new: String,
    /// 输出的 .docx 文件，默认 out/ 下的 自述报告-比较稿.docx（名称随 report.yaml）；已有的只替换没有改动过的比较稿
    #[arg(short = 'o', long = "output", value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// Writes the file; where one of the states has errors, prints them and writes nothing.
pub(super) fn run(common: &Common, options: &CompareOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let request =
        CompareRequest { old: &options.old, new: &options.new, output: options.output.as_deref() };
    let compared = review::compare(&root, &request)?;
    for state in compared.problems {
        session::report(common, &state.sources, state.errors)?;
    }
    let Some(comparison) = compared.comparison else {
        session::say(common, "没有输出文件");
        return Ok(Outcome::Problems);
    };

    workflow::commit(&comparison.changes)?;
    session::say(common, &closing(&comparison.path, &comparison.list));
    Ok(Outcome::Clean)
}

fn closing(path: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("比较稿  {path}，两稿没有不同");
    }

    let kinds = [
        ("增加", ChangeKind::Inserted),
        ("删除", ChangeKind::Deleted),
        ("修改", ChangeKind::Changed),
        ("移动", ChangeKind::Moved),
        ("改链接", ChangeKind::Link),
        ("换图片", ChangeKind::Picture),
        ("改格式", ChangeKind::Format),
    ];
    let count = |kind: ChangeKind| changes.iter().filter(|change| change.kind == kind).count();
    let counts = kinds.map(|(name, kind)| (count(kind), name));
    let counts = summary::counted(counts, |count, name| format!("{name} {count}"));
    format!("比较稿  {path}，{} 处改动（{}），末尾是修改一览", changes.len(), counts.join("，"))
}
