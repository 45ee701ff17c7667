//! The command line and its help, in Chinese.

use super::adopt::AdoptOptions;
pub(super) use super::common::{Common, HELP};
use super::fix::FixOptions;
use super::forms::FormsOptions;
use super::init::InitOptions;
use super::new::NewOptions;
use super::review::ReviewOptions;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

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
    /// 审稿：生成送审稿，把收回的改动合并进文稿，查看送审情况，比较两稿
    Review(ReviewOptions),
}

/// `render`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu render [选项]", next_help_heading = "选项")]
pub(super) struct RenderOptions {
    /// 只生成这一份文件，如 申报表；写 申报表.pdf 只要 PDF；默认全部生成
    #[arg(long, value_name = "文件名")]
    pub only: Option<String>,
    /// 只输出 PDF
    #[arg(long, conflicts_with = "word")]
    pub pdf: bool,
    /// 只输出 Word
    #[arg(long)]
    pub word: bool,
    /// 出正式稿：有样例数值、缺值、缺稿、空的文稿或标题、占位字样、与指标数据不一致的手写数字即拒绝，并按单位列出所缺
    #[arg(long = "final")]
    pub final_: bool,
    /// 版式名称，默认用 report.yaml 中的版式
    #[arg(long, value_name = "版式")]
    pub profile: Option<String>,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
    /// 各种字体都须是标准字体，缺少即拒绝
    #[arg(long)]
    pub require_standard_fonts: bool,
    /// 一直运行，文稿、数据或模板每次保存后重新生成
    #[arg(long)]
    pub watch: bool,
}

/// `preview`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu preview [选项]", next_help_heading = "选项")]
pub(super) struct PreviewOptions {
    /// 端口；默认从 8717 起找一个空闲的，0 由系统指定
    #[arg(long, value_name = "端口")]
    pub port: Option<u16>,
    /// 不打开浏览器
    #[arg(long)]
    pub no_open: bool,
    /// 点击版面时打开文稿的编辑器，可含 {file} {line} {column}，默认用 $VISUAL
    #[arg(long, value_name = "命令")]
    pub editor: Option<String>,
    /// 显示文稿的这一行，如 chapters/x.md:12；已有预览在运行时由它显示
    #[arg(long, value_name = "文件:行")]
    pub goto: Option<String>,
    /// 版式名称，默认用 report.yaml 中的版式
    #[arg(long, value_name = "版式")]
    pub profile: Option<String>,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// `check`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu check [选项]", next_help_heading = "选项")]
pub(super) struct CheckOptions {
    /// 按正式稿检查：样例数值、缺值、缺稿、空的文稿或标题、占位字样、与指标数据不一致的手写数字都算错误
    #[arg(long = "final")]
    pub final_: bool,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// `fonts`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu fonts [选项]", next_help_heading = "选项")]
pub(super) struct FontsOptions {
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// `dump`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu dump [选项] <阶段> [文件名]", next_help_heading = "选项")]
pub(super) struct DumpOptions {
    /// 阶段：workspace 工作区，expanded 展开后的文稿，document 文档树，typst 排版源文，word Word 各部件
    #[arg(
        value_name = "阶段",
        value_enum,
        help_heading = "参数",
        hide_possible_values = true,
        display_order = 1
    )]
    pub stage: Stage,
    /// 哪一份文件，如 申报表；默认是自述报告
    #[arg(value_name = "文件名", help_heading = "参数", display_order = 2)]
    pub document: Option<String>,
}

/// What `dump` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    Workspace,
    Expanded,
    Document,
    Typst,
    Word,
}

/// `explain`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu explain [选项] [代码]", next_help_heading = "选项")]
pub(super) struct ExplainOptions {
    /// 问题方括号中的代码，如 unknown-indicator；不写则列出全部；“函数”列出花括号里可以写的函数、过滤器、判断和变量，也可以写其中一个，如 值
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}
