//! Word files without a layout: their headings' pages are those that an earlier run of the same build found.
//!
//! In: documents and what they are made of. Out: their Word files, byte by byte those of the earlier run, which
//! held them against the pages; `None` where there was none, and pages have to be laid out. A file that still
//! stands in out/ as this program made it is taken from there; any other is made again, and counts only if it is
//! the same.

use super::charts::WordJob;
use super::inputs::Inputs;
use super::layout::Layoutable;
use super::load::Loaded;
use crate::diag::Diagnostics;
use crate::document::BlockId;
use crate::pdf::Layout;
use crate::source::fingerprint;
use crate::stamp::BuildNumber;
use crate::verify::{BuildRecord, RecordedFile, RecordedPages};
use crate::word;
use std::path::Path;
use std::{env, fs};

/// A Word file, and the pages that its contents name.
pub(super) struct RecordedWord {
    pub word: Vec<u8>,
    pub layout: Layout,
}

/// The record of an earlier run.
struct EarlierRun {
    record: BuildRecord,
    /// Whether it was written since the program's own file was: by this very program, or by one of the same
    /// version, and not by what stood in its place before.
    is_of_this_program: bool,
}

/// A document's pages, as a record keeps them.
pub(super) fn pages(layout: &Layout) -> RecordedPages {
    let headings = layout.headings.iter().map(|(BlockId(id), page)| (*id, *page));
    RecordedPages { text: layout.text.clone(), headings: headings.collect() }
}

/// Makes the Word files again, all or none.
pub(super) fn word_files(
    loaded: &Loaded,
    documents: &[Layoutable<'_>],
    inputs: &Inputs,
) -> Option<Vec<RecordedWord>> {
    let run = EarlierRun::read(&loaded.workspace.root, inputs.number)?;
    documents.iter().map(|document| word_file(loaded, document, inputs, &run)).collect()
}

impl EarlierRun {
    fn read(root: &Path, number: BuildNumber) -> Option<EarlierRun> {
        let path = root.join(BuildRecord::path(number));
        let record = BuildRecord::parse(&fs::read(&path).ok()?, number)?;
        let is_of_this_program = is_newer_than_program(&path).unwrap_or(false);
        Some(EarlierRun { record, is_of_this_program })
    }
}

/// Whether a file was written after the program's own.
fn is_newer_than_program(path: &Path) -> Option<bool> {
    let written = |path: &Path| fs::metadata(path).ok()?.modified().ok();
    Some(written(path)? > written(&env::current_exe().ok()?)?)
}

fn word_file(
    loaded: &Loaded,
    &Layoutable { name, document, design }: &Layoutable<'_>,
    inputs: &Inputs,
    run: &EarlierRun,
) -> Option<RecordedWord> {
    let pages = run.record.pages.get(name)?;
    let file_name = format!("{name}.docx");
    let file = run.record.files.get(&file_name)?;
    let headings = pages.headings.iter().map(|(id, page)| (BlockId(*id), *page));
    let layout = Layout { headings: headings.collect(), ..Layout::default() };

    // The number stands for everything that the file is made of, but for changes of the program that its
    // version doesn't tell.
    if run.is_of_this_program
        && let Some(word) = kept_file(&loaded.workspace.root, &file_name, file)
    {
        return Some(RecordedWord { word, layout });
    }
    if pages.text != design.generate(loaded, document).fingerprint() {
        return None;
    }

    // A layout finds the problems again.
    let mut problems = Diagnostics::default();
    let job = WordJob { loaded, document, design, laid: None, copy: None };
    let mut package = job.build(&mut problems).ok()?;
    package.stamp(&inputs.stamp(name));
    let word = word::finish(package, &layout.headings).ok()?;

    let is_same = problems.iter().next().is_none() && fingerprint([word.as_slice()]) == file.hash;
    is_same.then_some(RecordedWord { word, layout })
}

/// A file in out/, if it is as it was made.
fn kept_file(root: &Path, name: &str, made: &RecordedFile) -> Option<Vec<u8>> {
    let bytes = fs::read(root.join("out").join(name)).ok()?;
    let is_as_made = bytes.len() == made.size && fingerprint([bytes.as_slice()]) == made.hash;
    is_as_made.then_some(bytes)
}
