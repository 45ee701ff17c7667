//! `zishu check`: everything that `render` would report before it lays out pages.

use super::common::{Common, HELP};
use super::owed::{Owed, owed};
use super::problems::ProblemOptions;
use super::{Outcome, by_unit, figures, output, session, summary};
use crate::diag::{Diagnostics, Format};
use crate::pipeline::{self, Built, Checks, Goal, Request};
use crate::workflow::Scope;
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
    #[command(flatten)]
    pub problems: ProblemOptions,
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

    let scope = options.problems.scope(&built.loaded)?;
    let problems = scope.select(&built.loaded, std::mem::take(&mut built.problems));
    let shares = pipeline::shares(&built.loaded, &problems);
    let owed = owed(&built.loaded);
    let last = last_line(&built, &scope, &problems, &owed);
    let by_unit = options.problems.by_unit(&shares, &owed, &scope, &last);
    let closing = session::closing_lists(common, &built, &scope, by_unit);
    let listing = options.problems.listing(&format!("{closing}\n{last}"));
    let outcome = session::report_as(common, &built.loaded.sources, problems, listing)?;
    session::say(common, &closing);
    if options.figures {
        figures::print(common, &built, &scope);
    }
    session::say(common, &last);
    if let Format::Json = common.format.into() {
        output::text(&by_unit::json(&shares, &owed, &scope));
    }
    Ok(outcome)
}

/// How many problems there are, and, of the whole text, what became of its figures and what is still to come.
fn last_line(built: &Built, scope: &Scope, problems: &Diagnostics, owed: &[Owed<'_>]) -> String {
    let verdict = summary::verdict(summary::count(problems));
    if let Some(title) = scope.title() {
        return format!("{title}：{verdict}");
    }

    let figures = summary::figures(&built.checked);
    format!("{verdict}{figures}{}", summary::to_come(owed))
}
