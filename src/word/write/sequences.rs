//! The numbers of captions as Word counts them: one sequence for tables and one for figures.
//!
//! In: headings and captions, in reading order. Out: the code of each caption's SEQ field.

use std::collections::BTreeMap;

/// The last number of each sequence since the last heading of the first level.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    last: BTreeMap<&'static str, u32>,
}

impl Sequences {
    /// A heading: below one of the first level, counted or not, Word's `\s 1` counts from 1 again.
    pub fn heading(&mut self, level: u8) {
        if level <= 1 {
            self.last.clear();
        }
    }

    /// The code of the field that shows `number` in the sequence of `label` (表, 图), which is counted
    /// `by_section` or else says where it begins.
    ///
    /// Word counts anew in each section by `\s 1`, LibreOffice passes over that switch and counts on;
    /// both obey `\r`. So the first caption below a heading has both, and so has one that doesn't
    /// follow on the one before, where a copy for review leaves some out.
    pub fn code(&mut self, label: &'static str, number: u32, by_section: bool) -> String {
        let before = self.last.insert(label, number);
        let follows = before.and_then(|before| before.checked_add(1)) == Some(number);
        let restart = if follows { String::new() } else { format!(" \\r {number}") };

        // `\s 1` stands beside `\r` too: else a reader may take the next field, the first with that
        // switch below the heading, for the one that begins at 1.
        let section = if by_section { " \\s 1" } else { "" };
        format!("SEQ {label} \\* ARABIC{section}{restart}")
    }
}

#[cfg(test)]
mod tests {
    use super::Sequences;

    /// The restarts of captions; `0` is a heading of the first level.
    fn restarts(numbers: &[u32]) -> Vec<Option<u32>> {
        let mut sequences = Sequences::default();
        let mut out = Vec::new();
        for number in numbers {
            if *number == 0 {
                sequences.heading(1);
                continue;
            }
            let code = sequences.code("表", *number, true);
            let rest = code.strip_prefix(r"SEQ 表 \* ARABIC \s 1").unwrap();
            out.push(rest.strip_prefix(r" \r ").map(|number| number.parse().unwrap()));
        }
        out
    }

    #[test]
    fn the_first_below_a_heading_starts() {
        assert_eq!(restarts(&[0, 1, 2, 3]), [Some(1), None, None]);
        assert_eq!(restarts(&[0, 1, 0, 0, 1, 2]), [Some(1), Some(1), None]);
        assert_eq!(restarts(&[1, 2, 0, 1]), [Some(1), None, Some(1)]);
    }

    #[test]
    fn one_that_does_not_follow_starts() {
        assert_eq!(restarts(&[0, 4, 5, 9, 3]), [Some(4), None, Some(9), Some(3)]);
        assert_eq!(restarts(&[0, 1, 1]), [Some(1), Some(1)]);
        assert_eq!(restarts(&[u32::MAX, 1]), [Some(u32::MAX), Some(1)]);
        // Two headings of the first level in one section: its captions are counted on.
        assert_eq!(restarts(&[0, 1, 0, 2, 3]), [Some(1), Some(2), None]);
    }

    #[test]
    fn tables_and_figures_apart() {
        let mut sequences = Sequences::default();
        sequences.heading(1);
        let codes = ["表", "图"].map(|label| sequences.code(label, 1, true));
        assert_eq!(codes, [r"SEQ 表 \* ARABIC \s 1 \r 1", r"SEQ 图 \* ARABIC \s 1 \r 1"]);
        // Lower headings count nothing anew.
        sequences.heading(2);
        assert_eq!(sequences.code("表", 2, true), r"SEQ 表 \* ARABIC \s 1");
    }
}
