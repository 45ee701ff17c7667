//! 值 数 单位: one datum, or the unit of an indicator.

use super::lookup::{Outcome, datum_text, is_owed, keep, missing, named, owed, year};
use crate::expand::arguments::{Call, Failed};
use crate::expand::session::PrintedValue;
use crate::indicator::DatumStatus;

/// 值: a datum with its unit.
pub(super) fn value(call: &Call<'_>) -> Outcome {
    datum(call, true)
}

/// 数: a datum without its unit.
pub(super) fn number(call: &Call<'_>) -> Outcome {
    datum(call, false)
}

/// 单位: the unit of an indicator.
pub(super) fn unit(call: &Call<'_>) -> Outcome {
    let Ok(id) = named(call)? else { return Ok(Err(Failed)) };
    let indicator = call.session.facts.indicators.get(id);
    let origin = Some(indicator.span);
    let text = indicator.unit.clone();
    Ok(Ok(keep(call.session, PrintedValue::plain(text, origin))))
}

fn datum(call: &Call<'_>, with_unit: bool) -> Outcome {
    let (id, year) = (named(call)?, year(call, 1)?);
    let (Ok(id), Ok(Some(year))) = (id, year) else { return Ok(Err(Failed)) };
    let facts = &call.session.facts;
    if is_owed(facts, id, year) {
        return Ok(Ok(keep(call.session, owed(facts, id, &[year]))));
    }

    let Some(found) = facts.indicators.datum(id, year) else {
        missing(call, id, year, 1)?;
        return Ok(Err(Failed));
    };
    let indicator = facts.indicators.get(id);
    let value = PrintedValue {
        text: datum_text(indicator, found, with_unit),
        origin: Some(found.span),
        indicators: vec![(indicator.name.clone(), year)],
        sample: found.status == DatumStatus::Sample,
        missing: Vec::new(),
    };
    Ok(Ok(keep(call.session, value)))
}
