//! `zishu init`: a new workspace from what the binary carries.

use super::arguments::InitOptions;
use super::files::{self, Save};
use super::{Outcome, output};
use crate::bundle;
use crate::pipeline::{self, Loaded};
use crate::workspace::OutlineSection;
use crate::{indicator, workspace};
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const FONTS_NOTE: &str = "\
程序自带一套可自由分发的代用字体，这里空着也能排版。
正式送审时，把单位已购的标准字体（方正小标宋、仿宋_GB2312、楷体_GB2312、黑体、宋体）的
.ttf 或 .otf 文件放进 licensed 文件夹，程序会优先使用；用 zishu fonts 查看结果。
";

/// Writes the workspace whole or not at all; a folder that holds anything is left alone.
pub(super) fn run(options: &InitOptions) -> anyhow::Result<Outcome> {
    let root = &options.directory;
    refuse_filled(root)?;
    let chapters = bundle::chapters();
    let wanted = chapters.iter().filter(|(path, _)| options.sample || is_setting(path));
    let chapters = wanted.map(|(path, bytes)| (root.join("chapters").join(path), *bytes));
    let templates = bundle::templates();
    let templates =
        templates.iter().map(|(path, bytes)| (root.join("templates").join(path), *bytes));
    let note = (root.join("fonts").join("licensed").join("说明.txt"), FONTS_NOTE.as_bytes());
    let all = chapters.chain(templates).chain([note]);
    let written = files::write_all(root, all.map(|(path, bytes)| Save::new(path, bytes)))?;
    let blanks = match options.sample {
        true => Vec::new(),
        false => blanks(root)?,
    };
    let blanks = blanks.into_iter().map(|(path, text)| Save::new(path, text));
    let blanks = files::write_all(root, blanks)?;
    std::fs::create_dir_all(root.join("out")).context("不能建立文件夹 out")?;
    blanks.keep();
    written.keep();
    output::text(&welcome(root, options.sample));
    Ok(Outcome::Clean)
}

fn refuse_filled(root: &Path) -> anyhow::Result<()> {
    match std::fs::read_dir(root) {
        Ok(mut entries) => match entries.next() {
            Some(_) => bail!("{} 不是空文件夹，没有改动", root.display()),
            None => Ok(()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("不能读取 {}", root.display())),
    }
}

/// What a new report starts from: settings, plan, bureaus and definitions, but no one's contribution.
fn is_setting(path: &str) -> bool {
    let definition = path.strip_prefix("indicators/").is_some_and(|name| name.starts_with('_'));
    definition || (path.ends_with(".yaml") && !path.contains('/'))
}

/// A blank contribution for every lead bureau, and for every owner a file with its indicators.
fn blanks(root: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut blanks = Vec::new();
    let loaded = pipeline::load(root).map_err(|_| anyhow!("内置的工作区读不出来"))?;
    let Loaded { workspace, indicators, .. } = loaded;
    let narrative = |row: &&OutlineSection| workspace.plan[row.row].narrative;
    for section in workspace.outline.iter().chain(workspace.rows.iter().filter(narrative)) {
        let folder = root.join("chapters").join(&section.folder);
        for lead in &workspace.plan[section.row].lead {
            let bureau = workspace.bureaus.iter().find(|bureau| bureau.short == lead.value);
            if let Some(bureau) = bureau {
                let text = workspace::scaffold(&workspace, section, bureau);
                blanks.push((folder.join(format!("{}.md", bureau.short)), text));
            }
        }
    }
    let owners: BTreeSet<&str> =
        indicators.definitions.iter().map(|one| one.owner.as_str()).collect();
    for owner in owners {
        let path = root.join("chapters").join("indicators").join(format!("{owner}.yaml"));
        let text = indicator::scaffold(&indicators, owner, &workspace.report.years);
        blanks.push((path, text));
    }
    Ok(blanks)
}

fn welcome(root: &Path, sample: bool) -> String {
    let shown = root.display();
    let typed = argument(&shown.to_string());
    match sample {
        true => format!("已在 {shown} 建立样例工作区\n接着：zishu -C {typed} render\n"),
        false => format!(
            "已在 {shown} 建立工作区\n接着：\n\
             1. 改 chapters/report.yaml（城市、标题、年份、日期）\n\
             2. 核对 chapters/plan.yaml（责任分工）、chapters/bureaus.yaml（单位）\n\
             3. 各单位填 chapters/indicators/ 下自己的数值文件，写 chapters/ 下自己的文稿\n\
             4. zishu -C {typed} render\n"
        ),
    }
}

/// A path as it is typed on a command line: quoted where it holds a blank or the like.
fn argument(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\:._-~".contains(c);
    match path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("\"{path}\""),
    }
}
