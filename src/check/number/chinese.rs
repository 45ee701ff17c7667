//! Numbers in Chinese numerals: 三百八十亿元, 百分之九十八点五, 三成, 翻一番, 二〇一七年.
//!
//! In: the text and a place. Out: the number that begins there. A numeral that is part of a word
//! (一个, 十三五, 十分) is no quantity.

use super::characters::is_digit;
use super::quantity::{Amount, Bound, Figure, NonQuantity, Number, Quantity, Reading};
use super::unit::Units;
use super::{arabic, qualifiers};
use crate::check::words::NUMBERS;
use rust_decimal::Decimal;
use std::ops::Range;

/// Maximum number of numerals in a row that are read as a number.
const MAX_NUMERALS: usize = 24;

/// The number that begins at `start`, if a numeral stands there.
pub(super) fn read(text: &str, start: usize, units: &Units) -> Option<Number> {
    let rest = &text[start..];
    let first = rest.chars().next()?;
    if matches!(first, '①'..='⑳' | '⑴'..='⒇') {
        return Some(Number::other(start..start + first.len_utf8(), NonQuantity::Marker));
    }

    let numerals = numerals(rest)?;
    let (before, after) = (&text[..start], &rest[numerals.len()..]);
    let range = start..start + numerals.len();
    if let Some(number) = fraction(text, &range) {
        return Some(number);
    }
    if let Some(kind) = word(before, numerals, after) {
        return Some(Number::other(range, kind));
    }
    if let Some(year) = year(numerals, after) {
        let range = start..range.end + '年'.len_utf8();
        return Some(Number { range, reading: Reading::Year(year) });
    }
    let quantity = quantity(text, start, numerals, units);
    Some(quantity.unwrap_or_else(|| Number::other(range, NonQuantity::Word)))
}

/// 翻一番, 翻了两番.
pub(super) fn doubling(text: &str, start: usize) -> Option<Number> {
    let rest = text[start..].strip_prefix('翻')?;
    let rest = rest.strip_prefix('了').unwrap_or(rest);
    let times = match rest.chars().next()? {
        '一' => 1,
        '两' | '二' => 2,
        '三' => 3,
        _ => return None,
    };
    let rest = rest.strip_prefix(['一', '两', '二', '三'])?.strip_prefix('番')?;

    let end = text.len() - rest.len();
    let quantity = Quantity {
        amount: Amount::Doubling(times),
        base: "倍".to_owned(),
        power: 0,
        scaled: false,
        bound: qualifiers::bound(&text[..start], &text[end..]),
    };
    Some(Number { range: start..end, reading: Reading::Quantity(quantity) })
}

/// The numerals at the start of a text.
fn numerals(text: &str) -> Option<&str> {
    let end = text.find(|c| numeral(c).is_none()).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

/// The numerals from 0 on.
const DIGITS: &str = "零一二三四五六七八九";

/// A numeral's value: a digit, or a power of ten.
enum Numeral {
    Digit(i128),
    Scale(i128),
}

fn numeral(character: char) -> Option<Numeral> {
    Some(match character {
        '〇' | '○' => Numeral::Digit(0),
        '两' => Numeral::Digit(2),
        '十' => Numeral::Scale(10),
        '百' => Numeral::Scale(100),
        '千' => Numeral::Scale(1000),
        '万' => Numeral::Scale(10_000),
        '亿' => Numeral::Scale(100_000_000),
        _ => Numeral::Digit(DIGITS.chars().position(|digit| digit == character)? as i128),
    })
}

/// What numerals are that are part of a word, or mark something.
fn word(before: &str, numerals: &str, after: &str) -> Option<NonQuantity> {
    if before.ends_with('第') {
        return Some(NonQuantity::Ordinal);
    }
    if before.ends_with(['（', '(']) && after.starts_with(['）', ')']) {
        return Some(NonQuantity::Marker);
    }
    let vague = NUMBERS.before_word.ends(before);
    let single = numerals.chars().count() == 1;
    let scale =
        numerals.chars().all(|c| matches!(numeral(c), Some(Numeral::Scale(_)))) && numerals != "十";
    let bare_scale = scale && qualifiers::and_more(after) == 0;
    (vague || bare_scale || (single && numerals == "一")).then_some(NonQuantity::Word)
}

fn year(numerals: &str, after: &str) -> Option<i32> {
    let mut year = 0i32;
    for character in numerals.chars() {
        let Some(Numeral::Digit(digit)) = numeral(character) else { return None };
        year = year.checked_mul(10)?.checked_add(i32::try_from(digit).ok()?)?;
    }
    let plausible = numerals.chars().count() == 4 && (1900..=2100).contains(&year);
    (plausible && after.starts_with('年')).then_some(year)
}

/// The value of numerals; `None` for what is no number: 十三五.
fn numeral_value(numerals: &str) -> Option<i128> {
    if numerals.chars().count() > MAX_NUMERALS {
        return None;
    }
    let (mut total, mut section, mut last) = (0i128, 0i128, i128::MAX);
    let mut digit: Option<i128> = None;
    let mut zero = false;

    for character in numerals.chars() {
        match numeral(character)? {
            Numeral::Digit(0) if digit.is_none() => zero = true,
            Numeral::Digit(value) => {
                if digit.replace(value).is_some() {
                    return None;
                }
            }
            Numeral::Scale(scale @ 10..=1000) => {
                if scale >= last || (digit.is_none() && section > 0 && scale != 10) {
                    return None;
                }
                section = section.checked_add(digit.take().unwrap_or(1).checked_mul(scale)?)?;
                (last, zero) = (scale, false);
            }
            Numeral::Scale(scale) => {
                section = section.checked_add(digit.take().unwrap_or(0))?;
                let counted = if section == 0 && total == 0 { 1 } else { section };
                total = match scale {
                    10_000 if section == 0 => total.max(1).checked_mul(scale)?,
                    10_000 => total.checked_add(counted.checked_mul(scale)?)?,
                    _ => total.checked_add(counted)?.checked_mul(scale)?,
                };
                (section, last, zero) = (0, i128::MAX, false);
            }
        }
    }

    // 一千三 is 1300, 一千零三 is 1003.
    let ending = match digit {
        Some(digit) if !zero && (100..=1000).contains(&last) => digit * (last / 10),
        Some(digit) => digit,
        None => 0,
    };
    total.checked_add(section)?.checked_add(ending)
}

/// Numerals with a fraction: 九十八点五; gives the number and its bytes.
fn decimal(text: &str) -> Option<(Decimal, usize)> {
    if text.starts_with(is_digit) {
        let typed = |c: char| c.is_ascii_digit() || c == '.';
        let end = text.find(|c| !typed(c)).unwrap_or(text.len());
        let number = text[..end].trim_end_matches('.');
        return Some((Decimal::from_str_exact(number).ok()?, number.len()));
    }

    let whole = numerals(text)?;
    let mut digits = numeral_value(whole)?.to_string();
    let mut length = whole.len();
    let rest = &text[length..];
    if let Some(rest) = rest.strip_prefix('点')
        && let Some(tail) = numerals(rest)
    {
        digits.push('.');
        for character in tail.chars() {
            let Some(Numeral::Digit(digit)) = numeral(character) else { return None };
            digits.push_str(&digit.to_string());
        }
        length += '点'.len_utf8() + tail.len();
    }
    Some((Decimal::from_str_exact(&digits).ok()?, length))
}

/// 百分之九十八点五, 千分之三, 三分之一.
fn fraction(text: &str, numerals: &Range<usize>) -> Option<Number> {
    let rest = text[numerals.end..].strip_prefix("分之")?;
    let (value, length) = decimal(rest)?;
    let end = text.len() - rest.len() + length;

    let denominator = &text[numerals.clone()];
    let figure = match denominator {
        "百" | "一百" => Figure::typed(value)?,
        "千" => Figure::typed(value)?.scaled(-1)?,
        "万" => Figure::typed(value)?.scaled(-2)?,
        _ => {
            let whole =
                Decimal::from_i128_with_scale(numeral_value(denominator).filter(|w| *w > 0)?, 0);
            let value = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(4);
            Figure { value, step: Decimal::TWO, coarse: Decimal::TWO }
        }
    };

    let bound = qualifiers::bound(&text[..numerals.start], &text[end..]);
    let quantity = Quantity::percent(figure, bound);
    Some(Number { range: numerals.start..end, reading: Reading::Quantity(quantity) })
}

fn quantity(text: &str, start: usize, numerals: &str, units: &Units) -> Option<Number> {
    let (value, length) = decimal(&text[start..])?;
    let mut end = start + length;
    let tail = arabic::tail(&text[end..], units);
    let scaled = tail.scaled || numerals.contains(['万', '亿']);
    if tail.length == 0 && !scaled {
        return None;
    }
    // 十分重要.
    if tail.unit.base == "分" && numerals.chars().count() < 2 {
        return None;
    }
    end += tail.length;

    let mut figure = Figure::typed(value)?;
    if value >= Decimal::ONE_HUNDRED {
        // Nobody spells out a number to the last digit: what follows the last numeral is not said.
        figure.step = figure.coarse;
    }
    figure = figure.scaled(tail.unit.power)?;
    let more = tail.more || (tail.length == 0 && qualifiers::and_more(&text[end..]) > 0);
    let mut bound =
        if more { Bound::AndMore } else { qualifiers::bound(&text[..start], &text[end..]) };

    if tail.unit.base == "%" && tail.unit.power == 1 {
        // 三成五.
        let digit = text[end..].chars().next().and_then(|c| Some((c, numeral(c)?)));
        if let Some((character, Numeral::Digit(digit))) = digit {
            let part = Decimal::from_i128_with_scale(digit, 0);
            let value = figure.value.checked_add(part)?;
            figure = Figure { value, step: Decimal::ONE, coarse: Decimal::ONE };
            end += character.len_utf8();
            bound = qualifiers::bound(&text[..start], &text[end..]);
        }
    }

    let (base, power) = (tail.unit.base, tail.unit.power);
    let quantity = Quantity { amount: Amount::Single(figure), base, power, scaled, bound };
    Some(Number { range: start..end, reading: Reading::Quantity(quantity) })
}
