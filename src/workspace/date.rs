//! Dates as they stand in YAML: `2018-06-13`.

use crate::document::Date;
use crate::yaml;
use serde::de::{Deserialize, Deserializer};

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
    let [year, month, day] = parts[..] else {
        return None;
    };
    let digits = |part: &str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    let date =
        Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    (date.year > 0 && (1..=days(date)?).contains(&date.day)).then_some(date)
}

/// How many days the date's month has.
fn days(date: Date) -> Option<u8> {
    let leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    match date.month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_date;

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
            "",
        ] {
            assert!(parse_date(wrong).is_none(), "{wrong}");
        }
    }
}
