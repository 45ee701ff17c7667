//! `zishu preview`: the pages in the browser, built anew after every save.

use super::common::{Common, HELP};
use super::supervision::Restart;
use super::{Outcome, output, session};
use crate::pipeline::{Checks, Goal, Request};
use crate::preview::{self, GotoReply, Options, Preview, Snapshot, SourceLine};
use anyhow::{Context, bail};
use clap::Args;
use std::path::{Component, Path};

/// `preview`.
#[derive(Debug, Args)]
#[command(help_template = HELP, override_usage = "zishu preview [选项]", next_help_heading = "选项")]
pub(super) struct PreviewOptions {
    /// 端口；默认从 8717 起找一个空闲的，0 由系统指定
    #[arg(long, value_name = "端口")]
    pub port: Option<u16>,
    /// 不打开浏览器
    #[arg(long)]
    pub no_open: bool,
    /// 点击版面时打开文稿的编辑器，可含 {file} {line} {column}，默认用 $VISUAL
    #[arg(long, value_name = "命令")]
    pub editor: Option<String>,
    /// 显示文稿的这一行，如 chapters/x.md:12；已有预览在运行时由它显示
    #[arg(long, value_name = "文件:行")]
    pub goto: Option<String>,
    /// 版式名称，默认用 report.yaml 中的版式
    #[arg(long, value_name = "版式")]
    pub profile: Option<String>,
    /// 也使用本机安装的字体
    #[arg(long)]
    pub system_fonts: bool,
}

/// Serves until the program is ended.
pub(super) fn run(common: &Common, options: &PreviewOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    session::check_profile(&root, options.profile.as_deref())?;
    let target = options.goto.as_deref().map(|typed| find_line(&root, typed)).transpose()?;
    if let Some(SourceLine { path, line }) = &target
        && let Some(reply) = preview::send_goto(&root, options.port, path, *line)
    {
        return report_reply(&reply, options.no_open, &format!("{path}:{line}"));
    }

    let request = Request {
        goal: Goal::Pages,
        checks: Checks::All,
        profile: options.profile.clone(),
        faces: session::face_search(options.system_fonts),
        ..Request::new(&root)
    };

    let notes = common.supervised.as_deref();
    let restart = notes.and_then(Restart::of);
    let port = restart.map_or(options.port, |restart| Some(restart.port));
    let preview_options = Options { port, editor: options.editor.clone(), request, target };
    let preview = Preview::open(preview_options)
        .context("预览没有启动，端口可能已被占用；用 --port 换一个")?;

    if let Some(notes) = notes {
        Restart { port: preview.port() }.note(notes);
    }
    // The browser's tabs find the server again by themselves.
    if restart.is_none() {
        announce(&preview, options.no_open);
    }

    preview.run(report_build).context("预览没有启动")?;
    Ok(Outcome::Clean)
}

/// Says where the preview is, and shows it.
fn announce(preview: &Preview, no_open: bool) {
    let address = preview.address();
    output::text(&format!("{address}\n"));
    output::message("预览已启动，按 Ctrl+C 结束");
    if !preview.has_notices() {
        output::message("这里不能监视文件变动，改为每半秒查看一次");
    }

    if !no_open && preview::browse(&address).is_err() {
        output::message("没有打开浏览器，请自行打开上面的地址");
    }
}

/// Reports what a running preview did with the line that it was asked for.
fn report_reply(reply: &GotoReply, no_open: bool, location: &str) -> anyhow::Result<Outcome> {
    match reply {
        GotoReply::Shown(address) => output::message(&format!("已在 {address} 显示")),
        GotoReply::Waiting(address) if !no_open && preview::browse(address).is_ok() => {
            output::message(&format!("已打开 {address}"));
        }
        GotoReply::Waiting(address) => output::message(&format!("打开 {address} 时显示")),
        GotoReply::NotPrinted(address) => {
            bail!("{address} 的版面上没有 {location}；请核对文件和行号")
        }
    }

    Ok(Outcome::Clean)
}

/// Prints a line for a build.
fn report_build(snapshot: &Snapshot) {
    if snapshot.failed {
        output::message(&snapshot.message);
        return;
    }

    let views = snapshot.views.iter();
    let pages = views.map(|view| format!("{} {} 页", view.name, view.pages.len()));
    output::message(&format!(
        "第 {} 次排版：{}；{} 个问题，{:.2} 秒",
        snapshot.version,
        pages.collect::<Vec<_>>().join("、"),
        snapshot.problems.len(),
        snapshot.seconds
    ));
}

/// Splits the last number off a location: `chapters/x.md:12`.
fn split_number(location: &str) -> Option<(&str, usize)> {
    let (path, number) = location.rsplit_once(':')?;
    Some((path, number.parse().ok()?))
}

/// The file and the line of `chapters/x.md:12` or `chapters/x.md:12:5`; the path may also begin at the
/// current folder.
fn find_line(root: &Path, location: &str) -> anyhow::Result<SourceLine> {
    let (path, line) = match split_number(location) {
        Some((rest, last)) => split_number(rest).unwrap_or((rest, last)),
        None => (location, 1),
    };

    let typed = Path::new(path);
    let absolute = std::path::absolute(typed).with_context(|| format!("打不开 {path}"))?;
    let inner = match absolute.strip_prefix(root) {
        Ok(inner) if absolute.is_file() => inner.to_owned(),
        Ok(_) | Err(_) if root.join(typed).is_file() && typed.is_relative() => typed.to_owned(),
        Ok(_) | Err(_) => {
            bail!("工作区里没有文件 {path}；路径从工作区算起，如 chapters/06-产品质量/市质监局.md")
        }
    };

    if inner.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        bail!("工作区里没有文件 {path}；路径从工作区算起，如 chapters/06-产品质量/市质监局.md");
    }

    let parts: Vec<_> = inner
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    Ok(SourceLine { path: parts.join("/"), line: line.max(1) })
}
