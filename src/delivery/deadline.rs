//! When things are due.

use super::model::Deadline;
use crate::document::Date;
use crate::workspace::days_between;

/// The deadline as of a day: an extension counts before the date that holds for all.
pub(super) fn deadline(
    general: Option<Date>,
    extension: Option<Date>,
    today: Date,
) -> Option<Deadline> {
    let date = extension.or(general)?;
    let days = days_between(today, date)?;
    Some(Deadline { date, is_extended: extension.is_some(), days })
}
