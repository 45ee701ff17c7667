//! Whether a form holds entries that nobody has read yet: then it isn't overwritten.

use super::layout::{Field, KEY_NAME, KEY_YEAR, Position};
use super::number::cell_decimal;
use super::{current, guard, sheet};
use crate::indicator::Indicators;

/// Whether a file is a form with entries that are neither as it was sent nor in the value file.
pub fn is_pending(bytes: &[u8], text: &str, indicators: &Indicators) -> bool {
    let sheet = guard::open(bytes).and_then(|mut package| sheet::read(bytes, &mut package));
    let (Ok(sheet), Ok(current)) = (sheet, current::read(text, indicators)) else { return false };

    sheet.rows().into_iter().any(|row| {
        let text = |column| sheet.text(Position { row, column });
        let id = indicators.find(&text(KEY_NAME));
        let (Some(id), Ok(year)) = (id, text(KEY_YEAR).parse()) else { return false };
        let now = current.fields(id, year);
        Field::ALL.into_iter().any(|field| {
            let filled = text(field.column());
            let sent = text(field.base_column());
            !is_same(&filled, &sent) && !is_same(&filled, &now[field.index()])
        })
    })
}

/// Whether two cells say the same, numbers by their value.
fn is_same(one: &str, other: &str) -> bool {
    let number = |text: &str| cell_decimal(text.parse().ok()?).ok();
    one == other || number(one).is_some_and(|one| Some(one) == number(other))
}
