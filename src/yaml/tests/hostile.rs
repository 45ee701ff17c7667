//! Texts that nobody would write: reading them ends, and the places fit the values.

use crate::diag::Diagnostics;
use crate::source::Sources;
use crate::yaml::tree::{Node, NodeKind};
use crate::yaml::{Step, load, set_values};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_yaml::Value;
use std::ops::Range;

/// Parts that YAML texts, and broken ones, are made of.
fn part() -> impl Strategy<Value = String> {
    let parts = [
        "值",
        "来源",
        "a",
        "2015",
        "93.10",
        "'甲, 乙'",
        "\"乙\"",
        "~",
        "null",
        "- ",
        "-",
        ": ",
        ":",
        "：",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "\r\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        " ",
        "\t",
        "# 注\n",
        "|\n",
        ">-\n  ",
        "? ",
        "&x ",
        "*x",
        "!t ",
        "---\n",
        "...\n",
        "%",
        "@",
        "'",
        "\"",
        "\\",
        "\u{3000}",
        "\u{85}",
        "\u{2028}",
        "甲: 乙\n",
        "丙:\n  - 丁\n",
        "戊: { 己: 1, 庚: [] }\n",
        "- 甲: 1\n  乙: 2\n",
        "\r",
    ];
    prop::sample::select(parts.map(str::to_owned).to_vec())
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(part(), 0..24).prop_map(|parts| parts.concat())
}

/// Whether every place lies in the text, and each inside its parent.
fn nested(node: &Node, text: &str, outer: Range<usize>) -> bool {
    let range = node.range.clone();
    let inside = outer.start <= range.start && range.end <= outer.end;
    let children = match &node.kind {
        NodeKind::Scalar => true,
        NodeKind::Sequence(items) => items.iter().all(|item| nested(item, text, range.clone())),
        NodeKind::Mapping(entries) => entries.iter().all(|entry| {
            text.get(entry.key_range.clone()).is_some() && nested(&entry.value, text, range.clone())
        }),
    };
    inside && text.get(range).is_some() && children
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn reading_ends_and_places_lie_in_the_text(text in text()) {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text.as_str());
        let mut diagnostics = Diagnostics::default();
        let result = load::<Value>(&sources, file, 0..text.len(), &mut diagnostics);
        for problem in diagnostics.iter() {
            let span = problem.primary.span;
            prop_assert!(text.get(span.range()).is_some(), "{text:?} {problem:?}");
            let chinese = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
            prop_assert!(problem.message.contains(chinese), "{}", problem.message);
            prop_assert!(!problem.message.contains("expected"), "{}", problem.message);
        }
        prop_assert_eq!(result.is_err(), diagnostics.has_errors());
        if let Ok((_, positions)) = result {
            prop_assert!(nested(&positions.root, &text, 0..text.len()), "{text:?} {:?}", positions.root);
        }
        let _ = set_values(&text, &[(vec![Step::Index(0)], "新: 值")]);
    }
}
