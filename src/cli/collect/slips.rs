//! `zishu collect urge`, `return`, `sign`, `evidence`, `tasks`: Word files that go out to units, and lists.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session};
use crate::diag::Format;
use crate::document::SlipKind;
use crate::pipeline::{Checks, Goal, Request};
use crate::workflow;
use crate::workflow::collect::{self, Dispatch, SlipRequest};
use clap::Args;
use serde_json::json;

/// What each of them takes.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu collect <命令> [单位]… [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct SlipOptions {
    /// 只要这些单位的；默认是所有单位
    #[arg(value_name = "单位", help_heading = "参数")]
    pub bureaus: Vec<String>,
    /// 单上的日期，如 2018-06-11、6月11日；默认是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 经手人
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
    /// 只列出会生成什么，不写文件，也不记台账
    #[arg(long)]
    pub dry_run: bool,
}

/// Makes the slips of a kind, and writes them and what the registers say of them.
pub(super) fn run(
    common: &Common,
    options: &SlipOptions,
    kind: SlipKind,
) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(mut loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let request = SlipRequest {
        bureaus: &options.bureaus,
        date: options.date.as_deref(),
        by: options.by.as_deref(),
    };
    let goal = if kind == SlipKind::Return { Goal::Designs } else { Goal::Documents };
    let checks = if kind == SlipKind::Return { Checks::All } else { Checks::Skipped };
    let build = Request { goal, checks, ..Request::new(&root) };

    let dispatch = match kind {
        SlipKind::Urge => collect::urge(&mut loaded, &request)?,
        SlipKind::Confirmation => collect::confirm(&mut loaded, &request)?,
        SlipKind::Tasks => collect::list_tasks(&mut loaded, &request)?,
        SlipKind::Notice => collect::notify(&mut loaded, &request)?,
        SlipKind::Return | SlipKind::Evidence => {
            let Some(built) = session::build(common, &build)? else {
                return Ok(Outcome::Problems);
            };
            let make =
                if kind == SlipKind::Return { collect::reject } else { collect::list_evidence };
            make(&mut loaded, &built, &request)?
        }
    };

    if !options.dry_run {
        workflow::commit(&dispatch.changes)?;
    }
    say(common, options, kind, &dispatch);
    session::report(common, &loaded.sources, dispatch.problems)
}

fn say(common: &Common, options: &SlipOptions, kind: SlipKind, dispatch: &Dispatch) {
    if let Format::Json = common.format.into() {
        for slip in &dispatch.slips {
            let value = json!({ "unit": slip.bureau, "path": slip.path, "message": slip.message });
            output::text(&format!("{value}\n"));
        }
        return;
    }

    if dispatch.slips.is_empty() {
        output::text(&format!("{}\n", nothing(kind)));
        return;
    }
    let done = if options.dry_run { "会生成" } else { "已生成" };
    let mut text = format!("{done}{} {} 份：\n", kind.title(), dispatch.slips.len());
    for slip in &dispatch.slips {
        text.push_str(&format!("  {}\n", slip.path));
        if !slip.message.is_empty() {
            text.push_str(&format!("    {}\n", slip.message));
        }
    }
    output::text(&text);
}

/// What is said where no slip is due.
fn nothing(kind: SlipKind) -> &'static str {
    match kind {
        SlipKind::Urge => "没有要催的：各单位该交的都交了",
        SlipKind::Return => "没有要退改的",
        SlipKind::Confirmation => "没有要签章的：没有内容，或签章以后没有改动",
        SlipKind::Evidence => "文稿没有引用文件，也没有列佐证",
        SlipKind::Tasks => "责任分工表没有另外的任务",
        SlipKind::Notice => "没有哪个单位有要交的",
    }
}
