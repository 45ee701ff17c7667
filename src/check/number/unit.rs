//! Units: what a unit word counts in, and how many of it.
//!
//! In: a unit as defined or as written after a number. Out: base and power of ten: 亿元 is 10⁸ 元.

use super::scale::{power_of_ten, scales};
use crate::check::words::{NUMBERS, UnitWord, WordIndex};
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// A unit as far as it can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// The base unit; empty for a bare number.
    pub base: String,
    /// The power of ten from the base to the unit.
    pub power: i32,
}

/// The unit words of a report: those in general use and those of its indicators.
#[derive(Debug, Clone, Default)]
pub struct Units {
    defined: Vec<String>,
}

impl Units {
    /// Adds the unit of an indicator.
    pub fn add(&mut self, unit: &str) {
        let (_, rest) = scales(unit);
        let general = WORDS.longest(rest).is_some_and(|(word, _)| word == rest);
        if !general && !rest.is_empty() && !self.defined.iter().any(|defined| defined == rest) {
            self.defined.push(rest.to_owned());
        }
    }

    /// The unit word at the start of a text: its length and what it is. No scale before it.
    pub(super) fn longest(&self, text: &str) -> Option<(usize, Unit)> {
        let defined = self.defined.iter().map(String::as_str);
        let defined = defined.filter(|unit| text.starts_with(unit)).max_by_key(|unit| unit.len());
        let general = WORDS.longest(text);
        let (length, base, power) = match (defined, general) {
            (Some(unit), Some((word, _))) if unit.len() >= word.len() => (unit.len(), unit, 0),
            (_, Some((word, unit))) => (word.len(), unit.base, unit.power),
            (Some(unit), None) => (unit.len(), unit, 0),
            (None, None) => return None,
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
        if let Some((length, whole)) = self.longest(unit)
            && length == unit.len()
        {
            return whole;
        }

        let (power, rest) = scales(unit);
        match self.longest(rest) {
            Some((length, scaled)) if length == rest.len() => {
                Unit { base: scaled.base, power: scaled.power + power }
            }
            Some(_) | None if rest.is_empty() => Unit { base: String::new(), power },
            Some(_) | None => Unit { base: unit.to_owned(), power: 0 },
        }
    }
}

/// Whether a base counts things or people one by one.
fn counts_singly(base: &str) -> bool {
    base == "人" || NUMBERS.counter.contains(base)
}

/// Whether a text begins with a unit: km, m².
pub(super) fn begins_with_unit(text: &str) -> bool {
    NUMBERS.unit.longest(text).is_some()
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

impl Unit {
    /// A number in this unit as one in its base; `None` where it has too many digits.
    pub fn to_base(&self, value: Decimal) -> Option<Decimal> {
        value.checked_mul(power_of_ten(self.power)?)
    }

    /// Whether it counts things or people one by one.
    pub fn counts(&self) -> bool {
        self.power == 0 && counts_singly(&self.base)
    }

    /// Whether numbers of the two bases can be compared.
    pub fn is_like(&self, base: &str) -> bool {
        self.base == base
            || (self.base == "个" && counts_singly(base))
            || (base == "个" && counts_singly(&self.base))
    }
}
