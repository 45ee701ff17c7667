//! What is printed.

use super::world::{dumped, dumped_with, expand_in, world};
use crate::document::BlockKind;
use crate::expand::dump;

#[test]
fn values_become_markers() {
    assert_eq!(
        dumped(
            "达到{{ 值(\"城市GDP\", 2017) }}，{{ num(\"合格率\", 2015) }}{{ 单位(\"合格率\") }}。\n"
        ),
        "达到⟦1380.00亿元⟧，⟦93.1⟧⟦%⟧。\n"
    );
}

#[test]
fn comparisons_have_their_words() {
    let cases = [
        ("增长(\"城市GDP\", 2017)", "15.0%"),
        ("growth(\"城市GDP\", 2017, 2015)", "25.5%"),
        ("变化(\"城市GDP\", 2017, 基年=2015)", "280.00亿元"),
        ("变化(\"合格率\", 2017, 2015)", "0.9个百分点"),
        ("增减(\"城市GDP\", 2017)", "增长15.0%"),
        ("增减(\"城市GDP\", 2015, 2017)", "下降20.3%"),
        ("增减(\"合格率\", 2017, 2015)", "提高0.9个百分点"),
        ("trend(\"合格率\", 2017)", "持平"),
        ("增减(\"合格率\", 2015, 2016)", "下降0.9个百分点"),
    ];
    for (typed, printed) in cases {
        assert_eq!(dumped(&format!("{{{{ {typed} }}}}")), format!("⟦{printed}⟧"), "{typed}");
    }
}

#[test]
fn texts_are_text_and_data_is_opaque() {
    assert_eq!(
        dumped("{{ \"、\" }}{{ \"a*b\" }}{{ 城市 }}{{ 本单位 }}{{ 本栏目 }}"),
        "、⟦a*b⟧⟦某市⟧⟦市甲局⟧⟦质量⟧"
    );
    assert_eq!(dumped("{{ \"**粗**\"|safe }}{{ \"表：假\" }}{{ true }}"), "**粗**⟦表：假⟧⟦是⟧");
    assert_eq!(dumped("{{ 值(\"合格率\", 2017) ~ \"左右\" ~ \"*\" }}"), "⟦94.0%⟧⟦左右*⟧");
    assert_eq!(dumped("{{ 值(\"名牌\", 2017) }}"), "⟦甲牌*、乙牌⟧");
}

#[test]
fn statements_leave_no_blank_lines() {
    let body = "| 年 |\n| --- |\n{% for 年 in 年份 %}\n| {{ 年 }} |\n{% endfor %}\n后\n";
    assert_eq!(dumped(body), "| 年 |\n| --- |\n| ⟦2015⟧ |\n| ⟦2016⟧ |\n| ⟦2017⟧ |\n后\n");
}

#[test]
fn a_statement_within_a_line_keeps_its_end() {
    let body = "## 题{% if 年份 %}甲{% endif %}\n\n正{## 注 ##}\n  {## 独行 ##}\n文";
    assert_eq!(dumped(body), "## 题甲\n\n正\n文");
}

#[test]
fn attributes_are_no_comments() {
    assert_eq!(
        dumped("## 题 {#sec-a}{## 不印 ##}\n{% raw %}{{ 原样 }}{% endraw %}"),
        "## 题 {#sec-a}\n{{ 原样 }}"
    );
}

#[test]
fn captured_text_keeps_its_values() {
    let body = "{% set 话 %}**{{ 值(\"合格率\", 2017) }}**{% endset %}{{ 话 }}{{ 话 }}";
    assert_eq!(dumped(body), "**⟦94.0%⟧****⟦94.0%⟧**");
}

#[test]
fn what_a_bureau_owes_has_a_placeholder_that_is_false() {
    let owed = "⟦〔待市甲局报〕⟧";
    for call in ["值(名, 2016)", "数(名, 2016)", "增减(名, 2017)", "变化(名, 2016, 2015)"]
    {
        let body = format!("{{% set 名 = \"甲|乙*\" %}}{{{{ {call} }}}}");
        assert_eq!(dumped(&body), owed, "{call}");
    }

    let body =
        "{% if 值(\"甲|乙*\", 2016) %}有{% else %}缺{% endif %}{{ 数(\"甲|乙*\", 2016) or 3 }}";
    assert_eq!(dumped(body), "缺⟦3⟧");
    let world = world("{{ 增减(\"甲|乙*\", 2017) }}", &[]);
    let (expanded, problems) = expand_in(&world);
    assert!(problems.is_empty());
    let value = &expanded.unwrap().values[0];
    let both = [("甲|乙*".to_owned(), 2017), ("甲|乙*".to_owned(), 2016)];
    assert_eq!(value.indicators, both);
    assert_eq!(value.missing, both[1..]);
}

#[test]
fn the_table_macro_prints_a_table() {
    let macros = [("macros.md.j2", crate::bundle::template("macros.md.j2").unwrap())];
    let body =
        "{{ 指标表(名称=[\"城市GDP\", \"合格率\"], 标题=\"甲*\", 标签=\"tbl-a\", 来源=本单位) }}\n";
    let table = "表：甲* {#tbl-a 来源=\"⟦市甲局⟧\"}\n\n\
        | 指标 | 单位 | ⟦2015⟧年 | ⟦2016⟧年 | ⟦2017⟧年 |\n\
        | --- | --- | ---: | ---: | ---: |\n\
        | ⟦城市GDP⟧ | ⟦亿元⟧ | ⟦1100.00⟧ | ⟦1200.00⟧ | ⟦1380.00⟧ |\n\
        | ⟦合格率⟧ | ⟦%⟧ | ⟦93.1⟧ | ⟦94.0⟧ | ⟦94.0⟧ |\n\n";
    assert_eq!(dumped_with(body, &macros), table);
    let body = "{{ table(names=\"甲|乙*\", years=[2015, 2017]) }}";
    let table =
        "| 指标 | ⟦2015⟧年 | ⟦2017⟧年 |\n| --- | ---: | ---: |\n| ⟦甲|乙*⟧ | ⟦0⟧ | ⟦3⟧ |\n\n";
    assert_eq!(dumped_with(body, &macros), table);
}

#[test]
fn charts_hold_their_numbers() {
    let body = "{{ 图([\"城市GDP\"], 类型=\"线\", 标题=\"近三年\", 标签=\"fig-a\", 来源=\"某局\") }}\n\n\
        {{ chart([\"城市GDP\", \"城市GDP\"], form=\"pie\", years=2017) }}";
    let world = world(body, &[]);
    let (expanded, problems) = expand_in(&world);
    assert!(problems.is_empty());
    let expanded = expanded.unwrap();
    assert_eq!(dump(&expanded), "⟦图 1⟧\n\n⟦图 2⟧");
    let chart = |at: usize| match &expanded.charts[at].kind {
        BlockKind::Chart(chart) => (**chart).clone(),
        other => panic!("{other:?}"),
    };
    let (lines, pie) = (chart(0), chart(1));
    assert_eq!(lines.categories, ["2015年", "2016年", "2017年"]);
    assert_eq!((lines.unit.as_str(), lines.series.len()), ("亿元", 1));
    assert_eq!(
        lines.alt,
        "近三年。城市GDP：2015年1100.00亿元，2016年1200.00亿元，2017年1380.00亿元。"
    );
    assert_eq!(lines.label.unwrap().name, "fig-a");
    assert_eq!(pie.categories, ["城市GDP", "城市GDP"]);
    assert_eq!(pie.series[0].values.len(), 2);
    assert!(world.sources.slice(expanded.charts[0].span).starts_with("{{ 图"));
}
