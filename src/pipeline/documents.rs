//! Chapters to documents, with numbers and references.
//!
//! In: a workspace as read. Out: the documents that are asked for. What follows from a file that wasn't
//! read, or from a block that was left out, isn't reported.

use super::Loaded;
use super::chapters::ChapterCache;
use super::request::Output;
use super::unused::{ReadChapters, UnusedLabels};
use crate::assemble::{self, faults};
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::expand::Expander;
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
    let mut rows = if has_others || workspace.report.documents.is_empty() {
        cache.parse(&expander, &workspace.row_chapters, diagnostics)
    } else {
        Vec::new()
    };
    let mut read = ReadChapters::default();
    read.add(&workspace.row_chapters, &rows);
    read.add_others(&workspace.chapters);
    faults::fill_in(&expander, &workspace.row_chapters, &mut rows, diagnostics);

    let mut printed = BTreeSet::new();
    let mut documents = Vec::with_capacity(outputs.len());
    for output in outputs {
        documents.push(match output {
            Output::Report => report(loaded, &expander, cache, diagnostics),
            Output::Other(index) => {
                let other = &workspace.report.documents[*index];
                let merged =
                    assemble::other_document(&expander, other, &rows, &mut printed, diagnostics);
                merged.map(|document| resolved(document, loaded, &read, diagnostics))
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
    loaded: &Loaded,
    expander: &Expander<'_>,
    cache: &mut ChapterCache,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let workspace = &loaded.workspace;
    let mut chapters = cache.parse(expander, &workspace.chapters, diagnostics);
    let mut read = ReadChapters::default();
    read.add(&workspace.chapters, &chapters);
    read.add_others(&workspace.row_chapters);
    faults::fill_in(expander, &workspace.chapters, &mut chapters, diagnostics);

    let document = assemble::report(expander, chapters, diagnostics)?;
    Ok(resolved(document, loaded, &read, diagnostics))
}

/// Numbers and references.
fn resolved(
    mut document: Document,
    loaded: &Loaded,
    read: &ReadChapters,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut problems = Diagnostics::default();
    let unused = UnusedLabels::new(loaded, read, diagnostics);
    assemble::resolve_among(&mut document, &|name| unused.find(name), &mut problems);
    assemble::report_pictures(&document, &mut problems);
    diagnostics.extend(problems);
    document
}
