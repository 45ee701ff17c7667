//! Templates that are wrong in every way: each is reported, none stops the program.

use super::world::{expand_in, located, world};

/// The places of the problems, without their messages.
fn problems(body: &str) -> Vec<String> {
    let world = world(body, &[]);
    let (_, problems) = expand_in(&world);
    let lines = located(&world, &problems);
    let short = lines.iter().map(|line| match line.rsplit_once("⟩ ") {
        Some((place, _)) => format!("{}⟩", place.trim_start_matches("市甲局.md:")),
        None => line.clone(),
    });
    short.collect()
}

#[test]
fn what_fails_may_be_of_any_length() {
    let long = "长".repeat(30_000);
    let cases = [
        format!("{{{{ \"{long}\"|没有 }}}}{{{{ 无 }}}}"),
        format!("{{{{ 没有 ~ \"{long}\" }}}}{{{{ 无 }}}}"),
        format!("{{{{ 无(\"{long}\") }}}}{{{{ 无 }}}}"),
        format!("{{% include \"{long}\" %}}{{{{ 无 }}}}"),
        format!("{{% if 没有(\"{long}\") %}}{{% endif %}}{{{{ 无 }}}}"),
    ];
    for body in cases {
        let found = problems(&body);
        assert_eq!(found.len(), 2, "{}", body.chars().take(20).collect::<String>());
        assert!(found[1].ends_with("undefined-name ⟨无⟩"), "{}", found[1]);
    }
}

#[test]
fn tags_that_stand_in_text_are_text() {
    let cases: [(&str, &[&str]); 8] = [
        // An opening sign in a string or in raw text opens nothing.
        ("{{ \"{%}\" }}{% if 年份 %}甲", &["1:12 template-syntax ⟨{% if 年份 %}⟩"]),
        ("{% raw %}{%}{% endraw %}{% if 年份 %}", &["1:25 template-syntax ⟨{% if 年份 %}⟩"]),
        (
            "{{ \"{{\" ~ 城市|没有 }}{{ 无 }}",
            &["1:14 undefined-name ⟨没有⟩", "1:22 undefined-name ⟨无⟩"],
        ),
        (
            "{{ 城市|没有 ~ \"}}\" }}{{ 无 }}",
            &["1:7 undefined-name ⟨没有⟩", "1:22 undefined-name ⟨无⟩"],
        ),
        (
            "{{ {\"甲\": {\"乙\": 1}}|没有 }}{{ 无 }}",
            &["1:20 undefined-name ⟨没有⟩", "1:28 undefined-name ⟨无⟩"],
        ),
        ("{% set x = 城市|没有 %}{{ 无 }}", &["1:15 undefined-name ⟨没有⟩"]),
        (
            "{% for 项 in 没有 %}{{ 项.无 }}{% endfor %}{{ 无 }}",
            &["1:13 undefined-name ⟨没有⟩", "1:42 undefined-name ⟨无⟩"],
        ),
        (
            "{% include \"无%}\" %}{{ 无 }}",
            &["1:12 template-missing ⟨\"无%}\"⟩", "1:23 undefined-name ⟨无⟩"],
        ),
    ];
    let wrong = cases.iter().filter_map(|(body, expected)| {
        let found = problems(body);
        (found != *expected).then(|| format!("{body}: {found:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

mod arbitrary {
    use super::*;
    use proptest::prelude::*;

    const PARTS: &[&str] = &[
        "{{",
        "}}",
        "{%",
        "%}",
        "{%-",
        "-%}",
        "{",
        "}",
        "%",
        "|",
        "\"",
        "'",
        "(",
        ")",
        "[",
        "]",
        "~",
        ",",
        "=",
        " ",
        "\n",
        "\\",
        "甲",
        "。",
        "1/0",
        "无名",
        "年份",
        "城市",
        "值(\"合格率\", 2017)",
        "值(\"没\", 2017)",
        " if ",
        " for 年 in ",
        " endfor ",
        " endif ",
        " else ",
        " set x = ",
        " endset ",
        " raw ",
        " endraw ",
        " include ",
        " import ",
        " macro 甲() ",
        " endmacro ",
        " call ",
        " endcall ",
        " is ",
        " not ",
        " in ",
        "|没有",
        "|length",
        "{##",
        "##}",
        "｛",
        "％",
        "“",
        "{{ 无 }}",
        "{% if 年份 %}",
        "{% endif %}",
        "{% for 年 in 年份 %}",
        "{% endfor %}",
        "{% raw %}",
        "{% endraw %}",
        "{{ \"{%}\" }}",
        ".x",
        ":",
        "\t",
        "\r\n",
        "+",
        "-",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(600), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts(parts in prop::collection::vec(prop::sample::select(PARTS), 0..30)) {
            problems(&parts.concat());
        }

        #[test]
        fn within_braces(parts in prop::collection::vec(prop::sample::select(PARTS), 0..8), statement: bool) {
            let (open, close) = if statement { ("{%", "%}") } else { ("{{", "}}") };
            problems(&format!("甲{open} {} {close}{{{{ 无 }}}}乙", parts.concat()));
        }
    }
}
