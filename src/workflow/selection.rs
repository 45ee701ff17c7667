//! Sections and bureaus as people name them on a command line.

use crate::source::nearest;
use crate::workspace::{OutlineSection, Workspace};
use anyhow::anyhow;

/// The section of the report with this number or title.
pub(super) fn find_section<'a>(
    workspace: &'a Workspace,
    name: &str,
) -> anyhow::Result<&'a OutlineSection> {
    section(workspace, name)
        .ok_or_else(|| anyhow!("没有栏目“{name}”，可用：{}", section_folders(workspace)))
}

/// The section of the report, or the row of the 申报表, with this number or title.
pub(super) fn find_section_or_row<'a>(
    workspace: &'a Workspace,
    name: &str,
) -> anyhow::Result<&'a OutlineSection> {
    let row = || workspace.rows.iter().find(|row| row.number == name);
    section(workspace, name).or_else(row).ok_or_else(|| {
        let rows = match workspace.rows.first() {
            Some(row) => format!("，以及 plan.yaml 中其他各行的行号，如 {}", row.number),
            None => String::new(),
        };
        anyhow!("没有栏目“{name}”，可用：{}{rows}", section_folders(workspace))
    })
}

/// The index of the bureau with this name.
pub(super) fn find_bureau(workspace: &Workspace, name: &str) -> anyhow::Result<usize> {
    workspace.find_bureau(name).ok_or_else(|| {
        match nearest(name, workspace.bureaus.iter().map(|bureau| bureau.short.as_str())) {
            Some(near) => anyhow!("bureaus.yaml 中没有单位“{name}”，是否要写 {near}？"),
            None => anyhow!("bureaus.yaml 中没有单位“{name}”；请用其中的简称，或先补充这个单位"),
        }
    })
}

fn section<'a>(workspace: &'a Workspace, name: &str) -> Option<&'a OutlineSection> {
    // 6 is 06.
    let number = format!("{name:0>2}");
    let index = workspace.find_section(name).or_else(|| workspace.find_section(&number))?;
    workspace.outline.get(index)
}

fn section_folders(workspace: &Workspace) -> String {
    let folders: Vec<&str> =
        workspace.outline.iter().map(|section| section.folder.as_str()).collect();
    folders.join("、")
}
