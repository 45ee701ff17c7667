//! `zishu collect mark`: what came in and isn't a file.

use super::wording::entry_line;
use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session};
use crate::diag::Format;
use crate::workflow;
use crate::workflow::collect::{MarkRequest, Marked, mark};
use clap::Args;
use serde_json::json;

/// `collect mark`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu collect mark <单位> [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct MarkOptions {
    /// 单位：bureaus.yaml 中的简称、全称或别名
    #[arg(value_name = "单位", help_heading = "参数")]
    pub bureau: String,
    /// 收到纸质件的日期
    #[arg(long, value_name = "日期")]
    pub paper: Option<String>,
    /// 收到的佐证原件的文号，可以写几个；文稿开头的“原件”随之改为 已收
    #[arg(long, value_name = "文号", num_args = 1..)]
    pub original: Vec<String>,
    /// 收到盖章页的日期：签的是最近一份确认单，没有发过确认单的是现有的数值和文稿
    #[arg(long, value_name = "日期")]
    pub seal: Option<String>,
    /// 给这个单位展期，到哪一天
    #[arg(long, value_name = "日期")]
    pub extension: Option<String>,
    /// 收到没有存成文件的内容的日期；和 --original 一起写时，是收到原件的日期
    #[arg(long, value_name = "日期")]
    pub received: Option<String>,
    /// 怎么收到的，如 钉钉、邮箱、纸质；和 --received 一起用
    #[arg(long, value_name = "渠道")]
    pub channel: Option<String>,
    /// 收到的是哪个栏目的文稿；和 --received 一起用
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 单位确认没有要写的栏目或行号，可以写几个
    #[arg(long, value_name = "栏目", num_args = 1..)]
    pub nothing: Vec<String>,
    /// 备注
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
    /// 经手人
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
    /// 哪一天的事（展期、备注等没有另写日期的），默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}

/// Writes it down.
pub(super) fn run(common: &Common, options: &MarkOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(mut loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = MarkRequest {
        bureau: &options.bureau,
        paper: options.paper.as_deref(),
        originals: &options.original,
        seal: options.seal.as_deref(),
        extension: options.extension.as_deref(),
        received: options.received.as_deref(),
        channel: options.channel.as_deref(),
        section: options.section.as_deref(),
        nothing: &options.nothing,
        note: options.note.as_deref(),
        by: options.by.as_deref(),
        date: options.date.as_deref(),
    };
    let Marked { path, entries, chapters, changes, .. } = mark(&mut loaded, &request)?;
    workflow::commit(&changes)?;

    let lines: Vec<String> = entries.iter().map(entry_line).collect();
    if let Format::Json = common.format.into() {
        let record = json!({ "register": path, "entries": lines, "chapters": chapters });
        output::text(&format!("{record}\n"));
        return Ok(Outcome::Clean);
    }
    output::text(&format!("已记入 {path}：\n  {}\n", lines.join("\n  ")));
    if !chapters.is_empty() {
        output::text(&format!("{} 开头的“原件”已改为 已收\n", chapters.join("、")));
    }
    Ok(Outcome::Clean)
}
