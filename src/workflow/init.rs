//! A new workspace from what the binary carries.

use super::recovery::recover;
use crate::bundle;
use crate::indicator;
use crate::pipeline::{self, Loaded};
use crate::store::{ChangeSet, TemporaryFolder};
use crate::workspace::{self, OutlineSection};
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const FONTS_NOTE: &str = "\
程序自带一套可自由分发的代用字体，这里空着也能排版。
正式送审时，把单位已购的标准字体（方正小标宋、仿宋_GB2312、楷体_GB2312、黑体、宋体）的
.ttf 或 .otf 文件放进 licensed 文件夹，程序会优先使用；用 zishu fonts 查看结果。
";

/// A workspace that is to be made.
#[derive(Debug)]
pub struct NewWorkspace {
    /// Its files.
    pub changes: ChangeSet,
}

/// Makes a workspace in a folder: with the sample's chapters and values, or with blank ones. A folder
/// that holds any file is refused.
pub fn init(root: &Path, with_sample: bool) -> anyhow::Result<NewWorkspace> {
    // A run before may have been killed while it made this one.
    recover(root)?;
    if holds_file(root)? {
        bail!("{} 不是空文件夹，没有改动；换一个不存在或空的文件夹", root.display());
    }

    let mut changes = ChangeSet::new(root);
    let mut settings = Vec::new();
    for (path, bytes) in bundle::chapters() {
        if with_sample || is_setting(&path) {
            settings.push((format!("chapters/{path}"), bytes));
        }
    }
    for (path, bytes) in &settings {
        changes.create(path, *bytes);
    }
    for (path, bytes) in bundle::templates() {
        changes.create(format!("templates/{path}"), bytes);
    }
    changes.create("fonts/licensed/说明.txt", FONTS_NOTE);

    if !with_sample {
        for (path, text) in blanks(&settings)? {
            changes.create(path, text);
        }
    }
    changes.folder("out");
    Ok(NewWorkspace { changes })
}

/// Whether a folder, or one in it, holds anything that isn't a folder.
fn holds_file(folder: &Path) -> anyhow::Result<bool> {
    let failed = || format!("不能读取 {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        entries => entries.with_context(failed)?,
    };
    for entry in entries {
        let entry = entry.with_context(failed)?;
        if !entry.file_type().with_context(failed)?.is_dir() || holds_file(&entry.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a new report starts from: settings, plan, bureaus and definitions, but no one's contribution.
fn is_setting(path: &str) -> bool {
    let definition = path.strip_prefix("indicators/").is_some_and(|name| name.starts_with('_'));
    definition || (path.ends_with(".yaml") && !path.contains('/'))
}

/// A blank contribution for every lead bureau, and for every owner a file with its indicators.
fn blanks(settings: &[(String, &[u8])]) -> anyhow::Result<Vec<(String, String)>> {
    // The plan and the definitions say which; they are read as those of any workspace are.
    let folder = TemporaryFolder::new()?;
    for (path, bytes) in settings {
        folder.write(path, bytes)?;
    }
    let loaded = pipeline::load(folder.path()).map_err(|_| anyhow!("内置的工作区读不出来"))?;
    let Loaded { workspace, indicators, .. } = loaded;

    let mut blanks = Vec::new();
    let has_text = |row: &&OutlineSection| workspace.plan[row.row].narrative;
    for section in workspace.outline.iter().chain(workspace.rows.iter().filter(has_text)) {
        for lead in &workspace.plan[section.row].lead {
            let bureau = workspace.bureaus.iter().find(|bureau| bureau.short == lead.value);
            if let Some(bureau) = bureau {
                let path = format!("chapters/{}/{}.md", section.folder, bureau.short);
                let owned = indicators.names_of(&bureau.short);
                blanks.push((path, workspace::scaffold(&workspace, section, bureau, &owned)));
            }
        }
    }

    let owners: BTreeSet<&str> =
        indicators.definitions.iter().map(|indicator| indicator.owner.as_str()).collect();
    for owner in owners {
        let text = indicator::scaffold(&indicators, owner, &workspace.report.years);
        blanks.push((format!("chapters/indicators/{owner}.yaml"), text));
    }
    Ok(blanks)
}
