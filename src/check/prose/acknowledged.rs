//! Differences that a writer has acknowledged where they stand: 1308亿元{## 已核 3f2a：年初快报数 ##}.
//!
//! In: a finding and the chapter's text behind it. Out: whether that gives a reason, and whether the
//! figure, its sentence and the datum are still those that it was given for: its four digits are made
//! from these. Templates leave such a remark out in print; it stays in the chapter when a reviewed
//! copy is merged.

use super::finding::{Fact, Finding};
use crate::source::{Sources, Span, fingerprint};

/// What a remark begins with, inside the marks of a comment.
const WORD: &str = "已核";
/// Number of hexadecimal digits of a remark's mark.
const MARK_DIGITS: usize = 4;

/// What stands behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remark {
    /// Nothing.
    None,
    /// A reason that still holds.
    Valid(String),
    /// A reason for another figure, sentence or datum.
    Lapsed(String),
}

/// A difference that a writer has given a reason for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// Where the figure stands.
    pub span: Span,
    /// The figure.
    pub typed: String,
    /// What the table has.
    pub table: String,
    /// Why it stays.
    pub reason: String,
}

/// The mark of a remark on a finding that the table answers with `table`.
pub(super) fn mark(finding: &Finding, fact: &Fact, table: &str) -> String {
    let about = format!("{}|{}|{:?}", fact.indicator.0, fact.year, fact.aspect);
    let pieces = [about.as_str(), &finding.typed, &finding.sentence, table];
    let pieces = pieces.iter().flat_map(|piece| [piece.as_bytes(), b"\0".as_slice()]);
    let mut mark = fingerprint(pieces);
    mark.truncate(MARK_DIGITS);
    mark
}

/// What to type behind a figure.
pub(super) fn template(mark: &str) -> String {
    format!("{{## {WORD} {mark}：理由 ##}}")
}

/// The remark behind a finding.
pub(super) fn remark(sources: &Sources, finding: &Finding, mark: &str) -> Remark {
    let text = sources.text(finding.span.file);
    let rest = text.get(finding.span.end as usize..).unwrap_or_default().trim_start_matches(' ');
    let comment = rest.strip_prefix("{##").and_then(|rest| rest.split_once("##}"));
    let inner = comment.map_or("", |(inner, _)| inner.trim());
    let Some(said) = inner.strip_prefix(WORD) else { return Remark::None };

    let said = said.trim_start();
    let digits: String = said.chars().take(MARK_DIGITS).collect();
    let reason = said[digits.len()..].trim_start().trim_start_matches(['：', ':', '，']).trim();
    if digits == mark && !reason.is_empty() {
        Remark::Valid(reason.to_owned())
    } else {
        Remark::Lapsed(reason.to_owned())
    }
}
