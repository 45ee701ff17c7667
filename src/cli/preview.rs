//! `zishu preview`: the pages in the browser, built anew after every save.

use super::arguments::{Common, PreviewOptions};
use super::{Outcome, output, session};
use crate::pipeline::{Checks, Goal, Request};
use crate::preview::{self, Built, Options, Preview, Sent};
use anyhow::{Context, bail};
use std::path::{Component, Path};

/// Serves until the program is ended.
pub(super) fn run(common: &Common, options: &PreviewOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    session::check_profile(&root, options.profile.as_deref())?;
    let target = options.goto.as_deref().map(|place| find(&root, place)).transpose()?;
    if let Some((path, line)) = &target
        && let Some(sent) = preview::send_goto(&root, options.port, path, *line)
    {
        return told(&sent, options.no_open, &format!("{path}:{line}"));
    }
    let request = Request {
        goal: Goal::Pages,
        checks: Checks::All,
        profile: options.profile.clone(),
        faces: session::face_search(options.system_fonts),
        ..Request::new(&root)
    };
    let asked = Options { port: options.port, editor: options.editor.clone(), request, target };
    let preview =
        Preview::open(asked).context("预览没有启动，端口可能已被占用；用 --port 换一个")?;
    let address = preview.address();
    output::text(&format!("{address}\n"));
    output::message("预览已启动，按 Ctrl+C 结束");
    if !preview.has_notices() {
        output::message("这里不能监视文件变动，改为每半秒查看一次");
    }
    if !options.no_open && preview::browse(&address).is_err() {
        output::message("没有打开浏览器，请自行打开上面的地址");
    }
    preview.run(say).context("预览没有启动")?;
    Ok(Outcome::Clean)
}

/// Tells what became of a place that a running preview was asked for.
fn told(sent: &Sent, no_open: bool, place: &str) -> anyhow::Result<Outcome> {
    match sent {
        Sent::Shown(address) => output::message(&format!("已在 {address} 显示")),
        Sent::Waiting(address) if !no_open && preview::browse(address).is_ok() => {
            output::message(&format!("已打开 {address}"));
        }
        Sent::Waiting(address) => output::message(&format!("打开 {address} 时显示")),
        Sent::Nowhere(address) => bail!("{address} 的版面上没有 {place}；请核对文件和行号"),
    }
    Ok(Outcome::Clean)
}

/// A line for every build.
fn say(built: &Built) {
    if built.failed {
        output::message(&built.message);
        return;
    }

    let pages = built.views.iter().map(|view| format!("{} {} 页", view.name, view.pages.len()));
    output::message(&format!(
        "第 {} 次排版：{}；{} 个问题，{:.2} 秒",
        built.version,
        pages.collect::<Vec<_>>().join("、"),
        built.problems.len(),
        built.seconds
    ));
}

/// What stands before a number at the end, and the number: `chapters/x.md:12`.
fn numbered(place: &str) -> Option<(&str, usize)> {
    let (path, number) = place.rsplit_once(':')?;
    Some((path, number.parse().ok()?))
}

/// The path in the workspace and the line of `chapters/x.md:12` or `chapters/x.md:12:5`; the path may
/// also begin at the present folder.
fn find(root: &Path, place: &str) -> anyhow::Result<(String, usize)> {
    let (path, line) = match numbered(place) {
        Some((rest, last)) => numbered(rest).unwrap_or((rest, last)),
        None => (place, 1),
    };
    let given = Path::new(path);
    let here = std::path::absolute(given).with_context(|| format!("打不开 {path}"))?;
    let inner = match here.strip_prefix(root) {
        Ok(inner) if here.is_file() => inner.to_owned(),
        Ok(_) | Err(_) if root.join(given).is_file() && given.is_relative() => given.to_owned(),
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
    Ok((parts.join("/"), line.max(1)))
}
