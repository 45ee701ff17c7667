//! Documents that a draft cites by their 发文字号, which may be its evidence.
//!
//! In: the text of its paragraphs. Out: each number once, as it should be written, with the title before it where
//! the draft gives one: `《关于打造品牌的实施方案》（衢政办发〔2017〕29号）`.

use crate::document::digits::is_digit;
use crate::source::{ascii_of_full_width, is_han};

/// A document that a draft cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its title; empty where the draft gives none.
    pub title: String,
    /// 发文字号: `衢政办发〔2017〕29号`.
    pub number: String,
}

/// Maximum number of characters of the sign of an issuing office.
const MAX_SIGN: usize = 8;
/// Words that end before the sign of an issuing office begins.
const BEFORE_SIGNS: [&str; 26] = [
    "根据", "按照", "依据", "依照", "印发", "落实", "贯彻", "执行", "转发", "下发", "出台", "发布",
    "文件", "参照", "结合", "通过", "对照", "制定", "遵循", "的", "和", "与", "及", "以", "由",
    "见",
];

/// The documents that these texts cite, in order.
pub fn citations_in<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    for text in texts {
        for (at, bracket) in text.char_indices() {
            let Some(citation) = citation(text, at, bracket) else { continue };
            match citations.iter_mut().find(|other| other.number == citation.number) {
                Some(other) if other.title.is_empty() => other.title = citation.title,
                Some(_) => {}
                None => citations.push(citation),
            }
        }
    }
    citations
}

/// The document whose year is in the brackets that open at `at`.
fn citation(text: &str, at: usize, bracket: char) -> Option<Citation> {
    let close = match bracket {
        '〔' => '〕',
        '[' => ']',
        '［' => '］',
        '（' => '）',
        '(' => ')',
        _ => return None,
    };
    let inner = text[at + bracket.len_utf8()..].trim_start_matches(' ');
    let year = digits(inner, 4..=4)?;
    let after = inner[year.len()..].trim_start_matches(' ').strip_prefix(close)?;
    let after = after.trim_start_matches(' ');
    let count = digits(after.strip_prefix('第').unwrap_or(after), 1..=4)?;
    let rest = after.strip_prefix('第').unwrap_or(after)[count.len()..].trim_start_matches(' ');
    rest.strip_prefix('号')?;

    let sign = sign(&text[..at])?;
    let number = format!("{sign}〔{}〕{}号", narrow(year), narrow(count).trim_start_matches('0'));
    let before = text[..at].strip_suffix(sign)?;
    Some(Citation { title: title(before).to_owned(), number })
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let end = text.find(|c| !is_digit(c)).unwrap_or(text.len());
    lengths.contains(&text[..end].chars().count()).then_some(&text[..end])
}

fn narrow(digits: &str) -> String {
    digits.chars().map(|digit| ascii_of_full_width(digit).unwrap_or(digit)).collect()
}

/// The sign of the issuing office at the end of a text: 浙政发 of `根据浙政发`.
fn sign(before: &str) -> Option<&str> {
    let start = before.char_indices().rev().take_while(|(_, c)| is_han(*c)).last()?.0;
    let words = &before[start..];
    let cut = BEFORE_SIGNS
        .iter()
        .filter_map(|word| words.rfind(word).map(|at| at + word.len()))
        .max()
        .unwrap_or(0);
    let sign = &words[cut..];
    (2..=MAX_SIGN).contains(&sign.chars().count()).then_some(sign)
}

/// The title that ends right before a number, `《…》（`.
fn title(before: &str) -> &str {
    let before = before.trim_end_matches(['（', '(', ' ']);
    let Some(before) = before.strip_suffix('》') else { return "" };
    before.rsplit_once('《').map_or("", |(_, title)| title)
}

#[cfg(test)]
mod tests {
    use super::citations_in;

    fn found(text: &str) -> String {
        let all = citations_in(std::iter::once(text));
        let all: Vec<String> =
            all.iter().map(|one| format!("{}|{}", one.title, one.number)).collect();
        all.join(" ")
    }

    #[test]
    fn documents_are_cited() {
        let cases = [
            ("根据浙政发〔2017〕12号文件", "|浙政发〔2017〕12号"),
            ("印发《甲方案》（衢政办发[2017] 29 号），", "甲方案|衢政办发〔2017〕29号"),
            (
                "《甲》（国办发（２０１７）第03号）和衢质〔2015〕36号",
                "甲|国办发〔2017〕3号 |衢质〔2015〕36号",
            ),
            ("衢质〔2015〕36号、《乙办法》（衢质〔2015〕36号）", "乙办法|衢质〔2015〕36号"),
            ("落实《质量发展纲要（2011—2020年）》", ""),
            ("2017年（2017）12号", ""),
            ("共有企业（2017年）12家", ""),
            ("〔2017〕12号", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
