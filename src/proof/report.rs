//! Differences as problems.

use super::compare::{Difference, Proof};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::docx::Refused;
use crate::source::Span;

/// Maximum number of differences that are reported.
const MAX_REPORTED: usize = 20;

/// Reports what differs in the files of a document; `fallback` is the place of what has no other.
pub fn report(proof: &Proof, name: &str, fallback: Span, diagnostics: &mut Diagnostics) {
    for Difference { place, pdf, word } in proof.differences.iter().take(MAX_REPORTED) {
        let message = format!("{name} 的 PDF 与 Word 不一致：PDF 印“{pdf}”，Word 印“{word}”");
        let place = place.unwrap_or(fallback);
        diagnostics.report(Diagnostic::new(Code::FilesDiffer, place, message));
    }

    let hidden = proof.differences.len().saturating_sub(MAX_REPORTED);
    if hidden > 0 {
        let message = format!("{name} 的 PDF 与 Word 还有 {hidden} 处不一致");
        diagnostics.report(Diagnostic::new(Code::FilesDiffer, fallback, message));
    }
}

/// Reports that the files of a document couldn't be compared, and why.
pub fn report_unread(refused: &Refused, name: &str, place: Span, diagnostics: &mut Diagnostics) {
    let message = format!("{name} 的 PDF 与 Word 没有对照：{}", refused.reason);
    let problem = Diagnostic::new(Code::FilesDiffer, place, message);
    diagnostics.report(problem.help("把文件分成几份生成，或人工核对两份文件的文字"));
}
