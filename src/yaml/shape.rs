//! serde's errors on YAML that doesn't fit a type, in Chinese, at the key or value concerned.

use super::location::{ErrorLocation, ValueLocation};
use super::messages::{self, Misfit, ValueKind};
use super::problem::{Problem, byte_of};
use super::tree::{Node, NodeKind};
use super::{guard, syntax};
use crate::diag::Code;
use crate::source::{is_han, nearest};
use std::ops::Range;

/// Maximum number of characters of a value that a message quotes.
const MAX_QUOTED: usize = 30;

/// Explains why the document doesn't fit the type.
pub(super) fn explain(error: &serde_yaml::Error, text: &str, root: &Node) -> Problem {
    if guard::is_blank(text) {
        return misfit(0..0, "没有内容");
    }

    let english = error.to_string();
    let byte = byte_of(error, text).unwrap_or(root.range.start);
    let location = ErrorLocation { text, root, byte };

    match messages::misfit(&english) {
        Misfit::MissingField(field) => missing_field(&location, field),
        Misfit::UnknownField { typed, known } => unknown_field(&location, typed, known),
        Misfit::UnknownVariant { typed, known } => unknown_variant(&location, typed, known),
        Misfit::DuplicateField(field) => duplicate_field(&location, field),
        Misfit::WrongType { found, expected } => wrong_type(&location, found, expected),
        Misfit::WrongLength { found, expected } => wrong_length(&location, found, expected),
        Misfit::NoContent => misfit(byte..byte, "没有内容"),
        Misfit::Custom(message) => custom_message(&location, message),
    }
}

fn misfit(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(Code::YamlShape, range, message)
}

/// The error of a type of this program, in Chinese; any other is in no table.
fn custom_message(location: &ErrorLocation<'_>, message: &str) -> Problem {
    let message = if message.contains(is_han) { message } else { "内容与要求不符" };
    let quoted = location.quoted_in(message);
    let ValueLocation { range, key } = quoted.unwrap_or_else(|| location.value(|_| true));

    match key {
        Some(key) if !message.contains(key) => misfit(range, format!("“{key}”：{message}")),
        Some(_) | None => misfit(range, message),
    }
}

fn missing_field(location: &ErrorLocation<'_>, field: &str) -> Problem {
    let value = location.value(|node| matches!(node.kind, NodeKind::Mapping(_)));
    let first = location.mapping().and_then(<[_]>::first);
    let range = first.map_or(value.range, |first| first.key_range.clone());

    let message = match value.key {
        Some(key) => format!("“{key}”缺少“{field}”"),
        None => format!("缺少“{field}”"),
    };
    misfit(range, message).help(format!("补上一行“{field}: …”"))
}

fn unknown_field(location: &ErrorLocation<'_>, typed: &str, known: Vec<&str>) -> Problem {
    // An indent of full-width spaces is part of the key.
    if typed.starts_with('\u{3000}')
        && let Some(problem) = syntax::suspect(location.text, location.byte)
    {
        return problem;
    }

    let key = location.key();
    let range = key.map_or(location.byte..location.byte, |entry| entry.key_range.clone());
    let problem = misfit(range.clone(), format!("不认识“{typed}”"));
    if typed.starts_with(|c: char| c.is_ascii_digit()) && !typed.contains(is_han) {
        return problem.help("数字里不写千分符，如 1380.00");
    }

    if follows_comma(location.text, &range) {
        let message = format!("“{typed}”前面是半角逗号，被当成了下一项");
        return misfit(range, message)
            .help("几个名称用顿号隔开；文字里有半角逗号的，整段放进英文引号");
    }

    if let Some((name, value)) = typed.split_once([':', '：']) {
        let help = format!("冒号用半角，后面加一个空格：{}: {}", name.trim(), value.trim());
        return problem.help(help);
    }

    suggest(problem, typed, known)
}

/// Whether a key follows a comma and has no colon, as `特种纸` in `{ 值: 装备制造, 特种纸 }`.
fn follows_comma(text: &str, key: &Range<usize>) -> bool {
    let before = text.get(..key.start).unwrap_or("").trim_end();
    let after = text.get(key.end..).unwrap_or("").trim_start();
    before.ends_with(',') && after.starts_with([',', '}'])
}

fn unknown_variant(location: &ErrorLocation<'_>, typed: &str, known: Vec<&str>) -> Problem {
    let ValueLocation { range, key } = location.value(|_| true);
    let message = match key {
        Some(key) => format!("“{key}”不能写“{typed}”"),
        None => format!("不能写“{typed}”"),
    };
    suggest(misfit(range, message), typed, known)
}

fn duplicate_field(location: &ErrorLocation<'_>, field: &str) -> Problem {
    let value = location.value(|node| matches!(node.kind, NodeKind::Mapping(_)));
    // One key occurs once: the other is its ASCII alias, which serde doesn't name.
    let message = format!("“{field}”写了两次，一次用中文、一次用英文");
    Problem::new(Code::DuplicateEntry, value.range, message)
}

fn wrong_length(
    location: &ErrorLocation<'_>,
    found: Option<&str>,
    expected: Option<&str>,
) -> Problem {
    let value = location.value(|node| matches!(node.kind, NodeKind::Sequence(_)));
    let name = value.key.map_or(String::new(), |key| format!("“{key}”"));
    let message = match (found, expected) {
        (Some(found), Some(expected)) => format!("{name}应有 {expected} 项，现有 {found} 项"),
        _ => format!("{name}项数不对"),
    };
    misfit(value.range, message)
}

fn wrong_type(location: &ErrorLocation<'_>, found: &str, expected: &str) -> Problem {
    let kind = messages::actual_kind(found);
    let expected_kind = messages::expected_kind(expected);
    if kind == Some(ValueKind::Text)
        && expected_kind == Some(ValueKind::Mapping)
        && let Some(problem) = syntax::suspect(location.text, location.byte)
    {
        return problem;
    }

    let ValueLocation { range, key } = location.value(|node| match node.kind {
        NodeKind::Mapping(_) => kind == Some(ValueKind::Mapping),
        NodeKind::Sequence(_) => kind == Some(ValueKind::Sequence),
        NodeKind::Scalar => !matches!(kind, Some(ValueKind::Mapping | ValueKind::Sequence)),
    });

    let name = key.map_or("此处".to_owned(), |key| format!("“{key}”"));
    let actual = value_name(kind, found);
    let expected_name = match expected_kind {
        _ if expected.contains(is_han) => Some(expected),
        Some(kind) => Some(kind_name(kind)),
        None => None,
    };

    let problem = match expected_name {
        Some(expected) => misfit(range, format!("{name}应为{expected}，现为{actual}")),
        None => misfit(range, format!("{name}不能是{actual}")),
    };

    if found.contains(['，', '、']) && expected_kind != Some(ValueKind::Text) {
        problem.help("列表改为 [甲, 乙]：方括号和逗号用半角，逗号后加一个空格")
    } else if expected_kind == Some(ValueKind::Sequence) {
        problem.help("列表改为 [甲, 乙]，或每项一行、以“- ”开头")
    } else {
        problem
    }
}

/// A kind of value, as messages name what is expected.
fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Mapping => "“键: 值”各行",
        ValueKind::Sequence => "列表",
        ValueKind::Text => "文字",
        ValueKind::Number => "数字",
        ValueKind::Boolean => " true 或 false",
        ValueKind::Blank => "空白",
    }
}

/// A value, as messages name what was found.
fn value_name(kind: Option<ValueKind>, found: &str) -> String {
    let quoted = messages::quoted_value(found).unwrap_or_default();
    let quoted: String = quoted.chars().take(MAX_QUOTED).collect();
    match kind {
        Some(kind @ (ValueKind::Mapping | ValueKind::Sequence | ValueKind::Blank)) => {
            kind_name(kind).to_owned()
        }
        Some(ValueKind::Text) => format!("文字“{quoted}”"),
        Some(ValueKind::Number) => format!("数字 {quoted}"),
        Some(ValueKind::Boolean) => format!(" {quoted}"),
        None => "别的内容".to_owned(),
    }
}

/// Adds the nearest of the known names, and the list of them.
fn suggest(problem: Problem, typed: &str, known: Vec<&str>) -> Problem {
    // Every Chinese name has an ASCII alias; one of the two is enough for the list.
    let chinese: Vec<&str> = known.iter().copied().filter(|name| is_main(name)).collect();
    let names = if chinese.is_empty() { known } else { chinese };
    let near = nearest(typed, names.iter().copied()).filter(|_| typed.chars().count() > 1);

    let problem = match near {
        Some(near) => problem.help(format!("是否要写“{near}”？")),
        None => problem,
    };
    if names.is_empty() { problem } else { problem.help(format!("可用：{}", names.join("、"))) }
}

/// Whether a name is not an ASCII alias, which is in small letters: `Windows` has no Chinese one.
fn is_main(name: &str) -> bool {
    name.contains(is_han) || name.starts_with(|first: char| first.is_ascii_uppercase())
}
