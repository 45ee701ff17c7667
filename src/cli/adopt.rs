//! `zishu adopt`: a bureau's first draft in Word becomes its contribution.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::adopt;
use crate::diag::Format;
use crate::workflow::{self, AdoptRequest, Adoption};
use clap::Args;
use std::path::PathBuf;

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
    /// 栏目：章号或名称，如 06 或 产品质量；申报表的情况说明写行号，如 sb-02
    #[arg(long, value_name = "栏目")]
    pub section: String,
    /// 单位：bureaus.yaml 中的简称、全称或别名
    #[arg(long, value_name = "单位")]
    pub bureau: String,
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

/// Writes the contribution, or shows it, and what was not carried over.
pub(super) fn run(common: &Common, options: &AdoptOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = AdoptRequest {
        draft: &options.file,
        section: &options.section,
        bureau: &options.bureau,
        may_replace: options.replace || options.dry_run,
        is_whole: options.whole,
    };

    let adoption = workflow::adopt(&loaded, &request)?;
    if !options.dry_run {
        workflow::commit(&adoption.changes)?;
    }

    print(common, options, &adoption);
    Ok(Outcome::Clean)
}

fn print(common: &Common, options: &AdoptOptions, adoption: &Adoption) {
    let Adoption { path, text, adopted, backup, .. } = adoption;
    match common.format.into() {
        Format::Json => output::text(&adopt::json_report(adopted, path, !options.dry_run)),
        Format::Human | Format::Short if options.dry_run => {
            output::text(text);
            let account = adopt::text_report(adopted);
            session::say(common, &format!("将写入 {path}（没有写文件）\n{account}"));
        }
        Format::Human | Format::Short => {
            let backup = backup.as_ref().map_or_else(String::new, |name| {
                format!("，原文稿另存在同一文件夹，文件名是 {name}")
            });
            let account = adopt::text_report(adopted);
            let next = "下一步：zishu check，照所列改法改；手写的数字改为引用指标";
            output::text(&format!("已写入 {path}{backup}\n{account}\n{next}\n"));
        }
    }
}
