//! A form for each bureau that owns indicators.

use super::import::value_text;
use crate::forms::{self, XlsxError};
use crate::pipeline::Loaded;
use crate::store::{ChangeSet, Expected};
use crate::workflow::input::read_limited;
use anyhow::{Context, anyhow};

/// Where the forms are written, relative to the workspace.
pub const FORMS_FOLDER: &str = "out/forms";

/// Forms that are to be written.
#[derive(Debug)]
pub struct BlankForms {
    /// Paths of forms that hold what hasn't been read in yet: they are left as they are.
    pub pending: Vec<String>,
    /// The others.
    pub changes: ChangeSet,
}

/// Makes a form for each bureau that owns indicators.
pub fn export_forms(loaded: &Loaded) -> anyhow::Result<BlankForms> {
    let Loaded { sources, workspace, indicators, .. } = loaded;
    let mut pending = Vec::new();
    let mut changes = ChangeSet::new(&workspace.root);
    for bureau in forms::bureaus(workspace, indicators) {
        let path = format!("{FORMS_FOLDER}/{}.xlsx", bureau.short);
        let full = workspace.root.join(&path);
        let text = value_text(&forms::value_file(&bureau.short, indicators, sources), sources);

        // What is filled in while the others are made isn't lost either.
        let expected = if full.is_file() {
            Expected::Bytes(read_limited(&full, forms::MAX_SIZE as u64, "填报表的文件名")?)
        } else {
            Expected::Absent
        };
        if let Expected::Bytes(bytes) = &expected
            && (bytes.len() > forms::MAX_SIZE || forms::is_pending(bytes, &text, indicators))
        {
            pending.push(path);
            continue;
        }

        let form = forms::write(workspace, indicators, bureau, &text)
            .map_err(|_| {
                anyhow!("{} 的数据文件读不出来；先用 zishu check 查看，改好再生成", bureau.short)
            })?
            .map_err(|error| unwritable(&error))
            .with_context(|| format!("不能生成 {path}"))?;
        changes.add(path, form, expected);
    }
    Ok(BlankForms { pending, changes })
}

fn unwritable(error: &XlsxError) -> anyhow::Error {
    match error {
        XlsxError::MaxStringLengthExceeded => anyhow!("有文字超过一格能容纳的 32767 字，请缩短"),
        other => anyhow!("{other}"),
    }
}
