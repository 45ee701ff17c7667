//! Units: what a unit word counts in, and how many of it.
//!
//! In: a unit as defined or as written after a number. Out: base and power of ten: 亿元 is 10⁸ 元.

use crate::check::words::{NUMBERS, UnitWord, WordIndex};
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// A unit as far as it can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The base unit; empty for a bare number.
    pub base: String,
    /// The power of ten from the base to the unit.
    pub power: i32,
}

/// The unit words of a report: those known to everybody and those of its own indicators.
#[derive(Debug, Clone, Default)]
pub struct Units {
    own: Vec<String>,
}

impl Units {
    /// Adds the unit of an indicator.
    pub fn add(&mut self, unit: &str) {
        let (_, rest) = scales(unit);
        let known = longest(rest).is_some_and(|(word, _)| word == rest);
        if !known && !rest.is_empty() && !self.own.iter().any(|own| own == rest) {
            self.own.push(rest.to_owned());
        }
    }

    /// The unit word at the start of a text: its length and what it is. No scale before it.
    pub(super) fn at(&self, text: &str) -> Option<(usize, Unit)> {
        let own = self.own.iter().filter(|own| text.starts_with(own.as_str()));
        let own = own.map(String::as_str).max_by_key(|own| own.len());
        let own = own.map(|own| (own.len(), own, 0));
        let general = longest(text).map(|(word, unit)| (word.len(), unit.base, unit.power));
        let (length, base, power) = match (own, general) {
            (Some(own), Some(general)) if own.0 < general.0 => general,
            (own, general) => own.or(general)?,
        };

        // 元/平方米 is no 元.
        if text[length..].starts_with('/') {
            let tail = text[length + 1..].find(|c: char| !c.is_alphanumeric());
            let end = tail.map_or(text.len(), |tail| length + 1 + tail);
            return Some((end, Unit { base: text[..end].to_owned(), power: 0 }));
        }
        Some((length, Unit { base: base.to_owned(), power }))
    }

    /// What a defined unit is: `亿元`, `万人次`, empty.
    pub fn parse(&self, unit: &str) -> Unit {
        let unit = unit.trim();
        if let Some((length, found)) = self.at(unit)
            && length == unit.len()
        {
            return found;
        }
        let (power, rest) = scales(unit);
        match self.at(rest) {
            Some((length, found)) if length == rest.len() => {
                Unit { base: found.base, power: found.power + power }
            }
            Some(_) | None if rest.is_empty() => Unit { base: String::new(), power },
            Some(_) | None => Unit { base: unit.to_owned(), power: 0 },
        }
    }
}

/// Whether a word counts things.
pub(super) fn is_counter(base: &str) -> bool {
    NUMBERS.counter.contains(base)
}

/// Whether a text begins with a unit: km, m².
pub(super) fn begins_with_unit(text: &str) -> bool {
    NUMBERS.unit.longest(text).is_some()
}

/// The longest of everybody's unit words at the start of a text.
fn longest(text: &str) -> Option<(&'static str, UnitWord)> {
    WORDS.longest(text)
}

/// Units and counters.
static WORDS: LazyLock<WordIndex<UnitWord>> = LazyLock::new(|| {
    let counters = NUMBERS.counter.iter().map(|word| (word, UnitWord { base: word, power: 0 }));
    let mut words = WordIndex::default();
    for (word, unit) in NUMBERS.unit.iter().chain(counters) {
        words.insert(word, unit);
    }
    words
});

/// The scale characters at the start of a text as a power of ten, and the rest.
pub(super) fn scales(text: &str) -> (i32, &str) {
    let mut power = 0;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let own = match character {
            '十' => 1,
            '百' => 2,
            '千' => 3,
            '万' => 4,
            '亿' => 8,
            _ => break,
        };
        if power > 12 {
            break;
        }
        power += own;
        rest = &rest[character.len_utf8()..];
    }
    (power, rest)
}

/// A power of ten as a decimal; `None` past what a decimal holds.
pub(super) fn power_of_ten(power: i32) -> Option<Decimal> {
    match u32::try_from(power) {
        Ok(power) => Decimal::from_i128_with_scale(10i128.checked_pow(power)?, 0).into(),
        Err(_) => Decimal::try_new(1, power.unsigned_abs()).ok(),
    }
}

impl Unit {
    /// A number in this unit as one in its base; `None` where it has too many digits.
    pub fn to_base(&self, value: Decimal) -> Option<Decimal> {
        value.checked_mul(power_of_ten(self.power)?)
    }

    /// Whether it counts things or people one by one.
    pub fn counts(&self) -> bool {
        self.power == 0 && (is_counter(&self.base) || self.base == "人")
    }

    /// Whether numbers of the two bases can be held against each other.
    pub fn is_like(&self, base: &str) -> bool {
        let counted = |base: &str| is_counter(base) || base == "人";
        let general = |one: &str, other: &str| one == "个" && counted(other);
        self.base == base || general(&self.base, base) || general(base, &self.base)
    }
}
