//! Bureaus and sections that a text names.
//!
//! In: a file's name, a title, a letterhead. Out: who and what is named there, in the order of bureaus.yaml and
//! plan.yaml. A name that stands within a longer one isn't meant.

use crate::adopt::leading_number;
use crate::workspace::{Bureau, OutlineSection, Workspace};
use std::ops::Range;

/// Minimum number of characters of a bureau's name without 市 before it.
const MIN_BARE_NAME: usize = 3;

/// The bureaus that a text names.
pub(in crate::workflow) fn bureaus<'a>(workspace: &'a Workspace, text: &str) -> Vec<&'a Bureau> {
    // Letterheads are often spaced out.
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let names = workspace.bureaus.iter().enumerate().flat_map(|(index, bureau)| {
        let names = [&bureau.name, &bureau.short].into_iter().chain(&bureau.aliases);
        let names = names.map(String::as_str);
        let bare_names = names.clone().filter_map(bare_name);
        names.chain(bare_names).map(move |name| (index, name))
    });

    named(&text, names).into_iter().filter_map(|index| workspace.bureaus.get(index)).collect()
}

/// 质监局 of 市质监局.
fn bare_name(name: &str) -> Option<&str> {
    name.strip_prefix('市').filter(|name| name.chars().count() >= MIN_BARE_NAME)
}

/// The sections that a text names by title or by a row's id.
pub(super) fn sections<'a>(workspace: &'a Workspace, text: &str) -> Vec<&'a OutlineSection> {
    let all: Vec<&OutlineSection> = workspace.sections().collect();
    let titles = workspace.outline.iter().map(|section| section.title.as_str());
    let rows = workspace.rows.iter().map(|row| row.number.as_str());
    let found = named(text, titles.chain(rows).enumerate());
    found.into_iter().filter_map(|index| all.get(index).copied()).collect()
}

/// The section of the report whose number a name begins with, or holds as 第六部分. Files are often numbered for
/// other reasons.
pub(super) fn numbered_section<'a>(
    workspace: &'a Workspace,
    name: &str,
) -> Option<&'a OutlineSection> {
    let ordinals = name.match_indices('第').map(|(at, _)| &name[at..]);
    let number = std::iter::once(name).chain(ordinals).find_map(leading_number)?;
    let number = format!("{number:02}");
    workspace.outline.iter().find(|section| section.number == number)
}

/// The indices whose names stand in a text; names that lie within another name's place don't count.
fn named<'a>(text: &str, names: impl Iterator<Item = (usize, &'a str)>) -> Vec<usize> {
    let mut places: Vec<(Range<usize>, usize)> = Vec::new();
    for (index, name) in names.filter(|(_, name)| !name.is_empty()) {
        places.extend(text.match_indices(name).map(|(at, name)| (at..at + name.len(), index)));
    }

    let is_within = |inner: &Range<usize>, outer: &Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end && outer.len() > inner.len()
    };
    let mut indices: Vec<usize> = places
        .iter()
        .filter(|(place, _)| !places.iter().any(|(other, _)| is_within(place, other)))
        .map(|(_, index)| *index)
        .collect();
    indices.sort_unstable();
    indices.dedup();
    indices
}
