//! The order of the stages; every command calls it.
//!
//! In: a workspace's folder. Out: what a command asks for, with every problem in the sink. A stage
//! never stops at the first problem; one that can't give its output returns
//! [`Reported`].

mod charts;
mod compare;
mod follow;
mod remembered;
mod render;
mod unfinished;

pub use compare::{Compared, State, compare};
pub use follow::is_template_wrong;
pub use remembered::Remembered;
pub use render::{
    Design, Outputs, Wanted, check_faces, design, designs, generate, lay_out_again, render,
    render_copy, render_each, word_of,
};

pub use unfinished::{Outstanding, outstanding, refuse_unfinished};

pub use crate::check::Checked;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Chapter, Document, visit};
use crate::expand::Expander;
use crate::indicator::{self, Indicators};
use crate::source::{FileId, Sources};
use crate::workspace::{self, ChapterFile, Workspace};
use crate::{assemble, check, markdown};
use remembered::Read;
use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

/// Stack of a thread that reads chapters: templates and lists nest.
const STACK: usize = 64 << 20;

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

/// The report, merged, with numbers and references.
pub fn assemble(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Result<Document, Reported> {
    report(&expander(loaded, diagnostics), &mut Remembered::default(), diagnostics)
}

/// The documents at these places of [`Workspace::outputs`]: 0 is the report.
pub fn assemble_each(
    loaded: &Loaded,
    wanted: &[usize],
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Document, Reported>> {
    assemble_again(loaded, wanted, &mut Remembered::default(), diagnostics)
}

/// The same; chapters that haven't changed since the run that `remembered` comes from are taken over.
pub fn assemble_again(
    loaded: &Loaded,
    wanted: &[usize],
    remembered: &mut Remembered,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Document, Reported>> {
    remembered.compare(loaded);
    let expander = expander(loaded, diagnostics);
    let workspace = &loaded.workspace;
    let chapters = match wanted.iter().any(|at| *at > 0) || workspace.report.documents.is_empty() {
        true => parse_all(&expander, &workspace.row_chapters, remembered, diagnostics),
        false => Vec::new(),
    };
    let mut read = files_read(&workspace.row_chapters, &chapters);
    read.extend(workspace.chapters.iter().map(|chapter| chapter.file));
    let mut printed = BTreeSet::new();
    let mut documents = Vec::with_capacity(wanted.len());
    for at in wanted {
        let other = at.checked_sub(1).and_then(|at| workspace.report.documents.get(at));
        documents.push(match other {
            None => report(&expander, remembered, diagnostics),
            Some(other) => {
                let made = assemble::other_document(
                    &expander,
                    other,
                    &chapters,
                    &mut printed,
                    diagnostics,
                );
                made.map(|document| resolved(document, &expander, &read, diagnostics))
            }
        });
    }
    let all = wanted.len() == workspace.outputs().len();
    if all && documents.iter().all(Result::is_ok) {
        assemble::report_unprinted(workspace, &printed, diagnostics);
    }
    documents
}

fn report(
    expander: &Expander<'_>,
    remembered: &mut Remembered,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    let chapters = parse_all(expander, &workspace.chapters, remembered, diagnostics);
    let mut read = files_read(&workspace.chapters, &chapters);
    read.extend(workspace.row_chapters.iter().map(|chapter| chapter.file));
    let document = assemble::report(expander, chapters, diagnostics)?;
    Ok(resolved(document, expander, &read, diagnostics))
}

/// Numbers and references; what follows from a file that wasn't read, or from a block that was left
/// out, isn't reported.
fn resolved(
    mut document: Document,
    expander: &Expander<'_>,
    read: &BTreeSet<FileId>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut found = Diagnostics::default();
    assemble::resolve(&mut document, &mut found);
    let root = &expander.workspace.root;
    let known = follow::Known { root, sources: expander.sources, read, reported: diagnostics };
    for problem in known.told(&found) {
        diagnostics.report(problem);
    }
    document
}

/// The chapters, in order: those known are taken over, the others read.
fn parse_all(
    expander: &Expander<'_>,
    chapters: &[ChapterFile],
    remembered: &mut Remembered,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Chapter>> {
    let unknown = |chapter: &&ChapterFile| !remembered.knows(chapter.file);
    let unknown: Vec<&ChapterFile> = chapters.iter().filter(unknown).collect();
    for (chapter, read) in unknown.iter().zip(parse_each(expander, &unknown)) {
        remembered.insert(chapter.file, read);
    }
    chapters.iter().map(|chapter| remembered.give(chapter.file, diagnostics)).collect()
}

/// Chapters don't know of each other: each core takes its share of them, in order.
fn parse_each(expander: &Expander<'_>, chapters: &[&ChapterFile]) -> Vec<Read> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = chapters.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let work = |chunk| move || parse_share(expander, chunk);
        let started: Vec<_> = chapters
            .chunks(share)
            .map(|chunk| {
                let builder = thread::Builder::new().stack_size(STACK);
                builder.spawn_scoped(scope, work(chunk)).map_err(|_| chunk)
            })
            .collect();
        let mut parsed = Vec::with_capacity(chapters.len());
        for worker in started {
            parsed.extend(match worker {
                // A panic is a defect of the program: it goes on to the top as one.
                Ok(worker) => {
                    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                }
                Err(chunk) => parse_share(expander, chunk),
            });
        }
        parsed
    })
}

fn parse_share(expander: &Expander<'_>, chapters: &[&ChapterFile]) -> Vec<Read> {
    let read = |chapter: &&ChapterFile| {
        let mut found = Diagnostics::default();
        let chapter = parse(expander, chapter, &mut found).ok();
        Read { chapter, found }
    };
    chapters.iter().map(read).collect()
}

fn files_read(chapters: &[ChapterFile], read: &[Option<Chapter>]) -> BTreeSet<FileId> {
    let both = chapters.iter().zip(read);
    both.filter(|(_, read)| read.is_some()).map(|(chapter, _)| chapter.file).collect()
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

/// Holds documents to the rules of `check`.
pub fn check(loaded: &Loaded, documents: &[&Document], diagnostics: &mut Diagnostics) -> Checked {
    check::documents(&loaded.workspace, &loaded.indicators, documents, &loaded.sources, diagnostics)
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

/// How many distinct sample values the documents show.
pub fn count_samples<'a>(documents: impl IntoIterator<Item = &'a Document>) -> usize {
    let shown = documents.into_iter().flat_map(visit::values);
    shown.filter(|value| value.sample).map(|value| value.origin).collect::<BTreeSet<_>>().len()
}
