//! 十, 百, 千, 万 and 亿 before a unit, and powers of ten.

use rust_decimal::Decimal;

/// Maximum power of ten after which one more scale character is read.
const MAX_POWER: i32 = 12;

/// The scale characters at the start of a text as a power of ten, and the rest.
pub(super) fn scales(text: &str) -> (i32, &str) {
    let mut power = 0;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let scale = match character {
            '十' => 1,
            '百' => 2,
            '千' => 3,
            '万' => 4,
            '亿' => 8,
            _ => break,
        };
        if power > MAX_POWER {
            break;
        }
        power += scale;
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
