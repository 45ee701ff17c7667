//! A typed number compared with the table's, as exactly as its digits and words claim.
//!
//! In: an indicator, a year, what is said of it. Out: whether the table agrees, or that it has nothing.
//! Rounding is half away from zero, as 四舍五入 asks; no binary floats.

use super::context::ProseContext;
use super::finding::{Aspect, Direction};
use crate::check::number::{self, Amount, Bound, Figure, Quantity, Unit, Units};
use crate::indicator::{DatumValue, IndicatorId, Indicators};
use rust_decimal::Decimal;

/// What the table says to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// The same.
    Equal,
    /// Something else.
    Different,
    /// Something else, but within what rounding of the table's own numbers can do.
    WithinRounding,
    /// Something else, but it isn't certain over which year the change is.
    Ambiguous,
    /// It has no value for that year.
    NoValue,
    /// The two can't be compared.
    Incomparable,
}

impl From<bool> for Comparison {
    fn from(same: bool) -> Comparison {
        if same { Comparison::Equal } else { Comparison::Different }
    }
}

/// Compares a number with the table.
pub(super) fn compare(
    context: &ProseContext<'_>,
    id: IndicatorId,
    year: i32,
    aspect: Aspect,
    quantity: &Quantity,
) -> Comparison {
    let unit = context.units.parse(&context.indicators.get(id).unit);
    let claim = Claim { indicators: context.indicators, id, year, unit: &unit, quantity };
    match aspect {
        Aspect::Level => claim.level(&context.units),
        Aspect::Growth(base, direction) => claim.growth(base, direction),
        Aspect::Change(base, direction) => claim.change(base, direction),
        Aspect::Multiple(base) => claim.multiple(base),
    }
}

/// Whether the table has the same with the point so many places on.
pub(super) fn equals_shifted(
    context: &ProseContext<'_>,
    id: IndicatorId,
    year: i32,
    aspect: Aspect,
    quantity: &Quantity,
    power: i32,
) -> bool {
    let Amount::Single(figure) = quantity.amount else { return false };
    figure.scaled(power).is_some_and(|figure| {
        let shifted = Quantity { amount: Amount::Single(figure), ..quantity.clone() };
        compare(context, id, year, aspect, &shifted) == Comparison::Equal
    })
}

/// The table's number for what a typed one says, in the base unit of the latter; `None` where it has
/// none, and for multiples.
pub(super) fn table_amount(
    context: &ProseContext<'_>,
    id: IndicatorId,
    year: i32,
    aspect: Aspect,
) -> Option<Decimal> {
    let indicators = context.indicators;
    let unit = context.units.parse(&indicators.get(id).unit);
    match aspect {
        Aspect::Level => unit.to_base(indicators.datum(id, year)?.value.number()?),
        Aspect::Growth(base, direction) => {
            Some(direction.toward(indicators.growth(id, year, base).ok()?.value))
        }
        Aspect::Change(base, direction) => {
            unit.to_base(direction.toward(indicators.change(id, year, base).ok()?.value))
        }
        Aspect::Multiple(_) => None,
    }
}

/// What a text says of an indicator.
struct Claim<'a> {
    indicators: &'a Indicators,
    id: IndicatorId,
    year: i32,
    unit: &'a Unit,
    quantity: &'a Quantity,
}

impl Claim<'_> {
    fn level(&self, units: &Units) -> Comparison {
        let Some(datum) = self.indicators.datum(self.id, self.year) else {
            return Comparison::NoValue;
        };
        let number = match &datum.value {
            DatumValue::Number(number) => *number,
            DatumValue::Text(text) => return self.ratio(text, units),
        };

        let quantity = self.quantity;
        let like = if quantity.base.is_empty() {
            (quantity.scaled && self.unit.base != "%") || self.unit.base.is_empty()
        } else {
            self.unit.is_like(&quantity.base)
        };
        let decimals = self.indicators.get(self.id).decimals.max(number.scale());
        let step = Decimal::try_new(1, decimals).ok().and_then(|step| self.unit.to_base(step));
        let (true, Some(table), Some(step)) = (like, self.unit.to_base(number), step) else {
            return Comparison::Incomparable;
        };
        self.compare_amount(table, step)
    }

    /// The amount against the table's number, in base units; `step` is the table's last digit.
    fn compare_amount(&self, table: Decimal, step: Decimal) -> Comparison {
        match &self.quantity.amount {
            Amount::Single(figure) => fits(*figure, self.quantity.bound, table, step).into(),
            Amount::Range(low, high) => {
                let above = table.checked_sub(low.value).is_some_and(|d| d >= -half(low.step));
                let below = high.value.checked_sub(table).is_some_and(|d| d >= -half(high.step));
                (above && below).into()
            }
            Amount::Ratio(_) | Amount::Doubling(_) => Comparison::Incomparable,
        }
    }

    fn ratio(&self, text: &str, units: &Units) -> Comparison {
        let Amount::Ratio(typed) = &self.quantity.amount else { return Comparison::Incomparable };
        let numbers = number::read(text, units);
        let table = numbers.iter().find_map(|number| match &number.reading.quantity()?.amount {
            Amount::Ratio(parts) => Some(parts),
            _ => None,
        });
        let Some(table) = table.filter(|table| table.len() == typed.len()) else {
            return Comparison::Incomparable;
        };

        let same = |(typed, table): (&Figure, &Figure)| {
            fits(*typed, self.quantity.bound, table.value, table.step)
        };
        typed.iter().zip(table).all(same).into()
    }

    fn growth(&self, base: i32, direction: Direction) -> Comparison {
        let Ok(growth) = self.indicators.growth(self.id, self.year, base) else {
            return self.without_value(base);
        };
        let growth = direction.toward(growth.value);

        let quantity = self.quantity;
        let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
        let figure = match (&quantity.amount, quantity.base.as_str()) {
            (Amount::Single(figure), "%") => Some(*figure),
            (Amount::Single(figure), "倍") => figure.scaled(2),
            (Amount::Doubling(times), _) => {
                // 翻一番 is said of anything near to twice as much: within a tenth of it.
                let multiple = Decimal::from(2u32.saturating_pow(*times));
                let coarse = Decimal::ONE_HUNDRED;
                let step = multiple.checked_mul(Decimal::from(20));
                let value = percent(multiple - Decimal::ONE);
                value.zip(step).map(|(value, step)| Figure { value, step, coarse })
            }
            _ => None,
        };
        let Some(figure) = figure else { return Comparison::Incomparable };

        let step = Decimal::new(1, 10);
        if fits(figure, quantity.bound, growth, step) {
            return Comparison::Equal;
        }

        // Bureaus compute growth from numbers with more digits than the table shows.
        let slack = self.rounding_slack(base).unwrap_or_default();
        let near = |shift: Decimal| {
            growth.checked_add(shift).is_some_and(|g| fits(figure, quantity.bound, g, step))
        };
        let margin = slack.checked_add(half(figure.step));
        let difference = figure.value.checked_sub(growth).map(|difference| difference.abs());
        let within = quantity.bound == Bound::Exact && margin.is_some() && difference <= margin;
        if near(slack) || near(-slack) || (within && difference.is_some()) {
            Comparison::WithinRounding
        } else {
            Comparison::Different
        }
    }

    /// How far growth can be off because the table's numbers are rounded, in percent.
    fn rounding_slack(&self, base: i32) -> Option<Decimal> {
        let number = |year| self.indicators.datum(self.id, year)?.value.number();
        let (new, old) = (number(self.year)?, number(base)?);
        let decimals = self.indicators.get(self.id).decimals;
        if decimals == 0 && self.unit.counts() {
            return Some(Decimal::ZERO);
        }

        let half = half(Decimal::try_new(1, decimals.max(new.scale())).ok()?);
        let relative = half.checked_div(old.abs())?;
        let ratio = new.checked_div(old)?.abs();
        relative.checked_mul(Decimal::ONE.checked_add(ratio)?)?.checked_mul(Decimal::ONE_HUNDRED)
    }

    fn change(&self, base: i32, direction: Direction) -> Comparison {
        let Ok(change) = self.indicators.change(self.id, self.year, base) else {
            return self.without_value(base);
        };
        let change = direction.toward(change.value);

        let like = match self.quantity.base.as_str() {
            "个百分点" => self.unit.base == "%",
            "%" | "" => false,
            base => self.unit.is_like(base),
        };
        let decimals = self.indicators.get(self.id).decimals;
        let step = Decimal::try_new(1, decimals).ok().and_then(|step| self.unit.to_base(step));

        match (like, self.unit.to_base(change), step) {
            (true, Some(change), Some(step)) => self.compare_amount(change, step),
            _ => Comparison::Incomparable,
        }
    }

    fn multiple(&self, base: i32) -> Comparison {
        let Ok(growth) = self.indicators.growth(self.id, self.year, base) else {
            return self.without_value(base);
        };
        let Some(growth) = growth.value.checked_add(Decimal::ONE_HUNDRED) else {
            return Comparison::Incomparable;
        };

        let figure = match &self.quantity.amount {
            Amount::Single(figure) => figure.scaled(2),
            _ => None,
        };
        figure.map_or(Comparison::Incomparable, |figure| {
            fits(figure, self.quantity.bound, growth, Decimal::new(1, 10)).into()
        })
    }

    fn without_value(&self, base: i32) -> Comparison {
        let has = |year| self.indicators.datum(self.id, year).is_some();
        if has(self.year) && has(base) { Comparison::Incomparable } else { Comparison::NoValue }
    }
}

fn half(step: Decimal) -> Decimal {
    step.checked_div(Decimal::TWO).unwrap_or(step)
}

/// Whether a typed number can stand for the table's; `table_step` is worth one in its last digit.
fn fits(figure: Figure, bound: Bound, table: Decimal, table_step: Decimal) -> bool {
    let Figure { value, step, coarse } = figure;
    let Some(difference) = table.checked_sub(value) else { return false };

    match bound {
        Bound::Exact => rounds(value, step.max(table_step), table),
        Bound::About => difference.abs() <= half(coarse.max(table_step)),
        Bound::Nearly => {
            difference <= half(table_step) && difference > -half(coarse.max(table_step))
        }
        Bound::AtLeast => difference >= -half(table_step),
        Bound::AndMore => difference >= Decimal::ZERO && difference < coarse.max(table_step),
        Bound::AtMost => difference <= half(table_step),
    }
}

/// Whether `table`, rounded half away from zero to multiples of `step`, is `value`.
fn rounds(value: Decimal, step: Decimal, table: Decimal) -> bool {
    let negative = value.is_sign_negative() && !value.is_zero();
    let (value, table) = if negative { (-value, -table) } else { (value, table) };
    let Some(difference) = table.checked_sub(value) else { return false };
    difference >= -half(step) && difference < half(step)
}
