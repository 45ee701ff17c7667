//! The table of functions: what minijinja is given, and what `zishu explain` says of them.

use super::{chart, comparison, list, values};
use crate::expand::arguments::{Call, Outcome};
use crate::expand::reference::variables::INDICATOR;
use crate::expand::reference::{Example, Parameter, Variable};

/// A function.
pub(in crate::expand) struct FunctionSpec {
    /// Its Chinese and its ASCII name.
    pub names: [&'static str; 2],
    /// What it takes, in order.
    pub parameters: &'static [Parameter],
    /// What it is for, in Chinese.
    pub meaning: &'static str,
    /// What it gives, in Chinese.
    pub returns: &'static str,
    /// The fields of what it gives.
    pub fields: &'static [Variable],
    /// Whether what it gives can only be printed.
    pub prints_only: bool,
    /// How it looks in use.
    pub examples: &'static [Example],
    /// What it does.
    pub body: fn(&Call<'_>) -> Outcome,
}

const fn required(names: &'static [&'static str], meaning: &'static str) -> Parameter {
    Parameter { names, required: true, meaning }
}

const fn optional(names: &'static [&'static str], meaning: &'static str) -> Parameter {
    Parameter { names, required: false, meaning }
}

const fn example(template: &'static str, output: &'static str) -> Example {
    Example { template, output }
}

const NAME: Parameter = required(&["名称", "name"], "指标的名称或别名，放在英文引号里");
const YEAR: Parameter = required(&["年份", "year"], "哪一年，如 2017，不加引号");
const BASE: Parameter = optional(&["基年", "base"], "与哪一年比，不写是上一年");

const TWO_YEARS: &[Parameter] = &[NAME, YEAR, BASE];

/// What a datum gives, and what is computed from data.
const PRINTS_DATA: &str = "只能印出；归口单位还没有报的印出〔待某单位报〕，在 if 里不成立";
/// What is computed as a percentage of the base.
const PRINTS_GROWTH: &str = "只能印出；归口单位还没有报的印出〔待某单位报〕，在 if 里不成立；\
    基年的数值为 0 的是错误，改用 变化";
/// What is computed as such a percentage, but for indicators in percent.
const PRINTS_TREND: &str = "只能印出；归口单位还没有报的印出〔待某单位报〕，在 if 里不成立；\
    单位不是百分数、基年的数值为 0 的是错误，改用 变化";

/// Every function.
pub(in crate::expand) const FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        names: ["值", "value"],
        parameters: &[NAME, YEAR],
        meaning: "指标某一年的数值，连单位",
        returns: PRINTS_DATA,
        fields: &[],
        prints_only: true,
        examples: &[
            example("{{ 值(\"城市GDP\", 2017) }}", "1380.00亿元"),
            example("{% if 值(\"城市GDP\", 2017) %}已报{% endif %}", "已报"),
        ],
        body: values::value,
    },
    FunctionSpec {
        names: ["数", "num"],
        parameters: &[NAME, YEAR],
        meaning: "指标某一年的数值，不带单位，用在表格里",
        returns: PRINTS_DATA,
        fields: &[],
        prints_only: true,
        examples: &[example("{{ 数(\"城市GDP\", 2017) }}", "1380.00")],
        body: values::number,
    },
    FunctionSpec {
        names: ["单位", "unit"],
        parameters: &[NAME],
        meaning: "指标的计量单位",
        returns: "只能印出",
        fields: &[],
        prints_only: true,
        examples: &[example("{{ 单位(\"城市GDP\") }}", "亿元")],
        body: values::unit,
    },
    FunctionSpec {
        names: ["增长", "growth"],
        parameters: TWO_YEARS,
        meaning: "比基年增长的百分比，一位小数，下降的带负号",
        returns: PRINTS_GROWTH,
        fields: &[],
        prints_only: true,
        examples: &[example("{{ 增长(\"城市GDP\", 2017) }}", "10.3%")],
        body: comparison::growth,
    },
    FunctionSpec {
        names: ["变化", "change"],
        parameters: TWO_YEARS,
        meaning: "比基年变化了多少，连单位，不带正负号；百分数的单位是个百分点",
        returns: PRINTS_DATA,
        fields: &[],
        prints_only: true,
        examples: &[example("{{ 变化(\"城市GDP\", 2017, 2015) }}", "233.87亿元")],
        body: comparison::change,
    },
    FunctionSpec {
        names: ["增减", "trend"],
        parameters: TWO_YEARS,
        meaning: "比基年增减多少，连“增长”“下降”“提高”“持平”等字",
        returns: PRINTS_TREND,
        fields: &[],
        prints_only: true,
        examples: &[
            example("比上年{{ 增减(\"城市GDP\", 2017) }}", "比上年增长10.3%"),
            example(
                "比2015年{{ 增减(\"制造业产品质量合格率\", 2017, 基年=2015) }}",
                "比2015年提高1.40个百分点",
            ),
        ],
        body: comparison::trend,
    },
    FunctionSpec {
        names: ["指标", "indicators"],
        parameters: &[
            optional(&["名称", "names"], "一个名称，或名称的列表"),
            optional(&["组", "group"], "指标定义中的“组”"),
            optional(&["单位", "bureau"], "归口单位的简称"),
            optional(&["行", "row"], "责任分工表中的行号，如 \"sb-01\""),
        ],
        meaning: "列出指标，供 for 循环；四个参数至少写一个，写几个就都列出",
        returns: "列表，每项有下列各项；印数值写 数(项.名称, 年)",
        fields: &INDICATOR,
        prints_only: false,
        examples: &[example(
            "{% for 项 in 指标(名称=[\"城市GDP\", \"人均GDP\"]) %}{{ 项.名称 }}（{{ 项.单位 }}）{% endfor %}",
            "城市GDP（亿元）人均GDP（元）",
        )],
        body: list::indicators,
    },
    FunctionSpec {
        names: ["图", "chart"],
        parameters: &[
            optional(&["名称", "names", "name"], "一个数值指标的名称，或名称的列表；单位须相同"),
            optional(&["类型", "form"], "\"柱\"、\"线\"或\"饼\"，不写是柱"),
            optional(&["标题", "title"], "图的标题"),
            optional(&["标签", "label"], "引用用的标签，如 \"fig-gdp\"，引用时用 [@fig-gdp]"),
            optional(&["年份", "years", "year"], "一年，或年份的列表，不写是 report.yaml 的“年份”"),
            optional(&["来源", "source"], "印在图下的资料来源"),
            optional(&["组", "group"], "指标组，画其中的数值指标"),
        ],
        meaning: "按指标数据画图；单独占一行，前后各空一行",
        returns: "只能印出",
        fields: &[],
        prints_only: false,
        examples: &[example(
            "{{ 图([\"城市GDP\"], 类型=\"线\", 标题=\"近三年城市GDP\", 标签=\"fig-gdp\") }}",
            "〔图〕",
        )],
        body: chart::draw,
    },
];

/// A macro of the built-in macros.md.j2.
pub(in crate::expand) struct MacroSpec {
    /// Its Chinese and its ASCII name.
    pub names: [&'static str; 2],
    /// What it takes, in order.
    pub parameters: &'static [Parameter],
    /// What it is for, in Chinese.
    pub meaning: &'static str,
    /// How it looks in use.
    pub examples: &'static [Example],
}

/// Every macro of the built-in macros.md.j2; a workspace may change them.
pub(in crate::expand) const MACROS: &[MacroSpec] = &[MacroSpec {
    names: ["指标表", "table"],
    parameters: &[
        optional(&["名称", "names"], "指标名称的列表"),
        optional(&["组", "group"], "指标组"),
        optional(&["单位", "bureau"], "归口单位的简称；名称、组、单位写其中一个"),
        optional(&["标题", "title"], "表的标题"),
        optional(&["标签", "label"], "引用用的标签，如 \"tbl-gdp\""),
        optional(&["来源", "source"], "印在表下的资料来源"),
        optional(&["年份", "years"], "一年，或年份的列表，不写是 report.yaml 的“年份”"),
        optional(&["注", "note"], "印在表下的注"),
    ],
    meaning: "指标各年数值的表，每个指标一行；单独占一行，前后各空一行",
    examples: &[example(
        "{{ 指标表(名称=[\"城市GDP\"], 年份=[2017]) }}",
        "| 指标 | 2017年 |\n| --- | ---: |\n| 城市GDP | 1380.00 |\n",
    )],
}];
