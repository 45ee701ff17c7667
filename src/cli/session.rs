//! What the commands on a report share: find the workspace, load it, print the problems.

use super::arguments::{CheckOptions, Common, RenderOptions};
use super::{Outcome, output, summary};
use crate::check::Checked;
use crate::diag::{self, Code, Diagnostic, Diagnostics, Format, Reported, Severity};
use crate::document::Document;
use crate::pdf;
use crate::pipeline::{self, Design, Loaded};
use crate::source::Sources;
use crate::typography::profile;
use crate::typography::{Faces, Search};
use crate::workspace;
use anyhow::bail;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

/// The workspace's folder: that of `-C`, else the present one.
pub(super) fn root(common: &Common) -> anyhow::Result<PathBuf> {
    workspace::locate(common.directory.as_deref().unwrap_or(Path::new(".")))
}

/// Loads the workspace; where it can't be, prints why and gives `None`.
pub(super) fn load(
    common: &Common,
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Loaded>> {
    let (sources, parts) = pipeline::load(root, diagnostics);
    match parts {
        Some((workspace, indicators)) => Ok(Some(Loaded { sources, workspace, indicators })),
        None => {
            let verdict = summary::verdict(summary::count(diagnostics));
            report(common, &sources, std::mem::take(diagnostics))?;
            say(common, &verdict);
            Ok(None)
        }
    }
}

/// What decides whether a document may go out.
pub(super) struct Conditions {
    final_: bool,
    profile: Option<String>,
    search: Search,
    standard_faces: bool,
}

impl From<&RenderOptions> for Conditions {
    fn from(options: &RenderOptions) -> Conditions {
        Conditions {
            final_: options.final_,
            profile: options.profile.clone(),
            search: search(options.system_fonts),
            standard_faces: options.require_standard_fonts,
        }
    }
}

impl Conditions {
    /// For a copy that is sent for review.
    pub(super) fn for_review(system_fonts: bool) -> Conditions {
        Conditions {
            final_: false,
            profile: None,
            search: search(system_fonts),
            standard_faces: false,
        }
    }
}

impl From<&CheckOptions> for Conditions {
    fn from(options: &CheckOptions) -> Conditions {
        Conditions {
            final_: options.final_,
            profile: None,
            search: search(options.system_fonts),
            standard_faces: false,
        }
    }
}

/// Where faces are looked for.
pub(super) fn search(system: bool) -> Search {
    if system { Search::System } else { Search::Workspace }
}

/// A document and how it is to look.
pub(super) type Designed = (Document, Design);

/// The places in [`Workspace::outputs`](workspace::Workspace::outputs) of what is wanted: the one of
/// this name, or all.
pub(super) fn choose(loaded: &Loaded, only: Option<&str>) -> anyhow::Result<Vec<usize>> {
    let outputs = loaded.workspace.outputs();
    let Some(only) = only else { return Ok((0..outputs.len()).collect()) };
    let name = only.trim_end_matches(".pdf").trim_end_matches(".docx");
    match outputs.iter().position(|output| *output == name) {
        Some(at) => Ok(vec![at]),
        None => bail!("没有名为“{only}”的文件，可用：{}", outputs.join("、")),
    }
}

/// Refuses a profile that was typed as an option and that there isn't: the mistake isn't the report's.
pub(super) fn check_profile(root: &Path, typed: Option<&str>) -> anyhow::Result<()> {
    let names = profile::names(root);
    match typed {
        Some(typed) if !names.iter().any(|name| name == typed) => {
            bail!("“--profile <版式>”不能是“{typed}”，可用：{}", names.join("、"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Holds those documents to the rules that there are.
pub(super) fn examine(
    loaded: &Loaded,
    documents: &[Result<Document, Reported>],
    diagnostics: &mut Diagnostics,
) -> Checked {
    let documents: Vec<&Document> = documents.iter().flatten().collect();
    pipeline::check(loaded, &documents, diagnostics)
}

/// Looks for the faces on a thread of its own, and makes ready what Typst needs for any document.
pub(super) fn find_faces(root: &Path, search: Search) -> JoinHandle<Faces> {
    let root = root.to_owned();
    thread::spawn(move || {
        let faces = Faces::discover(&root, search);
        pdf::warm_up();
        faces
    })
}

/// What was read or made, each or why not.
pub(super) type Results<'a, T> = &'a [Result<T, Reported>];

/// Reads the designs of the wanted documents.
pub(super) fn designs(
    loaded: &mut Loaded,
    wanted: &[usize],
    (conditions, faces): (&Conditions, Faces),
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Design, Reported>> {
    let profile = conditions.profile.as_deref();
    let designs = pipeline::designs(loaded, wanted, profile, faces, diagnostics);
    if conditions.standard_faces
        && let Some(design) = designs.iter().flatten().next()
    {
        refuse_stand_ins(design, diagnostics);
    }
    designs
}

/// Holds documents against their designs and against the conditions.
pub(super) fn hold(
    loaded: &Loaded,
    (documents, designs): (Results<'_, Document>, Results<'_, Design>),
    conditions: &Conditions,
    diagnostics: &mut Diagnostics,
) {
    for (document, design) in documents.iter().zip(designs) {
        let Ok(document) = document else { continue };
        if conditions.final_ {
            pipeline::refuse_samples(document, diagnostics);
        }
        if let Ok(design) = design {
            pipeline::check_faces(loaded, document, design, diagnostics);
        }
    }
}

/// Reads the designs of the wanted documents and holds them against these and against the conditions.
/// Fails where one can't be had, after all were tried.
pub(super) fn prepare(
    loaded: &mut Loaded,
    (wanted, documents): (&[usize], Vec<Result<Document, Reported>>),
    conditions: &Conditions,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Designed>, Reported> {
    let designs = examine_designs(loaded, wanted, &documents, conditions, diagnostics);
    let both = documents.into_iter().zip(designs);
    both.map(|(document, design)| Ok((document?, design?))).collect()
}

/// Reads the designs of the wanted documents and holds them against these and against the conditions.
pub(super) fn examine_designs(
    loaded: &mut Loaded,
    wanted: &[usize],
    documents: Results<'_, Document>,
    conditions: &Conditions,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Design, Reported>> {
    let faces = Faces::discover(&loaded.workspace.root, conditions.search);
    let designs = designs(loaded, wanted, (conditions, faces), diagnostics);
    hold(loaded, (documents, &designs), conditions, diagnostics);
    designs
}

/// Holds what all rules found against the conditions. Gives what a formal report still lacks, as lines
/// for people; empty where it lacks nothing.
pub(super) fn insist(
    conditions: &Conditions,
    loaded: &Loaded,
    documents: &[&Document],
    diagnostics: &mut Diagnostics,
) -> String {
    if !conditions.final_ {
        return String::new();
    }

    pipeline::refuse_unfinished(loaded, documents, diagnostics);
    summary::outstanding(&pipeline::outstanding(loaded, documents, diagnostics))
}

/// Prints what a formal report still lacks, where the output is for people.
pub(super) fn say_outstanding(common: &Common, lines: &str) {
    let human = matches!(common.format.into(), Format::Human);
    if human && !lines.is_empty() {
        output::message(lines);
    }
}

fn refuse_stand_ins(design: &Design, diagnostics: &mut Diagnostics) {
    for report in design.faces.reports().iter().filter(|report| !report.standard) {
        let message = format!("{}没有标准字体，现由 {} 代用", report.role.name(), report.family);
        let problem = Diagnostic::new(Code::MissingFont, design.place, message)
            .help("把标准字体文件放进 fonts/licensed/，或去掉 --require-standard-fonts");
        diagnostics.report(problem);
    }
}

/// So many problems are shown to people at once.
const MOST_SHOWN: usize = 100;

/// The gravest problems, so many at most, and the others; both in their order.
fn gravest(sorted: Vec<Diagnostic>, most: usize) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut order: Vec<(Severity, usize)> =
        sorted.iter().enumerate().map(|(at, problem)| (problem.severity, at)).collect();
    order.sort_unstable();
    let first: BTreeSet<usize> = order.into_iter().take(most).map(|(_, at)| at).collect();

    let mut shown = Vec::new();
    let mut hidden = Vec::new();
    for (at, problem) in sorted.into_iter().enumerate() {
        if first.contains(&at) { &mut shown } else { &mut hidden }.push(problem);
    }
    (shown, hidden)
}

/// What is said of problems that aren't shown.
fn unlisted(hidden: &[Diagnostic]) -> String {
    let errors = hidden.iter().filter(|problem| problem.severity == Severity::Error).count();
    let among = if errors > 0 { format!("（错误 {errors} 个）") } else { String::new() };
    let count = hidden.len();
    format!("还有 {count} 条没有列出{among}；改正以上各条后再运行，或加 --format short 全部列出")
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
    let written = match format {
        Format::Human => {
            let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let (shown, hidden) = gravest(sorted, MOST_SHOWN);
            let written = diag::emit(&mut io::stderr().lock(), sources, &shown, format, colour);
            if !hidden.is_empty() {
                output::message(&unlisted(&hidden));
            }
            written
        }
        Format::Short | Format::Json => {
            diag::emit(&mut io::stdout().lock(), sources, &sorted, format, false)
        }
    };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(outcome),
    }
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
    use super::{gravest, unlisted};
    use crate::diag::{Code, Diagnostic, Diagnostics};
    use crate::source::{Sources, Span};

    #[test]
    fn no_error_is_hidden_behind_what_is_less_grave() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "甲乙丙丁");
        let at = |index: usize| Span::new(file, index * 3..index * 3 + 3);
        let mut found = Diagnostics::default();
        for (index, code) in
            [Code::HandTypedValue, Code::ValueMismatch, Code::HandTypedValue, Code::MissingPicture]
                .into_iter()
                .enumerate()
        {
            found.report(Diagnostic::new(code, at(index), "甲"));
        }
        let codes = |list: &[Diagnostic]| list.iter().map(|one| one.code).collect::<Vec<_>>();

        let (shown, hidden) = gravest(found.clone().into_sorted(&sources), 2);
        assert_eq!(codes(&shown), [Code::ValueMismatch, Code::MissingPicture]);
        assert_eq!(codes(&hidden), [Code::HandTypedValue, Code::HandTypedValue]);
        assert!(unlisted(&hidden).starts_with("还有 2 条没有列出；"));

        let (shown, hidden) = gravest(found.into_sorted(&sources), 0);
        assert!(shown.is_empty());
        assert!(unlisted(&hidden).starts_with("还有 4 条没有列出（错误 1 个）；"));
    }
}
