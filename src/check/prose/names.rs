//! Names of indicators in a text.
//!
//! In: the definitions. Out: the longest name at a place of a text. Blanks inside a name don't
//! count, nor does 的; 规模以上 is 规上. A name that is part of a longer word is the business of whoever
//! looks at its neighbours.

use super::Direction;
use crate::check::words::NAMES;
use crate::indicator::{IndicatorId, IndicatorKind, Indicators};
use std::collections::{BTreeMap, BTreeSet};

/// A name without its ending is looked for only if so long: shorter ones are everyday words.
const MIN_STEM: usize = 4;

/// A name that stands for an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its characters, folded.
    name: Vec<char>,
    /// The indicator.
    pub id: IndicatorId,
    /// Whether the indicator is a rate of change of what the name says.
    pub rate: Option<Direction>,
    /// Whether the name is a definition's own, not one without its ending.
    pub full: bool,
}

/// All names, by their first character.
#[derive(Debug, Default)]
pub(super) struct Names {
    index: BTreeMap<char, Vec<Entry>>,
}

impl Names {
    /// The names of all indicators that are numbers or ratios.
    pub(super) fn new(indicators: &Indicators) -> Names {
        let mut names = Names::default();
        let own: BTreeSet<String> = indicators.names().map(fold_all).collect();
        let mut stems: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for name in indicators.names() {
            let Some(id) = indicators.find(name) else { continue };
            let numeric = match indicators.get(id).kind {
                IndicatorKind::Number | IndicatorKind::Ratio | IndicatorKind::Text => true,
                IndicatorKind::List | IndicatorKind::YesNo => false,
            };
            if !numeric {
                continue;
            }
            names.insert(Entry { name: folded(name), id, rate: None, full: true });
            if let Some((stem, rate)) = stem(name, indicators.get(id).kind) {
                let entry = Entry { name: folded(stem), id, rate, full: false };
                stems.entry(fold_all(stem)).or_default().push(entry);
            }
        }
        for (stem, entries) in stems {
            let one = entries.first().map(|entry| entry.id);
            if !own.contains(&stem) && entries.iter().all(|entry| Some(entry.id) == one) {
                names.insert_all(entries.into_iter().take(1));
            }
        }
        names.index.values_mut().for_each(|list| {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.name.len()));
        });
        names
    }

    fn insert_all(&mut self, entries: impl Iterator<Item = Entry>) {
        entries.for_each(|entry| self.insert(entry));
    }

    fn insert(&mut self, entry: Entry) {
        if let Some(first) = entry.name.first() {
            self.index.entry(*first).or_default().push(entry);
        }
    }

    /// The longest name at the start of `rest`, and its bytes; `before` is the text to its left.
    pub(super) fn at(&self, before: &str, rest: &str) -> Option<(&Entry, usize)> {
        let first = fold(rest.chars().next()?);
        let entries = self.index.get(&first)?;
        // Most names that begin so go on otherwise.
        let next = rest.chars().nth(1).filter(|c| !may_be_skipped(*c)).map(fold);
        let fits = |entry: &&Entry| match (next, entry.name.get(1)) {
            (Some(next), Some(second)) => next == *second,
            (_, _) => true,
        };
        let letter = |c: char| c.is_ascii_alphanumeric();
        if letter(first) && before.ends_with(letter) {
            return None;
        }
        entries.iter().filter(fits).find_map(|entry| {
            let length = matching(&entry.name, rest)?;
            // GDP1380亿元 names the GDP, GDPs doesn't.
            let goes_on = rest[length..].starts_with(|c: char| c.is_ascii_alphabetic());
            (!goes_on || !rest[..length].ends_with(letter)).then_some((entry, length))
        })
    }
}

impl Entry {
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
    let mut at = 0;
    let mut known = 0;
    while known < name.len() {
        let tail = &rest[at..];
        let character = tail.chars().next()?;
        if fold(character) == name[known] {
            known += 1;
            at += character.len_utf8();
        } else if known > 0 && (is_blank(character) || character == '的') {
            at += character.len_utf8();
        } else if known > 0 && name[known - 1] == '规' && tail.starts_with("模以上") {
            at += "模以".len();
        } else {
            return None;
        }
    }
    Some(at)
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
