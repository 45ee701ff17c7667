//! Every number of a Chinese text: quantities with unit and precision, years, and what is no quantity.
//!
//! In: plain text and the unit words of the report's own indicators. Out: [`Number`]s in reading
//! order, each with its bytes. Decimal arithmetic only. It knows nothing of indicators or places in
//! files, and decides nothing about what a number says.

mod arabic;
mod around;
mod chinese;
mod join;
mod unit;

#[cfg(test)]
mod tests;

pub use unit::{Unit, Units};

use rust_decimal::Decimal;
use std::ops::Range;

/// A number and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its bytes, with unit and sign, without `约` before or `以上` after it.
    pub range: Range<usize>,
    /// What it is.
    pub reading: Reading,
}

/// What a number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// How much or how many.
    Quantity(Quantity),
    /// A calendar year: `2017年`.
    Year(i32),
    /// From a year to another: `2015—2017年`.
    Years(i32, i32),
    /// No quantity.
    Other(Other),
}

/// What a number is that says neither how much nor which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// 第3条, 前10位.
    Ordinal,
    /// A name, model, standard or telephone number: PM2.5, GB/T 9704-2012, 12315.
    Code,
    /// 〔2017〕29号.
    Document,
    /// A month, day or hour.
    Date,
    /// The mark of a list item or heading: `1.`, （一）.
    Marker,
    /// Inside 《》.
    Title,
    /// A numeral that is part of a word: 一个, 十分, 千家万户.
    Word,
}

/// How much or how many, normalised to the unit's base: 1380亿元 is 138000000000元.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The amount.
    pub amount: Amount,
    /// The base unit; empty where none was written.
    pub base: String,
    /// The power of ten from the base to the unit and scale that were written: 8 for 亿元.
    pub power: i32,
    /// Whether 万 or 亿 was written: then a number without unit still counts single things.
    pub scaled: bool,
    /// How exactly it is meant.
    pub bound: Bound,
}

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// One number.
    Single(Figure),
    /// From one number to another.
    Range(Figure, Figure),
    /// 7.0:45.5:47.5.
    Ratio(Vec<Figure>),
    /// 翻一番, 翻两番: so many doublings.
    Doubling(u32),
}

/// A number as far as its digits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The number, in the base unit.
    pub value: Decimal,
    /// What one more in the last digit shown is worth: 1亿 in 1380亿元, 0.1 in 98.5%.
    pub step: Decimal,
    /// The same for the last digit that is not zero: 100 in 1300.
    pub coarse: Decimal,
}

/// How exactly a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// As it stands.
    #[default]
    Exact,
    /// 约, 左右.
    About,
    /// 近, 接近: a little less.
    Nearly,
    /// 超过, 以上, 突破: as much or more.
    AtLeast,
    /// 余, 多: as much or more, with the same leading digits.
    AndMore,
    /// 以下, 以内, 不足: as much or less.
    AtMost,
}

/// Reads every number of a text, in reading order.
pub fn read(text: &str, units: &Units) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut titles = 0usize;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let found = match character {
            '《' => {
                titles += 1;
                None
            }
            '》' => {
                titles = titles.saturating_sub(1);
                None
            }
            _ if around::is_digit(character) => arabic::read(text, at, units),
            '翻' => chinese::doubling(text, at),
            _ => chinese::read(text, at, units),
        };
        let Some(mut number) = found else {
            at += character.len_utf8();
            continue;
        };
        if titles > 0 {
            number.reading = Reading::Other(Other::Title);
        }
        at = number.range.end.max(at + character.len_utf8());
        numbers.push(number);
    }
    join::join(text, numbers)
}
