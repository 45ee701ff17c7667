//! The words that may stand between an indicator's name and its number: `sentence.txt`.

use super::file::vocabulary;
use super::list::WordList;

vocabulary! {
    /// Words that a sentence is understood by, each in one list.
    SentenceWords from "sentence.txt" as SENTENCE {
        /// 为, 是: the value follows.
        is: WordList = "数值",
        /// 提高到, 降至: the value follows, whatever the direction.
        reaches: WordList = "变化到",
        /// 增长: the change follows.
        rises: WordList = "上升",
        /// 下降: the change follows.
        falls: WordList = "下降",
        /// 增幅: the change follows, after 为 too.
        rate_of_rise: WordList = "升幅",
        /// 降幅: the change follows, after 为 too.
        rate_of_fall: WordList = "降幅",
        /// 比, 较: what it is compared with follows.
        than: WordList = "比",
        /// 相比: what it was compared with went before.
        compared: WordList = "相比",
        /// 同比.
        over_year: WordList = "同比",
        /// 上年.
        last_year: WordList = "上年",
        /// 当年.
        this_year: WordList = "当年",
        /// 由, 从.
        from: WordList = "自",
        /// 、, 和.
        and: WordList = "和",
        /// 与.
        with: WordList = "与",
        /// 分别.
        respectively: WordList = "分别",
        /// 均.
        each: WordList = "均",
        /// 年均.
        annual_mean: WordList = "年均",
        /// 上半年, 季度.
        partial: WordList = "不足一年",
        /// 实际.
        real: WordList = "实际",
        /// 可比价.
        constant: WordList = "不变价",
        /// 名义, 当年价.
        nominal: WordList = "现价",
        /// 全市.
        city: WordList = "全市",
        /// 的.
        of: WordList = "的",
        /// Says nothing here.
        filler: WordList = "虚词",
        /// 其中.
        part: WordList = "其中",
        /// Holds words together that would be misread: 增加值.
        foreign: WordList = "整词",
    }
}
