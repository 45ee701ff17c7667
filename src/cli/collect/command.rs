//! `zishu collect` and its subcommands.

use super::mark::{self, MarkOptions};
use super::pack::{self, PackOptions};
use super::receive::{self, ReceiveOptions};
use super::slips::{self, SlipOptions};
use crate::cli::Outcome;
use crate::cli::common::{Common, HELP};
use crate::document::SlipKind;
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
    /// 催报单：给还有所欠的单位各生成一张（Word）和一段消息，记入台账
    Urge(SlipOptions),
    /// 退改单：给有问题要改的单位各生成一张（Word），附上它的页（PDF），记入台账
    Return(SlipOptions),
    /// 确认单：列出单位报送的数值和文稿供签章（Word），签章后有改动的只列改动的，记入台账
    Sign(SlipOptions),
    /// 佐证材料目录（Word）：每个栏目一卷，文中引用、列出和收到的情况
    Evidence(SlipOptions),
    /// 任务进展表（Word）
    Tasks(SlipOptions),
    /// 报送：纸质（A4、A3 对折）和电子的全套文件，附清单和校验码
    Pack(PackOptions),
}

/// Does what was asked.
pub(in crate::cli) fn run(common: &Common, options: &CollectOptions) -> anyhow::Result<Outcome> {
    match &options.action {
        CollectAction::Receive(options) => receive::run(common, options),
        CollectAction::Mark(options) => mark::run(common, options),
        CollectAction::Urge(options) => slips::run(common, options, SlipKind::Urge),
        CollectAction::Return(options) => slips::run(common, options, SlipKind::Return),
        CollectAction::Sign(options) => slips::run(common, options, SlipKind::Confirmation),
        CollectAction::Evidence(options) => slips::run(common, options, SlipKind::Evidence),
        CollectAction::Tasks(options) => slips::run(common, options, SlipKind::Tasks),
        CollectAction::Pack(options) => pack::run(common, options),
    }
}
