//! Two states of the report to one Word file in which tracked changes turn the first into the second.
//!
//! In: both states, assembled. Out: the file, with a list of the changes behind the text. Contents,
//! page numbers and layout are the second state's.

use super::charts::WordJob;
use super::gate::sound;
use super::print::lay_out;
use super::{Design, Loaded};
use crate::diag::{Diagnostics, Reported};
use crate::document::{Block, BlockId, BlockKind, ContentsEntry, Document, visit};
use crate::source::{FileId, Span};
use crate::word::{self, Change, Place, Titles, Version, Writers};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

/// A state of the report.
#[derive(Debug)]
pub struct ReportState {
    /// What was loaded.
    pub loaded: Arc<Loaded>,
    /// The report.
    pub document: Document,
    /// How it looks; the new state's profile holds for both.
    pub design: Design,
}

/// What comparing two states gave.
#[derive(Debug)]
pub struct Compared {
    /// The comparison; `None` where one of the states has errors.
    pub comparison: Option<Comparison>,
    /// The old state's problems, which lie in its own sources.
    pub old_problems: Diagnostics,
    /// The new state's problems.
    pub new_problems: Diagnostics,
}

/// The difference of two states.
#[derive(Debug)]
pub struct Comparison {
    /// The Word file.
    pub word: Vec<u8>,
    /// What changed, in the order of the text.
    pub changes: Vec<Change>,
}

/// Compares two states of the report.
pub fn compare(mut old: ReportState, new: ReportState, titles: Titles<'_>) -> Compared {
    old.design.profile = new.design.profile.clone();
    let mut old_problems = Diagnostics::default();
    let mut new_problems = Diagnostics::default();

    // Both are waited for, so that the problems of each are known.
    let (old_package, new_package) = thread::scope(|scope| {
        let old_package = scope.spawn(|| old.build_word(&mut old_problems));
        let new_package = new.build_word(&mut new_problems);
        (old_package.join().unwrap_or_else(|panic| resume_unwind(panic)), new_package)
    });
    let comparison =
        old_package.ok().zip(new_package.ok()).and_then(|(old_package, new_package)| {
            let packages = Packages { old: old_package, new: new_package };
            mark_changes(&old, new, &packages, titles, &mut new_problems).ok()
        });
    Compared { comparison, old_problems, new_problems }
}

/// The Word parts of both states.
struct Packages {
    old: word::Package,
    new: word::Package,
}

/// Marks the changes in the new state, behind whose text they are listed too.
fn mark_changes(
    old: &ReportState,
    mut new: ReportState,
    packages: &Packages,
    titles: Titles<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Comparison, Reported> {
    let date = new.document.meta.date;
    let writers = BlockWriters { old: authors(old), new: authors(&new) };
    let (_, changes) = word::redline(&packages.old, &packages.new, &writers, date, None);

    let span = Span::of_file(new.loaded.workspace.report.file);
    let list = word::list(&changes, &old.document, &new.document, &writers, titles, span);
    let first = append(&mut new.document, list);

    let (pages, package) = thread::scope(|scope| {
        let package = scope.spawn(|| {
            // Its problems were reported when it was built without the list.
            new.build_word(&mut Diagnostics::default())
        });
        let pages = lay_out(&new.loaded, &new.document, &new.design, diagnostics);
        (pages, package.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let (marked, _) = word::redline(&packages.old, &package?, &writers, date, first);
    let word = word::finish_comparison(marked, &pages?.layout().headings);
    let word = sound(word, new.loaded.workspace.report.file, diagnostics)?;
    Ok(Comparison { word, changes })
}

impl ReportState {
    /// The Word parts; the charts are drawn apart, since the pages aren't known yet.
    fn build_word(&self, diagnostics: &mut Diagnostics) -> Result<word::Package, Reported> {
        let ReportState { loaded, document, design } = self;
        WordJob { loaded, document, design, laid: None, copy: None }.build(diagnostics)
    }
}

/// Puts the list behind the text and into the contents; gives its first block.
fn append(document: &mut Document, list: crate::document::Section) -> Option<BlockId> {
    let title = list.title.clone();
    let mut heading = None;
    let mut first = None;
    for part in &list.parts {
        visit::blocks(&part.blocks, &mut |block: &Block| {
            first.get_or_insert(block.id);
            if matches!(block.kind, BlockKind::Heading(_)) {
                heading.get_or_insert(block.id);
            }
        });
    }

    if let Some(block) = heading {
        let entry = ContentsEntry { block, level: 1, number: String::new(), text: title };
        document.contents.push(entry);
    }
    document.sections.push(list);
    first
}

/// Who wrote which block, in both states.
struct BlockWriters {
    old: Authors,
    new: Authors,
}

struct Authors {
    /// Who hands the report in, and so has written what no bureau wrote.
    report: String,
    blocks: BTreeMap<BlockId, String>,
}

impl Writers for BlockWriters {
    fn writer(&self, version: Version, place: Place) -> String {
        let authors = match version {
            Version::Old => &self.old,
            Version::New => &self.new,
        };
        match place {
            Place::Block(id) => authors.blocks.get(&id).unwrap_or(&authors.report).clone(),
            Place::Cover | Place::Contents => authors.report.clone(),
        }
    }
}

fn authors(state: &ReportState) -> Authors {
    let workspace = &state.loaded.workspace;
    let mut blocks = BTreeMap::new();
    for part in state.document.sections.iter().flat_map(|section| &section.parts) {
        if let Some(bureau) = bureau(workspace, part.file) {
            visit::blocks(&part.blocks, &mut |block| {
                blocks.insert(block.id, bureau.to_owned());
            });
        }
    }
    let author = &state.document.meta.author;
    let report = if author.is_empty() { &state.document.meta.title } else { author };
    Authors { report: report.clone(), blocks }
}

fn bureau(workspace: &Workspace, file: FileId) -> Option<&str> {
    let chapter = workspace.chapters.iter().find(|chapter| chapter.file == file)?;
    workspace.bureau_of(chapter).map(|bureau| bureau.short.as_str())
}
