//! How the lines around the text of a letter are set: 主送机关, 附件说明, 落款 (GB/T 9704-2012, 7.3.2, 7.3.4
//! and 7.3.5).
//!
//! In: what the lines say, and the widths of the faces. Out: where each begins and ends, for both writers.

use super::measure::TextMeasure;
use super::profile::TextStyle;
use crate::document::{Inline, LetterPart, ValueUse, annex_mark};

/// How a line is set. Lengths are characters of the body text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LetterLine {
    /// Where its text begins.
    pub start: f64,
    /// Where its further lines begin.
    pub rest: f64,
    /// Blank at its right end; `None` for a line that begins at the left.
    pub right: Option<f64>,
    /// Whether it is the part's first: a line is left blank above.
    pub is_first: bool,
}

/// How the lines of a part are set that say these texts in a style; `values` is the list that their ids
/// index.
pub fn letter_lines(
    part: LetterPart,
    texts: &[&[Inline]],
    values: &[ValueUse],
    measure: &TextMeasure<'_>,
    style: &TextStyle,
) -> Vec<LetterLine> {
    let width = |text: &str| measure.text(text, style).natural();
    let widths = || -> Vec<f64> {
        texts.iter().map(|text| measure.inlines(text, values, style).natural()).collect()
    };

    let mut lines = match part {
        LetterPart::Addressee => vec![LetterLine::default(); texts.len()],
        LetterPart::Annexes => annexes(texts.len(), width),
        LetterPart::Signature => signature(&widths(), false),
        LetterPart::SealedSignature => signature(&widths(), true),
    };
    if let Some(first) = lines.first_mut() {
        first.is_first = true;
    }
    lines
}

/// Two characters in; the names stand below one another (7.3.4).
fn annexes(count: usize, width: impl Fn(&str) -> f64) -> Vec<LetterLine> {
    let lead = 2.0 + width(&annex_mark(1, 1));
    let lines = (1..=count).map(|number| {
        let mark = annex_mark(number, count);
        let start = if number == 1 { 2.0 } else { lead };
        LetterLine { start, rest: start + width(&mark), ..LetterLine::default() }
    });
    lines.collect()
}

/// The last line is the date. Without a seal it begins two characters right of the name, which ends two
/// characters from the right; a date that is longer than the name ends there instead (7.3.5.2). Below a
/// seal the date ends four characters from the right and the name stands over its middle (7.3.5.1).
fn signature(widths: &[f64], is_sealed: bool) -> Vec<LetterLine> {
    let line = |right: f64| LetterLine { right: Some(right.max(0.0)), ..LetterLine::default() };
    let Some((date, names)) = widths.split_last().filter(|(_, names)| !names.is_empty()) else {
        return vec![line(2.0); widths.len()];
    };

    if is_sealed {
        let middle = 4.0 + date / 2.0;
        let names = names.iter().map(|name| line(middle - name / 2.0));
        return names.chain([line(4.0)]).collect();
    }
    let name = names.iter().copied().fold(0.0, f64::max);
    let (right, date_right) =
        if *date > name { (4.0 + date - name, 2.0) } else { (2.0, name - date) };
    let names = names.iter().map(|other| line(right + name - other));
    names.chain([line(date_right)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ems where a character of ASCII is half as wide as others.
    fn width(text: &str) -> f64 {
        text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
    }

    fn rights(texts: &[&str], is_sealed: bool) -> Vec<f64> {
        let widths: Vec<f64> = texts.iter().map(|text| width(text)).collect();
        signature(&widths, is_sealed).iter().filter_map(|line| line.right).collect()
    }

    #[test]
    fn a_date_begins_two_characters_right_of_the_name() {
        // Thirteen characters, and six and a half.
        let names = ["衢州市质量强市工作领导小组", "2018年6月13日"];
        assert_eq!(rights(&names, false), [2.0, 6.5]);
        // Seven and seven.
        assert_eq!(rights(&["衢州市人民政府", "2018年12月13日"], false), [2.0, 0.0]);
    }

    #[test]
    fn a_longer_date_moves_the_name() {
        assert_eq!(rights(&["市质监局", "2018年6月13日"], false), [4.0 + 6.5 - 4.0, 2.0]);
    }

    #[test]
    fn a_seal_stands_over_name_and_date() {
        assert_eq!(rights(&["衢州市人民政府", "2018年6月13日"], true), [4.0 + 3.25 - 3.5, 4.0]);
    }

    #[test]
    fn names_of_annexes_stand_below_one_another() {
        let lines = annexes(2, width);
        assert_eq!(lines.iter().map(|line| line.start).collect::<Vec<_>>(), [2.0, 5.0]);
        assert_eq!(lines.iter().map(|line| line.rest).collect::<Vec<_>>(), [6.0, 6.0]);
        assert_eq!(annexes(1, width)[0].rest, 5.0);
    }
}
