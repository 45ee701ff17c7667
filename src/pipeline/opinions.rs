//! The table of reviewers' opinions as a Word file.

use super::Loaded;
use super::design;
use super::documents::expander;
use super::layout::{LayoutCache, Layoutable};
use super::print::FilesJob;
use super::request::Formats;
use crate::assemble;
use crate::diag::Diagnostics;
use crate::document::OpinionTable;
use crate::source::Span;
use crate::typography::Faces;
use crate::workspace::Spanned;
use std::sync::Arc;

/// The profile that it is set by.
const PROFILE: &str = "yijianbiao";

/// Sets the table of reviewers' opinions, as the other documents are set; `None` where its template or
/// its profile has errors.
pub fn print_opinions(
    loaded: &mut Loaded,
    table: &OpinionTable,
    faces: Faces,
    problems: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let value = PROFILE.to_owned();
    let profile = Spanned { value, span: loaded.workspace.report.profile.span };
    let design = design::design(loaded, &profile, &Arc::new(faces), problems).ok()?;
    let document = {
        let expander = expander(loaded, problems);
        let span = Span::of_file(loaded.workspace.report.file);
        assemble::opinion_document(&expander, table, span, problems).ok()?
    };

    let name = &loaded.workspace.report.output;
    let target = Layoutable { name, document: &document, design: &design };
    let layouts = &mut LayoutCache::default();
    let (documents, formats) = (&[target], Formats::Word);
    let job = FilesJob { loaded, documents, formats, inputs: None };
    let files = job.run(layouts, problems);
    files.into_iter().next()??.word
}
