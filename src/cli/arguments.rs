//! The command line and its help, in Chinese.

use crate::diag::Format;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The layout of every help.
pub(super) const HELP: &str = "\
{about}

用法：{usage}

{all-args}{after-help}";

const EXAMPLES: &str = "\
示例：
  zishu render                       生成 out/ 下的 PDF 与 Word
  zishu preview                      在浏览器里预览，保存文稿即更新
  zishu check --format short         只检查，一个问题一行
  zishu new 产品质量 市质监局          新建一份文稿
  zishu explain unknown-indicator    解释一条提示

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

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// 工作区所在的文件夹（含 chapters/），默认为当前文件夹
    #[arg(short = 'C', long = "directory", value_name = "文件夹", global = true)]
    pub directory: Option<PathBuf>,
    /// 问题的输出形式：human 带原文和标记，short 一个问题一行，json 一个问题一个 JSON 对象
    #[arg(
        long,
        value_name = "形式",
        value_enum,
        default_value = "human",
        global = true,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: FormatName,
}

/// The names of [`Format`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatName {
    Human,
    Short,
    Json,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Human => Format::Human,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
        }
    }
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
    /// 解释一条提示的含义与改法
    Explain(ExplainOptions),
    /// 自动改正可以放心改正的问题（编码、控制字符、标点、文号等）
    Fix(FixOptions),
    /// 生成各单位的填报表（.xlsx），或把填好的读入数据文件
    Forms(FormsOptions),
    /// 把单位送来的 Word 初稿（.docx）变成文稿
    Adopt(AdoptOptions),
    /// 审阅：生成带修订的 Word 送审稿，合并收回的改动，查看送审情况，比较两稿
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

/// `init`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu init [选项] <文件夹>", next_help_heading = "选项")]
pub(super) struct InitOptions {
    /// 新工作区的文件夹；须不存在或为空
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub directory: PathBuf,
    /// 带上完整的样例文稿和样例数据，供学习
    #[arg(long)]
    pub sample: bool,
}

/// `new`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu new [选项] <栏目> <单位>", next_help_heading = "选项")]
pub(super) struct NewOptions {
    /// 栏目：章号或名称，如 06 或 产品质量；申报表的叙述写行的编号，如 sb-02
    #[arg(value_name = "栏目", help_heading = "参数", display_order = 1)]
    pub section: String,
    /// 单位：bureaus.yaml 中的简称、全称或别名
    #[arg(value_name = "单位", help_heading = "参数", display_order = 2)]
    pub bureau: String,
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
    /// 提示方括号中的代码，如 unknown-indicator；不写则列出全部
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}

/// `fix`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu fix [选项]", next_help_heading = "选项")]
pub(super) struct FixOptions {
    /// 只显示将作的改动（逐行对照），不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 也把正文中与指标数据一致的手写数字改写成花括号表达式
    #[arg(long)]
    pub values: bool,
}

/// `forms`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu forms [选项]\n      zishu forms read [选项] <文件>…",
    next_help_heading = "选项",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令"
)]
pub(super) struct FormsOptions {
    #[command(subcommand)]
    pub action: Option<FormsAction>,
}

/// What `forms` does besides writing them.
#[derive(Debug, Subcommand)]
pub(super) enum FormsAction {
    /// 把填好的填报表读入各单位的数据文件
    Read(FormsReadOptions),
}

/// `forms read`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu forms read [选项] <文件>…",
    next_help_heading = "选项"
)]
pub(super) struct FormsReadOptions {
    /// 填好的填报表，可以写几个；一份表有一处不能采用，整份都不写入
    #[arg(value_name = "文件", help_heading = "参数", required = true)]
    pub files: Vec<PathBuf>,
}

/// `adopt`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu adopt --section <栏目> --bureau <单位> [选项] <文件>",
    next_help_heading = "选项"
)]
pub(super) struct AdoptOptions {
    /// Word 初稿（.docx）；修订都按接受处理
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
    /// 栏目：章号或名称，如 06 或 产品质量；申报表的叙述写行的编号，如 sb-02
    #[arg(long, value_name = "栏目")]
    pub section: String,
    /// 单位：bureaus.yaml 中的简称、全称或别名
    #[arg(long, value_name = "单位")]
    pub bureau: String,
    /// 替换已有的文稿：开头的佐证材料保留，原文稿另存为 _单位.md.bak
    #[arg(long)]
    pub replace: bool,
    /// 只显示将写的文稿和没有采用的内容，不写文件
    #[arg(long)]
    pub dry_run: bool,
}

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
pub(super) struct ReviewOptions {
    #[command(subcommand)]
    pub action: ReviewAction,
}

/// What `review` does.
#[derive(Debug, Subcommand)]
pub(super) enum ReviewAction {
    /// 生成送审的 Word 文件：打开即为修订状态，改动可以合并回文稿
    Send(super::review::SendOptions),
    /// 列出送审稿：送给谁、几天了、是否收回
    List(super::review::ListOptions),
    /// 把收回的送审稿合并回文稿：每处改动、批注都有着落
    Merge(super::review::MergeOptions),
    /// 比较两稿，生成带修订标记的 Word 文件（花脸稿），末页列出全部改动
    Compare(CompareOptions),
}

/// `review compare`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review compare [选项] <旧稿> [新稿]",
    next_help_heading = "选项"
)]
pub(super) struct CompareOptions {
    /// 旧稿：Git 版本（HEAD~3、git:标签）、送审稿编号（c001）、文件夹，或 now（现在的稿子）
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
