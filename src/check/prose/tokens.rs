//! A text cut into what the judgement needs: names, values, numbers, years, words, stops.
//!
//! In: a text, its numbers and values. Out: tokens in reading order; what is none of these is
//! [`Kind::Unknown`].

use super::Facts;
use super::names::Entry;
use super::plain::Text;
use super::words::Word;
use crate::check::number::{self, Number, Other, Reading};
use crate::check::words::CONTEXT;
use crate::document::ValueId;
use crate::source::is_han;
use std::ops::Range;

/// A piece of a text.
#[derive(Debug, Clone)]
pub(super) struct Token<'n> {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind<'n>,
}

/// What a piece of a text is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'n> {
    /// An indicator's name.
    Name(&'n Entry),
    /// A value of data.
    Value(ValueId),
    /// A number that a writer typed: index into [`Cut::numbers`].
    Number(usize),
    /// A year.
    Year(i32),
    /// From a year to another.
    Years(i32, i32),
    /// A word of the list.
    Word(Word),
    /// A comma.
    Comma,
    /// A semicolon.
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

/// A text cut up.
pub(super) struct Cut<'n> {
    /// Its pieces.
    pub tokens: Vec<Token<'n>>,
    /// The numbers that a writer typed, years left out.
    pub numbers: Vec<Number>,
}

/// Cuts a text up.
pub(super) fn cut<'n>(facts: &'n Facts<'_>, text: &Text) -> Cut<'n> {
    let plain = text.text.text();
    let mut tokens = Vec::new();
    let mut numbers: Vec<Number> = Vec::new();
    let mut read = number::read(plain, &facts.units).into_iter().peekable();
    let mut values = text.values.iter().peekable();
    let mut at = 0;
    while let Some(character) = plain[at..].chars().next() {
        // Numbers inside a name or a value that went by.
        while read.next_if(|number| number.range.start < at).is_some() {}
        while values.next_if(|(range, _)| range.start < at || range.is_empty()).is_some() {}
        if let Some(length) = item_mark(&plain[..at], &plain[at..]) {
            at += length;
            continue;
        }

        let here = read.peek().filter(|number| number.range.start == at);
        let (length, kind) = if let Some((range, id)) = values.next_if(|(r, _)| r.start == at) {
            let year = here.and_then(|number| overlapping_year(number, range));
            year.unwrap_or((range.len(), Kind::Value(*id)))
        } else if let Some((entry, length)) = facts.names.at(&plain[..at], &plain[at..]) {
            (length, Kind::Name(entry))
        } else if let Some(number) = here.filter(|number| is_spoken(number, facts, &plain[at..])) {
            let kind = number_kind(number, numbers.len(), text);
            let length = number.range.len();
            if matches!(kind, Kind::Number(_) | Kind::Unknown) && !overlaps(number, text) {
                numbers.push(number.clone());
            }
            (length, kind)
        } else if let Some(kind) = mark(character) {
            (character.len_utf8(), kind)
        } else if let Some((word, length)) = facts.lexicon.longest(&plain[at..]) {
            (length, Kind::Word(word))
        } else {
            (character.len_utf8(), Kind::Unknown)
        };
        if !is_blank(character) || length > character.len_utf8() {
            push(&mut tokens, at..at + length, kind);
        }
        at += length;
    }
    // Words with numerals in them are no numbers, but whoever counts wants to know of them.
    Cut { tokens, numbers }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() && character != '\n'
}

fn push<'n>(tokens: &mut Vec<Token<'n>>, range: Range<usize>, kind: Kind<'n>) {
    if let (Kind::Unknown, Some(last)) = (kind, tokens.last_mut())
        && matches!(last.kind, Kind::Unknown)
        && last.range.end == range.start
    {
        last.range.end = range.end;
        return;
    }
    tokens.push(Token { range, kind });
}

/// Most characters of an item's number: 十二, 12.
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
    let sign = after.chars().next()?;

    let ends = if inner.len() < rest.len() {
        matches!(sign, '）' | ')')
    } else if spelt > 0 {
        matches!(sign, '是' | '要')
    } else {
        // 1.5 is a number, and so may be what stands after a comma.
        let next = after[sign.len_utf8()..].chars().next();
        let begins = last.is_none_or(|last| matches!(last, '\n' | '。' | '；' | '：'));
        let chinese = next.is_some_and(is_han);
        begins && chinese && matches!(sign, '.' | '．' | '、')
    };
    ends.then(|| rest.len() - after.len() + sign.len_utf8())
}

/// 年 typed after a value that is a year.
fn overlapping_year<'n>(number: &Number, value: &Range<usize>) -> Option<(usize, Kind<'n>)> {
    match number.reading {
        Reading::Year(year) if number.range.end > value.end => {
            Some((number.range.len(), Kind::Year(year)))
        }
        Reading::Year(_) | Reading::Years(..) | Reading::Quantity(_) | Reading::Other(_) => None,
    }
}

/// Whether a number stands as one, not as part of a word: 进一步 is a word.
fn is_spoken(number: &Number, facts: &Facts<'_>, rest: &str) -> bool {
    let word = matches!(number.reading, Reading::Other(Other::Word));
    !word || facts.lexicon.longest(rest).is_none_or(|(_, length)| length <= number.range.len())
}

fn overlaps(number: &Number, text: &Text) -> bool {
    let after = text.values.partition_point(|(range, _)| range.end <= number.range.start);
    text.values.get(after).is_some_and(|(range, _)| range.start < number.range.end)
}

fn number_kind<'n>(number: &Number, index: usize, text: &Text) -> Kind<'n> {
    match number.reading {
        Reading::Year(year) => Kind::Year(year),
        Reading::Years(from, to) => Kind::Years(from, to),
        Reading::Quantity(_) if overlaps(number, text) => Kind::Unknown,
        Reading::Quantity(_) => Kind::Number(index),
        Reading::Other(_) => Kind::Unknown,
    }
}

fn mark<'n>(character: char) -> Option<Kind<'n>> {
    Some(match character {
        '，' | ',' => Kind::Comma,
        '；' | ';' => Kind::Semicolon,
        '。' | '！' | '？' | '!' | '?' | '\n' => Kind::Stop,
        '（' | '(' => Kind::Open,
        '）' | ')' => Kind::Close,
        _ => return None,
    })
}
