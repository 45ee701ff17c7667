//! Rules on data and prose, one a file.
//!
//! In: the workspace, the indicators and the resolved document. Out: problems, each at its place, some
//! with a [`Fix`](crate::diag::Fix), and how much was checked. A rule changes nothing and reads no
//! file; what it can't decide it counts. What a rule is about and which standard it comes from is
//! its code's explanation.

mod data;
pub mod prose;
mod text;

use crate::diag::Diagnostics;
use crate::document::Document;
use crate::indicator::Indicators;
use crate::source::Sources;
use crate::workspace::Workspace;

/// How much was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Numbers in prose.
    pub prose: prose::Counts,
}

/// What the rules read.
#[derive(Debug, Clone, Copy)]
struct Subject<'a> {
    sources: &'a Sources,
    workspace: &'a Workspace,
    indicators: &'a Indicators,
    documents: &'a [&'a Document],
}

/// Runs every rule once over all documents: a file is printed in one of them, a value in several.
pub fn documents(
    workspace: &Workspace,
    indicators: &Indicators,
    documents: &[&Document],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Checked {
    let certain = indicators.certain();
    let indicators = certain.as_ref();
    let subject = Subject { sources, workspace, indicators, documents };
    data::check(&subject, diagnostics);
    text::check(&subject, diagnostics);
    Checked { prose: prose::check(workspace, indicators, documents, sources, diagnostics) }
}
