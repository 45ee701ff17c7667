//! NameIndex of indicators in a text.
//!
//! In: the definitions. Out: the longest name at a place of a text. Blanks inside a name don't
//! count, nor does 的; 规模以上 is 规上. A name that is part of a longer word is the business of whoever
//! looks at its neighbours.

use super::finding::Direction;
use crate::check::words::NAMES;
use crate::indicator::{IndicatorId, IndicatorKind, Indicators};
use std::collections::{BTreeMap, BTreeSet};

/// Minimum characters of a name without its ending: shorter ones are everyday words.
const MIN_STEM: usize = 4;

/// A name that stands for an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndicatorName {
    /// Its characters, folded.
    name: Vec<char>,
    pub id: IndicatorId,
    /// Whether the indicator is a rate of change of what the name says.
    pub rate: Option<Direction>,
    /// Whether the name is a definition's own, not one without its ending.
    pub full: bool,
}

/// All names, by their first character.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    index: BTreeMap<char, Vec<IndicatorName>>,
}

impl NameIndex {
    /// The names of all indicators that are numbers or ratios.
    pub(super) fn new(indicators: &Indicators) -> NameIndex {
        let mut names = NameIndex::default();
        let defined: BTreeSet<String> = indicators.names().map(fold_all).collect();
        let mut stems: BTreeMap<String, Vec<IndicatorName>> = BTreeMap::new();
        for name in indicators.names() {
            let Some(id) = indicators.find(name) else { continue };
            let kind = indicators.get(id).kind;
            let numeric = match kind {
                IndicatorKind::Number | IndicatorKind::Ratio | IndicatorKind::Text => true,
                IndicatorKind::List | IndicatorKind::YesNo => false,
            };
            if !numeric {
                continue;
            }

            names.insert(IndicatorName { name: folded(name), id, rate: None, full: true });
            if let Some((stem, rate)) = stem(name, kind) {
                let stem_name = IndicatorName { name: folded(stem), id, rate, full: false };
                stems.entry(fold_all(stem)).or_default().push(stem_name);
            }
        }

        // A stem that is a name itself, or that two indicators share, stands for neither.
        for (stem, mut sharing) in stems {
            let first = sharing.swap_remove(0);
            if !defined.contains(&stem) && sharing.iter().all(|name| name.id == first.id) {
                names.insert(first);
            }
        }

        for list in names.index.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.name.len()));
        }
        names
    }

    fn insert(&mut self, name: IndicatorName) {
        if let Some(first) = name.name.first() {
            self.index.entry(*first).or_default().push(name);
        }
    }

    /// The longest name at the start of `rest`, and its bytes; `before` is the text to its left.
    pub(super) fn longest(&self, before: &str, rest: &str) -> Option<(&IndicatorName, usize)> {
        let first = fold(rest.chars().next()?);
        let names = self.index.get(&first)?;
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        if is_letter(first) && before.ends_with(is_letter) {
            return None;
        }

        // Most names that begin so go on otherwise.
        let next = rest.chars().nth(1).filter(|c| !may_be_skipped(*c)).map(fold);
        let may_fit = |name: &&IndicatorName| match (next, name.name.get(1)) {
            (Some(next), Some(second)) => next == *second,
            (_, _) => true,
        };
        names.iter().filter(may_fit).find_map(|name| {
            let length = matching(&name.name, rest)?;
            // GDP1380亿元 names the GDP, GDPs doesn't.
            let goes_on = rest[length..].starts_with(|c: char| c.is_ascii_alphabetic());
            (!goes_on || !rest[..length].ends_with(is_letter)).then_some((name, length))
        })
    }
}

impl IndicatorName {
    /// How many characters the name has.
    pub(super) fn length(&self) -> usize {
        self.name.len()
    }
}

fn stem(name: &str, kind: IndicatorKind) -> Option<(&str, Option<Direction>)> {
    let (stem, rate) = if matches!(kind, IndicatorKind::Text | IndicatorKind::Ratio) {
        (NAMES.ratio.strip_suffix(name)?, None)
    } else if let Some(stem) = NAMES.rise.strip_suffix(name) {
        (stem, Some(Direction::Up))
    } else if let Some(stem) = NAMES.fall.strip_suffix(name) {
        (stem, Some(Direction::Down))
    } else {
        (NAMES.count.strip_suffix(name)?, None)
    };

    // 新增数 and 累计数 without 数 would be verbs.
    let is_verb = NAMES.verbal.ends(stem);
    (stem.chars().count() >= MIN_STEM && !is_verb).then_some((stem, rate))
}

/// The bytes of `rest` that the name takes; `None` where it isn't there.
fn matching(name: &[char], rest: &str) -> Option<usize> {
    let mut length = 0;
    let mut matched = 0;
    while matched < name.len() {
        let tail = &rest[length..];
        let character = tail.chars().next()?;
        if fold(character) == name[matched] {
            matched += 1;
            length += character.len_utf8();
        } else if matched > 0 && (is_blank(character) || character == '的') {
            length += character.len_utf8();
        } else if matched > 0 && name[matched - 1] == '规' && tail.starts_with("模以上") {
            length += "模以".len();
        } else {
            return None;
        }
    }
    Some(length)
}

/// Whether a character of a text may have no counterpart in a name: 规模以上 is 规上.
fn may_be_skipped(character: char) -> bool {
    is_blank(character) || matches!(character, '的' | '模')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn folded(name: &str) -> Vec<char> {
    name.chars().filter(|c| !is_blank(*c)).map(fold).collect()
}

fn fold_all(name: &str) -> String {
    folded(name).into_iter().collect()
}

/// A letter as it is compared: half-width and small.
fn fold(character: char) -> char {
    let narrow = match character {
        '！'..='～' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        other => other,
    };
    narrow.to_ascii_lowercase()
}
