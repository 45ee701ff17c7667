//! `zishu review send`: a Word file for review.

use crate::cli::common::{Common, HELP};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, session, summary};
use crate::pipeline::{Built, Checks, Goal, Outputs, Request, Stage};
use crate::review::copies;
use crate::workflow;
use crate::workflow::review::{SendRequest, SentFile};
use clap::Args;

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
    /// 只送这一栏目：章号或名称，如 06
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 只送这个单位写的文稿
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

/// Makes the copy, with notices where something has an error; where nothing can be laid out none is written.
pub(super) fn run(common: &Common, options: &SendOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let date = workflow::parse_or_today(options.date.as_deref())?;
    let only = options.only.as_deref();
    let progress = Progress::new();
    let request = Request {
        outputs: only.map_or(Outputs::Report, |name| session::outputs(Some(name))),
        goal: Goal::Designs,
        checks: Checks::All,
        faces: session::face_search(options.system_fonts),
        observer: Some(progress.observer()),
        ..Request::new(&root)
    };
    let built = session::build(common, &request);
    progress.finish();
    let Some(mut built) = built? else { return Ok(Outcome::Problems) };
    session::require_output(&built, only)?;

    let request = SendRequest {
        section: options.section.as_deref(),
        bureau: options.bureau.as_deref(),
        to: &options.to,
        date,
        is_locked: !options.no_lock,
    };
    let copy = workflow::review::prepare_copy(&mut built, &request)?;
    let Some(copy) = copy else { return refuse(common, built) };
    progress.begin(Stage::LayOut);
    let sent = copy.commit(&mut built.problems);
    progress.finish();
    let Some(sent) = sent? else { return refuse(common, built) };

    let outcome = session::report(common, &built.loaded.sources, built.problems)?;
    session::say(common, &closing(&sent));
    if outcome == Outcome::Problems {
        session::say(common, summary::MARKED);
    }
    Ok(outcome)
}

fn refuse(common: &Common, built: Built) -> anyhow::Result<Outcome> {
    let verdict = summary::verdict(summary::count(&built.problems));
    session::report(common, &built.loaded.sources, built.problems)?;
    session::say(common, &format!("{verdict}，没有生成送审稿"));
    Ok(Outcome::Problems)
}

fn closing(sent: &SentFile) -> String {
    let SentFile { copy, path, passages } = sent;
    let reviewer = if copy.to.is_empty() { "审稿人" } else { &copy.to };
    format!(
        "已生成 {path}（送审稿 {}，{passages} 段）\n发给{reviewer}，请在 Word 或 WPS 里直接修改、批注；收回后运行 zishu \
         review merge 文件。{} 与文稿一起保存，合并要用",
        copy.id,
        copies::FOLDER
    )
}
