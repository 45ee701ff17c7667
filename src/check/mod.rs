//! Rules that a report is held to, one a file.
//!
//! In: the resolved document, the indicators and the files. Out: problems, and how much was checked.
//! Pure: nothing is changed, nothing is read from disk. What a rule can't decide it counts.

pub mod prose;

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

impl Checked {
    /// Adds what was checked in another document.
    pub fn add(&mut self, other: Checked) {
        self.prose.agreeing += other.prose.agreeing;
        self.prose.differing += other.prose.differing;
        self.prose.undecided += other.prose.undecided;
    }
}

/// Runs every rule.
pub fn document(
    workspace: &Workspace,
    indicators: &Indicators,
    document: &Document,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Checked {
    Checked { prose: prose::check(workspace, indicators, document, sources, diagnostics) }
}
