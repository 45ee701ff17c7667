//! Which paragraphs are headings, and at what level: the highest rank found is level 2, and no level
//! is skipped.

use super::annotations::typed_heading;
use super::numbers::{self, TypedNumber};
use super::paragraph::DraftParagraph;
use crate::docx::Docx;
use std::collections::BTreeSet;

/// A heading among the paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DraftHeading {
    /// Its level in Markdown, 2 to 4.
    pub level: u8,
    /// Its level without the limits: no level skipped, none below 4.
    pub unlimited_level: u8,
    /// Bytes of the number typed before it.
    pub number_length: usize,
    /// Whether it says what the section's own title says.
    pub is_section_title: bool,
}

/// Maximum number of characters; a longer paragraph is prose, whatever its style says.
const MAX_CHARACTERS: usize = 120;
/// Maximum number of characters of a heading that only its automatic number shows.
const MAX_NUMBERED: usize = 40;

/// For each paragraph, the heading that it is.
pub(super) fn find(
    paragraphs: &[&DraftParagraph],
    title: &str,
    docx: &Docx,
) -> Vec<Option<DraftHeading>> {
    // Typed numbers count only in a draft without styles for headings.
    let styled = paragraphs.iter().any(|paragraph| by_outline(paragraph).is_some());
    let numbers: Vec<Option<TypedNumber>> = paragraphs
        .iter()
        .map(|paragraph| if styled { by_outline(paragraph) } else { by_number(paragraph, docx) })
        .collect();

    let mut ranks: BTreeSet<u8> = numbers.iter().flatten().map(|number| number.rank).collect();
    let section_title = section_title(paragraphs, &numbers, &ranks, title);
    if let Some(number) = section_title.and_then(|index| numbers[index]) {
        ranks.remove(&number.rank);
    }

    let mut last_level = 1;
    let mut headings = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        headings.push(number.map(|TypedNumber { rank, length: number_length }| {
            if section_title == Some(index) {
                let (level, unlimited_level) = (1, 1);
                return DraftHeading {
                    level,
                    unlimited_level,
                    number_length,
                    is_section_title: true,
                };
            }

            let order = ranks.iter().position(|other| *other == rank).unwrap_or(0);
            let unlimited_level = u8::try_from(order + 2).unwrap_or(u8::MAX);
            let level = unlimited_level.min(4).min(last_level + 1);
            last_level = level;
            DraftHeading { level, unlimited_level, number_length, is_section_title: false }
        }));
    }
    headings
}

/// By the outline level of the style or of the paragraph itself.
fn by_outline(paragraph: &DraftParagraph) -> Option<TypedNumber> {
    let text = &paragraph.text;
    let fits = !text.is_empty() && text.chars().count() <= MAX_CHARACTERS;
    let rank = paragraph.outline.filter(|level| *level < 9 && fits)?;

    Some(TypedNumber { rank, length: numbers::typed(text).map_or(0, |number| number.length) })
}

/// By a number at its start, typed or automatic as Chinese headings have.
fn by_number(paragraph: &DraftParagraph, docx: &Docx) -> Option<TypedNumber> {
    let text = &paragraph.text;
    if let Some(level) = paragraph.numbering.and_then(|key| docx.numbering.get(&key)) {
        let is_short = text.chars().count() <= MAX_NUMBERED && !text.contains(['。', '；']);
        return match (level.format.starts_with("chinese"), level.text.as_str()) {
            (true, "%1、") if is_short => Some(TypedNumber { rank: 0, length: 0 }),
            (true, label) if is_short && label.starts_with(['（', '(']) => {
                Some(TypedNumber { rank: 1, length: 0 })
            }
            _ => None,
        };
    }

    typed_heading(text)
}

/// The one heading of the highest rank, where it comes first and says what the section's title says.
fn section_title(
    paragraphs: &[&DraftParagraph],
    numbers: &[Option<TypedNumber>],
    ranks: &BTreeSet<u8>,
    title: &str,
) -> Option<usize> {
    let highest = *ranks.first()?;
    let first = numbers.iter().position(Option::is_some)?;
    let TypedNumber { rank, length } = numbers[first]?;

    let is_alone = numbers.iter().flatten().filter(|number| number.rank == highest).count() == 1;
    let is_same =
        paragraphs[first].text.get(length..).is_some_and(|text| text.trim() == title.trim());
    (rank == highest && is_alone && is_same).then_some(first)
}
