//! chapters/report.yaml of a city: the sample's, with the city's own names, years and dates.

use super::generic::of_city;
use crate::document::Date;
use crate::duties::{TO_SETTLE, Terms};
use crate::yaml::{Step, set_values};

/// What a city's report.yaml says.
pub(super) struct ReportSettings<'a> {
    pub city: &'a str,
    /// Ascending.
    pub years: &'a [i32],
    pub date: Date,
    /// What the note says of the way to hand in; its receiver is empty where no unit is called so.
    pub terms: &'a Terms,
    /// Title of the 责任分工表; empty for the sample's.
    pub table_title: &'a str,
    /// The note below it; may be empty.
    pub note: &'a str,
    /// What is to be asked, with the key that it concerns.
    pub doubts: Vec<Doubt>,
}

/// What is to be asked of a line.
pub(super) struct Doubt {
    /// The line's key.
    pub key: &'static str,
    pub text: String,
}

/// The text of report.yaml, of the sample's; `None` where that has lost a line that is to be changed.
pub(super) fn report_text(sample: &str, settings: &ReportSettings<'_>) -> Option<String> {
    let text = of_city(sample, settings.city);
    let documents = Step::Key("其他文件");
    let date = iso(settings.date);
    let subtitle = subtitle(settings.years);
    let submission = Step::Key("报送");
    let yes_no = |is_asked: bool| if is_asked { "是" } else { "否" };

    let mut values: Vec<(Vec<Step<'_>>, &str)> = vec![
        (vec![Step::Key("副题")], &subtitle),
        (vec![Step::Key("日期")], &date),
        (vec![documents, Step::Index(0), Step::Key("数据"), Step::Key("所在地")], ""),
        (vec![documents, Step::Index(0), Step::Key("数据"), Step::Key("城市类别")], ""),
        (vec![documents, Step::Index(1), Step::Key("数据"), Step::Key("注")], settings.note),
    ];
    let terms = settings.terms;
    values.push((vec![submission, Step::Key("收件单位")], &terms.receiver));
    values.push((vec![submission, Step::Key("电子")], &terms.channel));
    // Without a note nothing is known of how to hand in: what the sample asks for stays.
    if !settings.note.is_empty() {
        values.push((vec![submission, Step::Key("纸质")], yes_no(terms.on_paper)));
        values.push((vec![submission, Step::Key("原件")], yes_no(terms.with_originals)));
    }
    if !settings.table_title.is_empty() {
        values.push((vec![documents, Step::Index(1), Step::Key("标题")], settings.table_title));
    }
    let text = set_values(&text, &values)?;

    let mut out = String::new();
    let mut asked: Vec<&str> = Vec::new();
    for line in text.lines() {
        let key = line.trim_start().split(':').next().unwrap_or("");
        let indent = &line[..line.len() - line.trim_start().len()];
        // The documents beside the report have keys of the same names.
        if !asked.contains(&key) {
            for doubt in settings.doubts.iter().filter(|doubt| doubt.key == key) {
                out.push_str(&format!("{indent}{TO_SETTLE}{}\n", doubt.text));
            }
            asked.push(key);
        }
        match key {
            "年份" => {
                let years: Vec<String> = settings.years.iter().map(i32::to_string).collect();
                out.push_str(&format!("年份: [{}]\n", years.join(", ")));
            }
            "截止" => match terms.deadline {
                Some(date) => out.push_str(&format!("截止: {}\n", iso(date))),
                None => out.push_str("# 截止: 2024-06-13\n"),
            },
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    Some(out)
}

fn iso(Date { year, month, day }: Date) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn subtitle(years: &[i32]) -> String {
    match years {
        [] => String::new(),
        [only] => format!("（{only}年）"),
        [first, .., last] => format!("（{first}—{last}年）"),
    }
}
