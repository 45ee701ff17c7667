//! The command: what was found, for people or for programs.

use super::{data, phrases};
use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session};
use crate::diag::Format;
use crate::workflow::{self, Verification};
use clap::Args;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
每次生成有一个生成号，由文稿、数据、模板、图片、字体和选项算出：内容相同，在哪台机器上生成都相同。
在 PDF 的“属性—应用程序”、Word 的“信息—属性—高级属性—自定义”里可以看到，render 结束时也会列出。

示例：
  zishu verify                           核对 out/ 里的文件
  zishu verify 收回/报告.docx 定稿.pdf     核对别处的文件，改了名也认得

退出码：0 各文件出自同一次生成、与现在的工作区一致、没有改动；1 有一条不符；2 用法或环境有问题。";

/// `verify`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu verify [选项] [文件]...",
    after_help = AFTER_HELP,
    next_help_heading = "选项"
)]
pub(in crate::cli) struct VerifyOptions {
    /// 要核对的 PDF 或 Word 文件；不写就核对 out/ 里的
    #[arg(value_name = "文件", help_heading = "参数")]
    pub files: Vec<PathBuf>,
}

/// Verifies; one file that isn't as it should be is a problem.
pub(in crate::cli) fn run(common: &Common, options: &VerifyOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let verification = workflow::verify(&root, &options.files)?;
    print(common, &verification);
    Ok(if verification.is_good() { Outcome::Clean } else { Outcome::Problems })
}

fn print(common: &Common, verification: &Verification) {
    match common.format.into() {
        Format::Human => output::text(&phrases::blocks(verification)),
        Format::Short => output::text(&phrases::lines(verification)),
        Format::Json => output::text(&data::objects(verification)),
    }
}
