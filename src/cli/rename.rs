//! `zishu rename`: a unit renamed, or merged into another one.

use super::common::{Common, HELP};
use super::{Outcome, output, session};
use crate::workflow::{self, Rename};
use clap::Args;

/// `rename`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu rename [选项] <旧单位> <新单位>",
    next_help_heading = "选项"
)]
pub(super) struct RenameOptions {
    /// 现在的单位：bureaus.yaml 中的简称、全称或别名
    #[arg(value_name = "旧单位", help_heading = "参数", display_order = 1)]
    pub old: String,
    /// 新的简称；已经有这个单位的，旧单位并入它
    #[arg(value_name = "新单位", help_heading = "参数", display_order = 2)]
    pub new: String,
    /// 只列出将作的改动，不写文件
    #[arg(long)]
    pub dry_run: bool,
}

/// Renames everywhere, or lists where.
pub(super) fn run(common: &Common, options: &RenameOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let rename = workflow::rename(&loaded, &options.old, &options.new)?;
    if !options.dry_run {
        workflow::commit(&rename.changes)?;
    }

    output::text(&lines(&rename, options.dry_run));
    session::say(common, &closing(&rename, options.dry_run));
    Ok(Outcome::Clean)
}

fn lines(rename: &Rename, is_dry: bool) -> String {
    let verb = if is_dry { "将" } else { "已" };
    let mut text = String::new();
    for file in &rename.edited {
        text.push_str(&format!("{verb}改 {}（{} 处）\n", file.path, file.places));
    }
    for file in &rename.moved {
        text.push_str(&format!("{verb}移动 {} → {}\n", file.from, file.to));
    }
    for file in &rename.beside {
        text.push_str(&format!(
            "两个单位都有文稿：{} {verb}改名为 {}，不再印出；请把要用的内容并入 {}.md\n",
            file.from, file.to, rename.new
        ));
    }

    text
}

fn closing(rename: &Rename, is_dry: bool) -> String {
    let Rename { old, new, .. } = rename;
    let what =
        if rename.is_merger { format!("{old}并入{new}") } else { format!("{old}改为{new}") };
    let mut text = format!("{what}；“{old}”留作别名");
    if !rename.is_merger {
        text.push_str("；全称由简称推出，请在 bureaus.yaml 里核对");
    }
    if rename.mentions > 0 {
        text.push_str(&format!(
            "；文稿正文里还有 {} 处“{old}”，没有改，由写稿单位核对",
            rename.mentions
        ));
    }
    text.push_str("；plan.yaml 的“责任”照录原文，没有改");
    if is_dry {
        text.push_str("。去掉 --dry-run 即写入");
    }

    text
}
