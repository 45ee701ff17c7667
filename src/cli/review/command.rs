//! `zishu review` and its subcommands.

use super::compare::{self, CompareOptions};
use super::list::{self, ListOptions};
use super::merge::{self, MergeOptions};
use super::send::{self, SendOptions};
use super::settle::{self, SettleOptions};
use super::status::{self, StatusOptions};
use crate::cli::Outcome;
use crate::cli::common::{Common, HELP};
use clap::{Args, Subcommand};

/// `review`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review <命令> [选项]",
    next_help_heading = "选项",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    arg_required_else_help = true
)]
pub(in crate::cli) struct ReviewOptions {
    #[command(subcommand)]
    pub action: ReviewAction,
}

/// What `review` does.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReviewAction {
    /// 生成送审稿（Word 文件）：打开即为修订状态，改动可以合并进文稿
    Send(SendOptions),
    /// 列出送审稿：送给谁、几天了、是否收回
    List(ListOptions),
    /// 把收回稿合并进文稿：每处改动、每条批注各有一个结果
    Merge(MergeOptions),
    /// 列出还等人处理的意见：冲突、转归口单位核定、未采用、批注，各份各轮的都在内
    Status(StatusOptions),
    /// 定下意见怎么处理：采用（写入文稿）、保留原文、不采纳，答复批注
    Settle(SettleOptions),
    /// 比较两稿，生成比较稿：带修订标记的 Word 文件，末尾附修改一览
    Compare(CompareOptions),
}

/// Does what was asked.
pub(in crate::cli) fn run(common: &Common, options: &ReviewOptions) -> anyhow::Result<Outcome> {
    match &options.action {
        ReviewAction::Send(options) => send::run(common, options),
        ReviewAction::List(options) => list::run(common, options),
        ReviewAction::Merge(options) => merge::run(common, options),
        ReviewAction::Status(options) => status::run(common, options),
        ReviewAction::Settle(options) => settle::run(common, options),
        ReviewAction::Compare(options) => compare::run(common, options),
    }
}
