//! Units: what a unit word counts in, and how many of it.
//!
//! In: a unit as defined or as written after a number. Out: base and power of ten: 亿元 is 10⁸ 元.

use rust_decimal::Decimal;

/// Unit words, their base and the power of ten between them; of words with one beginning the longest
/// counts. Facts: GB 3100-1993 for the physical ones; 1公顷 = 10⁴ 平方米.
const WORDS: &[(&str, &str, i32)] = &[
    ("个百分点", "个百分点", 0),
    ("百分点", "个百分点", 0),
    ("%", "%", 0),
    ("％", "%", 0),
    ("﹪", "%", 0),
    ("‰", "%", -1),
    ("成", "%", 1),
    ("倍", "倍", 0),
    ("元", "元", 0),
    ("元人民币", "元", 0),
    ("美元", "美元", 0),
    ("人", "人", 0),
    ("人次", "人次", 0),
    ("名", "人", 0),
    ("人口", "人", 0),
    ("平方公里", "平方米", 6),
    ("平方千米", "平方米", 6),
    ("km²", "平方米", 6),
    ("公顷", "平方米", 4),
    ("平方米", "平方米", 0),
    ("m²", "平方米", 0),
    ("㎡", "平方米", 0),
    ("亩", "亩", 0),
    ("立方米", "立方米", 0),
    ("m³", "立方米", 0),
    ("毫克/立方米", "微克/立方米", 3),
    ("微克/立方米", "微克/立方米", 0),
    ("μg/m³", "微克/立方米", 0),
    ("公里", "米", 3),
    ("千米", "米", 3),
    ("km", "米", 3),
    ("米", "米", 0),
    ("厘米", "米", -2),
    ("毫米", "米", -3),
    ("吨", "千克", 3),
    ("千克", "千克", 0),
    ("公斤", "千克", 0),
    ("kg", "千克", 0),
    ("克", "千克", -3),
    ("吨标准煤", "吨标准煤", 0),
    ("吨标煤", "吨标准煤", 0),
    ("千瓦时", "千瓦时", 0),
    ("度", "千瓦时", 0),
    ("千瓦", "千瓦", 0),
    ("℃", "℃", 0),
    ("分", "分", 0),
    ("分钟", "分钟", 0),
    ("小时", "小时", 0),
    ("年", "年", 0),
    ("个月", "个月", 0),
    ("周", "周", 0),
    ("天", "天", 0),
    ("日", "天", 0),
    ("工作日", "工作日", 0),
    ("个工作日", "工作日", 0),
    ("周岁", "岁", 0),
    ("岁", "岁", 0),
    ("批次", "批次", 0),
    ("人均", "", 0),
];

/// Words that count things, each its own base; 个 stands for any of them.
const COUNTERS: &[&str] = &[
    "家", "个", "项", "件", "张", "座", "所", "处", "种", "条", "批", "次", "套", "户", "台", "位",
    "起", "份", "只", "例", "辆", "艘", "部", "篇", "款", "类", "场", "期", "间", "栋", "幢", "支",
    "枚", "头", "羽", "株", "棵", "床", "对", "组", "门", "册", "宗", "艺", "班", "道", "届", "站",
    "县", "村", "镇", "乡", "床位",
];

/// A unit as far as it can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The base unit; empty for a bare number.
    pub base: String,
    /// The power of ten from the base to the unit.
    pub power: i32,
}

/// The unit words of a report: those known to everybody and those of its own indicators.
#[derive(Debug, Clone, Default)]
pub struct Units {
    own: Vec<String>,
}

impl Units {
    /// Adds the unit of an indicator.
    pub fn add(&mut self, unit: &str) {
        let (_, rest) = scales(unit);
        let known = longest(rest).is_some_and(|(length, _, _)| length == rest.len());
        if !known && !rest.is_empty() && !self.own.iter().any(|own| own == rest) {
            self.own.push(rest.to_owned());
        }
    }

    /// The unit word at the start of a text: its length and what it is. No scale before it.
    pub(super) fn at(&self, text: &str) -> Option<(usize, Unit)> {
        let own = self.own.iter().filter(|own| text.starts_with(own.as_str()));
        let own = own.map(|own| (own.len(), own.as_str(), 0)).max_by_key(|found| found.0);
        let known = longest(text);
        let found = match (own, known) {
            (Some(own), Some(known)) => Some(if own.0 >= known.0 { own } else { known }),
            (own, known) => own.or(known),
        };
        let (length, base, power) = found?;
        // 元/平方米 is no 元.
        if text[length..].starts_with('/') {
            let tail = text[length + 1..].find(|c: char| !c.is_alphanumeric());
            let end = tail.map_or(text.len(), |tail| length + 1 + tail);
            return Some((end, Unit { base: text[..end].to_owned(), power: 0 }));
        }
        Some((length, Unit { base: base.to_owned(), power }))
    }

    /// What a defined unit is: `亿元`, `万人次`, empty.
    pub fn parse(&self, unit: &str) -> Unit {
        let unit = unit.trim();
        if let Some((length, found)) = self.at(unit)
            && length == unit.len()
        {
            return found;
        }
        let (power, rest) = scales(unit);
        match self.at(rest) {
            Some((length, found)) if length == rest.len() => {
                Unit { base: found.base, power: found.power + power }
            }
            Some(_) | None if rest.is_empty() => Unit { base: String::new(), power },
            Some(_) | None => Unit { base: unit.to_owned(), power: 0 },
        }
    }
}

/// Whether a word counts things.
pub(super) fn is_counter(base: &str) -> bool {
    COUNTERS.contains(&base)
}

fn longest(text: &str) -> Option<(usize, &'static str, i32)> {
    let words = WORDS.iter().filter(|(word, base, _)| !base.is_empty() && text.starts_with(word));
    let words = words.map(|(word, base, power)| (word.len(), *base, *power));
    let counters = COUNTERS.iter().filter(|word| text.starts_with(**word));
    words.chain(counters.map(|word| (word.len(), *word, 0))).max_by_key(|found| found.0)
}

/// The scale characters at the start of a text as a power of ten, and the rest.
pub(super) fn scales(text: &str) -> (i32, &str) {
    let mut power = 0;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let own = match character {
            '十' => 1,
            '百' => 2,
            '千' => 3,
            '万' => 4,
            '亿' => 8,
            _ => break,
        };
        if power > 12 {
            break;
        }
        power += own;
        rest = &rest[character.len_utf8()..];
    }
    (power, rest)
}

/// A power of ten as a decimal; `None` past what a decimal holds.
pub(super) fn power_of_ten(power: i32) -> Option<Decimal> {
    match u32::try_from(power) {
        Ok(power) => Decimal::from_i128_with_scale(10i128.checked_pow(power)?, 0).into(),
        Err(_) => Decimal::try_new(1, power.unsigned_abs()).ok(),
    }
}

impl Unit {
    /// A number in this unit as one in its base; `None` where it has too many digits.
    pub fn to_base(&self, value: Decimal) -> Option<Decimal> {
        value.checked_mul(power_of_ten(self.power)?)
    }

    /// Whether it counts things or people one by one.
    pub fn counts(&self) -> bool {
        self.power == 0 && (is_counter(&self.base) || self.base == "人")
    }

    /// Whether numbers of the two bases can be held against each other.
    pub fn is_like(&self, base: &str) -> bool {
        let counted = |base: &str| is_counter(base) || base == "人";
        let general = |one: &str, other: &str| one == "个" && counted(other);
        self.base == base || general(&self.base, base) || general(base, &self.base)
    }
}
