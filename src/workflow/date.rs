//! The date of a copy: as it was typed, else today's in China.

use crate::document::Date;
use crate::workspace;
use anyhow::anyhow;

/// The date that was typed, or today's.
pub fn parse_or_today(typed: Option<&str>) -> anyhow::Result<Date> {
    match typed {
        Some(typed) => workspace::parse_date(typed)
            .ok_or_else(|| anyhow!("日期应形如 2018-06-13，现为“{typed}”")),
        None => Ok(workspace::today()),
    }
}
