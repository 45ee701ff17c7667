//! Numbers of headings and items: typed ones are found, automatic ones are counted.

use crate::docx::{Docx, NumberingLevel};
use std::collections::BTreeMap;

const CHINESE: &str = "零〇一二三四五六七八九十百";

/// A number typed before a heading: its rank (一、 0, （一） 1, 1. 2, （1） 3) and its bytes with the
/// blanks after it.
pub(super) fn typed(text: &str) -> Option<(u8, usize)> {
    let start = text.len() - text.trim_start().len();
    let body = &text[start..];
    let found =
        part(body).or_else(|| bracketed(body)).or_else(|| open(body)).or_else(|| nested(body));
    let (rank, length) = found?;
    let rest = body[length..].trim_start_matches(['、', ' ', '\t', '\u{3000}', '\u{A0}']);
    (!rest.is_empty()).then(|| (rank, text.len() - rest.len()))
}

/// `第一章 `.
fn part(text: &str) -> Option<(u8, usize)> {
    let body = text.strip_prefix('第')?;
    let rest = body.trim_start_matches(|c: char| CHINESE.contains(c) || c.is_ascii_digit());
    let sign = ["部分", "章", "节"].into_iter().find(|sign| rest.starts_with(sign))?;
    let after = &rest[sign.len()..];
    let apart = after.starts_with([' ', '\t', '\u{3000}', '、', '\u{A0}']);
    (apart && rest.len() < body.len()).then_some((0, text.len() - after.len()))
}

/// `（一）`, `(1)`.
fn bracketed(text: &str) -> Option<(u8, usize)> {
    let body = text.strip_prefix(['（', '('])?;
    let (digits, rank) = digits(body)?;
    let close = body[digits..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let rank = if rank == 0 { 1 } else { 3 };
    Some((rank, text.len() - body.len() + digits + close.len_utf8()))
}

/// `一、`, `1.`.
fn open(text: &str) -> Option<(u8, usize)> {
    let (digits, rank) = digits(text)?;
    let close = text[digits..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'))?;
    let after = &text[digits + close.len_utf8()..];
    (!after.starts_with(|c: char| c.is_ascii_digit())).then_some((rank, digits + close.len_utf8()))
}

/// `1.2 `, `1.2.3 `.
fn nested(text: &str) -> Option<(u8, usize)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - rest.len()];
    let dots = number.trim_end_matches('.').matches('.').count();
    let apart = rest.starts_with([' ', '\t', '\u{3000}']);
    let starts = number.starts_with(|c: char| c.is_ascii_digit());
    let rank = u8::try_from(dots).unwrap_or(u8::MAX).saturating_add(1);
    (apart && starts && (1..=4).contains(&dots)).then_some((rank, number.len()))
}

/// Bytes of a short number at the start; rank 0 for Chinese digits, 2 for others.
fn digits(text: &str) -> Option<(usize, u8)> {
    let chinese = text.len() - text.trim_start_matches(|c| CHINESE.contains(c)).len();
    let other = text.bytes().take_while(u8::is_ascii_digit).count();
    match (chinese, other) {
        (1..=9, _) => Some((chinese, 0)),
        (_, 1..=2) => Some((other, 2)),
        _ => None,
    }
}

/// Where the numbering instances stand.
#[derive(Debug, Default)]
pub(super) struct Counters(BTreeMap<(i64, u8), i64>);

impl Counters {
    /// Counts a paragraph; its number.
    pub fn next(&mut self, at: (i64, u8), docx: &Docx) -> i64 {
        let (instance, level) = at;
        self.0.retain(|key, _| key.0 != instance || key.1 <= level);
        let start = docx.numbering.get(&at).map_or(1, |level| level.start);
        let count = self.0.entry(at).and_modify(|count| *count += 1).or_insert(start);
        *count
    }

    /// The number as printed before the paragraph that [`Counters::next`] counted last.
    pub fn label(&self, at: (i64, u8), docx: &Docx) -> String {
        let Some(level) = docx.numbering.get(&at) else { return String::new() };
        if level.format == "bullet" {
            return "•".to_owned();
        }
        let mut label = level.text.clone();
        for below in 0..9u8 {
            let sign = format!("%{}", below + 1);
            if label.contains(&sign) {
                let key = (at.0, below);
                let count = self.0.get(&key).copied().unwrap_or(1);
                let format =
                    docx.numbering.get(&key).map_or("", |level: &NumberingLevel| &level.format);
                label = label.replace(&sign, &number(count, format));
            }
        }
        label
    }
}

/// A number in one of Word's formats; others as digits.
fn number(count: i64, format: &str) -> String {
    let small = u32::try_from(count).unwrap_or(0);
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand"
            if (1..=99).contains(&small) =>
        {
            chinese(small as usize)
        }
        "lowerLetter" if (1..=26).contains(&small) => letter('a', small),
        "upperLetter" if (1..=26).contains(&small) => letter('A', small),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&small) => {
            char::from_u32(0x245F + small).map(String::from).unwrap_or_default()
        }
        _ => count.to_string(),
    }
}

fn letter(first: char, count: u32) -> String {
    char::from_u32(u32::from(first) + count - 1).map(String::from).unwrap_or_default()
}

/// 1 to 99.
fn chinese(count: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (count / 10 % 10, count % 10);
    let ten = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", DIGITS[more]),
    };
    format!("{ten}{}", DIGITS[ones])
}

#[cfg(test)]
mod tests {
    use super::{chinese, typed};

    #[test]
    fn typed_numbers_have_a_rank() {
        let cases = [
            ("一、总体", Some((0, "总体"))),
            ("十二、 总体", Some((0, "总体"))),
            ("（一）做法", Some((1, "做法"))),
            ("(二)做法", Some((1, "做法"))),
            ("1.抽查", Some((2, "抽查"))),
            ("1．抽查", Some((2, "抽查"))),
            ("12、抽查", Some((2, "抽查"))),
            ("（1）抽查", Some((3, "抽查"))),
            ("第一章 总则", Some((0, "总则"))),
            ("1.2 抽查", Some((2, "抽查"))),
            ("　　一、总体", Some((0, "总体"))),
            ("第一章程", None),
            ("1.5倍", None),
            ("2017年", None),
            ("2017.12", None),
            ("一是", None),
            ("（试行）", None),
            ("一、", None),
        ];
        for (text, expected) in cases {
            assert_eq!(typed(text).map(|(rank, at)| (rank, &text[at..])), expected, "{text}");
        }
    }

    #[test]
    fn chinese_numbers() {
        let all: Vec<String> = [1, 10, 11, 20, 35].map(chinese).into();
        assert_eq!(all, ["一", "十", "十一", "二十", "三十五"]);
    }
}
