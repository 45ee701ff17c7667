//! What a number in a text is: a quantity with unit and precision, a year, or none of these.

use super::scale::power_of_ten;
use rust_decimal::Decimal;
use std::ops::Range;

/// A number and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its bytes, with unit and sign, without `约` before or `以上` after it.
    pub range: Range<usize>,
    pub reading: Reading,
}

impl Number {
    pub(super) fn other(range: Range<usize>, other: NonQuantity) -> Number {
        Number { range, reading: Reading::Other(other) }
    }
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
    Other(NonQuantity),
}

impl Reading {
    /// The quantity that it is.
    pub fn quantity(&self) -> Option<&Quantity> {
        if let Reading::Quantity(quantity) = self { Some(quantity) } else { None }
    }
}

/// What a number is that says neither how much nor which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonQuantity {
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

impl Quantity {
    /// So many percent.
    pub(super) fn percent(figure: Figure, bound: Bound) -> Quantity {
        let amount = Amount::Single(figure);
        Quantity { amount, base: "%".to_owned(), power: 0, scaled: false, bound }
    }

    /// Whether neither a unit nor a scale was written.
    pub(super) fn is_bare(&self) -> bool {
        self.base.is_empty() && !self.scaled
    }
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

impl Figure {
    /// A number with as many digits as it was typed with.
    pub(super) fn typed(value: Decimal) -> Option<Figure> {
        let step = Decimal::try_new(1, value.scale()).ok()?;
        Figure { value, step, coarse: step }.with_coarse()
    }

    pub(super) fn with_coarse(mut self) -> Option<Figure> {
        if self.value.is_zero() {
            return Some(self);
        }

        while let Some(next) = self.coarse.checked_mul(Decimal::TEN) {
            if !self.value.checked_rem(next)?.is_zero() {
                break;
            }
            self.coarse = next;
        }
        Some(self)
    }

    /// The same number with the unit's power of ten; `None` where it has too many digits.
    pub fn scaled(self, power: i32) -> Option<Figure> {
        let factor = power_of_ten(power)?;
        let times = |value: Decimal| value.checked_mul(factor);
        Some(Figure {
            value: times(self.value)?,
            step: times(self.step)?,
            coarse: times(self.coarse)?,
        })
    }
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
