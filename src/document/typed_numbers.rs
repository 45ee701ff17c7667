//! Numbers typed before headings and items: their forms, and how sure it is that they are numbers.
//!
//! In: the text of a paragraph. Out: the form of the number at its start, what it counts and its bytes. A
//! number that may as well be a quantity (`3 个`, `1.5 倍`) is told apart by what follows it, and by the other
//! numbers of the file ([`Series`]).

use super::digits::{digit_value, is_digit};
use crate::source::is_han;
use std::collections::BTreeSet;

/// The form of a number, from the highest rank that it has in documents to the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberForm {
    /// `第一部分`, `第一篇`, `第一编`.
    Part,
    /// `第一章`.
    Chapter,
    /// `第一节`.
    Section,
    /// `第一条`.
    Article,
    /// `Ⅰ、`.
    Roman,
    /// `一、`, `壹、`.
    Chinese,
    /// `（一）`, `㈠`.
    BracketedChinese,
    /// `1.`, `１、`, `⒈`.
    Decimal,
    /// `1.1`, `3．1`, `1-1`.
    TwoLevels,
    /// `1.1.1`.
    ThreeLevels,
    /// `1.1.1.1`.
    FourLevels,
    /// `（1）`, `1)`, `⑴`.
    BracketedDecimal,
    /// `①`.
    Circled,
    /// `A.`, `(a)`.
    Letter,
}

impl NumberForm {
    /// The unit that a text begins with, behind 第 and a count, and the form that it makes.
    pub fn of_unit(text: &str) -> Option<(&'static str, NumberForm)> {
        let units = [
            ("部分", NumberForm::Part),
            ("篇", NumberForm::Part),
            ("编", NumberForm::Part),
            ("章", NumberForm::Chapter),
            ("节", NumberForm::Section),
            ("条", NumberForm::Article),
        ];
        units.into_iter().find(|(unit, _)| text.starts_with(unit))
    }
}

/// A number typed before a heading or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedNumber {
    /// Its form.
    pub form: NumberForm,
    /// What it counts, level by level; unused levels are 0.
    pub counts: [u32; 4],
    /// Its bytes, with the blanks before it and the signs after it.
    pub length: usize,
    /// How sure it is that it numbers anything.
    pub certainty: Certainty,
}

/// How sure it is that signs at the start of a text number it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It may be a quantity: `1 年度目标`.
    Doubtful,
    /// It has no sign of its own: `第一章总则`, `1引言`, `1.1目的`.
    Likely,
    /// Its signs show it.
    Sure,
}

/// The digits of `一` to `九十九`; 〇 and 零 stand in none of them.
const CHINESE_DIGITS: &str = "一二三四五六七八九十百";
/// Digits against forgery, which some write before headings.
const FORMAL_DIGITS: &str = "壹贰叁肆伍陆柒捌玖拾";
/// Signs that end a number, and blanks behind them.
const ENDS: [char; 9] = ['、', '.', '．', '：', ':', '，', ',', '。', '﹒'];
/// Maximum number of characters of a heading that only its typed number shows.
const MAX_HEADING: usize = 40;
/// Words that a quantity may stand before: `5个`, `3大`, `2年`.
const COUNTED: &str = "个大项家年月日号万亿千百十种类批次台件人户条倍元吨公平米度级名所座只天周届期位强成分秒时点多余\
                       以至到～~-—－/%％‰℃+＋×";
/// Longer ones, whose first character also begins titles.
const COUNTED_WORDS: [&str; 4] = ["小时", "刻钟", "对一", "对1"];

impl TypedNumber {
    /// The last of its counts.
    pub fn count(&self) -> u32 {
        self.counts.iter().rev().copied().find(|count| *count > 0).unwrap_or(0)
    }

    /// The counts of the number that goes before it on its own level; `None` for the first.
    pub fn predecessor(&self) -> Option<[u32; 4]> {
        let last = self.counts.iter().rposition(|count| *count > 0)?;
        let mut counts = self.counts;
        counts[last] -= 1;
        (counts[last] > 0).then_some(counts)
    }
}

/// The numbers of a file: one of a row has a neighbour in it.
#[derive(Debug, Default)]
pub struct Series(BTreeSet<(NumberForm, [u32; 4])>);

impl Series {
    /// These numbers.
    pub fn new<'a>(numbers: impl IntoIterator<Item = &'a TypedNumber>) -> Series {
        Series(numbers.into_iter().map(|number| (number.form, number.counts)).collect())
    }

    /// Whether there is the number before this one, or behind it where it is the first.
    pub fn has_neighbour(&self, number: &TypedNumber) -> bool {
        let neighbour = number.predecessor().unwrap_or_else(|| {
            let last = number.counts.iter().rposition(|count| *count > 0).unwrap_or(0);
            let mut next = number.counts;
            next[last] += 1;
            next
        });
        self.0.contains(&(number.form, neighbour))
    }

    /// Whether a number of several levels stands below one of these, or beside one: 2.2 below 2, beside 2.4.
    pub fn has_relative(&self, number: &TypedNumber) -> bool {
        let [first, second, ..] = number.counts;
        let is_relative = |(form, counts): &(NumberForm, [u32; 4])| {
            let is_numeric = (NumberForm::Decimal..=NumberForm::FourLevels).contains(form);
            is_numeric && counts[0] == first && *counts != number.counts
        };
        second > 0 && self.0.iter().any(is_relative)
    }
}

/// Whether a line without a style is short enough to be a heading, and no sentence; `title` is what stands
/// behind its number.
pub fn is_heading_like(title: &str) -> bool {
    let is_prose = title.contains(['。', '；', '！', '？', '\n'])
        || title.ends_with(['，', '：', ';', ':', '.']);
    title.chars().count() <= MAX_HEADING && !is_prose
}

/// A line of a text, and the number typed before it where it may be a heading or an item.
#[derive(Debug, Clone, Copy)]
pub struct NumberedLine<'a> {
    /// Its text.
    pub text: &'a str,
    /// The number.
    pub number: Option<TypedNumber>,
}

/// Which lines are items of lists: a run of lines of one form, each right after the one before, has no text that
/// its lines could be headings of; what follows `附件：` names annexes. What is no line is `None`.
pub fn items(lines: &[Option<NumberedLine<'_>>]) -> Vec<bool> {
    let number = |index: usize| lines.get(index).copied().flatten().and_then(|line| line.number);
    let mut is_item = vec![false; lines.len()];
    let mut index = 0;
    while index < lines.len() {
        let Some(first) = number(index) else {
            index += 1;
            continue;
        };

        let mut end = index + 1;
        let mut last = first;
        while let Some(next) = number(end)
            .filter(|next| next.form == first.form && next.predecessor() == Some(last.counts))
        {
            last = next;
            end += 1;
        }

        let before = index.checked_sub(1).and_then(|before| lines[before]);
        let is_announced = before.is_some_and(|before| before.text.ends_with(['：', ':']));
        let names_annexes = before.is_some_and(|before| is_annex_list(before.text));
        let is_arabic = first.form >= NumberForm::Decimal;
        if names_annexes || (end - index > 1 && (is_arabic || is_announced)) {
            is_item[index..end].fill(true);
        }
        index = end;
    }
    is_item
}

/// Whether a text begins the list of annexes at a document's end: `附件：1.抽查情况表` (GB/T 9704-2012, 7.3.4).
pub fn is_annex_list(text: &str) -> bool {
    let list = text.trim_start().strip_prefix("附件");
    list.is_some_and(|list| list.trim_start().starts_with(['：', ':']))
}

/// A number as it was read: its form, counts and bytes.
type Found = (NumberForm, [u32; 4], usize, Certainty);

/// The number at the start of a text, if something stands behind it. Of two numbers, as in `一、1.监管`, both
/// go, and the first one counts.
pub fn typed(text: &str) -> Option<TypedNumber> {
    let first = single(text)?;
    let second = single(&text[first.length..])
        .filter(|second| second.certainty == Certainty::Sure && first.certainty == Certainty::Sure);
    let length = first.length + second.map_or(0, |second| second.length);
    Some(TypedNumber { length, ..first })
}

fn single(text: &str) -> Option<TypedNumber> {
    let body = text.trim_start();
    let (form, counts, length, certainty) = ordinal(body)
        .or_else(|| bracketed(body))
        .or_else(|| single_sign(body))
        .or_else(|| chinese(body))
        .or_else(|| decimal(body))
        .or_else(|| letter(body))?;

    let title = body[length..].trim_start_matches(is_end_or_blank);
    // 一、二、三产业 counts, and 一、二 alone too.
    let goes_on = form == NumberForm::Chinese
        && chinese(title).is_some_and(|(other, ..)| other == NumberForm::Chinese);
    let length = text.len() - title.len();
    (!title.is_empty() && !goes_on).then_some(TypedNumber { form, counts, length, certainty })
}

fn sure_if(is_sure: bool) -> Certainty {
    if is_sure { Certainty::Sure } else { Certainty::Likely }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{3000}' | '\u{A0}')
}

fn is_end_or_blank(character: char) -> bool {
    ENDS.contains(&character) || is_blank(character)
}

/// `第一章 `, `第2节、`; without a sign behind it it isn't sure.
fn ordinal(text: &str) -> Option<Found> {
    let body = text.strip_prefix('第')?.trim_start();
    let (count, digits) = chinese_count(body).or_else(|| decimal_count(body))?;
    let rest = body[digits..].trim_start();
    let (unit, form) = NumberForm::of_unit(rest)?;

    let after = &rest[unit.len()..];
    let is_sure = after.starts_with(is_end_or_blank) && !after.starts_with(['，', ',', '。']);
    Some((form, [count, 0, 0, 0], text.len() - after.len(), sure_if(is_sure)))
}

/// `（一）`, `(1)`, `1）`, `一)`, `（a）`.
fn bracketed(text: &str) -> Option<Found> {
    let body = text.strip_prefix(['（', '(', '〔', '［', '[', '【']).unwrap_or(text);
    let inner = body.trim_start();
    let (form, count, digits) = chinese_count(inner)
        .map(|(count, digits)| (NumberForm::BracketedChinese, count, digits))
        .or_else(|| {
            let (count, digits) = decimal_count(inner)?;
            Some((NumberForm::BracketedDecimal, count, digits))
        })
        .or_else(|| {
            let (count, digits) = letter_count(inner)?;
            Some((NumberForm::Letter, count, digits))
        })?;

    let rest = inner[digits..].trim_start();
    let after = rest.strip_prefix(['）', ')', '〕', '］', ']', '】'])?;
    let certainty = sure_if(form != NumberForm::Letter);
    Some((form, [count, 0, 0, 0], text.len() - after.len(), certainty))
}

/// `①`, `⑴`, `⒈`, `㈠`, `Ⅰ、`: one sign with the number in it.
fn single_sign(text: &str) -> Option<Found> {
    let sign = text.chars().next()?;
    let rows = [
        ('①', 20, NumberForm::Circled),
        ('❶', 10, NumberForm::Circled),
        ('⑴', 20, NumberForm::BracketedDecimal),
        ('⒈', 20, NumberForm::Decimal),
        ('㈠', 10, NumberForm::BracketedChinese),
        ('㊀', 10, NumberForm::Circled),
        ('Ⅰ', 12, NumberForm::Roman),
    ];
    let (first, _, form) = rows.into_iter().find(|(first, length, _)| {
        (u32::from(*first)..u32::from(*first) + length).contains(&u32::from(sign))
    })?;

    let after = &text[sign.len_utf8()..];
    // Ⅱ型 is a word.
    if form == NumberForm::Roman && !after.starts_with(is_end_or_blank) {
        return None;
    }
    let certainty = sure_if(form != NumberForm::Circled);
    let count = u32::from(sign) - u32::from(first) + 1;
    Some((form, [count, 0, 0, 0], sign.len_utf8(), certainty))
}

/// `一、`, `壹、`, `一.`; `一 `, `一：` and `一，` aren't sure.
fn chinese(text: &str) -> Option<Found> {
    let (count, digits) = chinese_count(text)?;
    let after = text[digits..].chars().next().filter(|c| is_end_or_blank(*c))?;

    let certainty = sure_if(matches!(after, '、' | '.' | '．' | '﹒'));
    Some((NumberForm::Chinese, [count, 0, 0, 0], digits, certainty))
}

/// `1.`, `1、`, `1.1`, `3．1、`, `1-1 `; `1 引言`, `1引言` and `1.1目的` aren't sure.
fn decimal(text: &str) -> Option<Found> {
    let (first, mut length) = decimal_count(text)?;
    let mut counts = [first, 0, 0, 0];
    let mut levels = 1;
    while let Some(after) = text[length..].strip_prefix(['.', '．', '-', '－'])
        && let Some((count, digits)) = decimal_count(after)
        && let Some(level) = counts.get_mut(levels)
    {
        *level = count;
        levels += 1;
        length = text.len() - after.len() + digits;
    }

    let rest = &text[length..];
    let title = rest.trim_start_matches(is_end_or_blank);
    let next = rest.chars().next()?;
    let has_sign = matches!(next, '.' | '．' | '、' | '﹒');

    // 1.2018年抽查 counts the first item; 1.2018 is a decimal, 1:2 a ratio.
    let digits = title.len() - title.trim_start_matches(is_digit).len();
    let is_year = title[..digits].chars().count() == 4 && title[digits..].starts_with('年');
    // 2.12345热线 is rather a title with a number before it than a quantity.
    let is_name = title[..digits].chars().count() > 2 && title[digits..].starts_with(is_han);
    if digits > 0 && next != '、' && !is_year && !is_name {
        return None;
    }

    let is_counted = title.starts_with(|c: char| COUNTED.contains(c))
        || COUNTED_WORDS.iter().any(|word| title.starts_with(word));
    let certainty = match (!has_sign && is_counted, is_blank(next)) {
        // No quantity has three levels; 1.2项目 and 3类 may be one.
        (true, false) if levels > 2 => Certainty::Likely,
        (true, false) if is_han(next) => Certainty::Doubtful,
        (true, false) => return None,
        (true, true) => Certainty::Doubtful,
        // 5G and 4S are words.
        (false, _) if next.is_ascii_alphabetic() => Certainty::Doubtful,
        (false, _) if digits > 0 && next != '、' && !is_year => Certainty::Likely,
        (false, is_apart) => sure_if(has_sign || (levels > 1 && is_apart)),
    };
    // 1-5 is a range, unless a sign shows the number.
    let has_hyphen = text[..length].contains(['-', '－']);
    if has_hyphen && certainty < Certainty::Sure {
        return None;
    }

    let form = [
        NumberForm::Decimal,
        NumberForm::TwoLevels,
        NumberForm::ThreeLevels,
        NumberForm::FourLevels,
    ][levels - 1];
    Some((form, counts, length, certainty))
}

/// `A.`, `b、`.
fn letter(text: &str) -> Option<Found> {
    let (count, length) = letter_count(text)?;
    let has_sign = text[length..].starts_with(['.', '．', '、']);
    has_sign.then_some((NumberForm::Letter, [count, 0, 0, 0], length, Certainty::Likely))
}

/// One or two digits that no further digit follows: their value and bytes.
fn decimal_count(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start_matches(is_digit);
    let digits = &text[..text.len() - rest.len()];
    let values = digits.chars().filter_map(digit_value);
    let count = values.fold(0u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit));
    ((1..=99).contains(&count) && digits.chars().count() <= 2).then_some((count, digits.len()))
}

/// Chinese digits, 一 to 九十九: their value and bytes.
fn chinese_count(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start_matches(|c| CHINESE_DIGITS.contains(c) || FORMAL_DIGITS.contains(c));
    let digits = &text[..text.len() - rest.len()];
    let (mut sum, mut digit) = (0, 0);
    for character in digits.chars() {
        let place = |row: &str| row.chars().position(|c| c == character);
        match place("一二三四五六七八九十").or(place(FORMAL_DIGITS)) {
            Some(9) => (sum, digit) = (sum + 10 * digit.max(1), 0),
            Some(place) if digit == 0 => digit = u32::try_from(place).ok()? + 1,
            // 一二 is no number, and no document counts to a hundred.
            _ => return None,
        }
    }
    let count = sum + digit;
    ((1..=99).contains(&count)).then_some((count, digits.len()))
}

/// What Chinese digits count, 一 to 九十九, where a text is nothing else.
pub fn chinese_value(text: &str) -> Option<u32> {
    chinese_count(text).filter(|(_, length)| *length == text.len()).map(|(count, _)| count)
}

/// A single letter: its place in the alphabet and its byte.
fn letter_count(text: &str) -> Option<(u32, usize)> {
    let letter = text.chars().next().filter(char::is_ascii_alphabetic)?;
    let count = u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1;
    Some((count, 1))
}

#[cfg(test)]
mod tests {
    use super::{Certainty::*, NumberForm::*, Series, typed};

    #[test]
    fn numbers_have_a_form() {
        let cases = [
            ("一、总体", Some((Chinese, Sure, "总体"))),
            ("十二、 总体", Some((Chinese, Sure, "总体"))),
            ("二十一.总体", Some((Chinese, Sure, "总体"))),
            ("壹、总体", Some((Chinese, Sure, "总体"))),
            ("一 总体", Some((Chinese, Likely, "总体"))),
            ("一：总体", Some((Chinese, Likely, "总体"))),
            ("一、2017年工作情况", Some((Chinese, Sure, "2017年工作情况"))),
            ("（一）做法", Some((BracketedChinese, Sure, "做法"))),
            ("(二)做法", Some((BracketedChinese, Sure, "做法"))),
            ("（ 三 ）做法", Some((BracketedChinese, Sure, "做法"))),
            ("（一）.做法", Some((BracketedChinese, Sure, "做法"))),
            ("（一）、做法", Some((BracketedChinese, Sure, "做法"))),
            ("一）做法", Some((BracketedChinese, Sure, "做法"))),
            ("㈡做法", Some((BracketedChinese, Sure, "做法"))),
            ("1.抽查", Some((Decimal, Sure, "抽查"))),
            ("1．抽查", Some((Decimal, Sure, "抽查"))),
            ("１、抽查", Some((Decimal, Sure, "抽查"))),
            ("12、抽查", Some((Decimal, Sure, "抽查"))),
            ("一、1.监管", Some((Chinese, Sure, "监管"))),
            ("⒈抽查", Some((Decimal, Sure, "抽查"))),
            ("1 抽查", Some((Decimal, Likely, "抽查"))),
            ("1引言", Some((Decimal, Likely, "引言"))),
            ("2、3个重点产品", Some((Decimal, Sure, "3个重点产品"))),
            ("1.2018年抽查", Some((Decimal, Sure, "2018年抽查"))),
            ("1.2 抽查", Some((TwoLevels, Sure, "抽查"))),
            ("1.1编写目的", Some((TwoLevels, Likely, "编写目的"))),
            ("1.1.编写", Some((TwoLevels, Sure, "编写"))),
            ("3．1、监管", Some((TwoLevels, Sure, "监管"))),
            ("1-1 监管", Some((TwoLevels, Sure, "监管"))),
            ("1.2.1总体目标", Some((ThreeLevels, Likely, "总体目标"))),
            ("2.1.1.1 监管", Some((FourLevels, Sure, "监管"))),
            ("（1）抽查", Some((BracketedDecimal, Sure, "抽查"))),
            ("(１)抽查", Some((BracketedDecimal, Sure, "抽查"))),
            ("1）抽查", Some((BracketedDecimal, Sure, "抽查"))),
            ("⑵抽查", Some((BracketedDecimal, Sure, "抽查"))),
            ("①抽查", Some((Circled, Likely, "抽查"))),
            ("Ⅱ、抽查", Some((Roman, Sure, "抽查"))),
            ("A.抽查", Some((Letter, Likely, "抽查"))),
            ("第一部分　总则", Some((Part, Sure, "总则"))),
            ("第一章 总则", Some((Chapter, Sure, "总则"))),
            ("第一章总则", Some((Chapter, Likely, "总则"))),
            ("第1节监管", Some((Section, Likely, "监管"))),
            ("第十二条 目的", Some((Article, Sure, "目的"))),
            ("　　一、总体", Some((Chinese, Sure, "总体"))),
            ("1.5倍", Some((TwoLevels, Doubtful, "倍"))),
            ("4.3.5分析", Some((ThreeLevels, Likely, "分析"))),
            ("1.5 万吨", Some((TwoLevels, Doubtful, "万吨"))),
            ("3 个重点", Some((Decimal, Doubtful, "个重点"))),
            ("3个重点", Some((Decimal, Doubtful, "个重点"))),
            ("5.25%", None),
            ("5G网络", Some((Decimal, Doubtful, "G网络"))),
            ("1+3+N模式", None),
            ("1小时交通圈", Some((Decimal, Doubtful, "小时交通圈"))),
            ("1-5月", None),
            ("1:2的比例", None),
            ("1-5 月情况", None),
            ("1.250", None),
            ("2．12345热线", Some((Decimal, Likely, "12345热线"))),
            ("2017年", None),
            ("2017.12", None),
            ("一是", None),
            ("一、二、三产业协调发展", None),
            ("一二三产业", None),
            ("三年来", None),
            ("（试行）", None),
            ("（2017）", None),
            ("A级企业", None),
            ("Ⅱ型", None),
            ("一、", None),
        ];
        for (text, expected) in cases {
            let number = typed(text).map(|one| (one.form, one.certainty, &text[one.length..]));
            assert_eq!(number, expected, "{text}");
        }
    }

    #[test]
    fn numbers_know_the_one_before() {
        let counts = |text: &str| typed(text).map(|number| (number.count(), number.predecessor()));
        assert_eq!(counts("二十三、甲"), Some((23, Some([22, 0, 0, 0]))));
        assert_eq!(counts("一、甲"), Some((1, None)));
        assert_eq!(counts("2.3 甲"), Some((3, Some([2, 2, 0, 0]))));
        assert_eq!(counts("2.1甲"), Some((1, None)));
    }

    #[test]
    fn numbers_of_a_row_have_neighbours() {
        let numbers = ["1引言", "2方法", "4结果", "①甲"].map(typed).map(Option::unwrap);
        let series = Series::new(&numbers);
        let known: Vec<bool> = numbers.iter().map(|one| series.has_neighbour(one)).collect();
        assert_eq!(known, [true, true, false, false]);

        let series = Series::new(&["2总则", "2.3性能"].map(typed).map(Option::unwrap));
        let has_relative = |text| series.has_relative(&typed(text).unwrap());
        assert_eq!(
            ["2.1目标", "2.2.1甲", "3.1甲", "2甲"].map(has_relative),
            [true, true, false, false]
        );
    }
}
