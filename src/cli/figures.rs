//! `zishu check --figures`: every figure that a writer typed, and what was said of it.
//!
//! In: what was built. Out: a chapter after the other, its counts and its figures; for programs a line
//! of JSON for each figure.

use super::common::Common;
use super::output;
use super::summary::counted;
use crate::check::prose::{self, Acknowledged, Doubt, Finding, Verdict};
use crate::diag::Format;
use crate::indicator::Indicators;
use crate::pipeline::Built;
use crate::source::{FileId, Sources};
use crate::workflow::Scope;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a figure's line is made with.
struct Listing<'a> {
    sources: &'a Sources,
    indicators: &'a Indicators,
    acknowledged: &'a [Acknowledged],
}

/// Prints the list of the figures that were asked for.
pub(super) fn print(common: &Common, built: &Built, scope: &Scope) {
    let figures = &built.checked.prose;
    let listing = Listing {
        sources: &built.loaded.sources,
        indicators: &built.loaded.indicators,
        acknowledged: &figures.acknowledged,
    };
    let typed = figures.findings.iter().filter(|finding| {
        finding.verdict != Verdict::NoQuantity && scope.holds_place(&built.loaded, finding.span)
    });
    let mut chapters: BTreeMap<(&str, FileId), Vec<&Finding>> = BTreeMap::new();
    for finding in typed {
        let file = finding.span.file;
        chapters.entry((listing.sources.path(file), file)).or_default().push(finding);
    }

    let mut text = String::new();
    for ((path, _), findings) in &mut chapters {
        findings.sort_by_key(|finding| finding.span.start);
        match common.format.into() {
            Format::Json => findings.iter().for_each(|f| listing.push_json(&mut text, path, f)),
            Format::Human | Format::Short => listing.push_chapter(&mut text, path, findings),
        }
    }
    output::text(&text);
}

impl Listing<'_> {
    fn push_chapter(&self, text: &mut String, path: &str, findings: &[&Finding]) {
        let acknowledged = findings.iter().filter(|finding| self.reason(finding).is_some()).count();
        let counts = prose::counts(findings.iter().copied());
        let counts = [
            (counts.agreeing, "处一致"),
            (counts.differing - acknowledged, "处不一致"),
            (acknowledged, "处不一致、已说明理由"),
            (counts.doubtful(), "处说到指标而不能判断"),
            (counts.other(), "处没有说到指标"),
        ];
        let named = counted(counts, |count, name| format!("{count} {name}")).join("，");
        let _ = writeln!(text, "{path}  手写数字 {} 处：{named}", findings.len());
        for finding in findings {
            let at = self.sources.line_column(finding.span.file, finding.span.start);
            let said = self.said(finding);
            let _ = writeln!(text, "  {}:{} {} {said}", at.line, at.column, finding.typed);
        }
    }

    fn push_json(&self, text: &mut String, path: &str, finding: &Finding) {
        let at = self.sources.line_column(finding.span.file, finding.span.start);
        let fact = finding.verdict.fact();
        let value = serde_json::json!({
            "figure": finding.typed,
            "file": path,
            "line": at.line,
            "column": at.column,
            "verdict": self.verdict_name(finding),
            "reason": self.reason(finding).or(finding.verdict.doubt().map(Doubt::reason)),
            "indicator": fact.map(|fact| &self.indicators.get(fact.indicator).name),
            "year": fact.map(|fact| fact.year),
        });
        let _ = writeln!(text, "{value}");
    }

    /// What was said of a figure, in Chinese.
    fn said(&self, finding: &Finding) -> String {
        let about = finding
            .verdict
            .fact()
            .map(|fact| prose::fact_title(self.indicators.get(fact.indicator), fact));
        let about = about.unwrap_or_default();
        match (&finding.verdict, self.reason(finding)) {
            (_, Some(reason)) => format!("不一致：{about}，已说明：{reason}"),
            (Verdict::Agrees(_), None) => format!("一致：{about}"),
            (Verdict::Differs(_) | Verdict::MixedUnits(_), None) => format!("不一致：{about}"),
            (verdict, None) => match verdict.doubt() {
                Some(Doubt::NoIndicator) | None => Doubt::NoIndicator.reason().to_owned(),
                Some(doubt) if about.is_empty() => format!("不能判断：{}", doubt.reason()),
                Some(doubt) => format!("不能判断：{about}，{}", doubt.reason()),
            },
        }
    }

    /// Why a writer keeps a difference.
    fn reason(&self, finding: &Finding) -> Option<&str> {
        let kept = self.acknowledged.iter().find(|kept| kept.span == finding.span)?;
        Some(kept.reason.as_str())
    }

    fn verdict_name(&self, finding: &Finding) -> &'static str {
        match &finding.verdict {
            _ if self.reason(finding).is_some() => "acknowledged",
            Verdict::Agrees(_) => "agrees",
            Verdict::Differs(_) | Verdict::MixedUnits(_) => "differs",
            verdict if verdict.doubt() == Some(Doubt::NoIndicator) => "no-indicator",
            _ => "undecided",
        }
    }
}
