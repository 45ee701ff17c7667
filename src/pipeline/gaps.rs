//! Blank ends of pages as advice to whoever wrote the figure that left them.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{BlockKind, Document, visit};
use crate::pdf::{Gap, Laid, gaps};
use crate::source::Span;
use crate::typography::Profile;

/// Lines from which on a blank end strikes the eye.
const MIN_LINES: u32 = 6;

/// Reports pages that end early because a figure had no room on them.
pub(super) fn report(
    laid: &Laid,
    document: &Document,
    profile: &Profile,
    diagnostics: &mut Diagnostics,
) {
    let wanted = after_page_breaks(document);
    for Gap { place, lines } in gaps(laid, profile) {
        let is_wanted = wanted.iter().any(|figure| contains(*figure, place));
        if lines >= MIN_LINES && !is_wanted {
            let message =
                format!("图表在一页剩下的地方放不下，整个排到了下一页，上一页空出约 {lines} 行");
            let problem = Diagnostic::new(Code::WhiteGap, place, message);
            diagnostics.report(
                problem.help("移到后面一段文字之后，或改小；正文说“见图”“见表”，不必紧挨着"),
            );
        }
    }
}

/// The blocks before which their writer ended the page.
fn after_page_breaks(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    let mut follows_break = false;
    visit::sections(document, &mut |block| {
        if follows_break {
            found.push(block.span);
        }
        follows_break = matches!(block.kind, BlockKind::PageBreak);
    });
    found
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}
