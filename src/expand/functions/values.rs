//! 值 数 单位: one datum, or the unit of an indicator.

use super::lookup::{keep, missing, named, printed, year};
use crate::expand::arguments::{Call, CallError, Outcome};
use crate::expand::session::PrintedValue;
use crate::indicator::{DatumValue, Indicator};

/// 值: a datum with its unit.
pub(super) fn value(call: &Call<'_>) -> Outcome {
    datum(call, Indicator::print_with_unit)
}

/// 数: a datum without its unit.
pub(super) fn number(call: &Call<'_>) -> Outcome {
    datum(call, Indicator::print)
}

/// 单位: the unit of an indicator.
pub(super) fn unit(call: &Call<'_>) -> Outcome {
    let indicator = call.session.facts.data.indicators.get(named(call)?);
    let value = PrintedValue::plain(indicator.unit.clone(), Some(indicator.span));
    Ok(keep(call.session, value))
}

fn datum(call: &Call<'_>, print: fn(&Indicator, &DatumValue) -> String) -> Outcome {
    let (id, year) = (named(call), year(call, 1));
    let (id, year) = (id?, year?.ok_or(CallError::Failed)?);
    match printed(&call.session.facts, id, year, print) {
        Some(value) => Ok(keep(call.session, value)),
        None => missing(call, id, year, 1),
    }
}
