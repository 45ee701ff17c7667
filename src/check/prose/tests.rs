use super::context::{ProseContext, measured_in_current_prices};
use super::finding::Verdict;
use super::headings::Lead;
use super::lexicon::Lexicon;
use super::names::NameIndex;
use super::scope::{self, ClauseScope};
use super::{matcher, plain};
use crate::check::number::Units;
use crate::indicator::{
    Datum, DatumStatus, DatumValue, Formula, Indicator, IndicatorId, IndicatorKind, Indicators,
    Rules,
};
use crate::source::{Mapping, Sources, Span};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn span() -> Span {
    Span::of_file(Sources::default().add("test.yaml", ""))
}

fn indicator(name: &str, unit: &str, decimals: u32, kind: IndicatorKind) -> Indicator {
    Indicator {
        span: span(),
        name: name.to_owned(),
        aliases: Vec::new(),
        unit: unit.to_owned(),
        decimals,
        years: vec![2015, 2016, 2017],
        owner: "市统计局".to_owned(),
        row: "sb-01".to_owned(),
        group: String::new(),
        kind,
        basis: String::new(),
        rules: Rules::default(),
    }
}

fn datum(value: DatumValue) -> Datum {
    let (source, note, reason, bureau) = Default::default();
    Datum { span: span(), value, source, status: DatumStatus::Verified, note, reason, bureau }
}

/// Four indicators, among them one of the largest numbers that a decimal holds.
fn indicators(more: usize) -> Indicators {
    let number = IndicatorKind::Number;
    let mut definitions = vec![
        indicator("GDP", "亿元", 2, number),
        indicator("食品抽检合格率", "%", 1, number),
        indicator("三次产业结构比", "", 1, IndicatorKind::Text),
        indicator("极大数", "亿元", 2, number),
    ];
    let named = |index: usize| indicator(&format!("第{index}类产品抽检合格率"), "%", 1, number);
    definitions.extend((0..more).map(named));
    let decimal = |text: &str| DatumValue::Number(text.parse().unwrap());
    let largest = "79228162514264337593543950335";
    let mut values = BTreeMap::new();
    for (id, texts) in
        [["1146.13", "1251.62", "1380.00"], ["96.1", "96.8", "97.5"]].into_iter().enumerate()
    {
        for (year, text) in (2015..).zip(texts) {
            values.insert((IndicatorId(id as u32), year), datum(decimal(text)));
        }
    }
    values.insert((IndicatorId(2), 2017), datum(DatumValue::Text("7.0:45.5:47.5".to_owned())));
    values.insert((IndicatorId(3), 2017), datum(decimal(largest)));
    values.insert((IndicatorId(3), 2016), datum(decimal(&format!("-{largest}"))));
    Indicators::new(definitions, values)
}

fn context(indicators: &Indicators) -> ProseContext<'_> {
    let mut units = Units::default();
    indicators.definitions.iter().for_each(|indicator| units.add(&indicator.unit));
    ProseContext {
        indicators,
        values: &[],
        years: &[2015, 2016, 2017],
        city: "衢州市",
        names: NameIndex::new(indicators),
        lexicon: Lexicon::new("衢州市"),
        units,
        priced: measured_in_current_prices(indicators),
    }
}

fn judged(context: &ProseContext<'_>, text: &str) -> Vec<(String, char)> {
    let mut plain = plain::Text::default();
    plain.text.push(text, span(), Mapping::Derived);
    let said = |verdict: &Verdict| match verdict {
        Verdict::Agrees(_) => '=',
        Verdict::Differs(_) | Verdict::MixedUnits(_) => '!',
        Verdict::Untabled(_) => '-',
        Verdict::Undecided(_) => '?',
        Verdict::NoQuantity => 'x',
    };
    let verdicts = matcher::verdicts(context, &plain, &Lead::default(), &mut false);
    verdicts
        .iter()
        .map(|(range, verdict)| (text[range.clone()].to_owned(), said(verdict)))
        .collect()
}

fn first(text: &str) -> char {
    let indicators = indicators(0);
    judged(&context(&indicators), text).first().map_or(' ', |(_, said)| *said)
}

#[test]
fn rounding_is_half_away_from_zero_to_the_digits_shown() {
    for (text, said) in [
        ("2017年GDP为1380亿元", '='),
        ("2016年GDP为1251.6亿元", '='),
        ("2016年GDP为1252亿元", '='),
        ("2016年GDP为1251亿元", '!'),
        ("2016年食品抽检合格率为97%", '='),
        ("2017年食品抽检合格率为98%", '='),
        ("2017年食品抽检合格率为97%", '!'),
        ("2017年食品抽检合格率为97.50%", '='),
    ] {
        assert_eq!(first(text), said, "{text}");
    }
}

#[test]
fn a_year_without_a_value_is_told_apart() {
    assert_eq!(first("2014年GDP为1100亿元"), '-');
    assert_eq!(first("2015年GDP比上年增长6%"), '-');
    assert_eq!(first("GDP为1100亿元"), '?');
}

#[test]
fn numbers_at_the_limit_are_no_problem() {
    let largest = "79228162514264337593543950335";
    for text in [
        format!("2017年极大数为{largest}亿元，比上年增长{largest}%"),
        format!("2017年GDP为{largest}亿元，比上年增加{largest}亿元，增长{largest}倍"),
        format!("2017年GDP在-{largest}～{largest}元之间"),
        "2017年极大数比上年翻一番".to_owned(),
    ] {
        let indicators = indicators(0);
        let _ = judged(&context(&indicators), &text);
    }
}

/// Pieces of sentences in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "2017年",
        "2015—2017年",
        "2016年",
        "上年",
        "当年",
        "近三年",
        "两年",
        "GDP",
        "食品抽检合格率",
        "三次产业结构比",
        "极大数",
        "比",
        "较",
        "由",
        "从",
        "到",
        "与",
        "和",
        "、",
        "，",
        "。",
        "；",
        "（",
        "）",
        "为",
        "达到",
        "提高到",
        "提高",
        "下降",
        "增长",
        "增幅",
        "分别",
        "均",
        "年均",
        "同比",
        "相比",
        "其中",
        "的",
        "1380亿元",
        "97.5%",
        "1.4个百分点",
        "7.0:45.5:47.5",
        "两倍",
        "翻一番",
        "约",
        "近",
        "以上",
        "余",
        "12",
        "79228162514264337593543950335亿元",
        "名单",
        "5月",
        "年",
        "百分之三",
        "三成五",
        "龙游县",
        "坚持创新",
        "全市",
        "按",
        "计算",
        "同口径",
        "含",
        "餐饮环节",
        "岁以上",
        "相比",
        " ",
        "\n",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_sentence_is_judged(text in pieces()) {
        let indicators = indicators(0);
        let _ = judged(&context(&indicators), &text);
    }

    #[test]
    fn any_text_is_judged(text in "\\PC{0,80}") {
        let indicators = indicators(0);
        let _ = judged(&context(&indicators), &text);
    }
}

/// 60 contributions of 2,400 characters, 300 indicators.
#[test]
fn a_whole_report_is_judged() {
    let indicators = indicators(300);
    let context = context(&indicators);
    let sentence =
        "2017年，全市第7类产品抽检合格率达到98.5%，比上年提高0.7个百分点，各项工作取得积极进展。";
    let chapter = sentence.repeat(2400 / sentence.chars().count());
    for _ in 0..60 {
        assert!(!judged(&context, &chapter).is_empty());
    }
}

/// What grows with the square of the text would not end here: no clock is asked, since the machine may
/// be busy.
#[test]
fn a_long_text_is_judged_in_proportion() {
    let indicators = indicators(0);
    let context = context(&indicators);
    for piece in [
        "2017年两年",
        "2017年、",
        "甲的",
        "1、",
        "GDP、",
        "增长1%",
        "（甲",
        "（2017年",
        "1:",
        "余1:2",
        "均1%",
        "龙游县，",
        "按1%计算，",
        "某甲食品抽检合格率",
        "带动甲乙丙丁戊己让食品抽检合格率",
        "1%（甲",
        "GDP（甲）",
    ] {
        let text = format!("2017年GDP增长，{}", piece.repeat(16_000));
        let _ = judged(&context, &text);
    }
}

#[test]
fn clauses_say_whose_figures_follow() {
    let part = |topic: &str| ClauseScope::Part(topic.to_owned());
    for (clause, setting) in [
        ("坚持问题导向", ClauseScope::Unstated),
        ("我市深入实施质量强市战略", ClauseScope::Unstated),
        ("经济运行稳中向好", ClauseScope::Unstated),
        ("县（联动", ClauseScope::Unstated),
        ("与全省平均水平持平", ClauseScope::Unstated),
        ("据统计", ClauseScope::Unstated),
        ("按当年价计算", ClauseScope::Unstated),
        ("按\u{1}计算", ClauseScope::Unstated),
        ("\u{1}逐年提高", ClauseScope::Unstated),
        ("企业达到\u{2}", ClauseScope::Unstated),
        ("龙游县坚持质量立县", ClauseScope::Elsewhere),
        ("衢州市柯城区先行先试", ClauseScope::Elsewhere),
        ("指导龙游县创建示范", ClauseScope::Elsewhere),
        ("与丽水市相比", ClauseScope::Elsewhere),
        ("放眼全省", ClauseScope::Elsewhere),
        ("巨化坚持创新驱动", ClauseScope::Elsewhere),
        ("全市农业系统扎实推进", part("农业系统")),
        ("从流通环节看", part("流通环节")),
        ("化工行业整治力度加大", part("化工行业")),
        ("龙头企业加快壮大", part("龙头企业")),
        ("据第三方机构测评", ClauseScope::Source),
        ("省质监局监督抽查中", ClauseScope::Source),
        ("含境外注册", ClauseScope::Reckoning),
        ("按户籍人口计算", ClauseScope::Reckoning),
        ("《纲要》明确", ClauseScope::Plan),
        ("实施方案提出", ClauseScope::Plan),
        ("市里下达的指标", ClauseScope::Plan),
        ("从实施情况看", ClauseScope::Actual),
        ("该县食品抽检合格率达到\u{2}", ClauseScope::Elsewhere),
        ("反观我市", ClauseScope::City),
        ("分产业看", ClauseScope::Unstated),
        ("在省委的坚强领导下", ClauseScope::Unstated),
        ("根据市委部署", ClauseScope::Unstated),
        ("在创建工作中", ClauseScope::Unstated),
        ("面对复杂多变的外部环境", ClauseScope::Unstated),
        ("过去的一年", ClauseScope::Unstated),
        ("风险隐患及时处置", ClauseScope::Unstated),
        ("以装备制造为主的东港片区", ClauseScope::UnknownOwner),
        ("与浙江大学共建的新材料基地", ClauseScope::UnknownOwner),
        ("根据遥感影像解译", ClauseScope::UnknownBasis),
        ("经济普查修订前", ClauseScope::UnknownBasis),
        ("专项检查中", ClauseScope::UnknownBasis),
        ("受极端天气影响", ClauseScope::UnknownBasis),
        ("总队组织的飞行检查", ClauseScope::UnknownBasis),
        ("税务口径下", ClauseScope::UnknownBasis),
        ("在各级各部门的共同努力下", ClauseScope::Unstated),
    ] {
        assert_eq!(scope::of_clause(clause, "衢州市"), setting, "{clause}");
    }
    assert!(scope::is_topic("制造业方面", "制造业增加值"));
    assert!(!scope::is_topic("餐饮环节", "食品抽检合格率"));
}

#[test]
fn remarks_in_brackets_narrow() {
    for (text, said) in [
        ("2017年GDP（现价）为1308亿元", '!'),
        ("2017年食品抽检合格率（%）为95.3%", '!'),
        ("2017年GDP（GDP）为1308亿元", '!'),
        ("2017年GDP（见表1）为1308亿元", '!'),
        ("2017年GDP（全市）为1308亿元", '!'),
        ("2017年GDP（）为1308亿元", '!'),
        ("2017年GDP（城区）为1308亿元", '?'),
        ("2017年GDP（一季度）为308亿元", '?'),
        ("2017年GDP（同口径）为1308亿元", '?'),
        ("2017年（上半年）GDP为608亿元", '?'),
        ("2017年食品抽检合格率95.3%（餐饮环节）", '?'),
        ("2017年食品抽检合格率95.3%（餐饮环节，不含学校）", '?'),
        ("2017年食品抽检合格率95.3%（创历史新高）", '!'),
    ] {
        let indicators = indicators(0);
        let verdicts = judged(&context(&indicators), text);
        let quantity = verdicts.iter().find(|(number, _)| number.ends_with(['元', '%']));
        assert_eq!(quantity.map(|(_, said)| *said), Some(said), "{text}");
    }
}

#[test]
fn what_follows_from_current_prices_inherits_their_excuse() {
    let mut known = indicators(0);
    known.definitions[0].basis = "当年价".to_owned();
    known.definitions[3].rules.formula =
        Formula::read("GDP * 10000 / 食品抽检合格率", &known).ok().map(|formula| (formula, span()));
    known.definitions[1].rules.formula =
        Formula::read("极大数 / 2", &known).ok().map(|formula| (formula, span()));
    let ids: Vec<u32> = measured_in_current_prices(&known).into_iter().map(|id| id.0).collect();
    assert_eq!(ids, [0, 1, 3]);
}

#[test]
fn brackets_and_lists_have_an_end() {
    assert_eq!(first("2017年GDP（现价）为1308亿元"), '!');
    let deep = |depth: usize| {
        format!("2017年GDP{}现价{}为1308亿元", "（".repeat(depth), "）".repeat(depth))
    };
    assert_eq!(first(&deep(3)), '!');
    assert_eq!(first(&deep(24)), '!');
    assert_eq!(first(&deep(30)), '!');
    let names = "GDP、".repeat(40);
    assert_eq!(first(&format!("2017年{names}GDP分别为1308亿元")), '?');
    let long = "甲乙丙".repeat(300);
    assert_eq!(first(&format!("{long}，2017年食品抽检合格率为95%")), '!');
    assert_eq!(first(&format!("2017年{long}力争食品抽检合格率为95%")), '?');
}
