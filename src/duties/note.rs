//! What the note below the table says: by when, and to whom.

use super::marks::{self, Labelled};
use super::names::{UnitNames, is_name};
use crate::document::Date;

/// What the note says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The day that it names; none where it names no whole date.
    pub deadline: Option<Date>,
    /// The unit that it names as the one to hand in to; empty for none.
    pub receiver: String,
    /// By which way files are sent: 钉钉; empty where it doesn't say.
    pub channel: String,
    /// Whether paper copies are asked for.
    pub on_paper: bool,
    /// Whether originals of documents are asked for.
    pub with_originals: bool,
}

/// Words before the unit to hand in to, longest first.
const HANDED_TO: [&str; 10] =
    ["报送至", "报送到", "报送给", "汇总至", "送交至", "送至", "交至", "报至", "报送", "报"];

/// Reads a note.
pub fn terms(note: &str, known: &UnitNames) -> Terms {
    Terms {
        deadline: date(note),
        receiver: receiver(note, known),
        channel: channel(note),
        on_paper: note.contains("纸质"),
        with_originals: note.contains("原件"),
    }
}

/// By which way files are sent: the first that is said of 电子, which a note often names before without one.
fn channel(note: &str) -> String {
    let mentions = note.match_indices("电子").map(|(at, word)| &note[at + word.len()..]);
    mentions.filter_map(way).next().unwrap_or_default()
}

/// What stands between 版通过 and 报送.
fn way(behind: &str) -> Option<String> {
    let behind = behind.split(['，', '。', '；', ',']).next().unwrap_or("");
    let (_, way) = ["通过", "发送至", "发送到", "发至", "发到", "发", "用"]
        .into_iter()
        .find_map(|word| behind.split_once(word))?;

    let ends = ["报送", "发送", "提交", "传", "报", "（", "("];
    let end = ends.into_iter().filter_map(|word| way.find(word)).min().unwrap_or(way.len());
    let way = way[..end].trim();
    (!way.is_empty()).then(|| way.to_owned())
}

/// The first date with a year.
pub fn date(text: &str) -> Option<Date> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    (0..characters.len()).find_map(|start| date_at(&characters, start))
}

/// A date that begins at a place: 2024年6月13日, 2024-06-13, 2024.6.13.
fn date_at(characters: &[char], start: usize) -> Option<Date> {
    let is_inside = start > 0 && characters[start - 1].is_ascii_digit();
    if is_inside {
        return None;
    }

    let (year, month_start) = number(characters, start, "年-./")?;
    let (month, day_start) = number(characters, month_start, "月-./")?;
    let (day, _) = number(characters, day_start, "")?;
    let is_date =
        (2000..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let date = Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
    is_date.then_some(date)
}

/// A number of at most four digits, and the place behind one of the marks that must follow it.
fn number(characters: &[char], start: usize, marks: &str) -> Option<(i32, usize)> {
    let digits: String =
        characters[start..].iter().take(5).take_while(|c| c.is_ascii_digit()).collect();
    let end = start + digits.len();
    let is_marked = marks.is_empty() || characters.get(end).is_some_and(|c| marks.contains(*c));
    let value = digits.parse().ok().filter(|_| digits.len() <= 4 && is_marked)?;
    Some((value, end + 1))
}

fn receiver(note: &str, known: &UnitNames) -> String {
    for word in HANDED_TO {
        for (start, _) in note.match_indices(word) {
            let behind = note.get(start + word.len()..).unwrap_or("");
            for chunk in marks::chunks(behind, known).into_iter().take(1) {
                let text = marks::label(&chunk.text, Labelled::Loosely)
                    .map_or(chunk.text.as_str(), |(_, rest)| rest);
                if is_name(text, known) {
                    return text.to_owned();
                }
            }
        }
    }

    String::new()
}

#[cfg(test)]
mod tests {
    use super::{UnitNames, date, terms};
    use crate::document::Date;

    #[test]
    fn dates_as_people_write_them() {
        let expected = Some(Date { year: 2024, month: 6, day: 13 });
        for text in ["2024年6月13日之前", "请于 2024 年 6 月 13 日前", "2024-06-13", "限2024.6.13"]
        {
            assert_eq!(date(text), expected, "{text}");
        }

        for text in ["6月13日前", "2024年6月", "2024年13月1日", "12024年6月13日", ""] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn notes_name_who_is_handed_to() {
        let cases = [
            (
                "各单位提供的数据资料，2018年6月13日之前纸质版和电子版报送至市质监局，纸质版要红头原件。",
                "市质监局",
            ),
            ("电子版通过政务邮箱报送市创建办（联系电话见通知）。", "市创建办"),
            ("电子版通过钉钉报送。", ""),
        ];
        for (note, receiver) in cases {
            assert_eq!(terms(note, &UnitNames::new()).receiver, receiver, "{note}");
        }

        let ways = [
            ("纸质版加盖公章，电子版通过钉钉报送。", "钉钉"),
            ("电子版发政务邮箱（另告）。", "政务邮箱"),
            ("只要纸质。", ""),
            ("纸质版和电子版报送至市质监局，电子版通过钉钉报送。", "钉钉"),
            ("纸质版一式两份和电子版报市创建办，电子版通过邮箱报送。", "邮箱"),
            ("电子版、纸质版同时报送，电子文档用政务网传。", "政务网"),
        ];
        for (note, way) in ways {
            assert_eq!(terms(note, &UnitNames::new()).channel, way, "{note}");
        }
    }
}
