//! Whom to call, and who is addressed: what letters have and a report hasn't.
//!
//! In: the text of a paragraph. Out: the places of contacts in it, and whether it is a salutation. Public lines
//! with short numbers (12345, 12315, 96317) are no contacts.

use super::digits::is_digit;
use std::ops::Range;

/// Maximum number of characters of an addressee's name.
const MAX_NAME: usize = 60;
/// Labels before a name.
const PERSON_LABELS: [&str; 3] = ["联系人", "经办人", "填报人"];
/// Labels before a number.
const NUMBER_LABELS: [&str; 5] = ["联系电话", "联系方式", "电话", "手机", "传真"];
/// Minimum number of digits of somebody's number.
const MIN_DIGITS: usize = 7;
/// What ends the value of a label.
const ENDS: [char; 12] = ['，', ',', '；', ';', '。', '）', ')', '、', ' ', '\u{3000}', '\t', '\n'];
/// What a number of eleven digits counts, where it isn't somebody's.
const UNITS: &str = "元万亿吨件台套个家人次户米度千百美";

/// What names of offices end with.
const OFFICES: &[&str] = &[
    "局",
    "委",
    "办",
    "厅",
    "府",
    "部",
    "院",
    "会",
    "公司",
    "集团",
    "中心",
    "办公室",
    "支队",
    "大队",
    "海关",
    "分局",
    "银行",
    "所",
    "站",
    "处",
    "室",
    "组",
    "馆",
    "学校",
    "大学",
    "工商联",
];

/// Whether a name ends as those of offices do.
pub fn ends_as_office(name: &str) -> bool {
    OFFICES.iter().any(|office| name.ends_with(office))
}

/// The places of labelled contacts (`联系人：某某`) and of telephone numbers, in order.
pub fn contacts(text: &str) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = labelled(text).into_iter().chain(numbers(text)).collect();
    places.sort_by_key(|place| (place.start, place.end));

    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

/// Whether a line addresses offices: `市政府办公室：`.
pub fn is_addressee(text: &str) -> bool {
    let Some(names) = text.trim().strip_suffix(['：', ':']) else { return false };
    let is_list = !names.contains(['。', '；', '：', ':']) && names.chars().count() <= MAX_NAME;
    let last = names.split(['、', '，', ',']).next_back().unwrap_or("").trim();
    let is_office =
        |name: &str| name.contains("领导") || name.starts_with('各') || ends_as_office(name);
    let is_labelled = ["单位", "部门", "措施", "办法"].iter().any(|label| last.ends_with(label));
    is_list
        && is_office(last)
        && (!is_labelled || last.starts_with('各') || last.starts_with("有关"))
}

/// Whether a line addresses people: `尊敬的各位领导：`, `同志们：`.
pub fn is_salutation(text: &str) -> bool {
    let Some(names) = text.trim().strip_suffix(['：', ':', '！', '!']) else { return false };
    let is_short = names.chars().count() <= MAX_NAME && !names.contains(['。', '；']);
    is_short
        && (names.starts_with("尊敬的")
            || ["同志们", "各位领导", "各位专家", "各位代表", "各位评委"]
                .iter()
                .any(|people| names.starts_with(people) || names.ends_with(people)))
}

fn labelled(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for label in PERSON_LABELS.iter().chain(&NUMBER_LABELS) {
        for (start, label) in text.match_indices(label) {
            let rest = &text[start + label.len()..];
            let Some(value) = rest.trim_start().strip_prefix(['：', ':']) else { continue };
            let value = value.trim_start();
            let length = value.find(ENDS).unwrap_or(value.len());
            let digits = value[..length].chars().filter(|c| is_digit(*c)).count();

            let is_person = PERSON_LABELS.contains(&label) && length > 0;
            if is_person || digits >= MIN_DIGITS {
                places.push(start..text.len() - value.len() + length);
            }
        }
    }
    places
}

/// Telephone numbers: `0570-1234567`, `13912345678`.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut next = 0;
    while let Some(start) = text[next..].find(is_digit).map(|at| next + at) {
        let end = digits_end(text, start);
        next = end;
        let count = text[start..end].chars().count();
        let first = text[start..].chars().next();
        let second = text[start..].chars().nth(1);

        if first == Some('0') && matches!(count, 3 | 4) {
            let rest = text[end..].trim_start_matches(['-', '－', '—', '–', ')', '）', ' ']);
            let number = text.len() - rest.len();
            let number_end = digits_end(text, number);
            if matches!(text[number..number_end].len(), 7 | 8) && number > end {
                places.push(start..number_end);
                next = number_end;
            }
        }
        let is_counted = text[end..].starts_with(|c: char| UNITS.contains(c) || c == '.');
        let is_mobile = first == Some('1') && second.is_some_and(|c| ('3'..='9').contains(&c));
        if count == 11 && is_mobile && !is_counted {
            places.push(start..end);
        }
    }
    places
}

fn digits_end(text: &str, start: usize) -> usize {
    text[start..].find(|c| !is_digit(c)).map_or(text.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::{contacts, is_addressee, is_salutation};

    #[test]
    fn contacts_have_places() {
        let cases: [(&str, &[&str]); 18] = [
            ("联系人：样例，联系电话：0570-0000000。", &["联系人：样例", "联系电话：0570-0000000"]),
            ("（联系人: 样例  电话: 13900000000）", &["联系人: 样例", "电话: 13900000000"]),
            ("请拨0570—0000000咨询", &["0570—0000000"]),
            ("（0570）0000000", &["0570）0000000"]),
            ("手机：13900000000", &["手机：13900000000"]),
            ("传真：0570-0000000", &["传真：0570-0000000"]),
            ("经办人：样例", &["经办人：样例"]),
            ("开通12345热线，受理1380000件", &[]),
            ("举报电话：12365", &[]),
            ("电话回访1200人次", &[]),
            ("建立质量联系人制度，联系人120名", &[]),
            ("实现产值13900000000元", &[]),
            ("联系电话：", &[]),
            ("联系人：", &[]),
            ("拨打96317，24小时受理", &[]),
            ("2017年3月1日至2017年12月31日", &[]),
            ("GB/T 19001-2016、ISO 9001", &[]),
            ("统一社会信用代码91330800000000000X", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = contacts(text).into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn lines_that_address() {
        for text in
            ["市政府办公室：", "市质监局、市统计局：", "各县（市、区）政府：", "尊敬的领导："]
        {
            assert!(is_addressee(text), "{text}");
        }
        for text in ["主要职责：", "牵头单位：", "市统计局：2017年；", "具体做法："]
        {
            assert!(!is_addressee(text), "{text}");
        }
        for text in ["尊敬的各位领导：", "各位领导、同志们：", "同志们！", "尊敬的评审组专家："]
        {
            assert!(is_salutation(text), "{text}");
        }
        for text in ["各位专家认为：质量明显提升。", "做法如下：", "领导重视："]
        {
            assert!(!is_salutation(text), "{text}");
        }
    }
}
