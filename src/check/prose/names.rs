//! Names of indicators in a text.
//!
//! In: the definitions. Out: the longest name at a place of a text. Blanks inside a name don't
//! count, nor does 的; 规模以上 is 规上. A name that is part of a longer word is the business of whoever
//! looks at its neighbours.

use super::finding::Direction;
use crate::check::words::NAMES;
use crate::indicator::{IndicatorId, IndicatorKind, Indicators};
use crate::source::ascii_of_full_width;
use std::collections::{BTreeMap, BTreeSet};

/// Minimum characters of a name without its ending: shorter ones are everyday words.
const MIN_STEM: usize = 4;
/// Minimum characters that two names begin with, where the end of the second stands for it.
const MIN_COMMON: usize = 3;
/// Minimum characters of the end of a name that stands for it.
const MIN_END: usize = 2;

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
    /// For each indicator the names of others that begin as its own do.
    siblings: BTreeMap<IndicatorId, Vec<Sibling>>,
}

/// A name that begins as another indicator's does.
#[derive(Debug)]
struct Sibling {
    /// Its characters, folded.
    name: Vec<char>,
    /// How many of them both names have.
    common: usize,
    id: IndicatorId,
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
            // 研发经费支出 is R&D经费支出.
            for (formal, common) in NAMES.synonym.iter().filter(|(word, _)| name.contains(word)) {
                let common = name.replace(formal, common);
                if !defined.contains(&fold_all(&common)) {
                    let name = folded(&common);
                    names.insert(IndicatorName { name, id, rate: None, full: true });
                }
            }
            for verbal in with_verb(name) {
                names.insert(IndicatorName { name: folded(&verbal), id, rate: None, full: false });
            }
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
        names.find_siblings();
        names
    }

    fn find_siblings(&mut self) {
        for alike in self.index.values() {
            for (first, other) in alike.iter().flat_map(|a| alike.iter().map(move |b| (a, b))) {
                let whole = first.full && other.full && first.id != other.id;
                let common = common_length(&first.name, &other.name);
                if !whole || common < MIN_COMMON || other.name.len() < common + MIN_END {
                    continue;
                }

                let siblings = self.siblings.entry(first.id).or_default();
                let name = other.name.clone();
                // 累计数 is 累计 in prose.
                if let Some(verbal) = verbal_end(&name) {
                    siblings.push(Sibling { name: verbal, common, id: other.id });
                }
                siblings.push(Sibling { name, common, id: other.id });
            }
        }
    }

    /// The indicator whose name goes on from that of another, with the longest end at the start of
    /// `rest`, and its bytes: 参与人数, after 315活动参与企业数.
    pub(super) fn sibling(&self, id: IndicatorId, rest: &str) -> Option<(IndicatorId, usize)> {
        let first = fold(rest.chars().next()?);
        let ends = self.siblings.get(&id)?.iter().flat_map(|sibling| {
            let last = sibling.common.min(sibling.name.len().saturating_sub(MIN_END));
            (MIN_COMMON..=last).map(move |from| (sibling.id, &sibling.name[from..]))
        });
        let found = ends
            .filter(|(_, end)| end.first() == Some(&first))
            .filter_map(|(id, end)| Some((id, matching(end, rest)?)));
        found.max_by_key(|(_, length)| *length)
    }

    fn insert(&mut self, name: IndicatorName) {
        if let Some(first) = name.name.first() {
            self.index.entry(*first).or_default().push(name);
        }
    }

    /// The indicator whose name is `beginning` and the end of another name, the shortest such end.
    pub(super) fn with_end_of(
        &self,
        beginning: &str,
        other: &IndicatorName,
    ) -> Option<IndicatorId> {
        let beginning = folded(beginning);
        let names = self.index.get(beginning.first()?)?;
        let ends = (1..other.name.len().saturating_sub(MIN_END)).rev();
        let mut joined = ends.map(|from| [beginning.as_slice(), &other.name[from..]].concat());
        joined.find_map(|joined| {
            let whole =
                names.iter().find(|name| name.full && name.rate.is_none() && name.name == joined);
            whole.map(|name| name.id).filter(|id| *id != other.id)
        })
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

/// 新增数 and 累计数 as verbs before and behind what is counted: 新增国家级优质工程, 国家级优质工程累计.
fn with_verb(name: &str) -> Vec<String> {
    let verbal = NAMES.count.strip_suffix(name).unwrap_or_default();
    let Some(stem) = NAMES.verbal.strip_suffix(verbal) else { return Vec::new() };
    if stem.chars().count() < MIN_STEM {
        return Vec::new();
    }
    vec![format!("{}{stem}", &verbal[stem.len()..]), verbal.to_owned()]
}

/// A name that ends with such a verb, without what follows it.
fn verbal_end(name: &[char]) -> Option<Vec<char>> {
    let name: String = name.iter().collect();
    let verbal = NAMES.count.strip_suffix(&name)?;
    NAMES.verbal.ends(verbal).then(|| verbal.chars().collect())
}

fn common_length(first: &[char], other: &[char]) -> usize {
    first.iter().zip(other).take_while(|(a, b)| a == b).count()
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
    ascii_of_full_width(character).unwrap_or(character).to_ascii_lowercase()
}
