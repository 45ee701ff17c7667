//! The blank contributions and files of values that settings ask for.

use crate::indicator;
use crate::pipeline::{self, Loaded};
use crate::store::TemporaryFolder;
use crate::workspace;
use anyhow::anyhow;
use std::collections::BTreeSet;

/// A file of a new workspace.
pub(in crate::workflow) struct NewFile {
    /// Its path, relative to the workspace.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// Reads settings as those of any workspace are read.
pub(super) fn load(settings: &[NewFile]) -> anyhow::Result<Loaded> {
    let folder = TemporaryFolder::new()?;
    for file in settings {
        folder.write(&file.path, file.text.as_bytes())?;
    }

    pipeline::load(folder.path()).map_err(|unreadable| {
        let problems = unreadable.problems.into_sorted(&unreadable.sources);
        let first = problems.into_iter().next().map(|problem| problem.message);
        anyhow!("新工作区的设置读不出来：{}", first.unwrap_or_default())
    })
}

/// A blank contribution for every lead bureau, and for every owner a file with its indicators.
pub(in crate::workflow) fn blanks(loaded: &Loaded) -> Vec<NewFile> {
    let Loaded { workspace, indicators, .. } = loaded;
    let mut blanks = Vec::new();
    for section in workspace.text_sections() {
        for lead in &workspace.plan[section.row].lead {
            let bureau = workspace.bureaus.iter().find(|bureau| bureau.short == lead.value);
            if let Some(bureau) = bureau {
                let path = format!("chapters/{}/{}.md", section.folder, bureau.short);
                let owned = indicators.names_of(&bureau.short);
                let text = workspace::scaffold(workspace, section, bureau, &owned);
                blanks.push(NewFile { path, text });
            }
        }
    }

    let owners: BTreeSet<&str> =
        indicators.definitions.iter().map(|indicator| indicator.owner.as_str()).collect();
    for owner in owners {
        let text = indicator::scaffold(indicators, owner, &workspace.report.years);
        blanks.push(NewFile { path: format!("chapters/indicators/{owner}.yaml"), text });
    }
    blanks
}
