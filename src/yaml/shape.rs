//! What serde says of YAML that doesn't fit a type, in Chinese, at the key or value concerned.

use super::place::Place;
use super::tree::{Kind, Node};
use super::{Problem, byte_of, guard, syntax};
use crate::diag::Code;
use crate::source::nearest;
use std::ops::Range;

/// Explains why the document doesn't fit the type.
pub(super) fn explain(error: &serde_yaml::Error, text: &str, root: &Node) -> Problem {
    if guard::is_blank(text) {
        return Problem::new(Code::YamlShape, 0..0, "没有内容");
    }
    let english = error.to_string();
    let at = byte_of(error, text).unwrap_or(root.range.start);
    let place = Place { text, root, at };
    for (marker, explain) in EXPLANATIONS {
        if let Some(found) = english.find(marker) {
            let rest = &english[found + marker.len()..];
            return explain(&place, without_location(rest));
        }
    }
    let own = own_message(without_location(&english));
    let message = if own.chars().any(is_chinese) { own } else { "内容与要求不符" };
    let quoted = place.quoted_in(message);
    let (range, key) = quoted.unwrap_or_else(|| place.value(|_| true));
    match key {
        Some(key) if !message.contains(key) => shape(range, format!("“{key}”：{message}")),
        Some(_) | None => shape(range, message),
    }
}

type Explain = fn(&Place<'_>, &str) -> Problem;

/// What serde's messages hold, and who explains the rest of the message.
const EXPLANATIONS: &[(&str, Explain)] = &[
    ("missing field `", missing_field),
    ("unknown field `", unknown_field),
    ("unknown variant `", unknown_variant),
    ("duplicate field `", duplicate_field),
    ("invalid type: ", wrong_type),
    ("invalid value: ", wrong_type),
    ("invalid length ", wrong_length),
    ("EOF while parsing", no_content),
];

fn shape(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(Code::YamlShape, range, message)
}

fn missing_field(place: &Place<'_>, rest: &str) -> Problem {
    let field = rest.split('`').next().unwrap_or(rest);
    let (range, key) = place.value(|node| matches!(node.kind, Kind::Mapping(_)));
    let mapping = place
        .find(&mut |node| node.range.start == place.at && matches!(node.kind, Kind::Mapping(_)));
    let range = match mapping.map(|found| &found.node.kind) {
        Some(Kind::Mapping(entries)) => match entries.first() {
            Some(first) => first.key_range.clone(),
            None => range,
        },
        Some(Kind::Scalar | Kind::Sequence(_)) | None => range,
    };
    let message = match key {
        Some(key) => format!("“{key}”缺少“{field}”"),
        None => format!("缺少“{field}”"),
    };
    shape(range, message).help(format!("补上一行“{field}: …”"))
}

fn unknown_field(place: &Place<'_>, rest: &str) -> Problem {
    // An indent of full-width blanks is part of the key.
    if rest.starts_with('\u{3000}')
        && let Some(problem) = syntax::suspect(place.text, place.at)
    {
        return problem;
    }
    let key = place.key();
    let field = rest.split('`').next().unwrap_or(rest);
    let range = key.map_or(place.at..place.at, |entry| entry.key_range.clone());
    let problem = shape(range, format!("不认识“{field}”"));
    if field.starts_with(|c: char| c.is_ascii_digit()) && !field.contains(is_chinese) {
        return problem.help("数字里不写千分符，如 1380.00");
    }
    if let Some((name, value)) = field.split_once([':', '：']) {
        let help = format!("冒号用半角，后面加一个空格：{}: {}", name.trim(), value.trim());
        return problem.help(help);
    }
    suggest(problem, field, rest)
}

fn unknown_variant(place: &Place<'_>, rest: &str) -> Problem {
    let found = rest.split('`').next().unwrap_or(rest);
    let (range, key) = place.value(|_| true);
    let message = match key {
        Some(key) => format!("“{key}”不能写“{found}”"),
        None => format!("不能写“{found}”"),
    };
    suggest(shape(range, message), found, rest)
}

/// Whether a name is not an ASCII alias, which is in small letters: `Windows` has no Chinese one.
fn is_main(name: &str) -> bool {
    name.chars().any(is_chinese) || name.starts_with(|first: char| first.is_ascii_uppercase())
}

fn duplicate_field(place: &Place<'_>, rest: &str) -> Problem {
    let field = rest.split('`').next().unwrap_or(rest);
    let (range, _) = place.value(|node| matches!(node.kind, Kind::Mapping(_)));
    // One key occurs once: the other is its ASCII alias, which serde doesn't name.
    let message = format!("“{field}”写了两次，一次用中文、一次用英文");
    Problem::new(Code::DuplicateEntry, range, message)
}

fn no_content(place: &Place<'_>, _rest: &str) -> Problem {
    shape(place.at..place.at, "没有内容")
}

fn wrong_length(place: &Place<'_>, rest: &str) -> Problem {
    let numbers: Vec<&str> =
        rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (range, key) = place.value(|node| matches!(node.kind, Kind::Sequence(_)));
    let name = key.map_or(String::new(), |key| format!("“{key}”"));
    match numbers[..] {
        [found, expected, ..] => shape(range, format!("{name}应有 {expected} 项，现有 {found} 项")),
        _ => shape(range, format!("{name}项数不对")),
    }
}

fn wrong_type(place: &Place<'_>, rest: &str) -> Problem {
    let (found, expected) = rest.rsplit_once(", expected ").unwrap_or((rest, ""));
    let (range, key) = place.value(|node| match node.kind {
        Kind::Mapping(_) => found.starts_with("map"),
        Kind::Sequence(_) => found.starts_with("sequence"),
        Kind::Scalar => !found.starts_with("map") && !found.starts_with("sequence"),
    });
    if found.starts_with("string")
        && (expected.starts_with("struct") || expected == "a map")
        && let Some(problem) = syntax::suspect(place.text, place.at)
    {
        return problem;
    }
    let name = key.map_or("此处".to_owned(), |key| format!("“{key}”"));
    let message = match expected_kind(expected) {
        Some(expected) => format!("{name}应为{expected}，现为{}", found_kind(found)),
        None => format!("{name}不能是{}", found_kind(found)),
    };
    let problem = shape(range, message);
    match expected {
        _ if found.contains(['，', '、']) && expected != "a string" => {
            problem.help("列表写成 [甲, 乙]：方括号和逗号用半角，逗号后加一个空格")
        }
        "a sequence" => problem.help("列表写成 [甲, 乙]，或每项一行、以“- ”开头"),
        _ => problem,
    }
}

fn expected_kind(expected: &str) -> Option<&str> {
    if expected.chars().any(is_chinese) {
        return Some(expected);
    }
    let number = |name: &str| {
        name.strip_prefix(['i', 'u', 'f']).is_some_and(|bits| bits.parse::<u8>().is_ok())
            || matches!(name, "isize" | "usize" | "a number" | "an integer")
    };
    match expected {
        "a sequence" => Some("列表"),
        "a string" | "a borrowed string" => Some("文字"),
        "a boolean" => Some(" true 或 false"),
        "a map" => Some("“键: 值”各行"),
        name if name.starts_with("struct ") => Some("“键: 值”各行"),
        name if name.starts_with("an array") || name.starts_with("a tuple") => Some("列表"),
        name if number(name) => Some("数字"),
        _ => None,
    }
}

fn found_kind(found: &str) -> String {
    let quoted = |mark: char| {
        let inner = found.split_once(mark)?.1.rsplit_once(mark)?.0;
        Some(inner.chars().take(30).collect::<String>())
    };
    let text = || quoted('"').or_else(|| quoted('`')).unwrap_or_default();
    match found {
        "map" => "“键: 值”各行".to_owned(),
        "sequence" => "列表".to_owned(),
        "unit value" | "null" | "Option value" => "空白".to_owned(),
        other if other.starts_with("string") || other.starts_with("character") => {
            format!("文字“{}”", text())
        }
        other if other.starts_with("integer") || other.starts_with("floating") => {
            format!("数字 {}", text())
        }
        other if other.starts_with("boolean") => format!(" {}", text()),
        _ => "别的内容".to_owned(),
    }
}

/// Adds the nearest of the names that serde lists, and the list.
fn suggest(problem: Problem, typed: &str, rest: &str) -> Problem {
    let listed: Vec<&str> = rest
        .split_once(", expected ")
        .map_or("", |(_, list)| list)
        .split('`')
        .skip(1)
        .step_by(2)
        .collect();
    // Every Chinese name has an ASCII alias; one of the two is enough for the list.
    let chinese: Vec<&str> = listed.iter().copied().filter(|name| is_main(name)).collect();
    let shown = if chinese.is_empty() { listed } else { chinese };
    let near = nearest(typed, shown.iter().copied()).filter(|_| typed.chars().count() > 1);
    let problem = match near {
        Some(near) => problem.help(format!("是否要写“{near}”？")),
        None => problem,
    };
    if shown.is_empty() { problem } else { problem.help(format!("可用：{}", shown.join("、"))) }
}

/// A type's own message, without the path that serde_yaml puts before it.
fn own_message(message: &str) -> &str {
    match message.split_once(": ") {
        Some((path, own)) if !path.contains(['，', '。', ' ']) => own,
        Some(_) | None => message,
    }
}

fn without_location(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((own, place)) if place.starts_with(|c: char| c.is_ascii_digit()) => own,
        Some(_) | None => message.rsplit_once(" at position ").map_or(message, |(own, _)| own),
    }
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}
