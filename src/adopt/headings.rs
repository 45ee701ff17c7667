//! Which paragraphs are headings, and at what level: the highest rank found is level 2, and no level
//! is skipped.

use super::body::Text;
use super::captions::is_typed_heading;
use super::numbers;
use crate::docx::Docx;
use std::collections::BTreeSet;

/// A heading among the paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Its level in Markdown, 2 to 4.
    pub level: u8,
    /// Bytes of the number typed before it.
    pub head: usize,
    /// What its level would have been.
    pub meant: u8,
    /// Whether it says what the section's own title says.
    pub is_title: bool,
}

/// Characters beyond which a paragraph is prose, whatever its style says.
const LONGEST: usize = 120;

/// For each paragraph, the heading that it is.
pub(super) fn find(texts: &[&Text], title: &str, docx: &Docx) -> Vec<Option<Found>> {
    let styled = texts.iter().any(|text| outline(text).is_some());
    let ranks: Vec<Option<(u8, usize)>> =
        texts.iter().map(|text| if styled { outline(text) } else { typed(text, docx) }).collect();
    let mut used: BTreeSet<u8> = ranks.iter().flatten().map(|(rank, _)| *rank).collect();
    let own = own_title(texts, &ranks, &used, title);
    if let Some(at) = own
        && let Some((rank, _)) = ranks[at]
    {
        used.remove(&rank);
    }
    let mut last = 1;
    let mut level = |at: usize, rank: u8, head: usize| {
        if own == Some(at) {
            return Found { level: 1, head, meant: 1, is_title: true };
        }
        let order = used.iter().position(|used| *used == rank).unwrap_or(0);
        let meant = u8::try_from(order + 2).unwrap_or(u8::MAX);
        let level = meant.min(4).min(last + 1);
        last = level;
        Found { level, head, meant, is_title: false }
    };
    ranks
        .iter()
        .enumerate()
        .map(|(at, found)| found.map(|(rank, head)| level(at, rank, head)))
        .collect()
}

/// By the outline level of the style or of the paragraph itself.
fn outline(text: &Text) -> Option<(u8, usize)> {
    let fits = !text.plain.is_empty() && text.plain.chars().count() <= LONGEST;
    let level = text.outline.filter(|level| *level < 9 && fits)?;
    Some((level, numbers::typed(&text.plain).map_or(0, |(_, head)| head)))
}

/// By a number at its start, typed or automatic as Chinese headings have.
fn typed(text: &Text, docx: &Docx) -> Option<(u8, usize)> {
    if let Some(level) = text.numbering.and_then(|at| docx.numbering.get(&at)) {
        let short = text.plain.chars().count() <= 40 && !text.plain.contains(['。', '；']);
        return match (level.format.starts_with("chinese"), level.text.as_str()) {
            (true, "%1、") if short => Some((0, 0)),
            (true, text) if short && text.starts_with(['（', '(']) => Some((1, 0)),
            _ => None,
        };
    }
    is_typed_heading(&text.plain)
}

/// The one heading of the highest rank, where it comes first and says what the section's title says.
fn own_title(
    texts: &[&Text],
    ranks: &[Option<(u8, usize)>],
    used: &BTreeSet<u8>,
    title: &str,
) -> Option<usize> {
    let highest = *used.first()?;
    let first = ranks.iter().position(Option::is_some)?;
    let (rank, head) = ranks[first]?;
    let alone = ranks.iter().flatten().filter(|(rank, _)| *rank == highest).count() == 1;
    let same = texts[first].plain.get(head..).is_some_and(|text| text.trim() == title.trim());
    (rank == highest && alone && same).then_some(first)
}
