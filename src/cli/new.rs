//! `zishu new`: an empty contribution in its folder.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::workflow;
use clap::Args;

/// `new`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu new [选项] <栏目> <单位>", next_help_heading = "选项")]
pub(super) struct NewOptions {
    /// 栏目：章号或名称，如 06 或 产品质量；申报表的情况说明写行号，如 sb-02
    #[arg(value_name = "栏目", help_heading = "参数", display_order = 1)]
    pub section: String,
    /// 单位：bureaus.yaml 中的简称、全称或别名
    #[arg(value_name = "单位", help_heading = "参数", display_order = 2)]
    pub bureau: String,
}

/// Writes the file; one that exists is never touched.
pub(super) fn run(common: &Common, options: &NewOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let chapter = workflow::new_chapter(&loaded, &options.section, &options.bureau)?;
    workflow::commit(&chapter.changes)?;

    output::text(&format!(
        "已新建 {}\n接着：在编辑器里写入内容，用 zishu check 检查\n",
        chapter.path
    ));
    Ok(Outcome::Clean)
}
