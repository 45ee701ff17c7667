//! Every line of the tables of messages, raised through serde_yaml.

use super::fixture::read;
use crate::yaml::messages::{self, ACTUAL_KINDS, EXPECTED_KINDS, MISFITS, Misfit, SYNTAX};
use crate::yaml::structure::Structure;
use crate::yaml::syntax;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// What serde_yaml says of a text that is no YAML.
fn said_of(text: &str) -> String {
    match serde_yaml::from_str::<Structure>(text) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

/// A text of which the library says each part of its messages.
fn broken_texts() -> Vec<(&'static str, String)> {
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..30 {
        let last = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [*a{last}, *a{last}]\n"));
    }
    let texts = [
        ("could not find expected ':'", "a: 1\nb\nc: 2\n"),
        ("mapping values are not allowed", "a: b: c\n"),
        ("did not find expected key", "a: \"b\" c\n"),
        ("did not find expected '-' indicator", "- a\nb: 1\n"),
        ("did not find expected ',' or ']'", "a: [1, 2\nb: 1\n"),
        ("did not find expected ',' or '}'", "a: {b: 1\nc: 1\n"),
        ("block sequence entries are not allowed", "a: - b\n"),
        ("mapping keys are not allowed", "a: ? b\n"),
        ("found unexpected end of stream", "a: \"b\n"),
        ("found character that cannot start any token", "a: @b\n"),
        ("found a tab character", "a:\n  b: |\n\tc\n"),
        ("did not find expected alphabetic or numeric", "a: *甲\n"),
        ("unknown anchor", "a: *b\n"),
        ("found unknown escape character", "a: \"\\甲\"\n"),
        ("invalid Unicode character escape", "a: \"\\uD800\"\n"),
        ("did not find expected hexadecimal", "a: \"\\u甲\"\n"),
        ("did not find expected comment or line break", "a: | b\n"),
        ("indentation indicator equal to 0", "a: |0\n b\n"),
        ("found unexpected document indicator", "a: \"b\n---\nc\"\n"),
        ("more than one document", "a: 1\n---\nb: 1\n"),
        ("did not find expected node content", "a: [,]\n"),
        ("control characters are not allowed", "a: \u{1}\n"),
        ("recursion limit exceeded", &nested),
        ("repetition limit exceeded", &bomb),
        ("found unexpected ':'", "{a: b:c:[]}\n"),
        ("incompatible YAML document", "%YAML 2.0\n---\na\n"),
        ("directive", "%a\n"),
        ("tag", "a: !<b c\n"),
    ];
    texts.map(|(says, text)| (says, text.to_owned())).to_vec()
}

#[test]
fn libyaml_says_every_line_of_the_table() {
    let texts = broken_texts();
    let listed: Vec<&str> = texts.iter().map(|(says, _)| *says).collect();
    assert_eq!(listed, SYNTAX.iter().map(|line| line.says).collect::<Vec<_>>());
    let wrong = texts.iter().filter_map(|(says, text)| {
        let english = said_of(text);
        let line = messages::syntax(&english).map(|line| line.says);
        (line != Some(*says)).then(|| format!("{text:.40?}: {english:?} is {line:?}, not {says:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn libyaml_says_where_a_quote_opens() {
    for (text, line, column) in [("甲: 1\n乙: \"b\nc: d\n", 2, 4), ("a: 'b\n---\n", 1, 4)] {
        let quote = messages::open_quote(&said_of(text)).unwrap();
        assert_eq!((quote.line, quote.column), (line, column), "{text}");
    }
}

/// What serde_yaml says of a text that doesn't fit a type.
fn misfit<T: DeserializeOwned + Debug>(text: &str) -> String {
    serde_yaml::from_str::<T>(text).unwrap_err().to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    #[serde(rename = "甲", alias = "a")]
    _first: String,
    #[serde(rename = "乙", alias = "b", default)]
    _second: Option<Word>,
}

#[derive(Debug, Deserialize)]
enum Word {
    #[serde(rename = "是", alias = "yes")]
    Yes,
    #[serde(rename = "否", alias = "no")]
    No,
}

#[derive(Debug)]
struct Refused;

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Refused, D::Error> {
        String::deserialize(source)?;
        Err(serde::de::Error::custom("不要：这个"))
    }
}

#[test]
fn serde_says_every_misfit() {
    let (missing, unknown) = (misfit::<Record>("乙: 是\n"), misfit::<Record>("甲: 1\n丙: 1\n"));
    let (variant, double) = (misfit::<Word>("或\n"), misfit::<Record>("甲: 1\na: 2\n"));
    let (kind, value) = (misfit::<Vec<u8>>("甲\n"), misfit::<bool>("!!bool 甲\n"));
    let (length, nothing) = (misfit::<[u8; 2]>("[1, 2, 3]\n"), misfit::<u8>(""));
    let own = misfit::<BTreeMap<String, Refused>>("甲: 乙\n");
    let cases = [
        (&missing, Misfit::MissingField("甲")),
        (&unknown, Misfit::UnknownField { typed: "丙", known: vec!["a", "甲", "b", "乙"] }),
        (&variant, Misfit::UnknownVariant { typed: "或", known: vec!["yes", "是", "no", "否"] }),
        (&double, Misfit::DuplicateField("甲")),
        (&kind, Misfit::WrongType { found: "string \"甲\"", expected: "a sequence" }),
        (&value, Misfit::WrongType { found: "string \"甲\"", expected: "a boolean" }),
        (&length, Misfit::WrongLength { found: Some("3"), expected: Some("2") }),
        (&nothing, Misfit::NoContent),
    ];
    for ((english, expected), begin) in cases.iter().zip(MISFITS) {
        assert!(english.contains(begin), "{english:?} has no {begin:?}");
        assert_eq!(messages::misfit(english), *expected, "{english}");
    }
    assert_eq!(messages::misfit(&own), Misfit::Custom("不要：这个"), "{own}");
}

#[test]
fn serde_names_every_kind_that_is_found() {
    let texts = ["{a: 1}", "[1]", "", "甲", "1", "1.5", "true"];
    let kinds = ["map", "sequence", "unit value", "string", "integer", "floating", "boolean"];
    assert_eq!(kinds.to_vec(), ACTUAL_KINDS.iter().map(|(begin, _)| *begin).collect::<Vec<_>>());
    for (text, begin) in texts.into_iter().zip(kinds) {
        // A list and a blank are refused as a number, anything else as a list.
        let english = match begin {
            "sequence" | "unit value" => misfit::<BTreeMap<String, u8>>(&format!("a: {text}")),
            _ => misfit::<Vec<u8>>(text),
        };
        let Misfit::WrongType { found, .. } = messages::misfit(&english) else {
            panic!("{english}")
        };
        assert!(found.starts_with(begin), "{english:?} doesn't find {begin:?}");
    }
}

#[test]
fn serde_names_every_kind_that_is_expected() {
    let english = [
        ("struct ", misfit::<Record>("甲\n")),
        ("a map", misfit::<BTreeMap<String, u8>>("甲\n")),
        ("a sequence", misfit::<Vec<u8>>("甲\n")),
        ("an array", misfit::<[u8; 2]>("甲\n")),
        ("a tuple", misfit::<(u8, u8)>("甲\n")),
        ("a string", misfit::<String>("[甲]\n")),
        ("a boolean", misfit::<bool>("甲\n")),
        ("a YAML tag", misfit::<Word>("[是]\n")),
        ("an integer", misfit::<i32>("!!int 甲\n")),
        ("a float", misfit::<f64>("!!float 甲\n")),
        ("i8", misfit::<i8>("甲\n")),
        ("i16", misfit::<i16>("甲\n")),
        ("i32", misfit::<i32>("甲\n")),
        ("i64", misfit::<i64>("甲\n")),
        ("u8", misfit::<u8>("甲\n")),
        ("u16", misfit::<u16>("甲\n")),
        ("u32", misfit::<u32>("甲\n")),
        ("u64", misfit::<u64>("甲\n")),
        ("usize", misfit::<usize>("甲\n")),
        ("f64", misfit::<f64>("甲\n")),
    ];
    let begins: Vec<&str> = english.iter().map(|(begin, _)| *begin).collect();
    assert_eq!(begins, EXPECTED_KINDS.iter().map(|(begin, _)| *begin).collect::<Vec<_>>());
    for (begin, english) in &english {
        let Misfit::WrongType { expected, .. } = messages::misfit(english) else {
            panic!("{english}")
        };
        assert!(expected.starts_with(begin), "{english:?} doesn't expect {begin:?}");
        let kind = EXPECTED_KINDS.iter().find(|(name, _)| name == begin).map(|(_, kind)| *kind);
        assert_eq!(messages::expected_kind(expected), kind, "{english}");
    }
}

/// A value that is refused in English.
#[derive(Debug)]
struct Foreign;

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Foreign, D::Error> {
        String::deserialize(source)?;
        Err(serde::de::Error::custom("some day the library will say this"))
    }
}

#[test]
fn what_is_in_no_table_has_a_chinese_message_and_its_line() {
    let (_, problem) = read::<BTreeMap<String, Foreign>>("甲: 乙\n丙: 丁\n");
    assert_eq!(
        problem.unwrap_err(),
        "1:1 yaml-shape 内容与要求不符 | 照所列的可用项补上、删去或改正；拿不准的，对照 zishu init --sample 建立的样例"
    );

    let unheard = serde::de::Error::custom("some day libyaml will say this");
    let problem = syntax::explain(&unheard, "甲: 乙\n");
    assert_eq!(problem.message, "YAML 写法有误");
}
