//! Texts that nobody would write: reading them ends, and the places fit the values.

use crate::diag::Diagnostics;
use crate::source::Sources;
use crate::yaml::tree::{Kind, Node};
use crate::yaml::{Step, load, set_value};
use proptest::prelude::*;
use serde_yaml::Value;

/// Pieces that YAML texts, and broken ones, are made of.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
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
    prop::sample::select(pieces.map(str::to_owned).to_vec())
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Whether the tree has the form of the value.
fn fits(node: &Node, value: &Value, text: &str) -> bool {
    if node.range.start > node.range.end || text.get(node.range.clone()).is_none() {
        return false;
    }
    match (&node.kind, value) {
        (Kind::Mapping(entries), Value::Mapping(mapping)) => {
            entries.len() == mapping.len()
                && entries
                    .iter()
                    .zip(mapping)
                    .all(|(entry, (_, value))| fits(&entry.value, value, text))
        }
        (Kind::Sequence(items), Value::Sequence(values)) => {
            items.len() == values.len()
                && items.iter().zip(values).all(|(item, value)| fits(item, value, text))
        }
        // No file of a workspace has tags; their places may be those of the parent.
        (_, Value::Tagged(_)) => true,
        (Kind::Scalar, Value::Mapping(_) | Value::Sequence(_)) => false,
        (Kind::Scalar, _) => true,
        (Kind::Mapping(_) | Kind::Sequence(_), _) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

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
        if let Ok((value, positions)) = result {
            prop_assert!(fits(&positions.root, &value, &text), "{text:?} {value:?} {:?}", positions.root);
        }
        let _ = set_value(&text, &[Step::Index(0)], "新: 值");
    }
}
