//! The command line: the commands, whose options are in each command's file.

use super::adopt::AdoptOptions;
use super::check::CheckOptions;
use super::collect::CollectOptions;
use super::common::{Common, HELP};
use super::dump::DumpOptions;
use super::explain::ExplainOptions;
use super::fix::FixOptions;
use super::fonts::FontsOptions;
use super::forms::FormsOptions;
use super::init::InitOptions;
use super::new::NewOptions;
use super::preview::PreviewOptions;
use super::rename::RenameOptions;
use super::render::RenderOptions;
use super::review::ReviewOptions;
use super::status::StatusOptions;
use super::sync::SyncOptions;
use super::verify::VerifyOptions;
use clap::{ArgAction, Parser, Subcommand};

const EXAMPLES: &str = "\
示例：
  zishu render                       生成 out/ 下的 PDF 与 Word
  zishu preview                      在浏览器里预览，保存文稿即更新
  zishu check --format short         只检查，一个问题一行
  zishu new 产品质量 市质监局          新建一份文稿
  zishu explain unknown-indicator    解释一个问题

退出码：0 没有错误；1 报告有错误；2 用法或环境有问题。";

/// Everything that was typed.
#[derive(Debug, Parser)]
#[command(
    name = "zishu",
    version,
    about = "自述：把各单位的 Markdown 文稿和指标数据合成自述报告，输出 PDF 与 Word",
    help_template = HELP,
    after_help = EXAMPLES,
    override_usage = "zishu [选项] <命令>",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    next_help_heading = "选项",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(short = 'h', long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 生成报告，默认同时输出 PDF 与 Word
    Render(RenderOptions),
    /// 在浏览器里预览版面，保存文稿即更新
    Preview(PreviewOptions),
    /// 检查文稿与数据，不输出文件
    Check(CheckOptions),
    /// 新建一个工作区
    Init(InitOptions),
    /// 为某栏目新建某单位的文稿
    New(NewOptions),
    /// 改了分工、单位、指标定义以后，补上新的文稿和数据文件的行，移出没有用的
    Sync(SyncOptions),
    /// 单位改名，或并入另一个单位：分工、数据、文稿、台账一起改
    Rename(RenameOptions),
    /// 列出每种字体由哪个文件担任、是否为标准字体
    Fonts(FontsOptions),
    /// 输出某一阶段的中间结果，供排查与测试
    Dump(DumpOptions),
    /// 解释一个问题的含义与改法，或模板里的函数和变量
    Explain(ExplainOptions),
    /// 自动改正可以放心改正的问题（编码、控制字符、标点、文号等）
    Fix(FixOptions),
    /// 生成各单位的填报表（.xlsx），或把填好的读入数据文件
    Forms(FormsOptions),
    /// 把单位送来的 Word 初稿（.docx）变成文稿
    Adopt(AdoptOptions),
    /// 收件、催报、退改、签章：台账，催报单、退改单、确认单，佐证材料目录，任务进展表
    Collect(CollectOptions),
    /// 报送情况：各单位欠什么、交了什么、哪些已过期限
    Status(StatusOptions),
    /// 审稿：生成送审稿，把收回的改动合并进文稿，查看送审情况，比较两稿
    Review(ReviewOptions),
    /// 核对 PDF 与 Word 是否出自同一次生成、与现在的工作区一致、没有改动
    Verify(VerifyOptions),
}
