//! Words around names, numbers and years that change what they mean: `context.txt`.

use super::file::vocabulary;
use super::list::WordList;

vocabulary! {
    /// Words around names, numbers and years.
    ContextWords from "context.txt" as CONTEXT {
        /// Make a sentence speak of what is to be, not of what is.
        intention: WordList = "打算",
        /// Say that a name is used of a part, of others or of a wish.
        narrowing: WordList = "缩小范围",
        /// After a year: it is the beginning or the end of something.
        period_after_year: WordList = "年份成段",
        /// After a year: it is the one whose prices are used.
        prices_after_year: WordList = "年份是价格",
        /// Before a year: it is what is compared with, and the unit tells how.
        beyond: WordList = "超出",
        /// After a year: it is what is compared with.
        on_the_basis: WordList = "基础",
        /// Before a word for reaching a value: it is to be reached.
        obliging: WordList = "应当",
        /// Words that end so and oblige nobody.
        not_obliging: WordList = "不是应当",
        /// After 三年: the report's years, one by one.
        report_years: WordList = "历年",
        /// Before a name: it means the whole city's, whatever went before.
        leading: WordList = "带出名称",
        /// At the beginning of what isn't understood: 的 before a name doesn't narrow it.
        describing: WordList = "说明名称",
        /// After a number: what follows them counts.
        degree: WordList = "程度",
        /// After 的 behind a number: it stays the city's.
        level_noun: WordList = "水平",
        /// After a number: it is asked for, not reached.
        requirement: WordList = "要求",
        /// At the beginning of a remark in brackets that only points elsewhere.
        pointer: WordList = "参见",
        /// At the beginning of an item, as 一是.
        item: WordList = "分条",
        /// An indicator or a text at current prices.
        current_prices: WordList = "当年价格",
        /// A sentence about growth at current prices.
        nominal: WordList = "名义增长",
        /// A sentence about growth at constant prices.
        constant_prices: WordList = "不变价格",
        /// Around a table: it may be about a part, others, plans or changes.
        other_table: WordList = "别的表",
        /// Around a table: it gives plans, growth or samples.
        other_figures: WordList = "别的数",
        /// Around a table of plans: it tells what became of them too.
        results: WordList = "完成",
        /// Labels of a column of rows' numbers.
        ordinal_label: WordList = "序号栏",
        /// Labels of a column of units.
        unit_label: WordList = "单位栏",
        /// Labels of a column of values.
        value_label: WordList = "数值栏",
        /// Labels of a column of the year before.
        last_year_label: WordList = "上年栏",
        /// Labels of the table's own year.
        whole_year_label: WordList = "全年栏",
        /// Labels of sums.
        total_label: WordList = "合计栏",
        /// Verbs of a column of changes upwards, or either way.
        rise_label: WordList = "升栏",
        /// Verbs of a column of changes downwards.
        fall_label: WordList = "降栏",
        /// Verbs of a column of growth.
        growth_label: WordList = "增长栏",
        /// Have a character of a part's name in them and name no part.
        harmless: WordList = "无妨",
        /// Name the whole city around a table.
        city: WordList = "本市",
    }
}
