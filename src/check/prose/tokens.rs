//! A text as tokens: names, values, numbers, years, words, the ends of clauses and sentences.
//!
//! In: a text, its numbers and values. Out: tokens in reading order; what is none of these is
//! [`TokenKind::Unknown`].

use super::context::ProseContext;
use super::lexicon::Word;
use super::names::IndicatorName;
use super::plain::Text;
use crate::check::number::{self, NonQuantity, Number, Reading};
use crate::check::words::CONTEXT;
use crate::document::ValueId;
use crate::source::is_han;
use std::ops::Range;

/// A token of a text.
#[derive(Debug, Clone)]
pub(super) struct Token<'n> {
    /// Its bytes.
    pub range: Range<usize>,
    pub kind: TokenKind<'n>,
}

/// What a token is.
#[derive(Debug, Clone, Copy)]
pub(super) enum TokenKind<'n> {
    /// An indicator's name.
    Name(&'n IndicatorName),
    /// A value of data.
    Value(ValueId),
    /// A number that a writer typed: index into [`TokenizedText::numbers`].
    Number(usize),
    Year(i32),
    /// From a year to another.
    Years(i32, i32),
    /// A word of the list.
    Word(Word),
    Comma,
    Semicolon,
    /// The end of a sentence.
    Stop,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Anything else.
    Unknown,
}

/// A text as tokens.
pub(super) struct TokenizedText<'n> {
    pub tokens: Vec<Token<'n>>,
    /// The numbers that a writer typed, years left out.
    pub numbers: Vec<Number>,
}

/// Reads a text into tokens.
pub(super) fn tokenize<'n>(context: &'n ProseContext<'_>, text: &Text) -> TokenizedText<'n> {
    let plain = text.text.text();
    let mut tokens = Vec::new();
    let mut numbers: Vec<Number> = Vec::new();
    let mut read = number::read(plain, &context.units).into_iter().peekable();
    let mut values = text.values.iter().peekable();

    let mut start = 0;
    while let Some(character) = plain[start..].chars().next() {
        // Numbers inside a name or a value that went by.
        while read.next_if(|number| number.range.start < start).is_some() {}
        while values.next_if(|(range, _)| range.start < start || range.is_empty()).is_some() {}

        let (before, rest) = plain.split_at(start);
        if let Some(length) = item_mark(before, rest) {
            start += length;
            continue;
        }

        if let Some(listed) = listed_names(context, rest) {
            for (range, kind) in listed {
                start = start.max(before.len() + range.end);
                push(&mut tokens, before.len() + range.start..before.len() + range.end, kind);
            }
            continue;
        }

        let number = read.peek().filter(|number| number.range.start == start);
        let value = values.next_if(|(range, _)| range.start == start);
        let (length, kind) = if let Some((range, id)) = value {
            let year = number.and_then(|number| overlapping_year(number, range));
            year.unwrap_or((range.len(), TokenKind::Value(*id)))
        } else if let Some((name, length)) = context.names.longest(before, rest) {
            (length, TokenKind::Name(name))
        } else if let Some(number) = number.filter(|number| is_spoken(number, context, rest)) {
            let kind = number_kind(number, numbers.len(), text);
            // Words with numerals in them are no numbers, but whoever counts wants to know of them.
            if matches!(kind, TokenKind::Number(_) | TokenKind::Unknown) && !overlaps(number, text)
            {
                numbers.push(number.clone());
            }
            let end = number.range.end;
            let to_end =
                if matches!(kind, TokenKind::Year(_)) { year_end(&plain[end..]) } else { 0 };
            (number.range.len() + to_end, kind)
        } else if let Some(kind) = mark(character) {
            (character.len_utf8(), kind)
        } else if let Some((word, length)) = context.lexicon.longest(rest) {
            (length, TokenKind::Word(word))
        } else {
            (character.len_utf8(), TokenKind::Unknown)
        };

        if !is_blank(character) || length > character.len_utf8() {
            push(&mut tokens, start..start + length, kind);
        }
        start += length;
    }
    TokenizedText { tokens, numbers }
}

/// Bytes of 12月底, 12月31日 after a year: the end of the year says no more than the year.
fn year_end(rest: &str) -> usize {
    let tail = rest.trim_start_matches(is_blank);
    let after = tail.strip_prefix("12").map(|rest| rest.trim_start_matches(is_blank));
    let Some(after) = after.and_then(|rest| rest.strip_prefix('月')) else { return 0 };
    let day = after.trim_start_matches(is_blank);
    let last = day.strip_prefix("31").map(|rest| rest.trim_start_matches(is_blank));
    let last = last.and_then(|rest| rest.strip_prefix('日'));
    match last.or_else(|| after.strip_prefix(['底', '末'])) {
        Some(after) => rest.len() - after.len(),
        None => 0,
    }
}

/// Maximum number of names that share their end.
const MAX_SHARED: usize = 5;

/// 第一、二、三产业增加值: names that share their end, where all of them are indicators'.
fn listed_names<'n>(
    context: &'n ProseContext<'_>,
    rest: &str,
) -> Option<Vec<(Range<usize>, TokenKind<'n>)>> {
    let mut after = rest.strip_prefix('第')?;
    let mut numerals: Vec<(usize, char)> = Vec::new();
    loop {
        let numeral = after.chars().next().filter(|c| "一二三四五".contains(*c))?;
        numerals.push((rest.len() - after.len(), numeral));
        after = &after[numeral.len_utf8()..];
        match after.strip_prefix(['、', '和', '及']) {
            Some(next) if numerals.len() < MAX_SHARED => {
                after = next.strip_prefix('第').unwrap_or(next);
            }
            _ => break,
        }
    }
    if numerals.len() < 2 {
        return None;
    }

    let mut tokens = Vec::new();
    for (index, (start, numeral)) in numerals.iter().enumerate() {
        let spelt = format!("第{numeral}{}", &after[..after.floor_char_boundary(MAX_SHARED_END)]);
        let (name, length) = context.names.longest("", &spelt)?;
        let last = index + 1 == numerals.len();
        let end = match numerals.get(index + 1) {
            Some(_) => start + numeral.len_utf8(),
            None => rest.len() - after.len() + length - '第'.len_utf8() - numeral.len_utf8(),
        };
        let begin = if index == 0 { 0 } else { *start };
        tokens.push((begin..end, TokenKind::Name(name)));
        if !last {
            tokens.push((end..numerals[index + 1].0, TokenKind::Word(Word::And)));
        }
    }
    Some(tokens)
}

/// Maximum bytes of the end that names share.
const MAX_SHARED_END: usize = 120;

fn is_blank(character: char) -> bool {
    character.is_whitespace() && character != '\n'
}

fn push<'n>(tokens: &mut Vec<Token<'n>>, range: Range<usize>, kind: TokenKind<'n>) {
    if let (TokenKind::Unknown, Some(last)) = (kind, tokens.last_mut())
        && matches!(last.kind, TokenKind::Unknown)
        && last.range.end == range.start
    {
        last.range.end = range.end;
        return;
    }
    tokens.push(Token { range, kind });
}

/// Maximum number of characters of an item's number: 十二, 12.
const MAX_ITEM_NUMBER: usize = 2;

/// Bytes of the mark that an item begins with: 一是, （一）, ①, 1. before Chinese. It says nothing of
/// what follows, nor whose figures follow.
fn item_mark(before: &str, rest: &str) -> Option<usize> {
    let last = before.trim_end_matches(is_blank).chars().next_back();
    let first = rest.chars().next()?;
    if !last.is_none_or(|last| "\n。；，：！？;,:!?".contains(last)) {
        return None;
    }

    if matches!(first, '①'..='⑳') {
        return Some(first.len_utf8());
    }
    if let Some(after) = CONTEXT.item.strip_prefix(rest) {
        return Some(rest.len() - after.len());
    }

    let inner = rest.trim_start_matches(['（', '(']);
    let spelt = inner.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    let digits = inner.chars().take_while(char::is_ascii_digit).count();
    if !(1..=MAX_ITEM_NUMBER).contains(&spelt.max(digits)) {
        return None;
    }
    let number: usize = inner.chars().take(spelt.max(digits)).map(char::len_utf8).sum();
    let after = &inner[number..];
    let closing = after.chars().next()?;

    let ends = if inner.len() < rest.len() {
        matches!(closing, '）' | ')')
    } else if spelt > 0 {
        matches!(closing, '是' | '要')
    } else {
        // 1.5 is a number, and so may be what stands after a comma.
        let next = after[closing.len_utf8()..].chars().next();
        let begins = last.is_none_or(|last| matches!(last, '\n' | '。' | '；' | '：'));
        let chinese = next.is_some_and(is_han);
        begins && chinese && matches!(closing, '.' | '．' | '、')
    };
    ends.then(|| rest.len() - after.len() + closing.len_utf8())
}

/// 年 typed after a value that is a year.
fn overlapping_year<'n>(number: &Number, value: &Range<usize>) -> Option<(usize, TokenKind<'n>)> {
    match number.reading {
        Reading::Year(year) if number.range.end > value.end => {
            Some((number.range.len(), TokenKind::Year(year)))
        }
        _ => None,
    }
}

/// Whether a number stands as one, not as part of a word: 进一步 is a word.
fn is_spoken(number: &Number, context: &ProseContext<'_>, rest: &str) -> bool {
    let word = matches!(number.reading, Reading::Other(NonQuantity::Word));
    !word || context.lexicon.longest(rest).is_none_or(|(_, length)| length <= number.range.len())
}

fn overlaps(number: &Number, text: &Text) -> bool {
    let next = text.values.partition_point(|(range, _)| range.end <= number.range.start);
    text.values.get(next).is_some_and(|(range, _)| range.start < number.range.end)
}

fn number_kind<'n>(number: &Number, index: usize, text: &Text) -> TokenKind<'n> {
    match number.reading {
        Reading::Year(year) => TokenKind::Year(year),
        Reading::Years(from, to) => TokenKind::Years(from, to),
        Reading::Quantity(_) if overlaps(number, text) => TokenKind::Unknown,
        Reading::Quantity(_) => TokenKind::Number(index),
        Reading::Other(_) => TokenKind::Unknown,
    }
}

fn mark<'n>(character: char) -> Option<TokenKind<'n>> {
    Some(match character {
        '，' | ',' => TokenKind::Comma,
        '；' | ';' => TokenKind::Semicolon,
        '。' | '！' | '？' | '!' | '?' | '\n' => TokenKind::Stop,
        '（' | '(' => TokenKind::Open,
        '）' | ')' => TokenKind::Close,
        _ => return None,
    })
}
