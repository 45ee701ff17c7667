//! All rules, over all documents of a workspace.

use super::subject::Subject;
use super::{data, prose, text};
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::indicator::{IndicatorId, Indicators};
use crate::source::{FileId, Sources};
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};

/// How much was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Numbers in prose.
    pub prose: prose::Figures,
    /// Characters of each contribution: headings and paragraphs, a number or a word counted as one.
    pub lengths: BTreeMap<FileId, u32>,
}

/// The values that documents print as missing: a placeholder or a blank cell stands for each.
pub fn wanting(indicators: &Indicators, documents: &[&Document]) -> BTreeSet<(IndicatorId, i32)> {
    data::wanting(&indicators.certain(), documents)
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
    let subject = Subject { sources, workspace, indicators: &certain, documents };

    data::check(&subject, diagnostics);
    let lengths = text::check(&subject, diagnostics);
    let prose = prose::check(&subject, diagnostics);
    Checked { prose, lengths }
}
