//! Word files without a layout: their headings' pages are those that an earlier run of the same build found.
//!
//! In: documents and what they are made of. Out: their Word files, byte by byte those of the earlier run, which
//! held them against the pages; `None` where there was none, and pages have to be laid out.

use super::charts::WordJob;
use super::inputs::Inputs;
use super::layout::Layoutable;
use super::load::Loaded;
use crate::diag::Diagnostics;
use crate::document::BlockId;
use crate::pdf::Layout;
use crate::source::fingerprint;
use crate::verify::{BuildRecord, RecordedPages};
use crate::word;
use std::fs;

/// A Word file, and the pages that its contents name.
pub(super) struct RecordedWord {
    pub word: Vec<u8>,
    pub layout: Layout,
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
    let path = loaded.workspace.root.join(BuildRecord::path(inputs.number));
    let record = BuildRecord::parse(&fs::read(path).ok()?, inputs.number)?;
    documents.iter().map(|document| word_file(loaded, document, inputs, &record)).collect()
}

fn word_file(
    loaded: &Loaded,
    &Layoutable { name, document, design }: &Layoutable<'_>,
    inputs: &Inputs,
    record: &BuildRecord,
) -> Option<RecordedWord> {
    let pages = record.pages.get(name)?;
    let file = record.files.get(&format!("{name}.docx"))?;
    if pages.text != design.generate(loaded, document).fingerprint() {
        return None;
    }

    // A layout finds the problems again.
    let mut problems = Diagnostics::default();
    let job = WordJob { loaded, document, design, laid: None, copy: None };
    let mut package = job.build(&mut problems).ok()?;
    package.stamp(&inputs.stamp(name));
    let headings = pages.headings.iter().map(|(id, page)| (BlockId(*id), *page));
    let layout = Layout { headings: headings.collect(), ..Layout::default() };
    let word = word::finish(package, &layout.headings).ok()?;

    let is_same = problems.iter().next().is_none() && fingerprint([word.as_slice()]) == file.hash;
    is_same.then_some(RecordedWord { word, layout })
}
