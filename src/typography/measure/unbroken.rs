//! Where no line may break though Unicode's rules let it: connecting marks, marks that divide, numbers of
//! standards, tables and figures (GB/T 15834—2011, 5.1.7 to 5.1.9).
//!
//! In: a text. Out: the ranges that stay on one line. A range takes along the Han characters beside it
//! that a quarter em parts from it, since a writer can only keep them together with what it holds.

use super::breaks::is_east_asian;
use std::ops::Range;

/// Maximum number of characters of a range: more would tear the line apart.
const MAX_RANGE: usize = 16;
/// Maximum number of letters before the number of a standard: GB, DB33, ISO.
const MAX_PREFIX: usize = 6;

/// The ranges of bytes that a line may not break, sorted and apart.
pub fn unbroken_ranges(text: &str) -> Vec<Range<usize>> {
    let has_mark =
        |c: char| matches!(c, '—' | '～' | '·' | '/' | '／' | '表' | '图' | '第' | '（' | ' ');
    if !text.contains(has_mark) {
        return Vec::new();
    }

    let line = Line { characters: text.char_indices().collect(), end: text.len() };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for index in 0..line.characters.len() {
        let Some(range) = line.range_at(index) else { continue };
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    ranges.retain(|range| range.len() > 1 && range.len() <= MAX_RANGE);
    ranges.into_iter().map(|range| line.byte(range.start)..line.byte(range.end)).collect()
}

/// A text by its characters.
struct Line {
    characters: Vec<(usize, char)>,
    /// Number of bytes.
    end: usize,
}

impl Line {
    fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(_, c)| *c)
    }

    fn byte(&self, index: usize) -> usize {
        self.characters.get(index).map_or(self.end, |(byte, _)| *byte)
    }

    /// The range of characters that stays together because of what stands here.
    fn range_at(&self, index: usize) -> Option<Range<usize>> {
        let c = self.at(index)?;
        let before = index.checked_sub(1).and_then(|before| self.at(before));
        let after = self.at(index + 1);
        match c {
            // Two of them are a dash, which may begin a line.
            '—' if before == Some('—') || after == Some('—') => None,
            '—' | '～' | '·' => {
                before.filter(|before| is_part(*before)).map(|_| self.word_before(index)..index + 1)
            }
            '/' | '／' => self.around_slash(index),
            '表' | '图' | '第' => self.numbered(index),
            '（' => self.heading_number(index),
            ' ' => self.standard(index),
            _ => None,
        }
    }

    /// Where the word ends that a mark follows, with the Han character before it.
    fn word_before(&self, mark: usize) -> usize {
        let mut start = mark;
        while start > 0 && self.at(start - 1).is_some_and(is_word) {
            start -= 1;
        }
        self.with_han_before(start)
    }

    /// A range's start with the Han character before it, where one stands there.
    fn with_han_before(&self, start: usize) -> usize {
        let has_han = start > 0 && self.at(start - 1).is_some_and(is_east_asian);
        if has_han { start - 1 } else { start }
    }

    /// Behind the word that begins here, with the Han character after it.
    fn word_after(&self, start: usize) -> usize {
        let mut end = start;
        while self.at(end).is_some_and(is_word) {
            end += 1;
        }
        if self.at(end).is_some_and(is_east_asian) { end + 1 } else { end }
    }

    /// 公里/小时, GB/T: a dividing mark neither begins nor ends a line. Addresses and dates have their own
    /// rules.
    fn around_slash(&self, index: usize) -> Option<Range<usize>> {
        let before = index.checked_sub(1).and_then(|before| self.at(before))?;
        let after = self.at(index + 1)?;
        if !is_part(before) || !is_part(after) || self.is_address(index) {
            return None;
        }
        Some(self.word_before(index)..self.word_after(index + 1))
    }

    /// Whether a mark stands in a network address or a path: another stands in the same run.
    fn is_address(&self, index: usize) -> bool {
        let is_run = |c: char| c.is_ascii() && !c.is_ascii_whitespace();
        let back = (0..index).rev().take_while(|at| self.at(*at).is_some_and(is_run));
        let ahead = (index + 1..).take_while(|at| self.at(*at).is_some_and(is_run));
        back.chain(ahead).any(|at| matches!(self.at(at), Some('/' | ':' | '@' | '?' | '=')))
    }

    /// 表 6-1, 图6-1, 第3章, 第 3 章.
    fn numbered(&self, index: usize) -> Option<Range<usize>> {
        let spaced = self.at(index + 1) == Some(' ');
        let digits = if spaced { index + 2 } else { index + 1 };
        if !self.at(digits)?.is_ascii_digit() {
            return None;
        }
        let end = self.word_after(digits);
        let is_ordinal = self.at(index) == Some('第') && self.at(end) == Some(' ');
        let has_unit = is_ordinal && self.at(end + 1).is_some_and(is_east_asian);
        Some(index..if has_unit { end + 2 } else { end })
    }

    /// 三、（一）1: the numbers of a heading one after the other.
    fn heading_number(&self, bracket: usize) -> Option<Range<usize>> {
        let is_number = |c: char| "一二三四五六七八九十百".contains(c);
        let count = |from: &mut dyn Iterator<Item = usize>| {
            from.take_while(|at| self.at(*at).is_some_and(is_number)).count()
        };
        let mark = bracket.checked_sub(1).filter(|mark| self.at(*mark) == Some('、'))?;
        let before = count(&mut (0..mark).rev());
        let inside = count(&mut (bracket + 1..));
        let close = bracket + 1 + inside;
        if before == 0 || inside == 0 || self.at(close) != Some('）') {
            return None;
        }
        let digits =
            (close + 1..).take_while(|at| self.at(*at).is_some_and(|c| c.is_ascii_digit()));
        Some(mark - before..close + 1 + digits.count())
    }

    /// GB/T 19001, ISO 9001: the space between the letters and the figure of a standard.
    fn standard(&self, space: usize) -> Option<Range<usize>> {
        if !self.at(space + 1)?.is_ascii_digit() {
            return None;
        }
        let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/';
        let mut start = space;
        while start > 0 && self.at(start - 1).is_some_and(is_code) {
            start -= 1;
        }
        let length = space - start;
        if !(2..=MAX_PREFIX).contains(&length) || !self.at(start)?.is_ascii_uppercase() {
            return None;
        }

        let begins = start == 0 || !self.at(start - 1).is_some_and(is_word);
        begins.then(|| self.with_han_before(start)..self.word_after(space + 1))
    }
}

/// Whether a character belongs to a Latin word or a figure.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '-' | '‰' | '℃')
}

/// Whether a mark joins or divides what this character belongs to.
fn is_part(c: char) -> bool {
    is_word(c) || is_east_asian(c)
}

#[cfg(test)]
mod tests {
    use super::unbroken_ranges;

    #[test]
    fn marks_stay_with_what_is_before_them() {
        for (text, expected) in [
            ("（2015—2017年）", vec!["2015—"]),
            ("于2015—2017年", vec!["于2015—"]),
            ("五5～8年", vec!["五5～"]),
            ("15%～30%", vec!["15%～"]),
            ("六·间隔号", vec!["六·"]),
            ("北京—上海—广州", vec!["京—", "海—"]),
            ("很好——真的", vec![]),
            ("依据GB/T19001—2016标准", vec!["据GB/T19001—"]),
            ("依据 GB/T 19001—2016 标准", vec!["GB/T 19001—"]),
            ("按ISO 9001认证", vec!["按ISO 9001认"]),
            ("每公里/小时算", vec!["里/小"]),
            ("见图7-1所示", vec!["图7-1所"]),
            ("见表 10-1。", vec!["表 10-1"]),
            ("图 上", vec![]),
            ("https://a.cn/b/c", vec![]),
            ("a@b.cn/c", vec![]),
            ("共 5 项", vec![]),
            ("IT 2017", vec!["IT 2017"]),
            ("WINDOWS 10", vec![]),
            ("2015/2016/2017", vec![]),
            ("见第3章第 12 节", vec!["第3章", "第 12 节"]),
            ("第一章，第 九 节", vec![]),
            ("见三、（一）所述", vec!["三、（一）"]),
            ("见十二、（三）2的", vec!["十二、（三）2"]),
            ("一、（略）", vec![]),
            ("甲、（一）", vec![]),
            ("1.5—2.5～3.5", vec!["1.5—", "2.5～"]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = unbroken_ranges(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
