//! Units, counters, qualifiers, and what makes a number none: `numbers.txt`.

use super::file::{Entry, FormError, FromEntries, vocabulary};
use super::index::WordIndex;
use super::list::WordList;

vocabulary! {
    /// Words around numbers.
    NumberWords from "numbers.txt" as NUMBERS {
        /// Units with their bases.
        unit: WordIndex<UnitWord> = "单位",
        /// Words that count things, each its own base; 个 stands for any of them.
        counter: WordList = "量词",
        /// Before a number: 约.
        about_before: WordList = "前约",
        /// Before a number: 近.
        nearly_before: WordList = "前近",
        /// Before a number: 超过.
        at_least_before: WordList = "前超过",
        /// Before a number: 不足.
        at_most_before: WordList = "前不足",
        /// After a number: 左右.
        about_after: WordList = "后左右",
        /// After a number: 以上.
        at_least_after: WordList = "后以上",
        /// After a number: 以下.
        at_most_after: WordList = "后以下",
        /// After a number, or before its unit: 余.
        and_more: WordList = "后余",
        /// After a number with 前 before it: a rank.
        rank: WordList = "名次",
        /// Before a number that is a name: 表6-1.
        before_code: WordList = "编号前",
        /// After a number that is a name: 3号楼.
        after_code: WordList = "编号后",
        /// After a number with a point: 3.1节.
        chapter: WordList = "章节",
        /// Names of three digits: 315.
        three_digit_name: WordList = "三位号码",
        /// Beginnings of names of five digits: 12315.
        five_digit_name: WordList = "五位号码",
        /// Before a time of day.
        before_clock: WordList = "时刻前",
        /// After a number that follows letters and is a quantity: GDP1380亿元.
        after_lettered: WordList = "字母后",
        /// Before numerals that are part of a word: 数百家.
        before_word: WordList = "成词",
    }
}

/// What a unit counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct UnitWord {
    /// The base unit.
    pub base: &'static str,
    /// The power of ten from the base to the unit.
    pub power: i32,
}

/// The meaning of a unit is `基本单位` or `10^4 基本单位`.
impl FromEntries for WordIndex<UnitWord> {
    fn from_entries(entries: &[Entry]) -> Result<WordIndex<UnitWord>, FormError> {
        let mut index = WordIndex::default();
        for entry in entries {
            let meaning = entry.meaning.ok_or_else(|| format!("no base of {}", entry.word))?;
            let unit = match meaning.strip_prefix("10^") {
                None => UnitWord { base: meaning, power: 0 },
                Some(scaled) => {
                    let scaled = scaled.split_once(' ').and_then(|(power, base)| {
                        Some(UnitWord { base, power: power.parse().ok()? })
                    });
                    scaled.ok_or_else(|| format!("no power of ten in {meaning}"))?
                }
            };
            index.insert(entry.word, unit);
        }
        Ok(index)
    }
}
