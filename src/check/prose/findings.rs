//! Every number of a document and what is to be said of it.
//!
//! In: documents and indicators. Out: findings in reading order; problems and counts of all documents.

use super::acknowledged::Acknowledged;
use super::context::ProseContext;
use super::finding::{Counts, Finding, Verdict};
use super::headings::Headings;
use super::plain::Passage;
use super::{matcher, plain, report, tables};
use crate::check::cores::on_all_cores;
use crate::check::subject::Subject;
use crate::diag::Diagnostics;
use crate::document::{Document, Part};
use crate::indicator::Indicators;
use crate::source::{Sources, Span};
use crate::workspace::Workspace;
use std::collections::BTreeSet;

/// What was found of the numbers in prose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many became what.
    pub counts: Counts,
    /// All of them, in reading order.
    pub findings: Vec<Finding>,
    /// The differences for which a writer has given a reason.
    pub acknowledged: Vec<Acknowledged>,
}

/// Reports what is to be reported of the numbers in prose, and counts; what several documents print
/// is judged where the first does.
pub(in crate::check) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) -> Figures {
    let Subject { workspace, indicators, documents, sources } = *subject;
    let mut findings: Vec<Finding> = Vec::new();
    let mut judged: BTreeSet<Span> = BTreeSet::new();
    for document in documents {
        let mut new = self::findings(workspace, indicators, document, sources);
        new.retain(|finding| !judged.contains(&finding.span));
        judged.extend(new.iter().map(|finding| finding.span));
        findings.extend(new);
    }

    let acknowledged = report::report(&findings, indicators, sources, diagnostics);
    let mut counts = counts(&findings);
    counts.acknowledged = acknowledged.len();
    counts.differing -= acknowledged.len();
    Figures { counts, findings, acknowledged }
}

/// How many numbers became what.
pub fn counts<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        if let Some(doubt) = finding.verdict.doubt() {
            *counts.undecided.entry(doubt).or_default() += 1;
        }
        counts.agreeing += usize::from(matches!(finding.verdict, Verdict::Agrees(_)));
        counts.differing += usize::from(finding.verdict.differs());
    }
    counts
}

/// Every number in prose and what is to be said of it, in reading order; those in a part's tables
/// after its other ones.
pub fn findings(
    workspace: &Workspace,
    indicators: &Indicators,
    document: &Document,
    sources: &Sources,
) -> Vec<Finding> {
    let context = ProseContext::new(workspace, indicators, document);
    let parts: Vec<&Part> = document.sections.iter().flat_map(|section| &section.parts).collect();
    let of_part = |part: &&Part| part_findings(&context, part, document, sources);
    on_all_cores(&parts, of_part).into_iter().flatten().collect()
}

/// The findings of a part: no part knows of another.
fn part_findings(
    context: &ProseContext<'_>,
    part: &Part,
    document: &Document,
    sources: &Sources,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    // A remark such as 按当年价计算，下同 holds for the rest of its file.
    let mut nominal = false;
    let mut headings = Headings::default();
    for passage in plain::passages(&part.blocks, document, sources) {
        let text = match passage {
            Passage::Heading(level, text) => {
                headings.push(level, text, context);
                continue;
            }
            Passage::Text(text) => text,
        };

        let lead = headings.lead();
        let verdicts = matcher::verdicts(context, &text, &lead, &mut nominal).into_iter();
        findings
            .extend(verdicts.filter_map(|(range, verdict)| Finding::new(&text, range, verdict)));
    }

    findings.extend(tables::findings(context, &part.blocks, document, sources));
    findings
}
