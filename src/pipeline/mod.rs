//! The order of the stages; every command calls it.
//!
//! In: a workspace's folder. Out: what a command asks for, with every problem in the sink. A stage
//! never stops at the first problem; one that can't give its output returns
//! [`Reported`].

mod render;

pub use render::{Design, Outputs, Wanted, check_faces, design, generate, render};

use crate::check::{self, Checked};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Chapter, Document, visit};
use crate::expand::Expander;
use crate::indicator::{self, Indicators};
use crate::source::{FileId, Sources};
use crate::workspace::{self, ChapterFile, Workspace};
use crate::{markdown, merge, resolve};
use std::collections::BTreeSet;
use std::path::Path;

/// A workspace with its data, as read.
#[derive(Debug)]
pub struct Loaded {
    /// Every file that was read.
    pub sources: Sources,
    /// Outline, bureaus, chapters, templates.
    pub workspace: Workspace,
    /// Indicators and their values.
    pub indicators: Indicators,
}

/// Reads a workspace. Gives the sources back in any case: messages need them.
pub fn load(
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> (Sources, Option<(Workspace, Indicators)>) {
    let mut sources = Sources::default();
    let Ok(workspace) = workspace::load(root, &mut sources, diagnostics) else {
        return (sources, None);
    };
    let Ok(indicators) = indicator::load(&workspace, &mut sources, diagnostics) else {
        return (sources, None);
    };
    (sources, Some((workspace, indicators)))
}

/// An expander over what was loaded.
pub fn expander<'a>(loaded: &'a Loaded, diagnostics: &mut Diagnostics) -> Expander<'a> {
    Expander::new(&loaded.workspace, &loaded.indicators, &loaded.sources, diagnostics)
}

/// The merged document with numbers and references.
pub fn assemble(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Result<Document, Reported> {
    let expander = expander(loaded, diagnostics);
    let chapters: Vec<Option<Chapter>> = loaded
        .workspace
        .chapters
        .iter()
        .map(|chapter| parse(&expander, chapter, diagnostics).ok())
        .collect();
    let given: Vec<bool> = chapters.iter().map(Option::is_some).collect();
    let mut document = merge::document(&expander, chapters, diagnostics)?;
    let mut found = Diagnostics::default();
    resolve::document(&mut document, &mut found);
    let read: BTreeSet<FileId> = loaded
        .workspace
        .chapters
        .iter()
        .zip(&given)
        .filter(|(_, given)| **given)
        .map(|(chapter, _)| chapter.file)
        .collect();
    for problem in found.iter().filter(|problem| !follows(problem, loaded, &read)) {
        diagnostics.report(problem.clone());
    }
    Ok(document)
}

/// Whether a reference goes nowhere because the file that has its label wasn't read: that file's
/// own error was reported.
fn follows(problem: &Diagnostic, loaded: &Loaded, read: &BTreeSet<FileId>) -> bool {
    if problem.code != Code::UnknownReference {
        return false;
    }
    let typed = loaded.sources.slice(problem.primary.span);
    let label = typed.rsplit(['@', '#']).next().unwrap_or("").trim_end_matches([']', ')']);
    let (hash, quoted) = (format!("#{label}"), format!("\"{label}\""));
    loaded.sources.iter().any(|(file, source)| {
        let text = source.text();
        let left_out = source.path().ends_with(".md") && !read.contains(&file);
        left_out && !label.is_empty() && (text.contains(&hash) || text.contains(&quoted))
    })
}

fn parse(
    expander: &Expander<'_>,
    chapter: &ChapterFile,
    diagnostics: &mut Diagnostics,
) -> Result<Chapter, Reported> {
    let expanded = expander.chapter(chapter, diagnostics)?;
    let root = &expander.workspace.root;
    let pictures = |path: &str| workspace::picture(root, &chapter.folder, path);
    Ok(markdown::parse(chapter.file, expanded, markdown::Kind::Chapter, &pictures, diagnostics))
}

/// Holds a document to the rules of `check`.
pub fn check(loaded: &Loaded, document: &Document, diagnostics: &mut Diagnostics) -> Checked {
    check::document(&loaded.workspace, &loaded.indicators, document, &loaded.sources, diagnostics)
}

/// Reports every sample value that the document shows, at the place of the datum.
pub fn refuse_samples(document: &Document, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for value in visit::values(document).into_iter().filter(|value| value.sample) {
        if !seen.insert(value.origin) {
            continue;
        }
        let message = match value.indicators.first() {
            Some((name, year)) => format!("正式稿用到了样例数值：{name}（{year}年）"),
            None => format!("正式稿用到了样例数值“{}”", value.text),
        };
        let problem = Diagnostic::new(Code::SampleValue, value.origin, message)
            .help("由归口单位核实后改正数值，并把状态改为“已核”");
        diagnostics.report(problem);
    }
}

/// How many distinct sample values the document shows.
pub fn count_samples(document: &Document) -> usize {
    let samples = visit::values(document).into_iter().filter(|value| value.sample);
    samples.map(|value| value.origin).collect::<BTreeSet<_>>().len()
}
