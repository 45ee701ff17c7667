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
pub(super) fn bureaus<'a>(workspace: &'a Workspace, text: &str) -> Vec<&'a Bureau> {
    // Letterheads are often spaced out.
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let names = workspace.bureaus.iter().enumerate().flat_map(|(index, bureau)| {
        let names = [&bureau.name, &bureau.short].into_iter().chain(&bureau.aliases);
        let names = names.map(String::as_str).chain(bare_name(&bureau.short));
        names.map(move |name| (index, name))
    });

    named(&text, names).into_iter().filter_map(|index| workspace.bureaus.get(index)).collect()
}

/// 质监局 of 市质监局.
fn bare_name(short: &str) -> Option<&str> {
    short.strip_prefix('市').filter(|name| name.chars().count() >= MIN_BARE_NAME)
}

/// The sections that a text names by title, by a row's id, or by the number that it begins with.
pub(super) fn sections<'a>(workspace: &'a Workspace, text: &str) -> Vec<&'a OutlineSection> {
    let all = || workspace.outline.iter().chain(&workspace.rows);
    let titles = workspace.outline.iter().map(|section| section.title.as_str());
    let rows = workspace.rows.iter().map(|row| row.number.as_str());
    let mut found = named(text, titles.chain(rows).enumerate());

    let number = leading_number(text).map(|number| format!("{number:02}"));
    let numbered = workspace.outline.iter().position(|one| Some(&one.number) == number.as_ref());
    found.extend(numbered);
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|index| all().nth(index)).collect()
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
