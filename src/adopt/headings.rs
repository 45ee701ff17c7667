//! Which paragraphs are headings, and at what level: one judgement over the whole file.
//!
//! In: the blocks of a draft. Out: for each, the [`Role`] that it has. A style, an outline level, an automatic
//! number and a typed number all make a heading, and one file may use several of them; a sentence is none,
//! whatever its style. The highest rank found is level 2, and no level is skipped.

use super::paragraph::DraftParagraph;
use crate::document::typed_numbers::{
    self, Certainty, NumberForm, NumberedLine, Series, TypedNumber, is_heading_like,
};
use crate::docx::{Docx, NumberingLevel};
use std::collections::{BTreeMap, BTreeSet};

/// What a block of the draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text, a table, a picture, an item that is numbered automatically.
    Text,
    /// A sentence in the style of a heading.
    StyledSentence,
    Heading(DraftHeading),
    /// An item of a list whose number was typed.
    Item(TypedNumber),
}

/// A heading among the paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DraftHeading {
    /// Its level in Markdown, 2 to 4.
    pub level: u8,
    /// Its level without the limits: no level skipped, none below 4.
    pub unlimited_level: u8,
    /// Bytes of the number typed before it.
    pub number_length: usize,
    pub kind: HeadingKind,
}

/// Whether a heading is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingKind {
    /// It is.
    Heading,
    /// It says what the section's own title says.
    SectionTitle,
    /// It is the title of the whole file.
    FileTitle,
}

/// What makes a paragraph a heading.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// Outline level of the style or of the paragraph itself.
    outline: Option<u8>,
    /// The form of its number, automatic or typed.
    form: Option<NumberForm>,
    /// Bytes of the typed number.
    number_length: usize,
}

/// Where a heading stands among the others; the smaller, the higher.
type Rank = i32;

/// Ranks from one outline level to the next: forms of numbers have theirs between them.
const OUTLINE_STEP: Rank = 32;
/// Maximum number of characters; a longer paragraph is prose, whatever its style says.
const MAX_CHARACTERS: usize = 120;
/// Number of blocks at a file's start among which its title stands.
const TITLE_BLOCKS: usize = 3;
/// What ends the titles of whole files.
const TITLE_ENDS: [&str; 10] =
    ["报告", "总结", "汇报", "材料", "自述", "方案", "的函", "通知", "说明", "要点"];

/// The roles of a draft's blocks; a table is `None`.
pub(super) fn find(blocks: &[Option<&DraftParagraph>], title: &str, docx: &Docx) -> Vec<Role> {
    let numbers = typed_numbers(blocks, docx);
    let items = typed_items(blocks, &numbers);
    let evidence: Vec<Option<Evidence>> = (0..blocks.len())
        .map(|index| {
            let paragraph = blocks[index]?;
            let number = numbers[index].filter(|_| items[index].is_none());
            heading_evidence(blocks, index, paragraph, number, docx)
        })
        .collect();

    let ranks = rank(&evidence);
    let mut heading_ranks: BTreeSet<Rank> = ranks.iter().copied().flatten().collect();
    let title_index = title_of(blocks, &evidence, &ranks, title);
    if let Some((_, rank)) = title_index.and_then(|(index, kind)| Some((kind, ranks[index]?))) {
        heading_ranks.remove(&rank);
    }

    let mut last_level = 1;
    (0..blocks.len())
        .map(|index| {
            let (Some(Evidence { number_length, .. }), Some(rank)) =
                (evidence[index], ranks[index])
            else {
                return match (blocks[index], items[index]) {
                    (_, Some(number)) => Role::Item(number),
                    (Some(paragraph), None) if is_styled_sentence(paragraph) => {
                        Role::StyledSentence
                    }
                    _ => Role::Text,
                };
            };
            if let Some((_, kind)) = title_index.filter(|(title, _)| *title == index) {
                let (level, unlimited_level) = (1, 1);
                return Role::Heading(DraftHeading { level, unlimited_level, number_length, kind });
            }

            let order = heading_ranks.iter().position(|other| *other == rank).unwrap_or(0);
            let unlimited_level = u8::try_from(order + 2).unwrap_or(u8::MAX);
            let level = unlimited_level.min(4).min(last_level + 1);
            last_level = level;
            let kind = HeadingKind::Heading;
            Role::Heading(DraftHeading { level, unlimited_level, number_length, kind })
        })
        .collect()
}

/// Whether an outline level makes the paragraph a heading, if it isn't a sentence.
fn has_outline(paragraph: &DraftParagraph) -> bool {
    let fits = !paragraph.text.is_empty() && paragraph.text.chars().count() <= MAX_CHARACTERS;
    fits && paragraph.outline.is_some_and(|level| level < 9)
}

/// Whether a paragraph's own numbering prints anything: the styles of headings that LibreOffice writes have one
/// that doesn't.
fn prints_number(paragraph: &DraftParagraph, docx: &Docx) -> bool {
    let level = paragraph.numbering.and_then(|key| docx.numbering.get(&key));
    level.is_some_and(|level| match level.format.as_str() {
        "none" => false,
        "bullet" => true,
        _ => !level.text.trim().is_empty(),
    })
}

/// Whether a text is a sentence, or several.
fn is_sentence(text: &str) -> bool {
    text.contains(['。', '；'])
}

fn is_styled_sentence(paragraph: &DraftParagraph) -> bool {
    has_outline(paragraph) && is_sentence(&paragraph.text)
}

/// The typed numbers that are numbers, since their signs or the others of the file show it.
fn typed_numbers(blocks: &[Option<&DraftParagraph>], docx: &Docx) -> Vec<Option<TypedNumber>> {
    let found: Vec<Option<TypedNumber>> = blocks
        .iter()
        .map(|block| {
            let paragraph = block.filter(|paragraph| !prints_number(paragraph, docx))?;
            let number = typed_numbers::typed(&paragraph.text)?;
            let is_heading = has_outline(paragraph) && !is_sentence(&paragraph.text);
            (is_heading || is_heading_like(&paragraph.text[number.length..])).then_some(number)
        })
        .collect();

    let series = Series::new(found.iter().flatten());
    found
        .iter()
        .zip(blocks)
        .map(|(number, block)| {
            let is_styled = block.is_some_and(has_outline);
            number.filter(|number| match number.certainty {
                Certainty::Sure => true,
                Certainty::Likely if is_styled && number.predecessor().is_none() => true,
                Certainty::Likely if is_styled && series.has_relative(number) => true,
                Certainty::Likely => series.has_neighbour(number),
                Certainty::Doubtful => is_styled && series.has_neighbour(number),
            })
        })
        .collect()
}

/// Items of lists among the lines that no style makes headings.
fn typed_items(
    blocks: &[Option<&DraftParagraph>],
    numbers: &[Option<TypedNumber>],
) -> Vec<Option<TypedNumber>> {
    let lines: Vec<Option<NumberedLine<'_>>> = blocks
        .iter()
        .zip(numbers)
        .map(|(block, number)| {
            let paragraph = (*block)?;
            let number = number.filter(|_| !has_outline(paragraph));
            Some(NumberedLine { text: &paragraph.text, number })
        })
        .collect();
    let is_item = typed_numbers::items(&lines);
    numbers.iter().zip(is_item).map(|(number, is_item)| number.filter(|_| is_item)).collect()
}

fn heading_evidence(
    blocks: &[Option<&DraftParagraph>],
    index: usize,
    paragraph: &DraftParagraph,
    number: Option<TypedNumber>,
    docx: &Docx,
) -> Option<Evidence> {
    let number_length = number.map_or(0, |number| number.length);
    let form = number.map(|number| number.form);
    if has_outline(paragraph) {
        let outline = paragraph.outline.filter(|_| !is_sentence(&paragraph.text))?;
        return Some(Evidence { outline: Some(outline), form, number_length });
    }

    let Some(key) = paragraph.numbering.filter(|_| prints_number(paragraph, docx)) else {
        return form.map(|form| Evidence { outline: None, form: Some(form), number_length });
    };
    let form = automatic_form(docx.numbering.get(&key)?)?;
    let is_neighbour = |other: Option<&Option<&DraftParagraph>>| {
        other.copied().flatten().is_some_and(|other| other.numbering == Some(key))
    };
    let before = index.checked_sub(1).and_then(|before| blocks.get(before));
    let has_text = !is_neighbour(before) && !is_neighbour(blocks.get(index + 1));
    let is_heading = is_heading_like(&paragraph.text) && (has_text || form < NumberForm::Decimal);
    is_heading.then_some(Evidence { outline: None, form: Some(form), number_length: 0 })
}

/// The form of an automatic number by which headings are known (ST_NumberFormat, ECMA-376 part 1,
/// 17.18.59); `None` for those of lists.
fn automatic_form(level: &NumberingLevel) -> Option<NumberForm> {
    let label: String = level.text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_chinese = ["chinese", "japanese", "ideograph", "taiwanese"]
        .iter()
        .any(|name| level.format.starts_with(name))
        && !matches!(level.format.as_str(), "ideographTraditional" | "ideographZodiac");

    let ordinal = label.strip_prefix("第%").and_then(|rest| rest.get(1..));
    if let Some(unit) = ordinal {
        return NumberForm::of_unit(unit).map(|(_, form)| form);
    }

    match (label.matches('%').count(), is_chinese) {
        (1, true) if label.starts_with(['（', '(', '〔', '［', '[']) => {
            Some(NumberForm::BracketedChinese)
        }
        (1, true) => Some(NumberForm::Chinese),
        (2, false) => Some(NumberForm::TwoLevels),
        (3, false) => Some(NumberForm::ThreeLevels),
        (4, false) => Some(NumberForm::FourLevels),
        _ => None,
    }
}

/// The ranks of the headings: outline levels, and between them forms of numbers, where they stand in
/// headings of an outline level or, failing that, where the file puts them.
fn rank(evidence: &[Option<Evidence>]) -> Vec<Option<Rank>> {
    let mut outlines: BTreeMap<NumberForm, BTreeMap<u8, usize>> = BTreeMap::new();
    let styled = evidence.iter().flatten().filter_map(|one| Some((one.form?, one.outline?)));
    for (form, outline) in styled {
        *outlines.entry(form).or_default().entry(outline).or_insert(0) += 1;
    }
    // The outline level that most headings of a form have, the higher one of two.
    let usual: BTreeMap<NumberForm, u8> = outlines
        .iter()
        .filter_map(|(form, levels)| {
            let most = levels.values().max()?;
            Some((*form, *levels.iter().find(|(_, count)| *count == most)?.0))
        })
        .collect();

    // Where nothing is numbered below styles, forms stand below the highest style that they follow.
    let mut above: BTreeMap<NumberForm, u8> = BTreeMap::new();
    let mut last = None;
    for one in evidence.iter().flatten() {
        match (one.outline, one.form, last) {
            (Some(outline), ..) => last = Some(outline),
            (None, Some(form), Some(outline)) => {
                let highest = above.entry(form).or_insert(outline);
                *highest = outline.min(*highest);
            }
            (None, ..) => {}
        }
    }

    let of_outline = |outline: u8| Rank::from(outline) * OUTLINE_STEP;
    let of_form = |form: NumberForm| {
        let place = form as Rank + 1;
        if let Some(outline) = usual.get(&form) {
            return of_outline(*outline);
        }
        if let Some((_, outline)) = usual.range(..form).next_back() {
            return of_outline(*outline) + place;
        }
        if let Some((_, outline)) = usual.range(form..).next() {
            return of_outline(*outline) - OUTLINE_STEP + place;
        }
        above.get(&form).map_or(place - OUTLINE_STEP, |outline| of_outline(*outline) + place)
    };
    evidence
        .iter()
        .map(|one| match one.as_ref()? {
            Evidence { outline: Some(outline), .. } => Some(of_outline(*outline)),
            Evidence { form, .. } => form.map(of_form),
        })
        .collect()
}

/// The first heading, where it alone has the highest rank and is the title of the section or the file.
fn title_of(
    blocks: &[Option<&DraftParagraph>],
    evidence: &[Option<Evidence>],
    ranks: &[Option<Rank>],
    title: &str,
) -> Option<(usize, HeadingKind)> {
    let first = ranks.iter().position(Option::is_some)?;
    let highest = ranks.iter().flatten().min()?;
    let is_alone = ranks.iter().flatten().filter(|rank| *rank == highest).count() == 1;
    if ranks[first] != Some(*highest) || !is_alone {
        return None;
    }

    let Evidence { outline, form, number_length } = evidence[first]?;
    let text = blocks[first]?.text.get(number_length..)?.trim();
    if text == title.trim() {
        return Some((first, HeadingKind::SectionTitle));
    }

    let others = ranks.iter().flatten().count() - 1;
    let is_named = others > 0 && TITLE_ENDS.iter().any(|end| text.ends_with(end));
    let is_title = outline.is_some() && form.is_none() && first < TITLE_BLOCKS;
    (is_title && (is_named || others > 1)).then_some((first, HeadingKind::FileTitle))
}
