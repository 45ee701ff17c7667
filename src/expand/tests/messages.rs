//! Every line of the tables of messages, and every kind of error, raised through minijinja.

use super::world::{expand_in, problems_with, world};
use crate::expand::messages::{OPERATIONS, SYNTAX};

/// The messages for a chapter's body.
fn messages(body: &str) -> Vec<String> {
    let world = world(body, &[]);
    let (_, problems) = expand_in(&world);
    problems.into_iter().map(|problem| problem.message).collect()
}

/// Whether a message says this, whatever stands for `{}`, `{0}`.
fn says(message: &str, chinese: &str) -> bool {
    let mut rest = message;
    let parts = chinese.split('{').enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('}').map_or(part, |(_, after)| after),
    });
    parts.into_iter().all(|part| match rest.find(part) {
        Some(start) => {
            rest = &rest[start + part.len()..];
            true
        }
        None => false,
    })
}

/// Chapters of which minijinja says each line of the table of syntax.
const BROKEN: &[&str] = &[
    "{% endfor %}",
    "{% fro 年 in 年份 %}",
    "{{ 1 }}{% if 年份 %}{% for 年 in 年份 %}{% endfor %}",
    "{% raw %}甲",
    "{{ 999999999999999999999999999999999999999999 }}",
    "{{ 1e }}",
    "{{ 1_ }}",
    "",
    "{% set loop = 1 %}",
    "{{ dict(甲=1, 2) }}",
    "{% macro 甲() %}{% block 乙 %}{% endblock %}{% endmacro %}",
    "{% block 甲 %}{% endblock %}{% block 甲 %}{% endblock %}",
    "{% from \"甲.md.j2\" import _甲 %}",
];

#[test]
fn minijinja_says_every_line_about_syntax() {
    assert_eq!(BROKEN.len(), SYNTAX.len());
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    let wrong = BROKEN.iter().zip(SYNTAX).filter_map(|(body, row)| {
        let found = messages(if body.is_empty() { &deep } else { body });
        // What is open where a template ends is said of the statement itself.
        let said = found.iter().any(|message| says(message, row.chinese))
            || row.says.ends_with("end of input") && found[0].contains("没有配对的");
        (!said).then(|| format!("{body:?} gives {found:?}, not {:?}", row.says))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Chapters of which minijinja says each line of the table of operations.
const IMPOSSIBLE: &[&str] = &[
    "{% macro 甲(x) %}{{ 甲(x) }}{% endmacro %}{{ 甲(1) }}",
    "{{ range(10**9) }}",
    "{% for 项 in 1 %}{% endfor %}",
    "{{ 1() }}",
    "{% set 甲 = 1 %}{% set 甲.乙 = 2 %}",
    "{{ 1 in 2 }}",
    "{{ 1|length }}",
    "{{ [\"甲\"]|sum }}",
    "{{ (1)[1:] }}",
    "{{ \"甲\"|round }}",
    "{{ [1]|batch(0) }}",
    "{{ range(1, 2, 0) }}",
    "{% for 年 in 年份 %}{{ loop([1]) }}{% endfor %}",
];

#[test]
fn minijinja_says_every_line_about_operations() {
    assert_eq!(IMPOSSIBLE.len(), OPERATIONS.len());
    let wrong = IMPOSSIBLE.iter().zip(OPERATIONS).filter_map(|(body, row)| {
        let found = messages(body);
        let said = found.iter().any(|message| says(message, row.chinese));
        (!said).then(|| format!("{body:?} gives {found:?}, not {:?}", row.says))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn minijinja_gives_every_kind_of_error() {
    let cases = [
        ("{{ \"\\u12\" }}", "文字里的反斜杠写法有误"),
        ("{{ 没有 }}", "“没有”没有定义"),
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
            "模板执行步数过多",
        ),
        ("{% include \"无\" %}", "没有名为“无”的模板"),
        ("{{ 没有(1) }}", "没有名为“没有”的函数"),
        ("{{ 1|没有 }}", "没有名为“没有”的过滤器"),
        ("{{ 1 is 没有 }}", "中有不认识的判断或方法"),
        ("{{ \"甲\".没有() }}", "中有不认识的判断或方法"),
        ("{{ 1|abs(2) }}", "的参数太多或不认识"),
        ("{{ \"甲\"|replace }}", "缺少参数"),
        ("{{ 1/0 }}", "“1/0”无法计算"),
        ("{% for 甲, 乙 in [[1]] %}{% endfor %}", "循环变量的个数与列表的项不符"),
        ("{{ self.没有() }}", "这里不能使用 block、super"),
        ("{{ 城市 \"乙\" }}", "这里的文字位置不对或引号没有配对"),
        ("{{ 1 2 }}", "“2”的位置不对，这里应是“}}”"),
        ("{% for 1 in 年份 %}{% endfor %}", "“1”的位置不对，这里应是名称"),
        ("{% for 年 of 年份 %}{% endfor %}", "“of”的位置不对，这里应是“in”"),
        ("{{ * }}", "“*”的位置不对"),
        ("{{ }}", "“}}”的位置不对"),
        ("{% if %}{% endif %}", "“%}”的位置不对"),
        ("{% if 1 1 %}{% endif %}", "“1”的位置不对，这里应是“%}”"),
    ];
    let wrong = cases.iter().filter_map(|(body, expected)| {
        let found = messages(body);
        let said = found.iter().any(|message| message.contains(expected));
        (!said).then(|| format!("{body:?} gives {found:?}, not {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_message_has_a_word_of_minijinjas() {
    for body in BROKEN.iter().chain(IMPOSSIBLE) {
        for line in problems_with(body, &[]) {
            let (_, message) = line.rsplit_once("⟩ ").unwrap_or(("", &line));
            for word in ["expected", "cannot", "invalid", "operator", "value", "statement"] {
                assert!(!message.contains(word), "{message}");
            }
        }
    }
}

#[test]
fn a_mistyped_filter_or_test_is_named() {
    let help = |body: &str| {
        let (_, problems) = expand_in(&world(body, &[]));
        problems[0].help.join("")
    };
    assert_eq!(help("{{ 年份|lenght }}"), "是否要写“length”？");
    assert_eq!(help("{{ 1 is defind }}"), "是否要写“defined”？");
    assert_eq!(help("{{ 1|甲乙丙丁 }}"), "删去竖线和它后面的名称");
}
