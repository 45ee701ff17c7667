//! Dates as people write them: `2018-06-13`, `2018.6.13`, `2018/6/13`, `20180613`, `2018年6月13日`, and `6月13日`
//! where the year is known.

use crate::document::Date;
use crate::source::ascii_of_full_width;
use crate::yaml;
use serde::de::{Deserialize, Deserializer};
use time::{Duration, Month, OffsetDateTime};

/// A date read from YAML; its year may be left open.
#[derive(Debug, Clone, Copy)]
pub(super) struct YamlDate(WrittenDate);

impl YamlDate {
    /// The date, in `year` where it was written without one.
    ///
    /// # Errors
    /// A sentence that says what is wrong: the year isn't known, or has no such day.
    pub fn in_year(self, year: Option<i32>) -> Result<Date, String> {
        let WrittenDate { month, day, .. } = self.0;
        let date = self.0.in_year(year);
        date.ok_or_else(|| misread_date(&format!("{month}月{day}日")))
    }
}

impl<'de> Deserialize<'de> for YamlDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<YamlDate, D::Error> {
        yaml::scalar(deserializer, |text| {
            // A date without a year is one of the calendar in some year.
            let written = read(text).filter(|date| date.in_year(Some(LEAP_YEAR)).is_some());
            written.map(YamlDate).ok_or_else(|| misread_date(text))
        })
    }
}

/// A year that has every day.
const LEAP_YEAR: i32 = 2000;

/// What is said of a text that is no date.
pub fn misread_date(text: &str) -> String {
    format!("日期应形如 2018-06-13 或 2018年6月13日，现为“{text}”")
}

/// A date as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WrittenDate {
    year: Option<i32>,
    month: u8,
    day: u8,
}

impl WrittenDate {
    /// The date, if it is one of the calendar; `year` stands for one that wasn't written.
    fn in_year(self, year: Option<i32>) -> Option<Date> {
        let date = Date { year: self.year.or(year)?, month: self.month, day: self.day };
        (date.year > 0 && is_date(date)).then_some(date)
    }
}

/// The date that a text names, if it is one of the calendar.
pub fn parse_date(text: &str) -> Option<Date> {
    read(text)?.in_year(None)
}

/// The date that a text names, in `year` where it says none: `6月13日`.
pub fn parse_date_in(text: &str, year: i32) -> Option<Date> {
    read(text)?.in_year(Some(year))
}

/// Reads a date, of whichever calendar.
fn read(text: &str) -> Option<WrittenDate> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| ascii_of_full_width(c).unwrap_or(c))
        .collect();

    if let Some((year, rest)) = text.split_once('年') {
        return Some(WrittenDate { year: Some(year_of(year)?), ..month_and_day(rest)? });
    }
    if text.contains('月') {
        return month_and_day(&text);
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, rest) = text.split_at(4);
        let (month, day) = rest.split_at(2);
        return written(year, month, day);
    }

    let mark = ['-', '/', '.'].into_iter().find(|mark| text.contains(*mark))?;
    let parts: Vec<&str> = text.split(mark).collect();
    let [year, month, day] = parts[..] else { return None };
    written(year, month, day)
}

fn written(year: &str, month: &str, day: &str) -> Option<WrittenDate> {
    Some(WrittenDate { year: Some(year_of(year)?), month: number(month)?, day: number(day)? })
}

/// `6月13日`; 号 is said for 日, and left out.
fn month_and_day(text: &str) -> Option<WrittenDate> {
    let (month, day) = text.split_once('月')?;
    let day = day.strip_suffix(['日', '号']).unwrap_or(day);
    Some(WrittenDate { year: None, month: number(month)?, day: number(day)? })
}

fn year_of(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| text.parse().ok()).flatten()
}

/// A month or a day.
fn number(text: &str) -> Option<u8> {
    let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| text.parse().ok()).flatten()
}

/// Today's date in China, which has one time zone, eight hours before UTC.
pub fn today() -> Date {
    let now = OffsetDateTime::now_utc().saturating_add(Duration::hours(8)).date();
    Date { year: now.year(), month: u8::from(now.month()), day: now.day() }
}

/// The time of the day in China: `09:30`.
pub fn time_of_day() -> String {
    let now = OffsetDateTime::now_utc().saturating_add(Duration::hours(8));
    format!("{:02}:{:02}", now.hour(), now.minute())
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
    use super::{days_between, parse_date, parse_date_in, today};
    use crate::document::Date;

    #[test]
    fn dates_as_people_write_them() {
        let expected = Some(Date { year: 2018, month: 6, day: 13 });
        for text in [
            "2018-06-13",
            "2018-6-13",
            "2018.6.13",
            "2018/06/13",
            " 2018 年 6 月 13 日 ",
            "2018年06月13号",
            "2018年6月13",
            "２０１８．６．１３",
            "２０１８年６月１３日",
            "20180613",
        ] {
            assert_eq!(parse_date(text), expected, "{text}");
            assert_eq!(parse_date_in(text, 1999), expected, "{text}");
        }
        assert_eq!(parse_date("6月13日"), None);
        assert_eq!(parse_date_in("6月13日", 2018), expected);
        assert_eq!(parse_date_in("2月29日", 2018), None);
    }

    #[test]
    fn calendar_dates_only() {
        assert!(parse_date("2016-2-29").is_some());
        for wrong in [
            "2018-02-29",
            "2018-13-01",
            "2018-6",
            "6.13",
            "18-06-13",
            "18年6月13日",
            "2018/06-13",
            "2018年6-13",
            "2018年13日",
            "0000-01-01",
            "2018-06-00",
            "+018-06-13",
            "2018-+6-13",
            "2018-006-00013-1",
            "2018-006-013",
            "2018061",
            "月日",
            "年月日",
            "2018年6月13日14时",
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
