//! `zishu init`: a new workspace.

use super::common::HELP;
use super::{Outcome, output};
use crate::workflow;
use clap::Args;
use std::path::{Path, PathBuf};

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

/// Writes the workspace whole or not at all; a folder that holds anything isn't touched.
pub(super) fn run(options: &InitOptions) -> anyhow::Result<Outcome> {
    let workspace = workflow::init(&options.directory, options.sample)?;
    workflow::commit(&workspace.changes)?;

    output::text(&welcome(&options.directory, options.sample));
    Ok(Outcome::Clean)
}

fn welcome(root: &Path, with_sample: bool) -> String {
    let root = root.display().to_string();
    let argument = quoted(&root);
    if with_sample {
        return format!(
            "已在 {root} 建立样例工作区\n接着：用 zishu -C {argument} render 生成 PDF 和 Word\n"
        );
    }

    format!(
        "已在 {root} 建立工作区\n接着：\n\
         1. 改 chapters/report.yaml（城市、标题、年份、日期）\n\
         2. 核对 chapters/plan.yaml（责任分工）、chapters/bureaus.yaml（单位）\n\
         3. 各单位填 chapters/indicators/ 下自己的数据文件；习惯用 Excel 的，用 zishu -C {argument} forms \
         生成填报表，填好后用 forms read 读入\n\
         4. 各单位写 chapters/ 下自己的文稿；配合单位的用 zishu -C {argument} new 新建，已有 Word 初稿的用 \
         zishu -C {argument} adopt 变成文稿\n\
         5. 随时用 zishu -C {argument} check 检查\n\
         6. 用 zishu -C {argument} render 生成 PDF 和 Word\n"
    )
}

/// A path as it is typed on a command line: quoted where it holds a space or the like.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\:._-~".contains(c);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("\"{path}\"") }
}
