//! Slips and the lists that the lead office keeps, as Word files.

use super::layout::{LayoutCache, Layoutable};
use super::print::FilesJob;
use super::request::Formats;
use super::side_documents::SideDocuments;
use super::{Design, Loaded};
use crate::assemble;
use crate::diag::Diagnostics;
use crate::document::{Document, Slip};
use crate::typography::Faces;

/// A document as it is printed, as a PDF; `None` where it can't be laid out.
pub fn print_pages(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    problems: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let name = &loaded.workspace.report.output;
    let documents = &[Layoutable { name, document, design }];
    let job = FilesJob { loaded, documents, formats: Formats::Pdf, inputs: None };
    job.run(&mut LayoutCache::default(), problems).into_iter().next()??.pdf
}

/// Sets slips of one kind, a Word file each; `None` where the profile has errors, and for a slip whose template has.
pub fn print_slips(
    loaded: &mut Loaded,
    slips: &[Slip],
    faces: Faces,
    problems: &mut Diagnostics,
) -> Option<Vec<Option<Vec<u8>>>> {
    let profile = slips.first()?.kind.profile();
    let documents = SideDocuments::new(
        profile,
        faces,
        Formats::Word,
        loaded,
        problems,
        |expander, span, problems| {
            let make = |slip| assemble::slip_document(expander, slip, span, problems);
            slips.iter().map(make).collect()
        },
    )?;
    let files = documents.print(loaded, problems).into_iter();

    Some(files.map(|files| files.and_then(|files| files.word)).collect())
}
