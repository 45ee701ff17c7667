//! Chapters to documents, with numbers and references.
//!
//! In: a workspace as read. Out: the documents that are asked for. What follows from a file that wasn't
//! read, or from a block that was left out, isn't reported.

use super::Loaded;
use super::chapters::ChapterCache;
use super::follow;
use super::request::Output;
use crate::assemble;
use crate::diag::{Diagnostics, Reported};
use crate::document::{Chapter, Document};
use crate::expand::Expander;
use crate::source::FileId;
use crate::workspace::ChapterFile;
use std::collections::BTreeSet;

/// An expander over what was loaded.
pub fn expander<'a>(loaded: &'a Loaded, diagnostics: &mut Diagnostics) -> Expander<'a> {
    Expander::new(&loaded.workspace, &loaded.indicators, &loaded.sources, diagnostics)
}

/// Makes the documents, each or why not.
pub(super) fn assemble(
    loaded: &Loaded,
    outputs: &[Output],
    cache: &mut ChapterCache,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Document, Reported>> {
    cache.compare(loaded);
    let expander = expander(loaded, diagnostics);
    let workspace = &loaded.workspace;

    // The chapters of the plan's rows are read where a document may print them, or to check them where
    // there is none.
    let has_others = outputs.iter().any(|output| *output != Output::Report);
    let rows = if has_others || workspace.report.documents.is_empty() {
        cache.parse(&expander, &workspace.row_chapters, diagnostics)
    } else {
        Vec::new()
    };
    let mut files = files_read(&workspace.row_chapters, &rows);
    files.extend(workspace.chapters.iter().map(|chapter| chapter.file));

    let mut printed = BTreeSet::new();
    let mut documents = Vec::with_capacity(outputs.len());
    for output in outputs {
        documents.push(match output {
            Output::Report => report(&expander, cache, diagnostics),
            Output::Other(index) => {
                let other = &workspace.report.documents[*index];
                let merged =
                    assemble::other_document(&expander, other, &rows, &mut printed, diagnostics);
                merged.map(|document| resolved(document, &expander, &files, diagnostics))
            }
        });
    }

    let is_all = outputs.len() == Output::all(workspace).len();
    if is_all && documents.iter().all(Result::is_ok) {
        assemble::report_unprinted(workspace, &printed, diagnostics);
    }
    documents
}

fn report(
    expander: &Expander<'_>,
    cache: &mut ChapterCache,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = expander.workspace;
    let chapters = cache.parse(expander, &workspace.chapters, diagnostics);
    let mut files = files_read(&workspace.chapters, &chapters);
    files.extend(workspace.row_chapters.iter().map(|chapter| chapter.file));

    let document = assemble::report(expander, chapters, diagnostics)?;
    Ok(resolved(document, expander, &files, diagnostics))
}

/// Numbers and references; `files` are the chapters that became part of the tree.
fn resolved(
    mut document: Document,
    expander: &Expander<'_>,
    files: &BTreeSet<FileId>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut found = Diagnostics::default();
    assemble::resolve(&mut document, &mut found);

    let root = &expander.workspace.root;
    let known =
        follow::Known { root, sources: expander.sources, read: files, reported: diagnostics };
    for problem in known.told(&found) {
        diagnostics.report(problem);
    }
    document
}

fn files_read(chapters: &[ChapterFile], read: &[Option<Chapter>]) -> BTreeSet<FileId> {
    let both = chapters.iter().zip(read);
    both.filter(|(_, read)| read.is_some()).map(|(chapter, _)| chapter.file).collect()
}
