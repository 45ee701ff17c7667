//! `zishu render`: the report as PDF and Word.

use super::common::{Common, HELP};
use super::owed::owed;
use super::problems::ProblemOptions;
use super::progress::Progress;
use super::{Outcome, output, session, summary, watch};
use crate::diag::Format;
use crate::pipeline::{self, Cache, Checks, Formats, Goal, Request};
use crate::workflow;
use anyhow::bail;
use clap::Args;
use std::path::Path;

/// `render`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu render [选项]", next_help_heading = "选项")]
pub(super) struct RenderOptions {
    /// 只生成这一份文件，如 申报表；写 申报表.pdf 只要 PDF；默认全部生成
    #[arg(long, value_name = "文件名")]
    pub only: Option<String>,
    /// 只输出 PDF
    #[arg(long, conflicts_with = "word")]
    pub pdf: bool,
    /// 只输出 Word
    #[arg(long)]
    pub word: bool,
    /// 出正式稿：有错误、缺值、缺稿、占位字样、没有核定的数值、没有定稿的文稿、没有收到的原件、代用字体等即拒绝，并按单位列出所缺
    #[arg(long = "final")]
    pub final_: bool,
    /// 版式名称，默认用 report.yaml 中的版式
    #[arg(long, value_name = "版式")]
    pub profile: Option<String>,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
    /// 各种字体都须是标准字体，缺少即拒绝
    #[arg(long)]
    pub require_standard_fonts: bool,
    /// 一直运行，文稿、数据或模板每次保存后重新生成
    #[arg(long)]
    pub watch: bool,
    #[command(flatten)]
    pub problems: ProblemOptions,
}

/// Renders: a working copy with whatever can be laid out, errors or not; a formal copy only without errors.
/// What isn't written leaves the last file in its place.
pub(super) fn run(common: &Common, options: &RenderOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    session::check_profile(&root, options.profile.as_deref())?;
    let mut request = request(&root, options)?;
    if options.watch {
        return watch::run(common, &request);
    }

    let progress = Progress::new();
    request.observer = Some(progress.observer());
    let built = pipeline::build(&request, &mut Cache::default());
    let times = progress.finish();
    let mut built = match built {
        Ok(built) => built,
        Err(unreadable) => {
            return session::report_unreadable(common, unreadable, "，没有输出文件");
        }
    };
    session::require_output(&built, options.only.as_deref())?;

    let scope = options.problems.scope(&built.loaded)?;
    let has_errors = built.problems.has_errors();
    let counts = summary::count(&built.problems);
    let problems = scope.select(&built.loaded, std::mem::take(&mut built.problems));
    let shares = pipeline::shares(&built.loaded, &problems);
    let outputs = workflow::output_files(&root, &mut built);
    let owed = owed(&built.loaded);
    let closing = if outputs.files.is_empty() {
        format!("{}，没有输出文件", summary::verdict(counts))
    } else {
        summary::closing(&built, &owed, &outputs.files, counts, &times)
    };

    let by_unit = options.problems.by_unit(&shares, &owed, &scope, &closing);
    let lists = session::closing_lists(common, &built, &scope, by_unit);
    let listing = options.problems.listing(&format!("{lists}\n{closing}"));
    session::report_as(common, &built.loaded.sources, problems, listing)?;
    session::say(common, &lists);
    if !outputs.files.is_empty() {
        outputs.commit()?;
    }
    session::say(common, &closing);
    if let (Format::Json, Some(inputs)) = (common.format.into(), &built.inputs)
        && !outputs.files.is_empty()
    {
        output::text(&summary::written(inputs, &outputs.files));
    }
    Ok(if has_errors { Outcome::Problems } else { Outcome::Clean })
}

fn request(root: &Path, options: &RenderOptions) -> anyhow::Result<Request> {
    Ok(Request {
        outputs: session::outputs(options.only.as_deref()),
        goal: Goal::Files(formats(options)?),
        checks: Checks::All,
        edition: session::edition(options.final_),
        profile: options.profile.clone(),
        faces: session::face_search(options.system_fonts),
        standard_faces: options.require_standard_fonts,
        ..Request::new(root)
    })
}

/// The formats that were asked for, also by the name that `--only` gives.
fn formats(options: &RenderOptions) -> anyhow::Result<Formats> {
    let name = options.only.as_deref().unwrap_or("");
    let (pdf, word) = (name.ends_with(".pdf"), name.ends_with(".docx"));
    if pdf && options.word || word && options.pdf {
        let other = if pdf { "--word" } else { "--pdf" };
        bail!("“--only {name}”不能与“{other}”同时使用：文件名后面不写扩展名");
    }

    Ok(match (options.pdf || pdf, options.word || word) {
        (true, false) => Formats::Pdf,
        (false, true) => Formats::Word,
        (false, false) | (true, true) => Formats::Both,
    })
}
