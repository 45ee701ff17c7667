//! Numbers in Arabic digits, half-width or full-width, with separators and signs.
//!
//! In: the text and the place of a digit. Out: the number that begins there, or what it is instead.

use super::around::{self, is_blank, is_digit};
use super::unit::{self, Unit, Units};
use super::{Amount, Bound, Figure, Number, Other, Quantity, Reading};
use crate::check::words::NUMBERS;
use rust_decimal::Decimal;
use std::ops::Range;

/// Digits as typed.
struct Digits {
    /// One past the last byte.
    end: usize,
    /// Half-width, without separators.
    plain: String,
    /// As typed, half-width.
    shown: String,
}

/// The number that begins at `at`, where a digit stands.
pub(super) fn read(text: &str, at: usize, units: &Units) -> Option<Number> {
    let digits = digits(text, at);
    let (before, after) = (&text[..at], &text[digits.end..]);
    if let Some(end) = name(text, before, &digits) {
        return Some(other(at..end, Other::Code));
    }
    if let Some(year) = year(before, &digits, after) {
        let end = digits.end + '年'.len_utf8();
        return Some(Number { range: at..end, reading: Reading::Year(year) });
    }
    if let Some((length, kind)) = date(&digits, after, before) {
        return Some(other(at..digits.end + length, kind));
    }
    if let Some(kind) = around::other(before, &digits.shown, after) {
        return Some(other(at..digits.end, kind));
    }
    let start = sign(before).map_or(at, |length| at - length);
    match quantity(text, start, &digits, units) {
        Some((end, quantity)) => {
            Some(Number { range: start..end, reading: Reading::Quantity(quantity) })
        }
        None => Some(other(at..digits.end, Other::Code)),
    }
}

fn other(range: Range<usize>, other: Other) -> Number {
    Number { range, reading: Reading::Other(other) }
}

fn digits(text: &str, at: usize) -> Digits {
    let mut plain = String::new();
    let mut shown = String::new();
    let mut end = at;
    let mut separator = None;
    loop {
        let group = take_digits(&text[end..], &mut plain, &mut shown);
        end += group;
        let Some(next) = text[end..].chars().next() else { break };
        let comma = next == ',' || is_blank(next);
        let first = separator.is_none() && shown.len() <= 3 && plain.len() <= 3;
        if !comma || !(first || separator == Some(next)) || !three(&text[end + next.len_utf8()..]) {
            break;
        }
        separator = Some(next);
        shown.push(',');
        end += next.len_utf8();
    }
    let rest = &text[end..];
    let point = rest.chars().next().filter(|c| matches!(c, '.' | '．'));
    if let Some(point) = point
        && rest[point.len_utf8()..].chars().next().is_some_and(is_digit)
    {
        plain.push('.');
        shown.push('.');
        end += point.len_utf8();
        end += take_digits(&text[end..], &mut plain, &mut shown);
    }
    Digits { end, plain, shown }
}

/// Appends the digits at the start of a text; gives their bytes.
fn take_digits(text: &str, plain: &mut String, shown: &mut String) -> usize {
    let mut length = 0;
    for character in text.chars() {
        let Some(digit) = around::digit(character).and_then(|digit| char::from_digit(digit, 10))
        else {
            break;
        };
        plain.push(digit);
        shown.push(digit);
        length += character.len_utf8();
    }
    length
}

/// Whether a text begins with exactly three digits.
fn three(text: &str) -> bool {
    let digits = text.chars().take(4).take_while(|c| is_digit(*c)).count();
    digits == 3
}

/// The end of a name with digits in it: a model, a standard, a version, a telephone number.
fn name(text: &str, before: &str, digits: &Digits) -> Option<usize> {
    let after = &text[digits.end..];
    let versions = after.strip_prefix(['.', '．']).is_some_and(|rest| rest.starts_with(is_digit));
    if versions {
        let end = after.find(|c: char| !(is_digit(c) || c == '.')).unwrap_or(after.len());
        return Some(digits.end + end);
    }
    let next = after.chars().next();
    let letters = next.is_some_and(|c| c.is_ascii_alphabetic()) && !unit::begins_with_unit(after);
    if letters {
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        return Some(digits.end + end);
    }
    let joined = before.chars().next_back().is_some_and(|c| c.is_ascii_alphabetic() || c == '/');
    let spaced = around::trimmed(before).len() < before.len()
        && around::trimmed(before).ends_with(|c: char| c.is_ascii_uppercase());
    if !joined && !spaced {
        return None;
    }
    // GDP1380亿元 is a quantity, PM2.5年平均 is none.
    let rest = after.trim_start_matches(is_blank);
    if NUMBERS.after_lettered.begins(rest) {
        return None;
    }
    let tail = after.strip_prefix(['-', ':']).filter(|rest| rest.starts_with(is_digit));
    let end = tail.map_or(0, |rest| rest.find(|c| !is_digit(c)).unwrap_or(rest.len()) + 1);
    Some(digits.end + end)
}

fn year(before: &str, digits: &Digits, after: &str) -> Option<i32> {
    if !after.starts_with('年') || digits.shown.contains(',') || before.ends_with('近') {
        return None;
    }
    around::calendar_year(&digits.plain)
}

fn date(digits: &Digits, after: &str, before: &str) -> Option<(usize, Other)> {
    let number: u32 = digits.plain.parse().ok()?;
    let next = after.chars().next()?;
    let length = next.len_utf8();
    match next {
        '月' if (1..=12).contains(&number) => Some((length, Other::Date)),
        '日' | '号' if number <= 31 && around::trimmed(before).ends_with('月') => {
            Some((length, Other::Date))
        }
        '时' | '点' if number <= 24 && after[length..].starts_with(is_digit) => {
            Some((length, Other::Date))
        }
        '点' if number <= 24 => Some((length, Other::Date)),
        ':' | '：' if number <= 24 && is_clock(before, &after[length..]) => {
            let minutes: usize = after[length..].chars().take(2).map(char::len_utf8).sum();
            Some((length + minutes, Other::Date))
        }
        _ => None,
    }
}

/// Whether two digits that end follow, and a word for a time of day stands before.
fn is_clock(before: &str, after: &str) -> bool {
    let two = after.chars().take(3).take_while(|c| is_digit(*c)).count() == 2;
    two && NUMBERS.before_clock.ends(around::trimmed(before))
}

/// The bytes of a minus before a number, where it can't be a dash.
fn sign(before: &str) -> Option<usize> {
    let minus = before.chars().next_back().filter(|c| matches!(c, '-' | '−' | '－'))?;
    let prior = before[..before.len() - minus.len_utf8()].chars().next_back();
    let free = prior.is_none_or(|c| {
        is_blank(c) || matches!(c, '，' | '、' | '为' | '（' | '(' | '：' | '“' | '达' | '长')
    });
    free.then_some(minus.len_utf8())
}

/// The quantity of these digits: where it ends, and what it is.
fn quantity(text: &str, start: usize, digits: &Digits, units: &Units) -> Option<(usize, Quantity)> {
    let value = Decimal::from_str_exact(&digits.plain).ok()?;
    let negative = text[start..digits.end].starts_with(['-', '−', '－']);
    let value = if negative { -value } else { value };
    let tail = tail(&text[digits.end..], units);
    let end = digits.end + tail.length;
    let mut figure = Figure::shown(value)?;
    figure = figure.scaled(tail.unit.power)?;
    let bound = match tail.more {
        true => Bound::AndMore,
        false => around::bound(&text[..start], &text[end..]),
    };
    let Unit { base, power } = tail.unit;
    let scaled = tail.scaled;
    if base.is_empty() && !scaled && !negative && around::is_name(&digits.shown) {
        return None;
    }
    Some((end, Quantity { amount: Amount::Single(figure), base, power, scaled, bound }))
}

/// What follows a number: scale, 余, unit.
pub(super) struct Tail {
    /// Its bytes.
    pub length: usize,
    /// The unit, with the scale.
    pub unit: Unit,
    /// Whether there was 万 or 亿.
    pub scaled: bool,
    /// Whether there was 余 or 多.
    pub more: bool,
}

/// Reads scale, 余 and unit at the start of a text.
pub(super) fn tail(text: &str, units: &Units) -> Tail {
    let bare = || Unit { base: String::new(), power: 0 };
    let blank = text.len() - text.trim_start_matches(is_blank).len();
    let first = &text[blank..];
    if let Some((length, unit)) = units.at(first) {
        return Tail { length: blank + length, unit, scaled: false, more: false };
    }
    let more_first = around::more(first);
    let (power, rest) = unit::scales(&first[more_first..]);
    let more_last = around::more(rest);
    let rest = rest[more_last..].trim_start_matches(is_blank);
    let more = more_first + more_last > 0;
    let scaled = power > 0;
    match units.at(rest) {
        Some((length, unit)) => {
            let end = text.len() - rest.len() + length;
            let unit = Unit { base: unit.base, power: unit.power + power };
            Tail { length: end, unit, scaled, more }
        }
        None if scaled => {
            let length = text.len() - rest.len();
            Tail { length, unit: Unit { base: String::new(), power }, scaled, more }
        }
        None => Tail { length: 0, unit: bare(), scaled: false, more: false },
    }
}

impl Figure {
    /// A number with as many digits as it was typed with.
    pub(super) fn shown(value: Decimal) -> Option<Figure> {
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
        let factor = unit::power_of_ten(power)?;
        let times = |value: Decimal| value.checked_mul(factor);
        Some(Figure {
            value: times(self.value)?,
            step: times(self.step)?,
            coarse: times(self.coarse)?,
        })
    }
}
