//! What stands around the text of a letter: 主送机关, 附件说明, 落款 (GB/T 9704-2012, 7.3.2, 7.3.4 and 7.3.5),
//! and how their lines are set, for both writers.

use super::LetterPart;
use super::columns::width;

impl LetterPart {
    /// All parts.
    pub const ALL: [LetterPart; 4] = [
        LetterPart::Addressee,
        LetterPart::Annexes,
        LetterPart::Signature,
        LetterPart::SealedSignature,
    ];

    /// What follows `:::` where it begins, in Chinese and in ASCII.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            LetterPart::Addressee => ["抬头", "addressee"],
            LetterPart::Annexes => ["附件说明", "annexes"],
            LetterPart::Signature => ["落款", "signature"],
            LetterPart::SealedSignature => ["落款 盖章", "signature sealed"],
        }
    }

    /// How its lines are set; `texts` are what they say.
    pub fn lines(self, texts: &[String]) -> Vec<LetterLine> {
        let mut lines = match self {
            LetterPart::Addressee => vec![LetterLine::default(); texts.len()],
            LetterPart::Annexes => annexes(texts),
            LetterPart::Signature => signature(texts, false),
            LetterPart::SealedSignature => signature(texts, true),
        };
        if let Some(first) = lines.first_mut() {
            first.is_first = true;
        }
        lines
    }
}

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

/// What stands before the name of the annex with a number, among `count` annexes: `附件：`,
/// `附件：1.`, `2.`.
pub fn annex_mark(number: usize, count: usize) -> String {
    match (number, count) {
        (1, 1) => "附件：".to_owned(),
        (1, _) => "附件：1.".to_owned(),
        _ => format!("{number}."),
    }
}

/// Two characters in; the names stand below one another (7.3.4).
fn annexes(texts: &[String]) -> Vec<LetterLine> {
    let lead = 2.0 + width(&annex_mark(1, 1));
    let lines = (1..=texts.len()).map(|number| {
        let mark = annex_mark(number, texts.len());
        let start = if number == 1 { 2.0 } else { lead };
        LetterLine { start, rest: start + width(&mark), ..LetterLine::default() }
    });
    lines.collect()
}

/// The last line is the date. Without a seal it begins two characters right of the name, which ends two
/// characters from the right; a date that is longer than the name ends there instead (7.3.5.2). Below a
/// seal the date ends four characters from the right and the name stands over its middle (7.3.5.1).
fn signature(texts: &[String], is_sealed: bool) -> Vec<LetterLine> {
    let widths: Vec<f64> = texts.iter().map(|text| width(text)).collect();
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
    use super::LetterPart;

    fn rights(part: LetterPart, texts: &[&str]) -> Vec<f64> {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        part.lines(&texts).iter().filter_map(|line| line.right).collect()
    }

    #[test]
    fn a_date_begins_two_characters_right_of_the_name() {
        // Thirteen characters, and six and a half.
        let names = ["衢州市质量强市工作领导小组", "2018年6月13日"];
        assert_eq!(rights(LetterPart::Signature, &names), [2.0, 6.5]);
        // Seven and seven.
        assert_eq!(
            rights(LetterPart::Signature, &["衢州市人民政府", "2018年12月13日"]),
            [2.0, 0.0]
        );
    }

    #[test]
    fn a_longer_date_moves_the_name() {
        let rights = rights(LetterPart::Signature, &["市质监局", "2018年6月13日"]);
        assert_eq!(rights, [4.0 + 6.5 - 4.0, 2.0]);
    }

    #[test]
    fn a_seal_stands_over_name_and_date() {
        let rights = rights(LetterPart::SealedSignature, &["衢州市人民政府", "2018年6月13日"]);
        assert_eq!(rights, [4.0 + 3.25 - 3.5, 4.0]);
    }

    #[test]
    fn names_of_annexes_stand_below_one_another() {
        let texts = ["甲".to_owned(), "乙".to_owned()];
        let lines = LetterPart::Annexes.lines(&texts);
        assert_eq!(lines.iter().map(|line| line.start).collect::<Vec<_>>(), [2.0, 5.0]);
        assert_eq!(lines.iter().map(|line| line.rest).collect::<Vec<_>>(), [5.75, 5.75]);
        assert!(lines[0].is_first && !lines[1].is_first);
        assert_eq!(LetterPart::Annexes.lines(&texts[..1])[0].rest, 5.0);
    }
}
