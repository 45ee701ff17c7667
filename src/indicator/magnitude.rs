//! A number that lies a power of ten off those of other years: a slip of the point or of the unit.

use super::datum::IndicatorId;
use super::indicators::Indicators;
use rust_decimal::Decimal;

/// Maximum powers of ten between the units of one indicator: 亿元 and 元.
const MAX_POWER: i32 = 8;
/// Counts below this may well be ten times those of the year before.
const MIN_COUNT: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// A value that looks as if its point or its unit were wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MagnitudeSlip {
    /// The year that it was held against.
    pub year: i32,
    /// The value of that year.
    pub other: Decimal,
    /// By how many powers of ten the value is larger; smaller where negative.
    pub power: i32,
}

impl MagnitudeSlip {
    /// The likely reason, in Chinese, for a value in a unit.
    pub fn reason(&self, value: Decimal, unit: &str) -> String {
        let shifted = |power: i32| shift(value, power).map(|shifted| shifted.normalize());
        match (unit, self.power) {
            ("%" | "％", -2) => match shifted(2) {
                Some(percent) => format!("像是把百分数填成了小数：{percent}% 应填 {percent}"),
                None => "像是把百分数填成了小数".to_owned(),
            },
            (unit, 4) if unit.starts_with('亿') => {
                format!("像是按万{}填的，单位是{unit}", unit.trim_start_matches('亿'))
            }
            (unit, 8) if unit.starts_with('亿') => {
                format!("像是按{}填的，单位是{unit}", unit.trim_start_matches('亿'))
            }
            (unit, 4) if unit.starts_with('万') => {
                format!("像是按{}填的，单位是{unit}", unit.trim_start_matches('万'))
            }
            (unit, -4) if unit.starts_with('万') => {
                format!("像是按亿{}填的，单位是{unit}", unit.trim_start_matches('万'))
            }
            (unit, -4) => format!("像是按万{unit}填的，单位是{unit}"),
            (_, power) => format!("像是小数点错了 {} 位", power.abs()),
        }
    }
}

impl Indicators {
    /// Whether a value of a year is a power of ten off that of the nearest other year that has one.
    /// Where a third year agrees with the value, the other one is the odd one.
    pub fn magnitude_slip(
        &self,
        id: IndicatorId,
        year: i32,
        value: Decimal,
    ) -> Option<MagnitudeSlip> {
        let indicator = self.get(id);
        let mut others: Vec<(i32, Decimal)> = indicator
            .years
            .iter()
            .filter(|other| **other != year)
            .filter_map(|other| Some((*other, self.datum(id, *other)?.value.number()?)))
            .collect();
        others.sort_by_key(|(other, _)| ((other - year).abs(), *other > year));

        let power = |other: Decimal| power_between(value, other, &indicator.unit);
        let (other_year, other) = *others.first()?;
        let power_of_first = power(other)?;
        let confirmed = others.iter().skip(1).any(|(_, third)| {
            power(*third).is_none() && power_between(other, *third, &indicator.unit).is_some()
        });
        (!confirmed).then_some(MagnitudeSlip { year: other_year, other, power: power_of_first })
    }
}

/// By how many powers of ten a value is larger than another one that is otherwise much the same.
fn power_between(value: Decimal, other: Decimal, unit: &str) -> Option<i32> {
    if value.is_zero() || other.is_zero() || value.is_sign_negative() != other.is_sign_negative() {
        return None;
    }
    let counts = !unit.starts_with(['%', '％', '亿', '万'])
        && value.normalize().scale() == 0
        && other.normalize().scale() == 0;
    let few = counts && value.abs().min(other.abs()) < MIN_COUNT;

    (-MAX_POWER..=MAX_POWER).filter(|power| *power != 0).find(|power| {
        let like = shift(value, -power).and_then(|shifted| shifted.checked_div(other));
        // One place off is told more carefully: a number may grow tenfold.
        let (least, most) = if power.abs() == 1 { (80, 125) } else { (50, 200) };
        let percent = Decimal::ONE_HUNDRED;
        like.is_some_and(|like| {
            let like = like.checked_mul(percent).unwrap_or_default();
            (Decimal::from(least)..=Decimal::from(most)).contains(&like)
        }) && !(few && power.abs() == 1)
    })
}

fn shift(value: Decimal, power: i32) -> Option<Decimal> {
    let factor = Decimal::from(10u64.checked_pow(power.unsigned_abs())?);
    if power < 0 { value.checked_div(factor) } else { value.checked_mul(factor) }
}

#[cfg(test)]
mod tests {
    use super::power_between;
    use rust_decimal::Decimal;

    #[test]
    fn a_power_of_ten_between_years_is_seen() {
        let power = |value: &str, other: &str, unit: &str| {
            let number = |text: &str| text.parse::<Decimal>().unwrap();
            power_between(number(value), number(other), unit)
        };
        for (value, other, unit, said) in [
            ("0.986", "98.2", "%", Some(-2)),
            ("9.86", "98.2", "%", Some(-1)),
            ("986", "98.2", "%", Some(1)),
            ("13800000", "1251.62", "亿元", Some(4)),
            ("0.1251", "1146.13", "万元", Some(-4)),
            ("138", "1251.62", "亿元", Some(-1)),
            ("98.6", "98.2", "%", None),
            ("9", "1", "家", None),
            ("10", "1", "家", None),
            ("1040", "103", "家", Some(1)),
            ("21.3", "12.8", "%", None),
            ("0", "98.2", "%", None),
            ("-3.2", "32.1", "%", None),
        ] {
            assert_eq!(power(value, other, unit), said, "{value} {other} {unit}");
        }
    }
}
