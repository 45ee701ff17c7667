//! What follows from values: growth, change and the printed form of a number.
//!
//! In: two years of an indicator. Out: an unrounded decimal, or why there is none. Checked
//! arithmetic only: a number of 28 digits may be typed by anybody.

use super::datum::{DatumStatus, DatumValue, IndicatorId};
use super::indicators::{Indicator, Indicators};
use rust_decimal::{Decimal, RoundingStrategy};

/// A number computed from data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The result, unrounded.
    pub value: Decimal,
    /// The data that went into it.
    pub data: Vec<(IndicatorId, i32)>,
    /// Whether one of them is marked 样例.
    pub sample: bool,
}

/// Why a number can't be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomputable {
    /// The indicator has no value in this year.
    Missing(i32),
    /// Its value in this year is no number.
    NotNumeric(i32),
    /// The value to compare with is zero.
    ZeroBase(i32),
    /// The result has too many digits.
    Overflow,
}

impl Indicators {
    /// Growth from `base` to `year` in percent: (new - old) / |old| × 100.
    pub fn growth(&self, id: IndicatorId, year: i32, base: i32) -> Result<Computed, Incomputable> {
        let (new, old) = (self.number(id, year)?, self.number(id, base)?);
        if old.is_zero() {
            return Err(Incomputable::ZeroBase(base));
        }

        let value = percent(new, old).ok_or(Incomputable::Overflow)?;
        Ok(self.computed(value, id, [year, base]))
    }

    /// Difference between `year` and `base`, in the indicator's unit (percentage points for %).
    pub fn change(&self, id: IndicatorId, year: i32, base: i32) -> Result<Computed, Incomputable> {
        let (new, old) = (self.number(id, year)?, self.number(id, base)?);
        let value = new.checked_sub(old).ok_or(Incomputable::Overflow)?;
        Ok(self.computed(value, id, [year, base]))
    }

    fn number(&self, id: IndicatorId, year: i32) -> Result<Decimal, Incomputable> {
        let datum = self.datum(id, year).ok_or(Incomputable::Missing(year))?;
        datum.value.number().ok_or(Incomputable::NotNumeric(year))
    }

    fn computed(&self, value: Decimal, id: IndicatorId, years: [i32; 2]) -> Computed {
        let sample =
            |year| self.datum(id, year).is_some_and(|datum| datum.status == DatumStatus::Sample);
        let sample = years.into_iter().any(sample);
        Computed { value, data: years.map(|year| (id, year)).to_vec(), sample }
    }
}

impl Indicator {
    /// A value as it is printed, without its unit.
    pub fn print(&self, value: &DatumValue) -> String {
        match value {
            DatumValue::Number(number) => format_number(*number, self.decimals),
            DatumValue::Text(text) => text.clone(),
        }
    }

    /// A value as it is printed, with its unit; texts have none.
    pub fn print_with_unit(&self, value: &DatumValue) -> String {
        let unit = if value.number().is_some() { self.unit.as_str() } else { "" };
        format!("{}{unit}", self.print(value))
    }

    /// Whether its unit is the percent sign: its changes are counted in percentage points.
    pub fn is_percentage(&self) -> bool {
        matches!(self.unit.as_str(), "%" | "％")
    }
}

/// The order of the steps loses no digit where 100 times the difference fits, and only a number
/// near the limit of 28 digits overflows.
fn percent(new: Decimal, old: Decimal) -> Option<Decimal> {
    let difference = new.checked_sub(old)?;
    match difference.checked_mul(Decimal::ONE_HUNDRED) {
        Some(hundredfold) => hundredfold.checked_div(old.abs()),
        None => difference.checked_div(old.abs())?.checked_mul(Decimal::ONE_HUNDRED),
    }
}

/// A number with so many digits after the point, rounded half away from zero; `-0.0` is `0.0`.
pub fn format_number(value: Decimal, decimals: u32) -> String {
    let mut rounded =
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    if rounded.is_zero() {
        rounded.set_sign_positive(true);
    }

    let mut text = rounded.to_string();
    let missing = decimals.saturating_sub(rounded.scale());
    if missing > 0 && rounded.scale() == 0 {
        text.push('.');
    }
    text.extend(std::iter::repeat_n('0', missing as usize));
    text
}
