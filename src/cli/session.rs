//! What the commands on a report share: find the workspace, load it, print the problems.

use super::common::Common;
use super::problems::{self, Listing};
use super::{Outcome, output, summary};
use crate::diag::{Diagnostics, Format};
use crate::pipeline::{self, Built, Cache, Edition, Loaded, Outputs, Request, Unreadable};
use crate::source::Sources;
use crate::typography::Search;
use crate::typography::profile;
use crate::workflow::{self, Recovery, Scope};
use crate::workspace;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// The workspace's folder: that of `-C`, else the current one. What a killed run had begun there is
/// finished or undone first.
pub(super) fn root(common: &Common) -> anyhow::Result<PathBuf> {
    let folder = common.directory.as_deref().unwrap_or(Path::new("."));
    // A new workspace of a killed `init` isn't known as one before.
    let mut recovery = workflow::recover(folder)?;
    let root = workspace::locate(folder)?;
    // The folder lies in the workspace, or is it.
    let is_root = std::path::absolute(folder).is_ok_and(|absolute| absolute == root);
    if recovery.is_none() && !is_root {
        recovery = workflow::recover(&root)?;
    }
    if let Some(recovery) = recovery {
        say(common, &recovered(&recovery));
    }
    Ok(root)
}

/// The line about what a killed run had begun.
fn recovered(recovery: &Recovery) -> String {
    let names = |paths: &[PathBuf]| {
        let names: Vec<String> =
            paths.iter().take(MAX_NAMED).map(|path| path.display().to_string()).collect();
        let more = if paths.len() > MAX_NAMED { "等" } else { "" };
        format!("{}{more} {} 个文件", names.join("、"), paths.len())
    };
    match recovery {
        Recovery::Finished(written) => {
            format!("上次运行在写入时中断，已补写完：{}", names(written))
        }
        Recovery::TakenBack { foreign, .. } if foreign.is_empty() => {
            "上次运行在写入时中断，文件都已恢复原样；请再运行一次那条命令".to_owned()
        }
        Recovery::TakenBack { foreign, .. } => format!(
            "上次运行在写入时中断，其后 {} 又有改动，照现在的保留，其余恢复原样；请再运行一次那条命令",
            names(foreign)
        ),
    }
}

/// Loads the workspace; where it can't be read, prints why and gives `None`.
pub(super) fn load(common: &Common, root: &Path) -> anyhow::Result<Option<Loaded>> {
    readable(common, pipeline::load(root))
}

/// Builds; where the workspace can't be read, prints why and gives `None`.
pub(super) fn build(common: &Common, request: &Request) -> anyhow::Result<Option<Built>> {
    readable(common, pipeline::build(request, &mut Cache::default()))
}

fn readable<T>(common: &Common, result: Result<T, Unreadable>) -> anyhow::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(unreadable) => {
            report_unreadable(common, unreadable, "")?;
            Ok(None)
        }
    }
}

/// Prints why a workspace can't be read, how many problems there are, and what that means.
pub(super) fn report_unreadable(
    common: &Common,
    unreadable: Unreadable,
    consequence: &str,
) -> anyhow::Result<Outcome> {
    let Unreadable { sources, problems } = unreadable;
    let verdict = summary::verdict(summary::count(&problems));

    report(common, &sources, problems)?;
    say(common, &format!("{verdict}{consequence}"));
    Ok(Outcome::Problems)
}

/// Where faces are looked for.
pub(super) fn face_search(system: bool) -> Search {
    if system { Search::System } else { Search::Workspace }
}

/// What `--final` asks for.
pub(super) fn edition(is_final: bool) -> Edition {
    if is_final { Edition::Formal } else { Edition::Draft }
}

/// The documents that `--only` asks for, with or without the extension of a file: all where it isn't
/// given.
pub(super) fn outputs(only: Option<&str>) -> Outputs {
    let stem = |name: &str| name.trim_end_matches(".pdf").trim_end_matches(".docx").to_owned();
    only.map_or(Outputs::All, |name| Outputs::Named(stem(name)))
}

/// Refuses the name of a document that doesn't exist.
pub(super) fn require_output(built: &Built, only: Option<&str>) -> anyhow::Result<()> {
    match only {
        Some(only) if built.documents.is_empty() => {
            let names = built.loaded.workspace.outputs().join("、");
            bail!("没有名为“{only}”的文件，可用：{names}")
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a profile of the command line that doesn't exist: the mistake isn't the report's.
pub(super) fn check_profile(root: &Path, typed: Option<&str>) -> anyhow::Result<()> {
    let names = profile::names(root);

    match typed {
        Some(typed) if !names.iter().any(|name| name == typed) => {
            bail!("“--profile <版式>”不能是“{typed}”，可用：{}", names.join("、"))
        }
        Some(_) | None => Ok(()),
    }
}

/// What is printed behind the problems of a build: what everybody is to mend and owes, else what keeps a formal copy
/// back and what it was let pass, by unit; the differences that writers have given reasons for.
pub(super) fn closing_lists(
    common: &Common,
    built: &Built,
    scope: &Scope,
    by_unit: String,
) -> String {
    let mut texts = Vec::new();
    if matches!(common.format.into(), Format::Human) {
        // What keeps a formal copy back is listed by unit anyway.
        let is_formal = !built.outstanding.is_empty() || !built.waived.is_empty();
        let of_scope = built.outstanding.iter().filter(|one| scope.holds_bureau(&one.bureau));
        texts.extend([
            if is_formal { String::new() } else { by_unit },
            summary::waived(&built.waived),
            summary::outstanding(of_scope),
        ]);
    }
    texts.push(summary::acknowledged(built, scope));

    texts.retain(|text| !text.is_empty());
    texts.join("\n")
}

/// Maximum number of files that a line names.
const MAX_NAMED: usize = 3;

/// Prints the problems, and says whether an error is among them.
pub(super) fn report(
    common: &Common,
    sources: &Sources,
    diagnostics: Diagnostics,
) -> anyhow::Result<Outcome> {
    report_as(common, sources, diagnostics, Listing::default())
}

/// The same, with as many lines and repetitions as is said.
pub(super) fn report_as(
    common: &Common,
    sources: &Sources,
    diagnostics: Diagnostics,
    listing: Listing,
) -> anyhow::Result<Outcome> {
    let outcome = if diagnostics.has_errors() { Outcome::Problems } else { Outcome::Clean };
    output::note(problems::print(common, sources, diagnostics.into_sorted(sources), listing));
    Ok(outcome)
}

/// Prints lines for people, where the output is for people and there are any.
pub(super) fn say(common: &Common, text: &str) {
    let is_for_people = !matches!(common.format.into(), Format::Json);
    if is_for_people && !text.is_empty() {
        output::message(text);
    }
}
