//! What the commands on a report share: find the workspace, load it, print the problems.

use super::common::Common;
use super::{Outcome, output, summary};
use crate::diag::{self, Diagnostic, Diagnostics, Format, Severity};
use crate::pipeline::{self, Built, Cache, Edition, Loaded, Outputs, Request, Share, Unreadable};
use crate::source::Sources;
use crate::typography::Search;
use crate::typography::profile;
use crate::workflow::{self, Recovery};
use crate::workspace;
use anyhow::bail;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
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

/// Prints how many problems everybody is to mend, where the output is for people. What keeps a formal copy
/// back is listed by unit anyway.
pub(super) fn say_shares(common: &Common, edition: Edition, shares: &[Share]) {
    let text = summary::shares(shares);
    let is_human = matches!(common.format.into(), Format::Human);
    if is_human && edition == Edition::Draft && !text.is_empty() {
        output::message(&text);
    }
}

/// Prints what a formal report still lacks, and what it was let pass, where the output is for people.
pub(super) fn say_outstanding(common: &Common, built: &Built) {
    let is_human = matches!(common.format.into(), Format::Human);
    let texts = [summary::waived(&built.waived), summary::outstanding(&built.outstanding)];
    for text in texts.iter().filter(|text| is_human && !text.is_empty()) {
        output::message(text);
    }
}

/// Prints the differences that writers have given reasons for.
pub(super) fn say_acknowledged(common: &Common, built: &Built) {
    let text = summary::acknowledged(&built.checked, &built.loaded.sources);
    if !text.is_empty() {
        say(common, &text);
    }
}

/// Maximum number of files that a line names.
const MAX_NAMED: usize = 3;

/// Maximum number of problems printed for people.
const MAX_PRINTED: usize = 100;

/// Problems, each part in the order of the whole.
#[derive(Default)]
struct Selection {
    /// The gravest.
    printed: Vec<Diagnostic>,
    /// The others.
    hidden: Vec<Diagnostic>,
}

/// Selects the gravest problems.
fn select_gravest(sorted: Vec<Diagnostic>, max: usize) -> Selection {
    let mut order: Vec<(Severity, usize)> =
        sorted.iter().enumerate().map(|(index, problem)| (problem.severity, index)).collect();
    order.sort_unstable();
    let gravest: BTreeSet<usize> = order.into_iter().take(max).map(|(_, index)| index).collect();

    let mut selection = Selection::default();
    for (index, problem) in sorted.into_iter().enumerate() {
        if gravest.contains(&index) {
            selection.printed.push(problem);
        } else {
            selection.hidden.push(problem);
        }
    }

    selection
}

/// The line about problems that aren't printed.
fn hidden_line(hidden: &[Diagnostic]) -> String {
    let errors = hidden.iter().filter(|problem| problem.severity == Severity::Error).count();
    let among = if errors > 0 { format!("（错误 {errors} 个）") } else { String::new() };
    let count = hidden.len();

    format!(
        "还有 {count} 个问题没有列出{among}；改正以上各条后再运行，或加 --format short 全部列出"
    )
}

/// Prints every problem, once: to standard error as text for people, to standard output as data.
pub(super) fn report(
    common: &Common,
    sources: &Sources,
    diagnostics: Diagnostics,
) -> anyhow::Result<Outcome> {
    let outcome = if diagnostics.has_errors() { Outcome::Problems } else { Outcome::Clean };
    let sorted = diagnostics.into_sorted(sources);
    let format: Format = common.format.into();

    let printed = match format {
        Format::Human => {
            let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let Selection { printed, hidden } = select_gravest(sorted, MAX_PRINTED);
            let printed = diag::emit(&mut io::stderr().lock(), sources, &printed, format, colour);
            if !hidden.is_empty() {
                output::message(&hidden_line(&hidden));
            }
            printed
        }
        Format::Short | Format::Json => {
            diag::emit(&mut io::stdout().lock(), sources, &sorted, format, false)
        }
    };
    output::note(printed.and_then(|()| io::stdout().flush()));
    Ok(outcome)
}

/// Prints a line for people, where the output is for people.
pub(super) fn say(common: &Common, text: &str) {
    match common.format.into() {
        Format::Human | Format::Short => output::message(text),
        Format::Json => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, hidden_line, select_gravest};
    use crate::diag::{Code, Diagnostic, Diagnostics};
    use crate::source::{Sources, Span};

    #[test]
    fn no_error_is_hidden_behind_lesser_problems() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "甲乙丙丁");
        let span = |index: usize| Span::new(file, index * 3..index * 3 + 3);
        let mut problems = Diagnostics::default();
        for (index, code) in
            [Code::HandTypedValue, Code::ValueMismatch, Code::HandTypedValue, Code::MissingPicture]
                .into_iter()
                .enumerate()
        {
            problems.report(Diagnostic::new(code, span(index), "甲"));
        }
        let codes =
            |list: &[Diagnostic]| list.iter().map(|problem| problem.code).collect::<Vec<_>>();

        let Selection { printed, hidden } =
            select_gravest(problems.clone().into_sorted(&sources), 2);
        assert_eq!(codes(&printed), [Code::ValueMismatch, Code::MissingPicture]);
        assert_eq!(codes(&hidden), [Code::HandTypedValue, Code::HandTypedValue]);
        assert!(hidden_line(&hidden).starts_with("还有 2 个问题没有列出；"));

        let Selection { printed, hidden } = select_gravest(problems.into_sorted(&sources), 0);
        assert!(printed.is_empty());
        assert!(hidden_line(&hidden).starts_with("还有 4 个问题没有列出（错误 1 个）；"));
    }
}
