//! A new workspace from what the binary carries.

use super::blanks::{self, NewFile};
use crate::bundle;
use crate::store::ChangeSet;
use crate::workflow::recovery::recover;
use anyhow::{Context, bail};
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
    require_empty(root)?;
    let mut changes = ChangeSet::new(root);
    for (path, bytes) in bundle::chapters() {
        if with_sample || is_setting(&path) {
            changes.create(format!("chapters/{path}"), bytes);
        }
    }

    add_program_files(&mut changes);
    if !with_sample {
        let blanks = blanks::blanks(&blanks::load(&sample_settings())?);
        blanks.into_iter().for_each(|NewFile { path, text }| changes.create(path, text));
    }
    changes.folder("out");
    Ok(NewWorkspace { changes })
}

/// Fails where a folder holds any file.
pub(super) fn require_empty(root: &Path) -> anyhow::Result<()> {
    // A run before may have been killed while it made this one.
    recover(root)?;
    if holds_file(root)? {
        bail!("{} 不是空文件夹，没有改动；换一个不存在或空的文件夹", root.display());
    }
    Ok(())
}

/// The settings of the sample.
pub(super) fn sample_settings() -> Vec<NewFile> {
    let settings = bundle::chapters().into_iter().filter(|(path, _)| is_setting(path));
    let file = |(path, bytes): (String, &[u8])| NewFile {
        path: format!("chapters/{path}"),
        text: String::from_utf8_lossy(bytes).into_owned(),
    };
    settings.map(file).collect()
}

/// Adds what is the same in every workspace: templates, and the folder for faces.
pub(super) fn add_program_files(changes: &mut ChangeSet) {
    for (path, bytes) in bundle::templates() {
        changes.create(format!("templates/{path}"), bytes);
    }
    changes.create("fonts/licensed/说明.txt", FONTS_NOTE);
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
