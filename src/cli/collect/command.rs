//! `zishu collect` and its subcommands.

use super::mark::{self, MarkOptions};
use super::receive::{self, ReceiveOptions};
use crate::cli::Outcome;
use crate::cli::common::{Common, HELP};
use clap::{Args, Subcommand};

/// `collect`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu collect <命令> [选项]",
    next_help_heading = "选项",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    arg_required_else_help = true
)]
pub(in crate::cli) struct CollectOptions {
    #[command(subcommand)]
    pub action: CollectAction,
}

/// What `collect` does.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CollectAction {
    /// 收一批文件：认出填报表、初稿、收回稿、扫描件，写入数据文件、文稿和台账
    Receive(ReceiveOptions),
    /// 把收到的纸质件、原件、签章和展期等记入台账
    Mark(MarkOptions),
}

/// Does what was asked.
pub(in crate::cli) fn run(common: &Common, options: &CollectOptions) -> anyhow::Result<Outcome> {
    match &options.action {
        CollectAction::Receive(options) => receive::run(common, options),
        CollectAction::Mark(options) => mark::run(common, options),
    }
}
