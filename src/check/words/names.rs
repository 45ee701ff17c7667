//! Endings that prose leaves out of an indicator's name: `names.txt`.

use super::file::vocabulary;
use super::index::WordIndex;
use super::list::WordList;

vocabulary! {
    /// Endings of indicators' names.
    NameWords from "names.txt" as NAMES {
        /// 浙江老字号企业18家 gives 浙江老字号企业数.
        count: WordList = "数",
        /// The indicator is a rate of growth.
        rise: WordList = "增长率",
        /// The indicator is a rate of decline.
        fall: WordList = "下降率",
        /// The indicator is a ratio or a text.
        ratio: WordList = "比",
        /// A name that ends so without its ending would be a verb.
        verbal: WordList = "不省",
        /// Parts of names that prose writes otherwise, and how.
        synonym: WordIndex<&'static str> = "另写",
    }
}
