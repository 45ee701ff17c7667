//! Units of one quantity that bureaus use side by side: 万元 and 亿元, 人 and 万人, % and ‰.
//!
//! In: a number and two units. Out: the number in the other unit, exact. Powers of ten only, so that
//! no conversion rounds; the factors are the legal ones of GB 3100 and of the Chinese numerals.

use rust_decimal::Decimal;

/// A quantity's units, each with the power of ten that it is of the first one.
type Family = &'static [(&'static str, u32)];

const FAMILIES: &[Family] = &[
    &[("‰", 0), ("％", 1), ("%", 1)],
    &[("平方米", 0), ("公顷", 4), ("平方公里", 6), ("平方千米", 6)],
    &[("米", 0), ("公里", 3), ("千米", 3)],
    &[("千克", 0), ("公斤", 0), ("吨", 3)],
    &[("千瓦时", 0), ("万千瓦时", 4), ("亿千瓦时", 8)],
];

/// What multiplies a unit that is counted.
const NUMERALS: [(&str, u32); 4] = [("百万", 6), ("千万", 7), ("万", 4), ("亿", 8)];

/// A number in another unit; `None` where the units aren't of one quantity, or one is unknown.
pub fn convert(number: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let (from, to) = (from.trim(), to.trim());
    if from == to {
        return Some(number);
    }

    let (up, down) = in_family(from, to).or_else(|| counted(from, to))?;
    let factor = |power: u32| Decimal::from(10u64.checked_pow(power).unwrap_or(u64::MAX));
    let product = number.checked_mul(factor(up.saturating_sub(down)))?;
    let quotient = product.checked_div(factor(down.saturating_sub(up)))?;

    // A number of many digits would be cut by the division.
    let restored = quotient.checked_mul(factor(down.saturating_sub(up)))?;
    (restored == product).then_some(quotient)
}

fn in_family(from: &str, to: &str) -> Option<(u32, u32)> {
    FAMILIES.iter().find_map(|family| {
        let power = |unit: &str| family.iter().find(|(name, _)| *name == unit).map(|pair| pair.1);
        Some((power(from)?, power(to)?))
    })
}

/// 亿元 and 万元: the same unit with other numerals before it.
fn counted(from: &str, to: &str) -> Option<(u32, u32)> {
    let (from, to) = (split_numeral(from), split_numeral(to));
    (from.1 == to.1 && !from.1.is_empty()).then_some((from.0, to.0))
}

/// The power of ten of a unit's numeral, and what is counted: `万元` as 4 and `元`.
fn split_numeral(unit: &str) -> (u32, &str) {
    let counted =
        NUMERALS.iter().find_map(|(name, power)| Some((*power, unit.strip_prefix(name)?)));
    counted.unwrap_or((0, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(number: &str, from: &str, to: &str) -> Option<String> {
        let converted = convert(number.parse().unwrap(), from, to)?;
        Some(converted.normalize().to_string())
    }

    #[test]
    fn one_quantity_is_converted() {
        let cases = [
            ("1380", "亿元", "万元", "13800000"),
            ("13800", "万元", "亿元", "1.38"),
            ("218.5", "万人", "人", "2185000"),
            ("5", "人次", "万人次", "0.0005"),
            ("9.452", "‰", "%", "0.9452"),
            ("0.5", "％", "‰", "5"),
            ("8845", "平方公里", "公顷", "884500"),
            ("1.2", "百万美元", "亿美元", "0.012"),
            ("-3", "件", "件", "-3"),
        ];
        for (number, from, to, expected) in cases {
            assert_eq!(converted(number, from, to).as_deref(), Some(expected), "{from} {to}");
        }
    }

    #[test]
    fn different_quantities_are_not() {
        for (from, to) in [("万元", "万人"), ("亿", "万"), ("%", "万元"), ("", "元"), ("家", "个")]
        {
            assert_eq!(converted("1", from, to), None, "{from} {to}");
        }
        assert_eq!(converted("79228162514264337593543950335", "亿元", "元"), None);
        assert_eq!(
            converted("7.9228162514264337593543950335", "元", "亿元"),
            None,
            "no digit lost"
        );
    }
}
