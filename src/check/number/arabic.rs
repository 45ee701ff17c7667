//! Numbers in Arabic digits, half-width or full-width, with separators and signs.
//!
//! In: the text and the place of a digit. Out: the number that begins there, or what it is instead.

use super::characters::{digit_value, is_digit, is_space, without_spaces};
use super::quantity::{Amount, Bound, Figure, NonQuantity, Number, Quantity, Reading};
use super::unit::{self, Unit, Units};
use super::{qualifiers, scale};
use crate::check::words::NUMBERS;
use rust_decimal::Decimal;

/// Digits as typed.
struct Digits {
    /// One past the last byte.
    end: usize,
    /// Half-width, without separators.
    plain: String,
    /// As typed, half-width.
    typed: String,
}

/// The number that begins at `start`, where a digit stands.
pub(super) fn read(text: &str, start: usize, units: &Units) -> Option<Number> {
    let digits = digits(text, start);
    let (before, after) = (&text[..start], &text[digits.end..]);
    if let Some(end) = name_end(text, before, &digits) {
        return Some(Number::other(start..end, NonQuantity::Code));
    }
    if let Some(year) = year(before, &digits, after) {
        let spaces = after.len() - after.trim_start_matches(is_space).len();
        let end = digits.end + spaces + '年'.len_utf8();
        return Some(Number { range: start..end, reading: Reading::Year(year) });
    }
    if let Some(length) = date(&digits, after, before) {
        return Some(Number::other(start..digits.end + length, NonQuantity::Date));
    }
    if let Some(kind) = qualifiers::non_quantity(before, &digits.typed, after) {
        return Some(Number::other(start..digits.end, kind));
    }

    let signed = start - minus(before).unwrap_or(0);
    Some(match quantity(text, signed, &digits, units) {
        Some((end, quantity)) => {
            Number { range: signed..end, reading: Reading::Quantity(quantity) }
        }
        None => Number::other(start..digits.end, NonQuantity::Code),
    })
}

fn digits(text: &str, start: usize) -> Digits {
    let mut digits = Digits { end: start, plain: String::new(), typed: String::new() };

    // Groups of three digits, all apart by the same separator.
    let mut separator = None;
    loop {
        digits.append(text);
        let rest = &text[digits.end..];
        let Some(next) = rest.chars().next().filter(|c| *c == ',' || is_space(*c)) else { break };
        let first = separator.is_none() && digits.typed.len() <= 3 && digits.plain.len() <= 3;
        if !(first || separator == Some(next)) || !begins_with_three(&rest[next.len_utf8()..]) {
            break;
        }
        separator = Some(next);
        digits.typed.push(',');
        digits.end += next.len_utf8();
    }

    let rest = &text[digits.end..];
    if let Some(fraction) = rest.strip_prefix(['.', '．'])
        && fraction.starts_with(is_digit)
    {
        digits.plain.push('.');
        digits.typed.push('.');
        digits.end = text.len() - fraction.len();
        digits.append(text);
    }
    digits
}

impl Digits {
    /// Appends the digits that follow in the text.
    fn append(&mut self, text: &str) {
        for character in text[self.end..].chars() {
            let Some(digit) = digit_value(character).and_then(|digit| char::from_digit(digit, 10))
            else {
                break;
            };
            self.plain.push(digit);
            self.typed.push(digit);
            self.end += character.len_utf8();
        }
    }
}

/// Whether a text begins with exactly three digits.
fn begins_with_three(text: &str) -> bool {
    let digits = text.chars().take(4).take_while(|c| is_digit(*c)).count();
    digits == 3
}

/// The end of a name with digits in it: a model, a standard, a version, a telephone number.
fn name_end(text: &str, before: &str, digits: &Digits) -> Option<usize> {
    let after = &text[digits.end..];
    let end_of =
        |part: fn(char) -> bool| digits.end + after.find(|c: char| !part(c)).unwrap_or(after.len());
    let version = after.strip_prefix(['.', '．']).is_some_and(|rest| rest.starts_with(is_digit));
    if version {
        return Some(end_of(|c| is_digit(c) || c == '.'));
    }
    if after.starts_with(|c: char| c.is_ascii_alphabetic()) && !unit::begins_with_unit(after) {
        return Some(end_of(|c| c.is_ascii_alphanumeric()));
    }

    let joined = before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let trimmed = without_spaces(before);
    let spaced =
        trimmed.len() < before.len() && trimmed.ends_with(|c: char| c.is_ascii_uppercase());
    // GDP1380亿元 is a quantity, PM2.5年平均 is none.
    let measured = NUMBERS.after_lettered.begins(after.trim_start_matches(is_space));
    if !(joined || spaced) || measured {
        return None;
    }

    let tail = after.strip_prefix(['-', ':']).filter(|rest| rest.starts_with(is_digit));
    let length = tail.map_or(0, |rest| rest.find(|c| !is_digit(c)).unwrap_or(rest.len()) + 1);
    Some(digits.end + length)
}

fn year(before: &str, digits: &Digits, after: &str) -> Option<i32> {
    if !after.trim_start_matches(is_space).starts_with('年')
        || digits.typed.contains(',')
        || before.ends_with('近')
    {
        return None;
    }
    qualifiers::calendar_year(&digits.plain)
}

/// The bytes of 月, 日 or the like that make the digits a date or a time.
fn date(digits: &Digits, after: &str, before: &str) -> Option<usize> {
    let number: u32 = digits.plain.parse().ok()?;
    let next = after.chars().next()?;
    let length = next.len_utf8();
    match next {
        '月' if (1..=12).contains(&number) => Some(length),
        '日' | '号' if number <= 31 && without_spaces(before).ends_with('月') => Some(length),
        '时' if number <= 24 && after[length..].starts_with(is_digit) => Some(length),
        '点' if number <= 24 => Some(length),
        ':' | '：' if number <= 24 && is_clock(before, &after[length..]) => {
            let minutes: usize = after[length..].chars().take(2).map(char::len_utf8).sum();
            Some(length + minutes)
        }
        _ => None,
    }
}

/// Whether two digits that end follow, and a word for a time of day stands before.
fn is_clock(before: &str, after: &str) -> bool {
    let two = after.chars().take(3).take_while(|c| is_digit(*c)).count() == 2;
    two && NUMBERS.before_clock.ends(without_spaces(before))
}

/// The bytes of a minus before a number, where it can't be a dash.
fn minus(before: &str) -> Option<usize> {
    let minus = before.chars().next_back().filter(|c| matches!(c, '-' | '−' | '－'))?;
    let prior = before[..before.len() - minus.len_utf8()].chars().next_back();
    let free = prior.is_none_or(|c| {
        is_space(c) || matches!(c, '，' | '、' | '为' | '（' | '(' | '：' | '“' | '达' | '长')
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
    let figure = Figure::typed(value)?.scaled(tail.unit.power)?;
    let bound =
        if tail.more { Bound::AndMore } else { qualifiers::bound(&text[..start], &text[end..]) };

    let Unit { base, power } = tail.unit;
    let scaled = tail.scaled;
    if base.is_empty() && !scaled && !negative && qualifiers::is_fixed_number(&digits.typed) {
        return None;
    }
    Some((end, Quantity { amount: Amount::Single(figure), base, power, scaled, bound }))
}

/// What follows a number: scale, 余, unit.
#[derive(Default)]
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
    let first = text.trim_start_matches(is_space);
    let spaces = text.len() - first.len();
    if let Some((length, unit)) = units.longest(first) {
        return Tail { length: spaces + length, unit, scaled: false, more: false };
    }

    // 余 stands before the scale or after it: 12余万人, 12万余人.
    let more_first = qualifiers::and_more(first);
    let (power, rest) = scale::scales(&first[more_first..]);
    let more_last = qualifiers::and_more(rest);
    let rest = rest[more_last..].trim_start_matches(is_space);
    let more = more_first + more_last > 0;
    let scaled = power > 0;

    let before_unit = text.len() - rest.len();
    match units.longest(rest) {
        None if !scaled => Tail::default(),
        found => {
            let (length, unit) = found.unwrap_or_default();
            let unit = Unit { base: unit.base, power: unit.power + power };
            Tail { length: before_unit + length, unit, scaled, more }
        }
    }
}
