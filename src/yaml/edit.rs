//! Single values as YAML, and edits that keep every other byte of a file: comments, order, line ends.

use super::load::parse;
use super::tree::{NodeKind, Step};

/// The text with the scalars at these paths replaced, quoted as needed; `None` where the text is no
/// YAML or a path leads to no scalar.
pub fn set_values(text: &str, values: &[(Vec<Step<'_>>, &str)]) -> Option<String> {
    let root = parse(text).ok()?;
    let mut replacements = Vec::new();

    for (path, new) in values {
        let node = root.find(path)?;
        if !matches!(node.kind, NodeKind::Scalar) {
            return None;
        }

        replacements.push((node.range.clone(), *new));
    }
    replacements.sort_by_key(|(range, _)| range.start);

    let mut edited = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, new) in replacements {
        edited.push_str(text.get(copied..range.start)?);
        if edited.ends_with([':', '-']) {
            edited.push(' ');
        }

        edited.push_str(&write(text.get(range.clone())?, new)?);
        copied = range.end;
    }

    edited.push_str(text.get(copied..)?);
    Some(edited)
}

/// A text as YAML, plain where that reads back as the text: for a value or a key of a new file.
pub fn quote(text: &str) -> String {
    write("", text).unwrap_or_else(|| double_quoted(text))
}

/// The scalar as YAML, in the style of the old one where that can hold it.
pub(super) fn write(old: &str, new: &str) -> Option<String> {
    let single = format!("'{}'", new.replace('\'', "''"));
    let double = double_quoted(new);

    let styles = match old.chars().next() {
        Some('\'') => [single, double, new.to_owned()],
        Some('"') => [double, single, new.to_owned()],
        Some(_) | None => [new.to_owned(), double, single],
    };
    styles.into_iter().find(|style| reads_as(style, new))
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }

    quoted.push('"');
    quoted
}

/// Whether the style reads back as the text in flow and in block style, and not as null.
fn reads_as(style: &str, text: &str) -> bool {
    let flow = serde_yaml::from_str::<Vec<Option<String>>>(&format!("[{style}]"));
    let block = serde_yaml::from_str::<Vec<Option<String>>>(&format!("- {style} # 注\n"));

    let same = |read: Result<Vec<Option<String>>, serde_yaml::Error>| {
        read.is_ok_and(|list| matches!(&list[..], [Some(only)] if only == text))
    };
    same(flow) && same(block)
}
