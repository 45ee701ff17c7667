//! The date of a copy: as given, else today's in China.

use crate::document::Date;
use crate::workspace;
use anyhow::anyhow;
use std::time::{SystemTime, UNIX_EPOCH};

/// China has one time zone, eight hours before UTC.
const OFFSET: u64 = 8 * 3600;

/// The date that was typed, or today's.
pub(super) fn date(typed: Option<&str>) -> anyhow::Result<Date> {
    match typed {
        Some(typed) => workspace::parse_date(typed)
            .ok_or_else(|| anyhow!("日期应形如 2018-06-13，现为“{typed}”")),
        None => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Ok(civil((since.as_secs() + OFFSET) / 86_400))
        }
    }
}

/// The date so many days after 1970-01-01; years begin in March, so that leap days end them.
fn civil(days: u64) -> Date {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let since_march = (5 * day_of_year + 2) / 153;
    let month = if since_march < 10 { since_march + 3 } else { since_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    Date {
        year: i32::try_from(year).unwrap_or_default(),
        month: u8::try_from(month).unwrap_or_default(),
        day: u8::try_from(day_of_year - (153 * since_march + 2) / 5 + 1).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::civil;
    use crate::document::Date;
    use crate::review::copies::day_number;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(civil(0), Date { year: 1970, month: 1, day: 1 });
        assert_eq!(civil(17_695), Date { year: 2018, month: 6, day: 13 });
        assert_eq!(civil(11_016), Date { year: 2000, month: 2, day: 29 });
        for days in (0..40_000).step_by(61) {
            assert_eq!(day_number(civil(days + 61)) - day_number(civil(days)), 61);
        }
    }
}
