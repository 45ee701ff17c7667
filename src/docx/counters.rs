//! Automatic numbers, as Word prints them.
//!
//! In: numbered paragraphs in their order. Out: the number of each, in its level's format.

use super::model::{Docx, NumberingLevel};
use crate::document::numerals::chinese_numeral;
use std::collections::BTreeMap;

/// The current number of every level of the numbering instances.
#[derive(Debug, Default)]
pub struct Counters(BTreeMap<(i64, u8), i64>);

impl Counters {
    /// Counts a paragraph of an instance and level; its number.
    pub fn next(&mut self, key: (i64, u8), docx: &Docx) -> i64 {
        let (instance, level) = key;
        // Deeper levels begin anew.
        self.0.retain(|other, _| other.0 != instance || other.1 <= level);

        let start = docx.numbering.get(&key).map_or(1, |level| level.start);
        *self.0.entry(key).and_modify(|count| *count += 1).or_insert(start)
    }

    /// The number as printed before the paragraph that [`Counters::next`] counted last.
    pub fn label(&self, key: (i64, u8), docx: &Docx) -> String {
        let Some(level) = docx.numbering.get(&key) else { return String::new() };
        if level.format == "bullet" {
            return "•".to_owned();
        }

        let mut label = level.text.clone();
        for index in 0..9u8 {
            let placeholder = format!("%{}", index + 1);
            if label.contains(&placeholder) {
                let key = (key.0, index);
                let count = self.0.get(&key).copied().unwrap_or(1);
                let level = docx.numbering.get(&key);
                let format = level.map_or("", |level: &NumberingLevel| &level.format);
                label = label.replace(&placeholder, &formatted(count, format));
            }
        }
        label
    }
}

/// A number in one of Word's formats (ST_NumberFormat); others as digits.
fn formatted(count: i64, format: &str) -> String {
    let number = u32::try_from(count).unwrap_or(0);
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand"
            if (1..=99).contains(&number) =>
        {
            chinese_numeral(number)
        }
        "lowerLetter" if (1..=26).contains(&number) => letter('a', number),
        "upperLetter" if (1..=26).contains(&number) => letter('A', number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            letter('①', number)
        }
        _ => count.to_string(),
    }
}

fn letter(first: char, count: u32) -> String {
    char::from_u32(u32::from(first) + count - 1).map(String::from).unwrap_or_default()
}
