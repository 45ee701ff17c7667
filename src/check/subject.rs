//! What the rules read.

use crate::document::Document;
use crate::indicator::Indicators;
use crate::source::Sources;
use crate::workspace::Workspace;

/// The workspace, its values and the documents made of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub sources: &'a Sources,
    pub workspace: &'a Workspace,
    pub indicators: &'a Indicators,
    pub documents: &'a [&'a Document],
}
