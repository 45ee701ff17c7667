//! The options of `zishu adopt`.

use crate::cli::common::HELP;
use clap::Args;
use std::path::PathBuf;

/// `adopt`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu adopt --section <栏目> --bureau <单位> [选项] <文件>\n      \
                      zishu adopt [选项] <文件或文件夹>…\n      \
                      zishu adopt --list <清单> --yes [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct AdoptOptions {
    /// Word 初稿（.docx），可以写几份，也可以写文件夹；修订都按接受处理
    #[arg(value_name = "文件或文件夹", help_heading = "参数", required_unless_present = "list")]
    pub files: Vec<PathBuf>,
    /// 栏目：章号或名称，如 06 或 产品质量；申报表的情况说明写行号，如 sb-02；不写就按文件找
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 单位：bureaus.yaml 中的简称、全称或别名；不写就按文件找
    #[arg(long, value_name = "单位")]
    pub bureau: Option<String>,
    /// 清单，一行一份“栏目 | 单位 | 文件”：和文件、--dry-run 一起写时生成，单独写时照它采用
    #[arg(long, value_name = "清单")]
    pub list: Option<PathBuf>,
    /// 不再问，照清单或照有把握的写入；有一份没有定，就什么都不写
    #[arg(long)]
    pub yes: bool,
    /// 替换已有的文稿：开头的佐证材料保留，原文稿另存为 _单位.md.bak
    #[arg(long)]
    pub replace: bool,
    /// 公文的发文机关、文号、题目、主送单位、开头语、结束语、署名、日期、联系方式照留在正文里
    #[arg(long)]
    pub whole: bool,
    /// 只显示将写的文稿和没有采用的内容，不写文件
    #[arg(long)]
    pub dry_run: bool,
}
