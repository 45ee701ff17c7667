//! A part of a wording between two separators: a name, and what is said of it.
//!
//! In: `市水利局等按职责`. Out: the name, the roles behind it, and what can't be read.

use super::names::{UnitNames, is_collective, is_name};
use super::words::{WORDS, word_before};

/// What stands behind names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks<'t> {
    pub lead: bool,
    pub joint: bool,
    pub duty: bool,
    /// 等, or units that aren't named.
    pub open: bool,
    /// What follows 会同.
    pub together_with: Option<&'t str>,
    /// What can't be read.
    pub rest: &'t str,
}

/// A name with what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment<'t> {
    pub name: &'t str,
    pub marks: Marks<'t>,
}

/// Reads a text that begins with a name.
pub(super) fn segment<'t>(text: &'t str, known: &UnitNames) -> Option<Segment<'t>> {
    let whole = Segment { name: text, marks: Marks::default() };
    if known.contains(text) {
        return Some(whole);
    }

    let splits = || {
        let starts = text.char_indices().skip(1).map(|(start, _)| start);
        starts
            .map(|start| text.split_at(start))
            .filter(|(name, _)| is_name(name, known))
            .map(|(name, behind)| Segment { name, marks: marks(behind, known) })
    };

    // What is read to its end, then the text as one name, then what leaves something unread.
    let clear = splits().find(|segment| segment.marks.rest.is_empty());
    let says =
        |Segment { marks, .. }: &Segment<'_>| marks.lead || marks.joint || marks.duty || marks.open;
    let unclear = || splits().find(says).or_else(|| splits().find(|_| !is_collective(text, known)));
    clear.or_else(|| is_name(text, known).then_some(whole)).or_else(unclear)
}

/// Reads what stands behind a name, or alone.
pub(super) fn marks<'t>(text: &'t str, known: &UnitNames) -> Marks<'t> {
    let mut marks = Marks { rest: text, ..Marks::default() };
    while !marks.rest.is_empty() {
        let rest = marks.rest;
        let after = |word: &str| rest.get(word.len()..).unwrap_or("");

        if let Some(word) = word_before(rest, &WORDS.together_with)
            && segment(after(word), known).is_some()
        {
            marks.together_with = Some(after(word));
            marks.rest = "";
        } else if let Some(word) = word_before(rest, &WORDS.lead) {
            marks.lead = true;
            marks.rest = after(word);
        } else if let Some(word) = word_before(rest, &WORDS.joint) {
            marks.joint = true;
            marks.rest = after(word);
        } else if let Some(word) = word_before(rest, &WORDS.duty) {
            marks.duty = true;
            marks.rest = after(word);
        } else if let Some(word) = word_before(rest, &WORDS.collective) {
            marks.open = true;
            marks.rest = after(word);
        } else if let Some(word) = word_before(rest, &WORDS.filler) {
            marks.open |= word == "等";
            marks.rest = after(word);
        } else {
            break;
        }
    }
    marks
}
