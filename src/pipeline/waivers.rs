//! What a formal copy may have all the same, as report.yaml says with a reason.
//!
//! In: the waivers and the problems of a formal build. Out: problems that refuse it no longer, and a list
//! of what was let pass, which is printed with the files.

use super::Loaded;
use super::owner::owner;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::workspace::{WaivedKind, Waiver};
use std::collections::BTreeMap;

/// A waiver, and what it let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// What may pass.
    pub kind: WaivedKind,
    /// Of whom; everybody where it is empty.
    pub bureau: String,
    /// Why.
    pub reason: String,
    /// How many problems it concerned.
    pub count: usize,
}

/// Lets pass what report.yaml waives.
pub(super) fn waive(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let waivers = &loaded.workspace.report.waivers;
    if !waivers.is_empty() {
        diagnostics.relent(|problem| find(loaded, waivers, problem).is_some());
    }
}

/// What was let pass, in the order of report.yaml; waivers that concern nothing are left out.
pub(super) fn waived(loaded: &Loaded, diagnostics: &Diagnostics) -> Vec<Waived> {
    let waivers = &loaded.workspace.report.waivers;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for problem in diagnostics.iter().filter(|problem| problem.severity != Severity::Error) {
        if let Some(index) = find(loaded, waivers, problem) {
            *counts.entry(index).or_default() += 1;
        }
    }

    let waived = counts.into_iter().map(|(index, count)| {
        let Waiver { kind, bureau, reason, .. } = waivers[index].clone();
        Waived { kind, bureau, reason, count }
    });
    waived.collect()
}

/// Whether something of a bureau's may pass.
pub(super) fn lets_pass(loaded: &Loaded, kind: WaivedKind, bureau: &str) -> bool {
    let is_theirs = |waiver: &Waiver| waiver.bureau.is_empty() || waiver.bureau == bureau;
    let waivers = &loaded.workspace.report.waivers;
    waivers.iter().any(|waiver| waiver.kind == kind && is_theirs(waiver))
}

/// The first waiver that concerns a problem.
fn find(loaded: &Loaded, waivers: &[Waiver], problem: &Diagnostic) -> Option<usize> {
    waivers.iter().position(|waiver| {
        let is_theirs = || owner(loaded, problem).is_some_and(|owner| owner == waiver.bureau);
        is_of_kind(waiver.kind, problem.code) && (waiver.bureau.is_empty() || is_theirs())
    })
}

fn is_of_kind(kind: WaivedKind, code: Code) -> bool {
    let codes: &[Code] = match kind {
        WaivedKind::Absent => &[Code::MissingContribution, Code::EmptyChapter],
        WaivedKind::Unfinished => &[Code::EmptyHeading, Code::Placeholder],
        WaivedKind::Missing => &[Code::MissingValue, Code::UnfilledValue],
        WaivedKind::Unverified => &[Code::UnverifiedValue],
        WaivedKind::NotFinal => &[Code::UnfinishedText],
        WaivedKind::Original => &[Code::OutstandingOriginal],
        WaivedKind::StandIn => &[Code::StandInFace],
    };
    codes.contains(&code)
}
