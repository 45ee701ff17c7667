//! Whether a number that differs from the table looks like a slip of the pen.
//!
//! In: what a text says of an indicator under a year that isn't its sentence's own. Out: whether two
//! digits are swapped, one is another, the point stands elsewhere, or it is another year's value.

use super::compare::{self, Comparison, compare};
use super::context::ProseContext;
use super::finding::Aspect;
use crate::check::number::{self, Amount, Figure, Quantity};
use crate::indicator::{DatumValue, IndicatorId};
use rust_decimal::Decimal;

/// Number of digits from which on one that is another is a slip, and another year's value is no chance.
const MIN_DIGITS: usize = 3;
/// Maximum powers of ten that a slip makes of the point.
const MAX_SHIFT: i32 = 4;

/// How far it is certain what a number that differs is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Assurance {
    /// Figures of something else stand beside it: it may be one of theirs.
    OtherFigures,
    /// Its year may be another.
    LooseYear,
    /// Its year can hardly be another.
    Firm,
}

/// Whether the number may be meant as the table has it. Among figures of something else, one digit that
/// is another may be chance: samples of one matter come out much alike.
pub(super) fn is_slip(
    context: &ProseContext<'_>,
    id: IndicatorId,
    year: i32,
    aspect: Aspect,
    quantity: &Quantity,
    assurance: Assurance,
) -> bool {
    let figure = match &quantity.amount {
        Amount::Single(figure) => *figure,
        Amount::Ratio(parts) => return is_ratio_slip(context, id, year, parts),
        Amount::Range(..) | Amount::Doubling(_) => return false,
    };
    let typed = digits(figure, figure.value);
    let table = compare::table_amount(context, id, year, aspect);
    let table = table.and_then(|table| digits(figure, table));
    let misread = typed.as_ref().zip(table.as_ref());
    let exchanged = misread.is_some_and(|(typed, table)| is_exchanged(typed, table));
    let near = assurance > Assurance::OtherFigures
        && misread.is_some_and(|(typed, table)| is_near(typed, table));
    if exchanged || near {
        return true;
    }

    let shifted = |power: i32| compare::equals_shifted(context, id, year, aspect, quantity, power);
    if (1..=MAX_SHIFT).any(|power| shifted(power) || shifted(-power)) {
        return true;
    }

    let long = typed.is_some_and(|typed| typed.len() >= MIN_DIGITS);
    let of_year = |other: &i32| {
        *other != year && compare(context, id, *other, Aspect::Level, quantity) == Comparison::Equal
    };
    let firm = assurance == Assurance::Firm;
    firm && long && aspect == Aspect::Level && context.years.iter().any(of_year)
}

/// Whether one part of a ratio is a slip and the others are right.
fn is_ratio_slip(context: &ProseContext<'_>, id: IndicatorId, year: i32, typed: &[Figure]) -> bool {
    let datum = context.indicators.datum(id, year);
    let Some(DatumValue::Text(text)) = datum.map(|datum| &datum.value) else { return false };
    let numbers = number::read(text, &context.units);
    let table = numbers.iter().find_map(|number| match &number.reading.quantity()?.amount {
        Amount::Ratio(parts) => Some(parts),
        _ => None,
    });
    let Some(table) = table.filter(|table| table.len() == typed.len()) else { return false };

    let mut differing = typed.iter().zip(table).filter(|(typed, table)| typed.value != table.value);
    let Some((first, table)) = differing.next() else { return false };
    let misread = digits(*first, first.value).zip(digits(*first, table.value));
    differing.next().is_none() && misread.is_some_and(|(typed, table)| is_near(&typed, &table))
}

/// The digits of a value in steps of what was typed, without its sign.
fn digits(figure: Figure, value: Decimal) -> Option<String> {
    let steps = value.checked_div(figure.step)?.round().abs().normalize();
    Some(steps.to_string())
}

/// Whether two digits are swapped, or one of several is another.
fn is_near(typed: &str, table: &str) -> bool {
    if typed.len() != table.len() {
        return false;
    }

    let differing: Vec<(u8, u8)> =
        typed.bytes().zip(table.bytes()).filter(|(typed, table)| typed != table).collect();
    match differing.as_slice() {
        [_] => typed.len() >= MIN_DIGITS,
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}

/// Whether two digits stand in each other's places.
fn is_exchanged(typed: &str, table: &str) -> bool {
    let pairs = typed.bytes().zip(table.bytes()).filter(|(typed, table)| typed != table);
    let differing: Vec<(u8, u8)> = pairs.collect();
    typed.len() == table.len()
        && matches!(differing.as_slice(), [(a, b), (c, d)] if a == d && b == c)
}
