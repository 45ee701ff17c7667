//! A date of the command line: as it was typed, else today's in China.

use crate::document::Date;
use crate::workspace;
use anyhow::anyhow;

/// The date that was typed, of this year where it names none, or today's.
pub fn parse_or_today(typed: Option<&str>) -> anyhow::Result<Date> {
    match typed {
        Some(typed) => parse_in(typed, workspace::today().year),
        None => Ok(workspace::today()),
    }
}

/// The date that was typed, of `year` where it names none.
pub(super) fn parse_in(typed: &str, year: i32) -> anyhow::Result<Date> {
    workspace::parse_date_in(typed, year).ok_or_else(|| anyhow!(workspace::misread_date(typed)))
}
