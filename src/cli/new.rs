//! `zishu new`: an empty contribution at its right place.

use super::arguments::{Common, NewOptions};
use super::files::{self, Save};
use super::{Outcome, output, session};
use crate::source::nearest;
use crate::workspace::{self, Bureau, OutlineSection, Workspace};
use anyhow::{anyhow, bail};

/// Writes the file; one that exists is never touched.
pub(super) fn run(common: &Common, options: &NewOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let Some(loaded) = session::load(common, &root)? else { return Ok(Outcome::Problems) };
    let section = find_section(&loaded.workspace, &options.section)?;
    let bureau = find_bureau(&loaded.workspace, &options.bureau)?;
    let shown = format!("chapters/{}/{}.md", section.folder, bureau.short);
    let path = root.join("chapters").join(&section.folder).join(format!("{}.md", bureau.short));
    if path.exists() {
        bail!("{shown} 已经存在，没有改动");
    }
    let text = workspace::scaffold(&loaded.workspace, section, bureau);
    files::write(&root, Save::new(path, text))?;
    output::text(&format!("已新建 {shown}\n"));
    Ok(Outcome::Clean)
}

/// The section, or row of the 申报表, of this number or title.
pub(super) fn find_section<'a>(
    workspace: &'a Workspace,
    typed: &str,
) -> anyhow::Result<&'a OutlineSection> {
    let sections = &workspace.outline;
    // 6 is 06.
    let number = format!("{typed:0>2}");
    let section = workspace.find_section(typed).or_else(|| workspace.find_section(&number));
    let found = section.and_then(|index| sections.get(index));
    found.or_else(|| workspace.rows.iter().find(|row| row.number == typed)).ok_or_else(|| {
        let list: Vec<&str> = sections.iter().map(|section| section.folder.as_str()).collect();
        let rows = match workspace.rows.first() {
            Some(row) => format!("，以及 plan.yaml 中其他各行的编号，如 {}", row.number),
            None => String::new(),
        };
        anyhow!("没有栏目“{typed}”，可用：{}{rows}", list.join("、"))
    })
}

/// The bureau of this name.
pub(super) fn find_bureau<'a>(workspace: &'a Workspace, typed: &str) -> anyhow::Result<&'a Bureau> {
    let found = workspace.find_bureau(typed).and_then(|index| workspace.bureaus.get(index));
    found.ok_or_else(|| {
        match nearest(typed, workspace.bureaus.iter().map(|bureau| bureau.short.as_str())) {
            Some(near) => anyhow!("bureaus.yaml 中没有单位“{typed}”，是否要写 {near}？"),
            None => anyhow!("bureaus.yaml 中没有单位“{typed}”"),
        }
    })
}
