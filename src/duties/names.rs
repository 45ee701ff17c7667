//! What the name of a unit looks like.

use super::words::WORDS;
use std::collections::BTreeSet;

/// Names that are known to be those of units.
pub type UnitNames = BTreeSet<String>;

/// Minimum and maximum number of characters of a name; [`Words::short_names`](super::words) are shorter.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=30;

/// Whether a text is the name of a unit: a known one, or one that ends as such names do.
pub(super) fn is_name(text: &str, known: &UnitNames) -> bool {
    if known.contains(text) || WORDS.short_names.contains(&text) {
        return true;
    }

    let is_written = text.chars().all(|c| c.is_alphanumeric() || "·—-“”".contains(c));
    let holds_role =
        ["牵头", "负责", "配合", "单位", "部门"].iter().any(|word| text.contains(word));
    is_written
        && !holds_role
        && LENGTHS.contains(&text.chars().count())
        && WORDS.endings.iter().any(|ending| text.ends_with(ending))
}

/// Whether a text stands for units that it doesn't name: 各县市区、其他部门.
pub(super) fn is_collective(text: &str, known: &UnitNames) -> bool {
    !known.contains(text) && WORDS.collective.iter().any(|word| text.contains(word))
}

/// Two names that stand together without anything between them.
pub(super) fn parted<'t>(text: &'t str, known: &UnitNames) -> Option<[&'t str; 2]> {
    if known.contains(text) || !text.starts_with('市') {
        return None;
    }

    let starts = text.char_indices().skip(1).filter(|(_, c)| *c == '市').map(|(start, _)| start);
    starts.map(|start| text.split_at(start)).find_map(|(left, right)| {
        let is_inner = WORDS.inner_words.iter().any(|word| right.starts_with(word));
        (!is_inner && is_name(left, known) && is_name(right, known)).then_some([left, right])
    })
}
