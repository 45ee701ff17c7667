//! The city of the sample: its names may stand in no other city's settings.
//!
//! In: the sample's report.yaml, which is built in. Out: the names of its city and province, and a warning where
//! the settings of another city still have them.

use super::Report;
use crate::bundle;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use std::sync::LazyLock;

/// The names of a city.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleMention {
    /// The city: 云州市.
    pub city: String,
    /// Its name without its kind: 云州.
    pub stem: String,
    /// The province, without its kind; empty where the sample doesn't say it.
    pub province: String,
}

static PLACE: LazyLock<SampleMention> = LazyLock::new(read);

/// The place of the built-in sample.
pub fn sample_mention() -> &'static SampleMention {
    &PLACE
}

fn read() -> SampleMention {
    let files = bundle::chapters();
    let report = files.iter().find(|(path, _)| path == "report.yaml");
    let text = report.map(|(_, bytes)| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let value = |key: &str| {
        let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix(key));
        let value = lines.next().and_then(|rest| rest.strip_prefix(':'));
        value.and_then(|value| value.split(" #").next()).unwrap_or("").trim().to_owned()
    };

    let city = value("城市");
    let place = value("所在地");
    let province = place.split_once(['省', '自']).map_or("", |(province, _)| province);
    SampleMention { stem: city_stem(&city).to_owned(), province: province.to_owned(), city }
}

/// The name of a city without its kind: 云州 of 云州市.
pub fn city_stem(city: &str) -> &str {
    let is_kind = |c: char| matches!(c, '市' | '县' | '区' | '州' | '盟');
    let stem = city.strip_suffix(is_kind).unwrap_or(city);
    if stem.chars().count() >= 2 { stem } else { city }
}

/// Warns where the settings of another city name the sample's; once a file, at the first place.
pub fn report_sample_city(
    report: &Report,
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let place = sample_mention();
    if place.stem.is_empty() || report.city.contains(place.stem.as_str()) {
        return;
    }

    let mut names = vec![place.stem.as_str()];
    // Cities of one province share what is the province's.
    let location = location(report);
    if !place.province.is_empty() && !location.is_empty() && !location.contains(&place.province) {
        names.push(&place.province);
    }

    let text = sources.text(file);
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_start().starts_with('#') {
            for name in &names {
                let within = line.match_indices(name).map(|(offset, _)| start + offset);
                places.extend(within.map(|offset| offset..offset + name.len()));
            }
        }
        start += line.len();
    }
    places.sort_by_key(|place| place.start);

    let Some(first) = places.first().cloned() else { return };
    let found = &text[first.clone()];
    let count = places.len();
    let more = if count > 1 { format!("，这个文件里共 {count} 处") } else { String::new() };
    let message = format!("“{found}”是样例城市的名称，报告的城市是{}{more}", report.city);
    let problem = Diagnostic::new(Code::SampleCity, Span::new(file, first), message);
    diagnostics.report(problem.help("改为本市的名称；本市没有的单位、事项删去这一行"));
}

/// Where the city lies, as the documents' data say.
fn location(report: &Report) -> String {
    let data = report.documents.iter().flat_map(|document| &document.choices.data);
    let given = data.filter(|(name, _)| name == "所在地").map(|(_, value)| value.value.clone());
    given.collect()
}

#[cfg(test)]
mod tests {
    use super::{city_stem, sample_mention};

    #[test]
    fn the_sample_says_where_it_lies() {
        let place = sample_mention();
        assert!(!place.stem.is_empty() && !place.province.is_empty(), "{place:?}");
        assert_eq!(city_stem(&place.city), place.stem);
        assert_eq!((city_stem("云州市"), city_stem("沙市")), ("云州", "沙市"));
    }
}
