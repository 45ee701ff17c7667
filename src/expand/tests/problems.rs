//! What is reported, and where: `line:column code ⟨what stands there⟩`, lines counted from the body.

use super::world::{expand_in, problems_with, world};

/// Problems without their messages.
fn problems(body: &str) -> Vec<String> {
    let macros = crate::bundle::template("macros.md.j2").unwrap();
    let other = "甲{{ 没有 }}\n";
    let list = problems_with(body, &[("macros.md.j2", macros), ("甲.md.j2", other)]);
    let short = list.iter().map(|line| match line.rsplit_once("⟩ ") {
        Some((place, _)) => format!("{}⟩", place.trim_start_matches("市甲局.md:")),
        None => line.clone(),
    });
    short.collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(&problems(body), expected, "{body}");
    }
}

#[test]
fn every_problem_is_reported_at_its_word() {
    check(&[
        (
            "{{ 值(\"城市GPD\", 2017) }}\n{{ 没有 }}{{ 值(\"合格率\", 2014) }}",
            &[
                "1:6 unknown-indicator ⟨\"城市GPD\"⟩",
                "2:4 undefined-name ⟨没有⟩",
                "2:21 missing-value ⟨2014⟩",
            ],
        ),
        ("{% for 年 in 年 %}{{ 年 }}{% endfor %}", &["1:13 undefined-name ⟨年⟩"]),
        ("{{ 值(城市GDP, 2017) }}", &["1:6 undefined-name ⟨城市GDP⟩"]),
        ("{% set x = 无名 %}{{ x }}", &["1:12 undefined-name ⟨无名⟩"]),
        ("{{ 本单位.x }}", &["1:4 undefined-name ⟨本单位.x⟩"]),
        ("{{ 直(\"合格率\", 2017) }}", &["1:4 undefined-name ⟨直(\"合格率\", 2017)⟩"]),
        ("{{ 城市|没有 }}{{ 无 }}", &["1:7 undefined-name ⟨没有⟩", "1:15 undefined-name ⟨无⟩"]),
        ("{% if 数(\"没\", 2017) %}{% endif %}", &["1:9 unknown-indicator ⟨\"没\"⟩"]),
    ]);
}

#[test]
fn wrong_arguments() {
    check(&[
        ("{{ 值() }}", &["1:4 template-call ⟨值()⟩"]),
        ("{{ 值(\"合格率\") }}", &["1:4 template-call ⟨值(\"合格率\")⟩"]),
        ("{{ 值(\"合格率\", 2017, 3) }}", &["1:19 template-call ⟨3⟩"]),
        ("{{ 值(\"合格率\", 年=2017) }}", &["1:13 template-call ⟨年⟩"]),
        ("{{ 值(\"合格率\", \"2017\") }}", &["1:13 template-call ⟨\"2017\"⟩"]),
        ("{{ 值(2017, 2017) }}", &["1:6 template-call ⟨2017⟩"]),
        ("{{ 值 }}", &["1:4 template-call ⟨值⟩"]),
        ("{{ 年份 }}", &["1:4 template-call ⟨年份⟩"]),
        ("{{ 数(\"合格率\", 2017) + 1 }}", &["1:4 template-call ⟨数(\"合格率\", 2017) + 1⟩"]),
        (
            "{% if 数(\"合格率\", 2017) > 3 %}{% endif %}",
            &["1:7 template-call ⟨数(\"合格率\", 2017)⟩"],
        ),
        ("{{ 1/0 }}", &["1:4 template-call ⟨1/0⟩"]),
    ]);
}

#[test]
fn what_is_no_number() {
    check(&[
        ("{{ 图(\"名牌\", 类型=\"柱\") }}", &["1:6 not-numeric ⟨\"名牌\"⟩"]),
        (
            "{{ 图([\"合格率\", \"没\"], 类型=\"面\") }}",
            &["1:14 unknown-indicator ⟨\"没\"⟩", "1:23 template-call ⟨\"面\"⟩"],
        ),
        ("{{ 增减(\"名牌\", 2017) }}", &["1:7 not-numeric ⟨\"名牌\"⟩"]),
        ("{{ 增长(\"甲|乙*\", 2017, 2015) }}", &["1:7 incomputable ⟨\"甲|乙*\"⟩"]),
        ("{{ 变化(\"合格率\", 2017, 2013) }}", &["1:20 missing-value ⟨2013⟩"]),
    ]);
}

#[test]
fn full_width_signs() {
    check(&[
        (
            "{{ 值(“城市GDP”，2017) }}{{ 无 }}",
            &[
                "1:6 full-width-in-template ⟨“城市GDP”⟩",
                "1:13 full-width-in-template ⟨，⟩",
                "1:25 undefined-name ⟨无⟩",
            ],
        ),
        (
            "{{ 值（\"合格率\"、２０１７） }}",
            &[
                "1:5 full-width-in-template ⟨（⟩",
                "1:11 full-width-in-template ⟨、⟩",
                "1:12 full-width-in-template ⟨２０１７⟩",
                "1:16 full-width-in-template ⟨）⟩",
            ],
        ),
        ("{{ 值(\"合格率”, 2017) }}", &["1:6 full-width-in-template ⟨\"合格率”⟩"]),
        ("前｛｛ 值(\"合格率\") ｝｝后", &["1:2 full-width-in-template ⟨｛｛⟩"]),
        ("{{ 指标(组＝\"质量状况\")|length }}", &["1:8 full-width-in-template ⟨＝⟩"]),
        ("“引号”，（括号）、“{{ \"“文字”\" }}”", &[]),
    ]);
}

#[test]
fn help_says_what_to_type() {
    let quoted = world("{{ 值(“城市GDP”, 2017) }}", &[]);
    let (_, problems) = expand_in(&quoted);
    assert_eq!(problems[0].help, ["把 “城市GDP” 改为 \"城市GDP\""]);
    let mistyped = world("{{ 值(\"城市GPD\", 2017) }}{{ 值(\"合格率\", 2010) }}", &[]);
    let (_, problems) = expand_in(&mistyped);
    assert_eq!(problems[0].help, ["是否要写“城市GDP”？"]);
    assert_eq!(
        problems[1].help,
        [
            "请在 chapters/indicators/市甲局.yaml 中补上（归口单位：市甲局）；已有数值的年份：2015、2016、2017"
        ]
    );
}

#[test]
fn broken_syntax() {
    check(&[
        (
            "{{ 值(\"合格率\", 2017)\n\n后文{{ 无 }}",
            &["1:1 template-syntax ⟨{{⟩", "3:6 undefined-name ⟨无⟩"],
        ),
        (
            "{{ 值(\"合格率, 2017) }}后{{ 无 }}",
            &["1:6 template-syntax ⟨\"⟩", "1:24 undefined-name ⟨无⟩"],
        ),
        ("{{ 值(\"合格率\", 2017 }}", &["1:5 template-syntax ⟨(⟩"]),
        ("{{ 值(\"合格率\" 2017) }}", &["1:12 template-syntax ⟨2017⟩"]),
        ("后 }} 文 `}}`\n```\n}}\n```\n", &["1:3 template-syntax ⟨}}⟩"]),
        ("前\n{% for 年 in 年份 %}{{ 年 }}", &["2:1 template-syntax ⟨{% for 年 in 年份 %}⟩"]),
        ("{% if 年份 %}x{% endfor %}", &["1:16 template-syntax ⟨endfor⟩"]),
        ("{% fro 年 in 年份 %}{% endfor %}", &["1:4 template-syntax ⟨fro⟩"]),
        ("{## 没完", &["1:1 template-syntax ⟨{##⟩"]),
        (
            "a\u{FDD0}v0\u{FDD1}b",
            &["1:2 control-character ⟨\u{FDD0}⟩", "1:5 control-character ⟨\u{FDD1}⟩"],
        ),
    ]);
}

#[test]
fn limits() {
    check(&[
        ("{% for i in range(10**9) %}x{% endfor %}", &["1:13 template-limit ⟨range(10**9)⟩"]),
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
            &["1:40 template-limit ⟨range(99999)⟩"],
        ),
        ("{{ \"x\" * 10**9 }}", &["1:4 template-limit ⟨\"x\" * 10**9⟩"]),
        ("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", &["1:20 template-limit ⟨f(x)⟩"]),
        ("{% set x = 10**30 %}{{ x - x }}", &[]),
    ]);
}

#[test]
fn lists_are_not_added() {
    let doubled =
        format!("{{% set a = [1] %}}{}{{{{ a|length }}}}", "{% set a = a + a %}".repeat(60));
    assert_eq!(problems(&doubled).first().map(String::as_str), Some("1:31 template-call ⟨+⟩"));
    check(&[
        ("{% set a = [1] + [2] %}", &["1:16 template-call ⟨+⟩"]),
        ("{% set a1 = 1 %}{{ a1 + a1 }}", &["1:23 template-call ⟨+⟩"]),
        ("{% set a = 1 + 2 %}{% for i in [1] +%}{{ i + 1 }}{{ 1 + a }}{% endfor %}", &[]),
    ]);
}

#[test]
fn deep_brackets_are_refused() {
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(problems(&deep).len(), 1);
    let deep = "{% if 1 %}".repeat(3000);
    assert!(!problems(&deep).is_empty());
}

#[test]
fn nothing_outside_is_read() {
    check(&[
        (
            "{% include \"/etc/passwd\" %}{{ 无 }}",
            &["1:12 template-missing ⟨\"/etc/passwd\"⟩", "1:31 undefined-name ⟨无⟩"],
        ),
        ("{% import \"甲.md\" as m %}", &["1:11 template-missing ⟨\"甲.md\"⟩"]),
        ("{% extends \"../甲.md.j2\" %}", &["1:12 template-missing ⟨\"../甲.md.j2\"⟩"]),
        ("{% include \"甲.md.j2\" %}", &["甲.md.j2:1:5 undefined-name ⟨没有⟩"]),
    ]);
}

#[test]
fn macros_report_at_the_chapter() {
    check(&[
        ("{{ 指标表(组=\"质量状\") }}", &["1:10 unknown-indicator ⟨\"质量状\"⟩"]),
        ("{{ 指标表(名称=[\"城市GDP\", \"合格律\"]) }}", &["1:21 unknown-indicator ⟨\"合格律\"⟩"]),
        ("{{ 指标表(名=1) }}", &["1:8 template-call ⟨名⟩"]),
        ("{{ 指标表() }}", &["1:4 template-call ⟨指标表()⟩"]),
        ("{{ 指标表(单位=未) }}", &["1:11 undefined-name ⟨未⟩"]),
        ("{{ 指标表(名称=\"甲|乙*\") }}", &[]),
        ("{{ 指标表(名称=\"甲|乙*\", 年份=[2016]) }}{{ 值(\"甲|乙*\", 2016) }}", &[]),
    ]);
}
