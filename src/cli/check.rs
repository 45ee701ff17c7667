//! `zishu check`: everything that `render` would report before it lays out pages.

use super::common::{Common, HELP};
use super::{Outcome, figures, session, summary};
use crate::pipeline::{self, Checks, Goal, Request};
use clap::Args;

/// `check`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu check [选项]", next_help_heading = "选项")]
pub(super) struct CheckOptions {
    /// 按正式稿检查：缺值、缺稿、占位字样、没有核定的数值、没有定稿的文稿、没有收到的原件、代用字体等都算错误
    #[arg(long = "final")]
    pub final_: bool,
    /// 逐处列出手写数字：与指标数据是否一致，没有核对的列出原因
    #[arg(long)]
    pub figures: bool,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// Checks the report.
pub(super) fn run(common: &Common, options: &CheckOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let request = Request {
        goal: Goal::Designs,
        checks: Checks::All,
        edition: session::edition(options.final_),
        faces: session::face_search(options.system_fonts),
        ..Request::new(&root)
    };
    let Some(mut built) = session::build(common, &request)? else {
        return Ok(Outcome::Problems);
    };

    let verdict = summary::verdict(summary::count(&built.problems));
    let problems = std::mem::take(&mut built.problems);
    let shares = pipeline::shares(&built.loaded, &problems);
    let outcome = session::report(common, &built.loaded.sources, problems)?;
    session::say_shares(common, request.edition, &shares);
    session::say_outstanding(common, &built);
    session::say_acknowledged(common, &built);
    if options.figures {
        figures::print(common, &built);
    }

    // With errors `render` lists nothing.
    let to_come = match outcome {
        Outcome::Clean => summary::to_come(&built.loaded.workspace, "（zishu render 按单位列出）"),
        Outcome::Problems => String::new(),
    };

    let figures = summary::figures(&built.checked);
    session::say(common, &format!("{verdict}{figures}{to_come}"));
    Ok(outcome)
}
