//! The table of reviewers' opinions as a Word file.

use super::Loaded;
use super::request::Formats;
use super::side_documents::SideDocuments;
use crate::assemble;
use crate::diag::Diagnostics;
use crate::document::OpinionTable;
use crate::typography::Faces;

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
    let documents = SideDocuments::new(
        PROFILE,
        faces,
        Formats::Word,
        loaded,
        problems,
        |expander, span, problems| {
            vec![assemble::opinion_document(expander, table, span, problems)]
        },
    )?;
    documents.print(loaded, problems).into_iter().next()??.word
}
