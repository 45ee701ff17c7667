//! What makes a draft a letter: the parts of an official document around its text (GB/T 9704-2012, 7.2 and
//! 7.3), which no chapter has.
//!
//! In: the blocks. Out: those without these parts, each listed; the document's number and date. Parts are
//! looked for at the file's two ends only, in the order that documents have; contacts, which are nobody's
//! business in a report, everywhere.

use super::block::DraftBlock;
use super::losses::LossReport;
use crate::document::Date;
use crate::document::contacts::{contacts, ends_as_office, is_addressee, is_salutation};
use crate::document::typed_numbers::{self, is_annex_list};
use crate::workspace;

/// What a letter says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letter {
    /// 发文字号: `衢质监〔2018〕12号`.
    pub number: Option<String>,
    /// 成文日期.
    pub date: Option<Date>,
    /// 发文机关标志; empty where there is none.
    pub sender: String,
    /// Its title, in one line.
    pub title: String,
    /// 署名.
    pub signature: String,
}

/// A part of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Sender,
    Number,
    Title,
    Addressee,
    Opening,
    Closing,
    Signature,
    Date,
    Contact,
    Distribution,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Sender => "发文机关标志",
            Part::Number => "发文字号",
            Part::Title => "题目",
            Part::Addressee => "主送单位",
            Part::Opening => "开头语",
            Part::Closing => "结束语",
            Part::Signature => "署名",
            Part::Date => "成文日期",
            Part::Contact => "联系方式",
            Part::Distribution => "抄送和印发",
        }
    }
}

/// Number of paragraphs at either end among which the parts stand.
const MAX_PARTS: usize = 12;
/// Maximum number of characters of a sender's or a signer's name.
const MAX_NAME: usize = 30;
/// Maximum number of characters of a title.
const MAX_TITLE: usize = 60;
/// Maximum number of characters of an opening or closing sentence.
const MAX_SENTENCE: usize = 90;
/// Maximum number of characters of a contact.
const MAX_CONTACT: usize = 80;
/// Maximum number of letters and digits beside the contacts of a line.
const MAX_BESIDE_CONTACT: usize = 14;

/// What titles of letters end with.
const TITLES: &[&str] = &[
    "报告", "请示", "函", "复函", "通知", "通报", "意见", "汇报", "总结", "材料", "自述", "说明",
    "方案", "要点",
];
/// What closing sentences begin with.
const CLOSINGS: &[&str] = &[
    "特此",
    "专此",
    "妥否",
    "当否",
    "此复",
    "此致",
    "敬礼",
    "谢谢",
    "请审阅",
    "请予审",
    "以上报告",
    "以上汇报",
    "以上情况",
    "以上材料",
    "以上意见",
];
/// What lines below a letter begin with.
const DISTRIBUTIONS: &[&str] =
    &["抄送", "抄报", "主送", "主题词", "签发人", "印发", "共印", "（此件", "(此件"];

/// Leaves the parts out, unless the draft is to be taken whole.
pub(super) fn leave_out(
    blocks: &mut Vec<DraftBlock>,
    is_whole: bool,
    losses: &mut LossReport,
) -> Letter {
    let texts: Vec<Option<&str>> = blocks
        .iter()
        .map(|block| block.paragraph().map(|paragraph| paragraph.text.trim()))
        .collect();
    let mut parts = vec![None; texts.len()];
    mark_head(&texts, &mut parts);
    mark_tail(&texts, &mut parts);
    for (text, part) in texts.iter().zip(&mut parts) {
        if part.is_none() && text.is_some_and(is_contact) {
            *part = Some(Part::Contact);
        }
    }

    let of_part = |wanted: Part| {
        let index = parts.iter().rposition(|part| *part == Some(wanted))?;
        texts[index]
    };
    let lines_of_part = |wanted: Part| -> String {
        let lines = texts.iter().zip(&parts).filter(|(_, part)| **part == Some(wanted));
        lines.filter_map(|(text, _)| *text).collect()
    };
    let letter = Letter {
        number: of_part(Part::Number).and_then(document_number),
        date: of_part(Part::Date).and_then(date),
        sender: lines_of_part(Part::Sender),
        title: lines_of_part(Part::Title),
        signature: lines_of_part(Part::Signature),
    };
    if is_whole {
        return letter;
    }

    for (block, part) in blocks.iter().zip(&parts) {
        let (Some(paragraph), Some(part)) = (block.paragraph(), part) else { continue };
        let location = paragraph.location.clone();
        let description = match part {
            Part::Title => {
                format!("文件的题目“{}”没有采用，栏目题目由程序印出", paragraph.text.trim())
            }
            part => format!("公文的{}没有采用，要保留的加上 --whole", part.name()),
        };
        losses.add_elsewhere(location, description);
    }
    let mut parts = parts.into_iter();
    blocks.retain(|_| parts.next().flatten().is_none());
    letter
}

/// Marks what stands before the text: sender, number, title, addressee, opening sentence.
fn mark_head(texts: &[Option<&str>], parts: &mut [Option<Part>]) {
    let title = title_lines(texts);
    let has_title = title.is_some();
    let mut has_head = false;
    for (index, text) in texts.iter().enumerate().take(MAX_PARTS) {
        let Some(text) = *text else { break };
        let is_before_title = title.as_ref().is_none_or(|title| index < title.start);

        let part = if title.as_ref().is_some_and(|title| title.contains(&index)) {
            Part::Title
        } else if document_number(text).is_some() && length(text) <= MAX_NAME {
            Part::Number
        } else if is_before_title && has_title && is_sender(text) {
            Part::Sender
        } else if is_before_title && has_title && is_distribution(text) {
            Part::Distribution
        } else if has_head && date(text).is_some() {
            Part::Date
        } else if (is_addressee(text) && (has_head || index == 0)) || is_salutation(text) {
            Part::Addressee
        } else if is_opening(text) && (has_head || index == 0) {
            Part::Opening
        } else {
            break;
        };
        parts[index] = Some(part);
        has_head = true;
        if part == Part::Opening {
            break;
        }
    }
}

/// Marks what stands behind the text, from the end: distribution, contact, date, signature, closing
/// sentence; lists of annexes among them stay.
fn mark_tail(texts: &[Option<&str>], parts: &mut [Option<Part>]) {
    let mut follows_date = false;
    for index in (0..texts.len()).rev().take(MAX_PARTS) {
        let Some(text) = texts[index].filter(|_| parts[index].is_none()) else { break };
        let part = if is_distribution(text) {
            Part::Distribution
        } else if is_contact(text) {
            Part::Contact
        } else if date(text).is_some() {
            follows_date = true;
            Part::Date
        } else if follows_date && is_sender(text) {
            Part::Signature
        } else if is_closing(text) {
            Part::Closing
        } else if is_annex_list(text) || (typed_numbers::typed(text).is_some() && is_name(text)) {
            continue;
        } else {
            break;
        };
        parts[index] = Some(part);
    }

    // A line of an annex that no list of annexes begins is the text's own end.
    let closing = parts.iter().rposition(|part| *part == Some(Part::Closing));
    if let Some(index) = closing
        && let Some(signature) = texts.get(index + 1).copied().flatten()
        && parts[index + 1].is_none()
        && index + 2 == texts.len()
        && is_sender(signature)
    {
        parts[index + 1] = Some(Part::Signature);
    }
}

/// The lines of the title: `关于…的报告`, in one paragraph or two, among the first ones.
fn title_lines(texts: &[Option<&str>]) -> Option<std::ops::Range<usize>> {
    let is_line =
        |text: &str| length(text) <= MAX_TITLE && !text.contains(['。', '；', '，', '：']);
    let ends = |text: &str| TITLES.iter().any(|title| text.trim_end_matches('）').ends_with(title));
    for index in 0..texts.len().min(MAX_PARTS / 2) {
        let text = texts[index]?;
        if !is_line(text) || typed_numbers::typed(text).is_some() {
            continue;
        }
        let begins = text.contains("关于");
        let is_summary =
            text.starts_with("20") || text.starts_with("二〇") || length(text) > MAX_NAME / 2;
        if ends(text) && (begins || is_summary) {
            return Some(index..index + 1);
        }
        let next = texts.get(index + 1).copied().flatten();
        if begins && next.is_some_and(|next| is_line(next) && ends(next)) {
            return Some(index..index + 2);
        }
    }
    None
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Whether a text is a name: short, without sentences.
fn is_name(text: &str) -> bool {
    length(text) <= MAX_NAME && !text.contains(['。', '；', '，', ',', '：', ':', '！', '？'])
}

/// Whether a line names an office that sends, or signs.
fn is_sender(text: &str) -> bool {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let name =
        name.trim_end_matches("（盖章）").trim_end_matches("（章）").trim_end_matches("文件");
    is_name(name)
        && typed_numbers::typed(text).is_none()
        && ends_as_office(name)
        && length(name) > 2
}

/// Whether a paragraph is nothing but the sentence that leads to the text: `现将有关情况报告如下。`
fn is_opening(text: &str) -> bool {
    let sentence = text.trim_end_matches(['。', '：', ':']);
    length(text) <= MAX_SENTENCE
        && sentence.ends_with("如下")
        && !sentence.contains(['。', '；'])
        && [
            "现将",
            "现就",
            "现把",
            "现对",
            "现作",
            "汇报如下",
            "报告如下",
            "总结如下",
            "函复如下",
            "自述如下",
        ]
        .iter()
        .any(|phrase| sentence.contains(phrase))
}

fn is_closing(text: &str) -> bool {
    length(text) <= MAX_NAME && CLOSINGS.iter().any(|start| text.starts_with(start))
}

fn is_distribution(text: &str) -> bool {
    let text = text.trim_start();
    length(text) <= MAX_SENTENCE
        && DISTRIBUTIONS.iter().any(|start| text.starts_with(start))
        && (text.contains(['：', ':', '）', ')']) || text.ends_with("印发"))
        || (length(text) <= MAX_SENTENCE && text.ends_with("日印发"))
}

/// Whether a line does nothing but say whom to call: `（联系人：××，电话：0570-1234567）`.
fn is_contact(text: &str) -> bool {
    let contacts = contacts(text);
    let outside = text
        .char_indices()
        .filter(|(at, c)| c.is_alphanumeric() && !contacts.iter().any(|place| place.contains(at)));
    length(text) <= MAX_CONTACT && !contacts.is_empty() && outside.count() <= MAX_BESIDE_CONTACT
}

/// The number of a document in a line: `衢质监〔2018〕12号`.
fn document_number(text: &str) -> Option<String> {
    let open = text.find(['〔', '[', '［', '（', '('])?;
    let name = text[..open].trim().rsplit(char::is_whitespace).next()?;
    let inner = &text[open..].chars().skip(1).collect::<String>();
    let close = inner.find(['〕', ']', '］', '）', ')'])?;
    let (year, rest) = (&inner[..close], inner[close..].chars().skip(1).collect::<String>());
    let (count, _) = rest.trim_start().trim_start_matches('第').split_once('号')?;

    let is_number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        let text = text.trim();
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_whole = is_number(year, 4..=4) && is_number(count, 1..=4) && !name.is_empty();
    is_whole.then(|| format!("{name}〔{}〕{}号", year.trim(), count.trim()))
}

/// A line that is a date, and the date: `2018年3月1日`, `二〇一八年三月一日`, with or without brackets.
fn date(text: &str) -> Option<Date> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let (year, rest) = text.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let day = day.strip_suffix(['日', '号'])?;

    let year = i32::try_from(year_of(year)?).ok()?;
    let date = Date { year, month: small(month)?, day: small(day)? };
    workspace::is_date(date).then_some(date)
}

/// A year in four digits, 〇 and 零 among them.
fn year_of(text: &str) -> Option<u32> {
    let digit = |c: char| {
        let place = "〇一二三四五六七八九".chars().position(|other| other == c);
        let zero = matches!(c, '零' | 'О' | 'O' | '○' | '0').then_some(0);
        c.to_digit(10).or(zero).or(place.and_then(|place| u32::try_from(place).ok()))
    };
    let digits: Option<Vec<u32>> = text.chars().map(digit).collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    Some(digits.into_iter().fold(0, |sum, digit| 10 * sum + digit))
}

/// A month or a day.
fn small(text: &str) -> Option<u8> {
    text.parse()
        .ok()
        .or_else(|| typed_numbers::chinese_value(text).and_then(|count| u8::try_from(count).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_by_their_form() {
        for sender in ["衢州市质量技术监督局", "市统计局（盖章）", "某某市 人民 政府办公室文件"]
        {
            assert!(is_sender(sender), "{sender}");
        }
        for other in ["总体情况", "一、市统计局", "全市共有3个局，", "本局"] {
            assert!(!is_sender(other), "{other}");
        }
        for opening in ["现将有关情况报告如下。", "根据《通知》要求，现就我局工作自述如下："]
        {
            assert!(is_opening(opening), "{opening}");
        }
        for other in ["具体措施如下：", "现将工作做细做实。", "现有企业12家。现将情况报告如下。"]
        {
            assert!(!is_opening(other), "{other}");
        }
        assert!(is_contact("（联系人：样例，联系电话：0570-0000000）"));
        assert!(!is_contact("开通12365投诉电话，受理1234567件"));
        assert!(!is_contact("建立质量联系人制度，明确专人负责。"));
        assert!(!is_contact("公布监督电话：0570-0000000，全年受理群众反映的质量问题若干件。"));
        assert!(is_distribution("抄送：市政府办公室，市统计局。"));
        assert!(is_distribution("衢州市质监局办公室 2018年3月1日印发"));
    }

    #[test]
    fn numbers_and_dates() {
        let number = |text: &str| document_number(text).unwrap_or_default();
        assert_eq!(number("衢质监〔2018〕12号"), "衢质监〔2018〕12号");
        assert_eq!(number("衢质监[2018] 12 号"), "衢质监〔2018〕12号");
        assert_eq!(number("共有（2018）年"), "");
        let chinese = |text: &str| date(text).map(Date::chinese).unwrap_or_default();
        for text in
            ["2018年3月1日", "二〇一八年三月一日", "二○一八年三月一日", "（2018年 3月 1日）"]
        {
            assert_eq!(chinese(text), "2018年3月1日", "{text}");
        }
        for text in ["2018年3月", "2018年2月30日", "2018年3月1日起施行", "本年3月1日"]
        {
            assert_eq!(chinese(text), "", "{text}");
        }
    }
}
