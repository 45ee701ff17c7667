//! `zishu collect pack`: the set that is handed in.

use crate::cli::common::{Common, HELP};
use crate::cli::{Outcome, output, session, summary};
use crate::diag::{Diagnostics, Format};
use crate::pipeline::{self, Cache, Checks, Formats, Goal, Request};
use crate::workflow;
use crate::workflow::collect::{Pack, pack};
use clap::Args;
use serde_json::json;

/// `collect pack`.
#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    override_usage = "zishu collect pack [文件名]… [选项]",
    next_help_heading = "选项"
)]
pub(in crate::cli) struct PackOptions {
    /// 报送哪几份，如 自述报告 申报表；默认全部
    #[arg(value_name = "文件名", help_heading = "参数")]
    pub names: Vec<String>,
    /// 纸质一式几份
    #[arg(long, value_name = "份数", default_value_t = 5, hide_default_value = true)]
    pub copies: u32,
    /// 用工作稿，先看样子；不写就按正式稿的要求检查，有一处不合就不出
    #[arg(long)]
    pub working: bool,
}

/// Makes the set; a formal copy only where `render --final` would give one.
pub(super) fn run(common: &Common, options: &PackOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let request = Request {
        goal: Goal::Files(Formats::Both),
        checks: Checks::All,
        edition: session::edition(!options.working),
        ..Request::new(&root)
    };
    let Some(mut files) = session::build(common, &request)? else { return Ok(Outcome::Problems) };
    let pages_request = Request { goal: Goal::Pages, ..request };
    let Ok(pages) = pipeline::build(&pages_request, &mut Cache::default()) else {
        return Ok(Outcome::Problems);
    };

    let loaded = files.loaded.clone();
    let mut problems: Diagnostics = std::mem::take(&mut files.problems);
    let lists = session::closing_lists(common, &files, &Default::default(), String::new());
    let counts = summary::count(&problems);
    let set = pack(files, &pages, &options.names, options.copies, &mut problems)?;
    let outcome = session::report(common, &loaded.sources, problems)?;
    session::say(common, &lists);
    let Some(set) = set else {
        let verdict = summary::verdict(counts);
        session::say(common, &format!("{verdict}，没有生成报送的文件；先看样子的加 --working"));
        return Ok(Outcome::Problems);
    };

    workflow::commit(&set.changes)?;
    say(common, &set);
    Ok(outcome)
}

fn say(common: &Common, set: &Pack) {
    if let Format::Json = common.format.into() {
        for file in &set.files {
            let value = json!({ "path": file.path, "size": file.size, "sha256": file.checksum });
            output::text(&format!("{value}\n"));
        }
        return;
    }
    let mut text = format!("报送的文件在 out/报送/，清单是 {}：\n", set.list);
    for file in &set.files {
        let printing = if file.printing.is_empty() {
            String::new()
        } else {
            format!("（{}）", file.printing)
        };
        text.push_str(&format!("  {}{printing}\n", file.path));
    }

    output::text(&text);
}
