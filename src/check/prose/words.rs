//! The words that may stand between an indicator's name and its number.
//!
//! In: a place in a text. Out: the longest word of the list there. A sentence is understood only as
//! far as it is made of these, names, years and numbers; anything else makes it undecidable.

use super::Direction;
use std::collections::BTreeMap;

/// What a word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// 为, 是: the value follows.
    Is,
    /// 提高到, 降至: the value follows, whatever the direction.
    Reach,
    /// 增长, 下降: the change follows.
    Moves(Direction),
    /// 增幅, 降幅: the change follows, after 为 too.
    Rate(Direction),
    /// 比, 较: what it is compared with follows.
    Than,
    /// 相比: what it was compared with went before, and holds for the sentence.
    Compared,
    /// 上年.
    LastYear,
    /// 同比: over the year before, whatever was compared with earlier.
    OverYear,
    /// 当年.
    ThisYear,
    /// 由, 从.
    From,
    /// 、, 和.
    And,
    /// 与: as 和, and in 与上年相比.
    With,
    /// 分别, 依次.
    Respectively,
    /// 均: each has it.
    Each,
    /// 年均: not the growth of a year.
    Mean,
    /// 上半年, 季度: not the whole year.
    Partial,
    /// 实际: growth that the table can't tell.
    Real,
    /// 可比价: so is any number at constant prices.
    Constant,
    /// 名义, 当年价: growth as the table has it.
    Nominal,
    /// 全市: what follows is the whole city's, whatever went before.
    City,
    /// 的.
    Of,
    /// Says nothing here.
    Filler,
    /// 其中: what follows is another thing.
    Part,
    /// Holds words apart that would be misread: 增加值.
    Foreign,
}

const UP: Word = Word::Moves(Direction::Up);
const DOWN: Word = Word::Moves(Direction::Down);

const WORDS: &[(Word, &str)] = &[
    (
        Word::Is,
        "为 是 达 达到 达到了 约为 约达 计 共计 合计 总计 共 有 共有 现有 拥有 实有 实现 完成 突破 突破了 超过 超过了 保持在 稳定在 维持在 控制在 已达 高达 达成 跃上 迈上 站上 至少 不少于 不超过 约 近 将近 接近 不到 不足 大约 逾 超 ： :",
    ),
    (
        Word::Reach,
        "提高到 提高至 提升到 提升至 增加到 增加至 增长到 增长至 上升到 上升至 升至 升到 增至 扩大到 扩大至 发展到 攀升至 攀升到 上涨到 上涨至 跃升至 跃升到 下降到 下降至 减少到 减少至 降低到 降低至 降至 降到 减至 回落到 回落至 下滑至 下滑到 下降为 上升为 提高为 增加为 减少为 降为 升为 缩小到 缩小至 收窄至 收窄到 调整为 调整到 变为 优化为 优化到",
    ),
    (
        UP,
        "增长 增长了 增加 增加了 提高 提高了 提升 提升了 上升 上升了 升高 升高了 扩大 扩大了 上涨 上涨了 净增 净增加 攀升 增 升 多 高",
    ),
    (
        DOWN,
        "下降 下降了 减少 减少了 降低 降低了 回落 回落了 下滑 下滑了 缩小 收窄 下调 净减少 降 减 少 低",
    ),
    (Word::Rate(Direction::Up), "增幅 增速 增长率 增长速度 增长幅度 升幅 涨幅 提高幅度"),
    (Word::Rate(Direction::Down), "降幅 下降幅度 减幅"),
    (Word::Than, "比 较 相较 相比于 相较于 对比"),
    (Word::Compared, "相比 相比较 相较"),
    (Word::OverYear, "同比"),
    (Word::LastYear, "上年末 上年底 上年 去年 上一年 前一年 上年度 上一年度 上年同期 去年同期"),
    (Word::ThisYear, "当年 本年 本年度 该年 同年"),
    (Word::From, "由 从 自"),
    (Word::And, "、 和 及 以及"),
    (Word::With, "与 同 跟"),
    (Word::Respectively, "分别 依次"),
    (Word::Each, "均 都 皆"),
    (Word::Mean, "年均 平均每年 每年 年平均 逐月 月均"),
    (Word::Partial, "上半年 下半年 一季度 二季度 三季度 四季度 前三季度 季度 半年 上旬 月份"),
    (Word::Real, "实际 扣除价格因素"),
    (Word::Constant, "可比价 可比价格 不变价 不变价格"),
    (Word::Nominal, "名义 当年价 当年价格 现价 现行价格"),
    (Word::City, "全市 我市 本市 全市域 市域"),
    (Word::Of, "的"),
    (
        Word::Filler,
        "了 已 已经 也 则 又 仍 还 就 更 并 且 而 再 将 年末 年底 末 底 全年 年度 度 城市 总额 总量 总数 数 数量 数值 总 总体 一直 继续 首次 进一步 稳步 逐步 逐年 连年 连续 持续 大幅 大幅度 小幅 明显 显著 快速 较快 平稳 略 略有 稍 有所 期末 累计 目前 截至 截止 到 至 在 于 同时 此外 另外 其 这一 该 指标 该指标 这一指标 较高水平 较好水平 高水平 高位 仅 仅为 只 只有 最终 数据显示 据统计 统计 经核算 核算 初步核算 以来 左右 以上 仍然 依然 始终 得分 建成 合理水平 良好水平 历史新高 合理区间 之间 大关 按 按照 计算 口径 来看 看 方面 情况 期间 间 来 三年来 水平 相应 随之 共同 双双 进而 从而 使 使得 让 推动 带动 促进 促使 实现了 完成了 下同 年年末 年年底 当期 本期 “ ” ‘ ’",
    ),
    (Word::Part, "其中"),
    (
        Word::Foreign,
        "增加值 升级 比重 比例 比率 比较 比如 比对 比值 较大 较高 较好 较低 较多 较少 自然 自主 自愿 自动 从事 从业 由于 有关 有效 有机 是否 为主 为民 为了 为此 为基础 因为 认为 成为 作为 近年 近年来 近期 附近 和谐 及时 以及时 度假 制度 程度 力度 季度末 幅度 进度 其他 其余 其它 数字 数据 到位 在建 在册 在线 在岗 总部 计划 设计 会计 计量 减排 减轻 少数 少年 多数 多个 高质量 高新 高于 低于 高标准 高端 升格 增值 增强 增添 增设 新增 同时期 市场 市民 中同 同口径 可比口径 新口径 旧口径 老口径",
    ),
];

/// The list, by first character, longest words first.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    index: BTreeMap<char, Vec<(String, Word)>>,
}

impl Lexicon {
    /// The list, with the city's own name.
    pub(super) fn new(city: &str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (word, texts) in WORDS {
            texts.split(' ').for_each(|text| lexicon.insert(text, *word));
        }
        if !city.is_empty() {
            lexicon.insert(city, Word::City);
            if let Some(short) = city.strip_suffix('市').filter(|short| !short.is_empty()) {
                lexicon.insert(short, Word::City);
            }
        }
        let longest = |words: &mut Vec<(String, Word)>| {
            words.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        };
        lexicon.index.values_mut().for_each(longest);
        lexicon
    }

    fn insert(&mut self, text: &str, word: Word) {
        if let Some(first) = text.chars().next() {
            self.index.entry(first).or_default().push((text.to_owned(), word));
        }
    }

    /// The longest word at the start of a text, and its bytes.
    pub(super) fn at(&self, text: &str) -> Option<(Word, usize)> {
        let words = self.index.get(&text.chars().next()?)?;
        let found = words.iter().find(|(word, _)| text.starts_with(word.as_str()))?;
        Some((found.1, found.0.len()))
    }
}

/// Words that make a sentence speak of what is to be, not of what is.
const INTENTIONS: [&str; 14] = [
    "力争",
    "目标",
    "预计",
    "预期",
    "确保",
    "争取",
    "拟",
    "假设",
    "如果",
    "力求",
    "计划到",
    "规划到",
    "约束性",
    "有望",
];

/// Words that say that a name is used of a part, of others or of a wish.
const SCOPES: [&str; 39] = [
    "省",
    "国",
    "区",
    "县",
    "市",
    "镇",
    "乡",
    "村",
    "街道",
    "企业",
    "行业",
    "公司",
    "学校",
    "计划",
    "平均",
    "规划",
    "若",
    "试点",
    "重点",
    "某",
    "要求",
    "标准",
    "规定",
    "达标",
    "单位",
    "主要",
    "部分",
    "个别",
    "不同",
    "同类",
    "其余",
    "除",
    "绿色",
    "每",
    "占",
    "低于",
    "高于",
    "其他",
    "其中的",
];

/// Bytes of unknown words that a clause keeps; more of them are as good as a doubt.
const LONGEST: usize = 600;

/// Adds what isn't understood to the unknown words of a clause; tells whether that makes the
/// sentence one of intentions. Only the end is looked at: a clause may be long.
pub(super) fn append(unknown: &mut String, text: &str) -> bool {
    let overlap = unknown.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let joined = format!("{}{text}", &unknown[overlap..]);
    if unknown.len() < LONGEST {
        let longest = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
        let kept = if text.len() <= LONGEST { text.len() } else { longest.unwrap_or(0) };
        unknown.push_str(&text[..kept]);
    }
    intends(&joined)
}

/// Whether unknown words of a sentence make it one of intentions.
fn intends(unknown: &str) -> bool {
    INTENTIONS.iter().any(|word| unknown.contains(word))
}

/// Whether unknown words before a name narrow it.
pub(super) fn narrows(unknown: &str) -> bool {
    unknown.len() >= LONGEST || intends(unknown) || SCOPES.iter().any(|word| unknown.contains(word))
}

/// Words that make a table one about a part, others, plans or changes.
const ELSEWHERE: [&str; 23] = [
    "省", "国", "区", "县", "市", "镇", "乡", "村", "街道", "公司", "集团", "企业", "学校", "计划",
    "规划", "预计", "预期", "增长", "增速", "增幅", "同比", "指数", "抽样",
];

/// Whether what stands around a table leaves a doubt that it gives the city's own values.
pub(super) fn is_elsewhere(text: &str, city: &str) -> bool {
    let short = city.strip_suffix('市').unwrap_or(city);
    let own = [city, short, "全市", "我市", "本市", "城市"];
    let harmless = own.iter().chain(&HARMLESS).filter(|word| !word.is_empty());
    let rest = harmless.fold(text.to_owned(), |rest, word| rest.replace(word, ""));
    intends(&rest) || ELSEWHERE.iter().any(|word| rest.contains(word))
}

/// Words with a character of a part's name in them that name no part.
const HARMLESS: [&str; 9] =
    ["国家级", "省级", "市级", "农村居民", "城乡", "市场", "强市", "国际", "区域"];
