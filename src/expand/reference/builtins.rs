//! What minijinja brings along: functions, filters and tests.
//!
//! Written against minijinja 3.1. What prints nothing that belongs into a report, or may make a run
//! long, is taken out.

use super::entry::Example;

/// A function, filter or test of minijinja's.
pub(super) struct Builtin {
    pub names: &'static [&'static str],
    /// What follows the name: parameters.
    pub parameters: &'static str,
    pub meaning: &'static str,
    pub example: Example,
}

const fn builtin(
    names: &'static [&'static str],
    parameters: &'static str,
    meaning: &'static str,
    template: &'static str,
    output: &'static str,
) -> Builtin {
    Builtin { names, parameters, meaning, example: Example { template, output } }
}

/// Filters that no template may use.
pub(in crate::expand) const REMOVED_FILTERS: [&str; 8] =
    ["debug", "tojson", "urlencode", "pprint", "escape", "e", "indent", "format"];

/// Functions that no template may use.
pub(in crate::expand) const REMOVED_FUNCTIONS: [&str; 1] = ["debug"];

/// Functions.
pub(super) const FUNCTIONS: &[Builtin] = &[
    builtin(
        &["range"],
        "(上限) 或 (下限, 上限, 步长)",
        "依次的整数，不含上限",
        "{{ range(1, 4)|join(\"、\") }}",
        "1、2、3",
    ),
    builtin(&["dict"], "(名称=值, …)", "一组有名称的值，用 .名称 取出", "{{ dict(甲=1).甲 }}", "1"),
    builtin(
        &["namespace"],
        "(名称=值, …)",
        "一组有名称的值，循环里面也能用 set 改",
        "{% set 数 = namespace(共=0) %}{% for 年 in 年份 %}{% set 数.共 = 数.共 + 1 %}{% endfor %}{{ 数.共 }}",
        "3",
    ),
];

/// Filters.
pub(super) const FILTERS: &[Builtin] = &[
    builtin(&["length", "count"], "", "列表有几项，文字有几个字", "{{ 年份|length }}", "3"),
    builtin(&["first"], "", "第一项", "{{ 年份|first }}", "2015"),
    builtin(&["last"], "", "最后一项", "{{ 年份|last }}", "2017"),
    builtin(
        &["join"],
        "(间隔)",
        "各项接成一段文字",
        "{{ [\"甲\", \"乙\"]|join(\"、\") }}",
        "甲、乙",
    ),
    builtin(&["split"], "(间隔)", "一段文字拆成列表", "{{ \"甲、乙\"|split(\"、\")|last }}", "乙"),
    builtin(&["lines"], "", "一段文字的各行", "{{ \"甲\\n乙\"|lines|length }}", "2"),
    builtin(
        &["replace"],
        "(旧, 新)",
        "换掉文字中的一部分",
        "{{ \"甲、乙\"|replace(\"、\", \"和\") }}",
        "甲和乙",
    ),
    builtin(&["trim"], "", "去掉两端的空格", "{{ \" 甲 \"|trim }}", "甲"),
    builtin(
        &["default", "d"],
        "(代替)",
        "没有定义的，用代替的值",
        "{{ 未写的|default(\"无\") }}",
        "无",
    ),
    builtin(
        &["safe"],
        "",
        "文字按 Markdown 印出，其中的记号起作用",
        "{{ \"**粗**\"|safe }}",
        "**粗**",
    ),
    builtin(&["upper"], "", "字母变大写", "{{ \"gdp\"|upper }}", "GDP"),
    builtin(&["lower"], "", "字母变小写", "{{ \"GDP\"|lower }}", "gdp"),
    builtin(
        &["capitalize"],
        "",
        "首字母大写，其余小写",
        "{{ \"made in china\"|capitalize }}",
        "Made in china",
    ),
    builtin(&["title"], "", "每个词的首字母大写", "{{ \"made in china\"|title }}", "Made In China"),
    builtin(&["round"], "(位数)", "四舍五入", "{{ 3.14159|round(2) }}", "3.14"),
    builtin(&["abs"], "", "绝对值", "{{ (-3)|abs }}", "3"),
    builtin(&["int"], "", "变成整数", "{{ \"12\"|int + 1 }}", "13"),
    builtin(&["float"], "", "变成小数", "{{ \"1.5\"|float + 1 }}", "2.5"),
    builtin(&["string"], "", "变成文字", "{{ 2017|string|length }}", "4"),
    builtin(&["bool"], "", "变成是或否", "{{ \"\"|bool }}", "否"),
    builtin(&["list"], "", "变成列表；文字的各字", "{{ \"甲乙\"|list|join(\"-\") }}", "甲-乙"),
    builtin(&["min"], "", "最小的一项", "{{ [3, 1, 2]|min }}", "1"),
    builtin(&["max"], "", "最大的一项", "{{ [3, 1, 2]|max }}", "3"),
    builtin(&["sum"], "", "各项之和", "{{ [3, 1, 2]|sum }}", "6"),
    builtin(
        &["sort"],
        "(reverse=true, attribute=\"名称\")",
        "排序",
        "{{ [3, 1, 2]|sort|join(\"、\") }}",
        "1、2、3",
    ),
    builtin(&["reverse"], "", "倒过来", "{{ 年份|reverse|first }}", "2017"),
    builtin(&["unique"], "", "去掉重复的项", "{{ [\"甲\", \"乙\", \"甲\"]|unique|join }}", "甲乙"),
    builtin(
        &["map"],
        "(attribute=\"名称\") 或 (\"过滤器\")",
        "取各项的一个字段，或给各项用一个过滤器",
        "{{ 指标(名称=[\"城市GDP\", \"人均GDP\"])|map(attribute=\"单位\")|join(\"、\") }}",
        "亿元、元",
    ),
    builtin(
        &["select"],
        "(\"判断\")",
        "只留合乎判断的项",
        "{{ 年份|select(\"odd\")|join(\"、\") }}",
        "2015、2017",
    ),
    builtin(
        &["reject"],
        "(\"判断\")",
        "去掉合乎判断的项",
        "{{ 年份|reject(\"odd\")|join }}",
        "2016",
    ),
    builtin(
        &["selectattr"],
        "(\"字段\", \"判断\")",
        "只留字段合乎判断的项；不写判断，就是字段不空的",
        "{{ 指标(行=\"sb-01\")|selectattr(\"单位\", \"eq\", \"元\")|map(attribute=\"名称\")|first }}",
        "人均GDP",
    ),
    builtin(
        &["rejectattr"],
        "(\"字段\", \"判断\")",
        "去掉字段合乎判断的项",
        "{{ 指标(名称=\"城市GDP\")|rejectattr(\"数值\")|list|length }}",
        "0",
    ),
    builtin(
        &["groupby"],
        "(\"字段\")",
        "按字段分组，每组有 grouper（字段的值）和 list（各项）",
        "{% for 组 in 指标(名称=[\"城市GDP\", \"人均GDP\"])|groupby(\"归口\") %}{{ 组.grouper }}{{ 组.list|length }}项{% endfor %}",
        "市统计局2项",
    ),
    builtin(
        &["batch"],
        "(个数)",
        "每几项一组",
        "{{ [1, 2, 3]|batch(2)|map(\"length\")|join(\"、\") }}",
        "2、1",
    ),
    builtin(
        &["slice"],
        "(组数)",
        "平均分成几组",
        "{{ [1, 2, 3]|slice(2)|map(\"length\")|join(\"、\") }}",
        "2、1",
    ),
    builtin(&["chain"], "(列表)", "两个列表接成一个", "{{ [1]|chain([2])|join(\"、\") }}", "1、2"),
    builtin(
        &["zip"],
        "(列表)",
        "两个列表逐项配成对",
        "{% for 甲, 乙 in [1, 2]|zip([3, 4]) %}{{ 甲 }}-{{ 乙 }} {% endfor %}",
        "1-3 2-4 ",
    ),
    builtin(&["attr"], "(\"字段\")", "取一个字段", "{{ dict(甲=1)|attr(\"甲\") }}", "1"),
    builtin(
        &["items"],
        "",
        "一组有名称的值，逐个是名称和值",
        "{% for 名, 数 in dict(甲=1)|items %}{{ 名 }}{{ 数 }}{% endfor %}",
        "甲1",
    ),
    builtin(
        &["dictsort"],
        "",
        "同 items，按名称排序",
        "{% for 名, 数 in {\"乙\": 1, \"丙\": 2}|dictsort %}{{ 名 }}{% endfor %}",
        "丙乙",
    ),
];

/// Tests.
pub(super) const TESTS: &[Builtin] = &[
    builtin(&["defined"], "", "有定义", "{{ 城市 is defined }}", "是"),
    builtin(&["undefined"], "", "没有定义", "{{ 未写的 is undefined }}", "是"),
    builtin(&["none"], "", "是 none，即空值", "{{ none is none }}", "是"),
    builtin(&["true"], "", "是 true", "{{ (1 > 0) is true }}", "是"),
    builtin(&["false"], "", "是 false", "{{ (1 > 0) is false }}", "否"),
    builtin(&["odd"], "", "是奇数", "{{ 2017 is odd }}", "是"),
    builtin(&["even"], "", "是偶数", "{{ 2017 is even }}", "否"),
    builtin(&["divisibleby"], "(数)", "能被整除", "{{ 2016 is divisibleby(4) }}", "是"),
    builtin(&["number"], "", "是数", "{{ 2017 is number }}", "是"),
    builtin(&["integer", "int"], "", "是整数", "{{ 2.5 is integer }}", "否"),
    builtin(&["float"], "", "是小数", "{{ 2.5 is float }}", "是"),
    builtin(&["string"], "", "是文字", "{{ \"甲\" is string }}", "是"),
    builtin(&["boolean"], "", "是 true 或 false", "{{ true is boolean }}", "是"),
    builtin(&["sequence"], "", "是列表", "{{ 年份 is sequence }}", "是"),
    builtin(&["iterable"], "", "可以循环", "{{ 年份 is iterable }}", "是"),
    builtin(&["mapping"], "", "是一组有名称的值", "{{ dict(甲=1) is mapping }}", "是"),
    builtin(&["safe", "escaped"], "", "是按 Markdown 印出的文字", "{{ \"甲\" is safe }}", "否"),
    builtin(&["startingwith"], "(文字)", "以它开头", "{{ 城市 is startingwith(\"衢\") }}", "是"),
    builtin(&["endingwith"], "(文字)", "以它结尾", "{{ 城市 is endingwith(\"市\") }}", "是"),
    builtin(&["lower"], "", "都是小写字母", "{{ \"gdp\" is lower }}", "是"),
    builtin(&["upper"], "", "都是大写字母", "{{ \"GDP\" is upper }}", "是"),
    builtin(&["in"], "(列表)", "在其中", "{{ 2016 is in(年份) }}", "是"),
    builtin(&["eq", "equalto"], "(值)", "相等，同 ==", "{{ 2016 is eq(2016) }}", "是"),
    builtin(&["ne"], "(值)", "不相等，同 !=", "{{ 2016 is ne(2016) }}", "否"),
    builtin(&["gt", "greaterthan"], "(值)", "大于，同 >", "{{ 2017 is gt(2016) }}", "是"),
    builtin(&["ge"], "(值)", "不小于，同 >=", "{{ 2017 is ge(2017) }}", "是"),
    builtin(&["lt", "lessthan"], "(值)", "小于，同 <", "{{ 2017 is lt(2016) }}", "否"),
    builtin(&["le"], "(值)", "不大于，同 <=", "{{ 2017 is le(2017) }}", "是"),
    builtin(&["sameas"], "(值)", "是同一个值", "{{ true is sameas(true) }}", "是"),
    builtin(&["filter"], "", "是过滤器的名称", "{{ \"join\" is filter }}", "是"),
    builtin(&["test"], "", "是判断的名称", "{{ \"odd\" is test }}", "是"),
];
