//! `bureau-names`: one bureau called by two names in one chapter.

use super::Chapter;
use super::bureaus::Known;
use super::characters::before;
use super::passage::Role;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, is_han};
use std::collections::BTreeMap;

/// Bytes of a title in 《》, before the name in it.
const LONGEST_TITLE: usize = 600;

/// Reports the first place where a chapter that uses the short name uses another one. A full name
/// that is introduced by 以下简称, one in 《》 and one that a longer name may hold are passed over.
pub(super) fn check(chapter: &Chapter<'_>, known: &Known, diagnostics: &mut Diagnostics) {
    let bureaus = &chapter.subject.workspace.bureaus;
    let mut shorts: BTreeMap<usize, Span> = BTreeMap::new();
    let mut others: BTreeMap<usize, (&str, Span)> = BTreeMap::new();
    for passage in chapter.passages.iter().filter(|passage| passage.role != Role::Number) {
        let text = &passage.text;
        if !text.contains(is_han) {
            continue;
        }
        for (range, name, bureau) in known.find(text) {
            let Some(place) = passage.place(&range) else { continue };
            let short = bureaus[bureau].short.as_str();
            let from = text.floor_char_boundary(range.start.saturating_sub(LONGEST_TITLE));
            let before_it = &text[from..range.start];
            let title = before_it.rfind('《') > before_it.rfind('》');
            if name == short {
                shorts.entry(bureau).or_insert(place);
            } else if !short.ends_with(name)
                && !title
                && !before(text, range.start).is_some_and(is_han)
                && !text[range.end..].starts_with("（以下简称")
                && !text[range.end..].starts_with("（简称")
            {
                others.entry(bureau).or_insert((name, place));
            }
        }
    }
    for (bureau, (name, place)) in others {
        let Some(first) = shorts.get(&bureau) else { continue };
        let short = &bureaus[bureau].short;
        let message = format!("本篇“{short}”又写作“{name}”");
        let problem = Diagnostic::new(Code::BureauNames, place, message)
            .also(*first, "这里用的是简称")
            .help(format!("统一写作“{short}”"));
        diagnostics.report(problem);
    }
}
