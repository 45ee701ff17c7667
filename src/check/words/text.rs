//! Words of the rules on text: `text.txt`.

use super::file::vocabulary;
use super::index::WordIndex;
use super::list::WordList;

vocabulary! {
    /// Words of the rules on text.
    TextWords from "text.txt" as TEXT {
        /// Something is still to be filled in where a clause ends with them.
        placeholder: WordList = "占位",
        /// Before a placeholder's word they make it mean something else: 有待补充.
        not_placeholder: WordList = "不是占位",
        /// English placeholders.
        english_placeholder: WordList = "英文占位",
        /// Before the sum of what went before.
        sum: WordList = "合计",
        /// In a sentence of which it isn't certain what adds up to what.
        no_sum: WordList = "不合计",
        /// In 【】 they ask for something to be filled in.
        fill_in: WordList = "请填写",
        /// What a bureau's name ends with.
        bureau_ending: WordList = "单位名称后",
        /// What stands before a bureau's name without being part of a longer one.
        before_bureau: WordList = "单位名称前",
        /// Before 的的: its first 的 is the end of a word.
        before_doubled: WordList = "的的前",
        /// Words that begin so are said twice on purpose.
        reduplicated: WordList = "叠用",
        /// Behind a word that stands twice: the second one may begin a longer word.
        longer_word: WordList = "叠用后",
        /// Units as one compatibility character, and what is written for them.
        unit_symbol: WordIndex<&'static str> = "合体字符",
    }
}
