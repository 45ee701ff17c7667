//! `zishu review settle`: what people decide of opinions.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, diff, output, session};
use crate::workflow;
use crate::workflow::review::{SettleRequest, settle};
use clap::Args;

/// `review settle`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu review settle [选项] <序号>… <决定>",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct SettleOptions {
    /// 序号（3、3甲、5-9，见 review status），最后写决定：采用、采用甲、采用乙、保留、不采纳，批注还可以写 答复
    #[arg(value_name = "序号和决定", required = true, help_heading = "参数")]
    pub words: Vec<String>,
    /// 理由，记入意见采纳情况表；批注的答复。保留、不采纳、答复必须写
    #[arg(long, value_name = "理由", default_value = "", hide_default_value = true)]
    pub reason: String,
    /// 文稿已经人工改好，只记下决定，不改文稿
    #[arg(long)]
    pub by_hand: bool,
    /// 只显示要改什么，不写文件
    #[arg(long)]
    pub dry_run: bool,
    /// 决定的日期，如 2018-06-25；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}

/// Records the decisions, or shows what they come to.
pub(super) fn run(common: &Common, options: &SettleOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = workflow::parse_or_today(options.date.as_deref())?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let SettleOptions { words, reason, by_hand, .. } = options;
    let request = SettleRequest { words, reason, by_hand: *by_hand, date };
    let settlement = settle(loaded, &request)?;

    for line in &settlement.lines {
        output::text(&format!("{line}\n"));
    }
    if options.dry_run {
        for chapter in settlement.chapters() {
            output::text(&diff::unified(chapter.path, chapter.before, chapter.after));
        }
        session::say(common, "这是试运行，什么都没有写入；去掉 --dry-run 即写入");
        return Ok(Outcome::Clean);
    }

    let paths: Vec<String> = settlement.chapters().map(|chapter| chapter.path.to_owned()).collect();
    let backup = settlement.commit()?;
    let closing = match backup {
        Some(backup) => format!("已写入 {}，原文备份在 {backup}", paths.join("、")),
        None => "已记下，没有文稿要改".to_owned(),
    };
    session::say(common, &closing);
    Ok(Outcome::Clean)
}
