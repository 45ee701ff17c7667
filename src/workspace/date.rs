//! Dates as they are written in YAML: `2018-06-13`.

use crate::document::Date;
use crate::yaml;
use serde::de::{Deserialize, Deserializer};
use time::{Duration, Month, OffsetDateTime};

/// A date read from YAML.
#[derive(Debug, Clone, Copy)]
pub(super) struct YamlDate(pub Date);

impl<'de> Deserialize<'de> for YamlDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<YamlDate, D::Error> {
        yaml::scalar(deserializer, |text| {
            let message = || format!("日期应形如 2018-06-13，现为“{text}”");
            parse_date(text).map(YamlDate).ok_or_else(message)
        })
    }
}

/// The date that a text names, if it is one of the calendar.
pub fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [year, month, day] = parts[..] else { return None };

    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || ![year, month, day].into_iter().all(digits) {
        return None;
    }

    let date =
        Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    (date.year > 0 && is_date(date)).then_some(date)
}

/// Today's date in China, which has one time zone, eight hours before UTC.
pub fn today() -> Date {
    let now = OffsetDateTime::now_utc().saturating_add(Duration::hours(8)).date();
    Date { year: now.year(), month: u8::from(now.month()), day: now.day() }
}

/// Days from one date to another; `None` where one isn't of the calendar.
pub fn days_between(from: Date, to: Date) -> Option<i32> {
    Some(calendar_date(to)?.to_julian_day() - calendar_date(from)?.to_julian_day())
}

/// Whether a date is one of the calendar.
pub fn is_date(date: Date) -> bool {
    calendar_date(date).is_some()
}

fn calendar_date(date: Date) -> Option<time::Date> {
    let month = Month::try_from(date.month).ok()?;
    time::Date::from_calendar_date(date.year, month, date.day).ok()
}

#[cfg(test)]
mod tests {
    use super::{days_between, parse_date, today};

    #[test]
    fn calendar_dates_only() {
        assert!(parse_date("2018-06-13").is_some());
        assert!(parse_date("2016-2-29").is_some());
        for wrong in [
            "2018-02-29",
            "2018-13-01",
            "2018-6",
            "18-06-13",
            "2018/06/13",
            "0000-01-01",
            "2018-06-00",
            "+018-06-13",
            "2018-+6-13",
            "2018-006-00013-1",
            "",
        ] {
            assert!(parse_date(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn days_of_the_calendar() {
        let days =
            |from, to| days_between(parse_date(from).unwrap(), parse_date(to).unwrap()).unwrap();
        assert_eq!(days("2018-06-13", "2018-07-01"), 18);
        assert_eq!(days("2020-02-28", "2020-03-01"), 2);
        assert_eq!(days("2018-12-31", "2019-01-01"), 1);
        assert_eq!(days("2001-01-01", "2000-01-01"), -366);
    }

    #[test]
    fn today_is_a_date_after_this_was_written() {
        let since = days_between(parse_date("2025-01-01").unwrap(), today());
        assert!(since.is_some_and(|days| days > 0), "{since:?}");
    }
}
