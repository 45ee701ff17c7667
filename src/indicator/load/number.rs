//! Numbers as people type them.
//!
//! In: the text of a value and the indicator's unit. Out: a decimal, or what is wrong, what to type
//! and the number that was surely meant.

use crate::indicator::convert;
use crate::source::ascii_of_full_width;
use rust_decimal::Decimal;

/// Maximum number of digits that a [`Decimal`] holds without loss.
const MAX_DIGITS: usize = 28;
/// What to do with `约5`.
const NOT_ABOUT: &str = "填准确的数；只有约数的，把“值”留空，约数写进“备注”";
const EXAMPLE: &str = "只写半角数字和小数点，例如 1380.00；没有数值就把“值”留空";

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong.
    pub reason: String,
    /// What to type.
    pub help: String,
    /// The number that was meant, where there is no doubt.
    pub meant: Option<Decimal>,
}

/// Reads digits with at most one point and a minus before them; nothing else is a number.
pub fn read(typed: &str, unit: &str) -> Result<Decimal, Misread> {
    if is_plain_number(typed) {
        return parse_plain(typed);
    }

    let refuse = |reason: &str, help: &str| {
        Err(Misread { reason: reason.to_owned(), help: help.to_owned(), meant: None })
    };

    let (text, mut reasons) = half_width(typed);
    let (text, is_about) = without_prefix(&text);
    let (number, suffix) = split_suffix(text);
    if number.is_empty() {
        return refuse("这里没有数字", EXAMPLE);
    }

    if is_scientific(number, suffix) {
        return refuse("不用科学记数法", EXAMPLE);
    }

    reasons.extend(is_about.then_some("不写“约”“近”之类的字"));
    let (mut number, separated) = without_separators(number);
    reasons.extend(separated.then_some("不写千分符"));
    let unit_reason =
        if suffix.is_empty() { "" } else { "单位已在指标定义中，不再写" };
    reasons.extend((!unit_reason.is_empty()).then_some(unit_reason));

    if let Some(rest) = number.strip_prefix('+') {
        reasons.push("不写正号");
        number = rest.to_owned();
    }

    let same_unit = suffix.is_empty() || suffix == half_width(unit).0;
    if !same_unit && suffix.contains(|c: char| c.is_ascii_digit()) {
        return refuse("不是一个数字", EXAMPLE);
    }

    if !same_unit && let Some(misread) = converted(&number, suffix, unit) {
        return Err(misread);
    }

    if !same_unit {
        let reason = format!("“{suffix}”不是该指标的单位");
        let named = if unit.is_empty() { "该指标没有单位" } else { "换算成单位" };
        let help = format!("{named}{unit}，只写数字");
        return Err(Misread { reason, help, meant: None });
    }

    if reasons.is_empty() || !is_plain_number(&number) {
        return refuse("不是数字", EXAMPLE);
    }

    let meant = parse_plain(&number)?;
    let help = if is_about { NOT_ABOUT.to_owned() } else { format!("改为 {number}") };
    Err(Misread { reason: reasons.join("，"), help, meant: Some(meant) })
}

/// A number with another unit of the same quantity.
fn converted(number: &str, suffix: &str, unit: &str) -> Option<Misread> {
    let meant = convert(parse_plain(number).ok()?, suffix, unit)?.normalize();
    Some(Misread {
        reason: format!("指标定义的单位是{unit}，这里写的是{suffix}"),
        help: format!("改为 {meant}"),
        meant: Some(meant),
    })
}

/// `-12.50`; `.5`, `5.` and `007` are not.
fn is_plain_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}

fn parse_plain(text: &str) -> Result<Decimal, Misread> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = Decimal::from_str_exact(text).ok().filter(|_| digits <= MAX_DIGITS);
    let Some(number) = number else {
        let reason = format!("有 {digits} 位数字，至多 {MAX_DIGITS} 位");
        let help = "按需要的精度四舍五入后填写".to_owned();
        return Err(Misread { reason, help, meant: None });
    };

    match text.strip_prefix('-') {
        Some(zero) if number.is_zero() => Err(Misread {
            reason: "零没有负号".to_owned(),
            help: format!("改为 {zero}"),
            meant: Some(Decimal::ZERO),
        }),
        Some(_) | None => Ok(number),
    }
}

/// The text with full-width forms as half-width ones, without spaces at its ends and invisible
/// characters, and what was wrong with it.
fn half_width(typed: &str) -> (String, Vec<&'static str>) {
    let mut reasons = Vec::new();
    let narrow = |character: char| match character {
        wide @ '！'..='～' => ascii_of_full_width(wide).unwrap_or(wide),
        '−' | '–' => '-',
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        other => other,
    };

    let is_visible = |character: &char| !matches!(character, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let visible: String = typed.chars().filter(is_visible).collect();
    if visible.len() != typed.len() {
        reasons.push("有看不见的字符");
    }

    let text: String = visible.chars().map(narrow).collect();
    if text.chars().zip(visible.chars()).any(|(now, was)| now != was && now != ' ' && now != ',') {
        reasons.push("数字和符号须用半角");
    }

    (text.trim().to_owned(), reasons)
}

/// The text without a prefix that makes a number vague, and whether there was one.
fn without_prefix(text: &str) -> (&str, bool) {
    const ABOUT: [&str; 12] =
        ["大约", "约为", "接近", "超过", "约", "近", "超", "逾", "达", "≈", "~", ">"];
    let rest = ABOUT.iter().find_map(|prefix| text.strip_prefix(prefix));
    rest.map_or((text, false), |rest| (rest.trim_start(), true))
}

/// The number at the start, and what follows it.
fn split_suffix(text: &str) -> (&str, &str) {
    let part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | ' ' | '_' | '\'');
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);

    let number = number.trim();
    if number.contains(|c: char| c.is_ascii_digit()) { (number, suffix) } else { ("", suffix) }
}

fn is_scientific(number: &str, suffix: &str) -> bool {
    let exponent = suffix.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-']));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    !number.is_empty() && exponent.is_some_and(digits)
}

/// The number without separators, where they stand between groups of three digits.
fn without_separators(number: &str) -> (String, bool) {
    let first_digit = number.find(|c: char| c.is_ascii_digit());
    let (sign, digits) = first_digit.map_or(("", number), |start| number.split_at(start));
    let whole_end = digits.find('.').unwrap_or(digits.len());
    let (whole, fraction) = digits.split_at(whole_end);
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return (number.to_owned(), false);
    };

    let groups: Vec<&str> = whole.split(separator).collect();
    let grouped = |(index, group): (usize, &&str)| {
        let fits = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        fits && group.bytes().all(|byte| byte.is_ascii_digit())
    };

    if separator == '-' || separator == '+' || !groups.iter().enumerate().all(grouped) {
        return (number.to_owned(), false);
    }

    (format!("{sign}{}{fraction}", groups.concat()), true)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn read_or_refused(typed: &str, unit: &str) -> String {
        match read(typed, unit) {
            Ok(number) => format!("{number}"),
            Err(misread) => {
                let meant = misread.meant.map_or_else(|| "?".to_owned(), |meant| meant.to_string());
                format!("{meant} | {} | {}", misread.reason, misread.help)
            }
        }
    }

    #[test]
    fn numbers() {
        for typed in ["0", "93.10", "-2.5", "0.00", "1234567890123456789012345678"] {
            assert_eq!(read_or_refused(typed, "亿元"), typed);
        }
    }

    #[test]
    fn misread_numbers_say_what_was_meant() {
        let cases = [
            ("1,380.00", "1380.00 | 不写千分符 | 改为 1380.00"),
            ("1，380", "1380 | 不写千分符 | 改为 1380"),
            ("12 345 678", "12345678 | 不写千分符 | 改为 12345678"),
            ("1380亿元", "1380 | 单位已在指标定义中，不再写 | 改为 1380"),
            ("1380 亿元", "1380 | 单位已在指标定义中，不再写 | 改为 1380"),
            (
                "约1380",
                "1380 | 不写“约”“近”之类的字 | 填准确的数；只有约数的，把“值”留空，约数写进“备注”",
            ),
            ("１３８０．５", "1380.5 | 数字和符号须用半角 | 改为 1380.5"),
            ("−5", "-5 | 数字和符号须用半角 | 改为 -5"),
            ("+5", "5 | 不写正号 | 改为 5"),
            ("13\u{200b}80", "1380 | 有看不见的字符 | 改为 1380"),
            (
                "约1,380.00亿元",
                "1380.00 | 不写“约”“近”之类的字，不写千分符，单位已在指标定义中，不再写 | 填准确的数；只有约数的，把“值”留空，约数写进“备注”",
            ),
            ("1,380万元", "0.138 | 指标定义的单位是亿元，这里写的是万元 | 改为 0.138"),
            ("-0.00", "0 | 零没有负号 | 改为 0.00"),
        ];
        for (typed, expected) in cases {
            assert_eq!(read_or_refused(typed, "亿元"), expected, "{typed}");
        }
        assert!(read_or_refused("94.52%", "%").starts_with("94.52 | "));
        assert!(read_or_refused("94.52％", "%").starts_with("94.52 | "));
    }

    #[test]
    fn no_guess() {
        let other_unit = "? | “万吨”不是该指标的单位 | 换算成单位亿元，只写数字";
        assert_eq!(read_or_refused("1380万吨", "亿元"), other_unit);
        assert!(read_or_refused("10～20", "亿元").starts_with("? | 不是一个数字"));
        assert!(read_or_refused("5微克/m3", "微克/m3").starts_with("5 | "));
        assert!(read_or_refused("1380万元", "").ends_with("该指标没有单位，只写数字"));
        let cases = [
            "NaN", "inf", "1e400", "1E3", "一千", "—", "—5", "暂无", "13,80", "1.2.3", "10-20",
            "10～20", ".5", "5.", "007", "0x10", "--5", "-", "1,380,", "%",
        ];
        for typed in cases {
            assert!(
                read_or_refused(typed, "亿元").starts_with("? | "),
                "{typed}: {}",
                read_or_refused(typed, "亿元")
            );
        }
        let long = "0.12345678901234567890123456789";
        assert!(read_or_refused(long, "亿元").starts_with("? | 有 30 位数字，至多 28 位"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(
            typed in "[0-9０-９.,，．\\-−+e%％约近 万亿元～\u{200b}]{0,40}|\\PC{0,20}",
            unit in "|%|亿元|微克/m3",
        ) {
            if let Err(misread) = read(&typed, &unit) {
                assert!(!misread.reason.is_empty() && !misread.help.is_empty());
                if let (Some(meant), Some(written)) =
                    (misread.meant, misread.help.strip_prefix("改为 "))
                {
                    assert_eq!(read(written, &unit), Ok(meant), "what the help says can be typed");
                }
            }
        }
    }
}
