//! What `zishu review send`, `list` and `merge` are told.

use super::super::arguments::HELP;
use clap::Args;
use std::path::PathBuf;

/// `review send`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review send [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct SendOptions {
    /// 送审哪一份文件，如 申报表；默认是自述报告
    #[arg(long, value_name = "文件名")]
    pub only: Option<String>,
    /// 只送这一章：章号或名称，如 06
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 只送这个单位写的部分
    #[arg(long, value_name = "单位")]
    pub bureau: Option<String>,
    /// 送给谁，记在送审记录里
    #[arg(long, value_name = "收件人", default_value = "", hide_default_value = true)]
    pub to: String,
    /// 不锁定修订：审稿人可以关掉修订
    #[arg(long)]
    pub no_lock: bool,
    /// 送审日期，如 2018-06-13；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

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

/// `review merge`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review merge [选项] <Word 文件>…",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct MergeOptions {
    /// 收回的送审稿，可以一次写几份
    #[arg(value_name = "Word 文件", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 只显示要改什么，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 把批注也写进章节，成为所在段落后面的 Markdown 注释
    #[arg(long)]
    pub comments: bool,
    /// 编号被去掉的收回稿是哪一份，如 c001
    #[arg(long = "as", value_name = "编号")]
    pub copy: Option<String>,
    /// 收回日期，如 2018-06-20；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}
