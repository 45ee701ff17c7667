//! `bureau-names`: one bureau called by two names in one chapter.

use super::bureaus::BureauNames;
use super::chapter::Chapter;
use super::passage::Role;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, is_han};
use std::collections::BTreeMap;
use std::ops::Range;

/// Maximum bytes of a title in 《》 before the name in it.
const MAX_TITLE: usize = 600;

/// Reports the first place where a chapter that uses the short name uses another one. A full name
/// that is introduced by 以下简称, one in 《》 and one that a longer name may hold are passed over.
pub(super) fn check(chapter: &Chapter<'_>, names: &BureauNames, diagnostics: &mut Diagnostics) {
    let bureaus = &chapter.subject.workspace.bureaus;
    let mut shorts: BTreeMap<usize, Span> = BTreeMap::new();
    let mut others: BTreeMap<usize, (&str, Span)> = BTreeMap::new();
    let passages = chapter.passages.iter().filter(|passage| passage.role != Role::Number);
    for text in passages.filter(|passage| passage.text().contains(is_han)) {
        for (range, name, bureau) in names.find(text.text()) {
            let Some(span) = text.place(&range) else { continue };
            let short = bureaus[bureau].short.as_str();
            if name == short {
                shorts.entry(bureau).or_insert(span);
            } else if !short.ends_with(name) && !is_excused(text.text(), &range) {
                others.entry(bureau).or_insert((name, span));
            }
        }
    }

    for (bureau, (name, span)) in others {
        let Some(first) = shorts.get(&bureau) else { continue };
        let short = &bureaus[bureau].short;

        let message = format!("同一单位既用“{short}”，又用“{name}”");
        let problem = Diagnostic::new(Code::BureauNames, span, message)
            .also(*first, "这里用的是简称")
            .help(format!("统一改为“{short}”"));
        diagnostics.report(problem);
    }
}

/// Whether a full name is introduced by 以下简称, stands in 《》, or may be part of a longer one.
fn is_excused(text: &str, name: &Range<usize>) -> bool {
    let (before, after) = (&text[..name.start], &text[name.end..]);
    let near = &before[before.floor_char_boundary(name.start.saturating_sub(MAX_TITLE))..];
    let in_title = near.rfind('《') > near.rfind('》');
    in_title
        || before.ends_with(is_han)
        || after.starts_with("（以下简称")
        || after.starts_with("（简称")
}
