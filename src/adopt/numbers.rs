//! Numbers typed before headings and items.

const CHINESE_DIGITS: &str = "零〇一二三四五六七八九十百";

/// A number typed before a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypedNumber {
    /// 一、 0, （一） 1, 1. 2, （1） 3.
    pub rank: u8,
    /// Its bytes, with the spaces around it.
    pub length: usize,
}

pub(super) fn typed(text: &str) -> Option<TypedNumber> {
    let body = text.trim_start();
    let number = ordinal(body)
        .or_else(|| bracketed(body))
        .or_else(|| plain(body))
        .or_else(|| multilevel(body))?;

    let title = body[number.length..].trim_start_matches(['、', ' ', '\t', '\u{3000}', '\u{A0}']);
    let length = text.len() - title.len();
    (!title.is_empty()).then_some(TypedNumber { rank: number.rank, length })
}

/// `第一章 `.
fn ordinal(text: &str) -> Option<TypedNumber> {
    let body = text.strip_prefix('第')?;
    let rest = body.trim_start_matches(|c: char| CHINESE_DIGITS.contains(c) || c.is_ascii_digit());
    let unit = ["部分", "章", "节"].into_iter().find(|unit| rest.starts_with(unit))?;
    let after = &rest[unit.len()..];

    let is_separate = after.starts_with([' ', '\t', '\u{3000}', '、', '\u{A0}']);
    let length = text.len() - after.len();
    (is_separate && rest.len() < body.len()).then_some(TypedNumber { rank: 0, length })
}

/// `（一）`, `(1)`.
fn bracketed(text: &str) -> Option<TypedNumber> {
    let body = text.strip_prefix(['（', '('])?;
    let digits = digits(body)?;
    let closing = body[digits.length..].chars().next().filter(|c| matches!(c, '）' | ')'))?;

    let rank = if digits.rank == 0 { 1 } else { 3 };
    let length = text.len() - body.len() + digits.length + closing.len_utf8();
    Some(TypedNumber { rank, length })
}

/// `一、`, `1.`.
fn plain(text: &str) -> Option<TypedNumber> {
    let digits = digits(text)?;
    let closing =
        text[digits.length..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'))?;
    let length = digits.length + closing.len_utf8();

    let is_decimal = text[length..].starts_with(|c: char| c.is_ascii_digit());
    (!is_decimal).then_some(TypedNumber { rank: digits.rank, length })
}

/// `1.2 `, `1.2.3 `.
fn multilevel(text: &str) -> Option<TypedNumber> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - rest.len()];
    let dots = number.trim_end_matches('.').matches('.').count();
    let rank = u8::try_from(dots).unwrap_or(u8::MAX).saturating_add(1);

    let is_separate = rest.starts_with([' ', '\t', '\u{3000}']);
    let begins_with_digit = number.starts_with(|c: char| c.is_ascii_digit());
    (is_separate && begins_with_digit && (1..=4).contains(&dots))
        .then_some(TypedNumber { rank, length: number.len() })
}

/// A short number at the start; rank 0 for Chinese digits, 2 for others.
fn digits(text: &str) -> Option<TypedNumber> {
    let chinese = text.len() - text.trim_start_matches(|c| CHINESE_DIGITS.contains(c)).len();
    let ascii = text.bytes().take_while(u8::is_ascii_digit).count();
    match (chinese, ascii) {
        (1..=9, _) => Some(TypedNumber { rank: 0, length: chinese }),
        (_, 1..=2) => Some(TypedNumber { rank: 2, length: ascii }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

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
            let number = typed(text).map(|number| (number.rank, &text[number.length..]));
            assert_eq!(number, expected, "{text}");
        }
    }
}
