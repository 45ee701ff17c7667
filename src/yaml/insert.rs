//! New entries in mappings, in the file's own style, that keep every other byte of it.

use super::edit::write;
use super::load::parse;
use super::tree::Step;
use super::tree::{Entry, Node, NodeKind};

/// The content of a new entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Nothing yet.
    Blank,
    /// A scalar.
    Scalar(&'a str),
    /// A mapping of scalars.
    Fields(&'a [(&'a str, &'a str)]),
}

/// The position of a new entry in its mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPosition<'a> {
    /// Before all others.
    First,
    /// After the entry with this key.
    After(&'a str),
    /// After all others.
    Last,
}

/// The text with an entry added to the mapping, or to the blank value, at `parent`; an entry that is
/// there and blank gets the content. `None` where the text is no YAML, or has no such mapping, or has
/// a value there already.
pub fn add_entry(
    text: &str,
    parent: &[Step<'_>],
    position: EntryPosition<'_>,
    key: &str,
    content: Content<'_>,
) -> Option<String> {
    let root = parse(text).ok()?;
    let node = root.find(parent)?;
    if let Some(entry) = node.entry(key) {
        return fill(text, entry, content);
    }

    let key = write("", key)?;
    match &node.kind {
        NodeKind::Mapping(entries) if is_flow(text, node) => {
            in_flow(text, node, entries, position, &item(&key, content)?)
        }
        NodeKind::Mapping(entries) => in_block(text, entries, position, &key, content),
        NodeKind::Scalar if is_blank(text, node) => below_blank(text, &root, parent, &key, content),
        NodeKind::Scalar | NodeKind::Sequence(_) => None,
    }
}

fn is_flow(text: &str, node: &Node) -> bool {
    text.get(node.range.clone()).is_some_and(|inner| inner.starts_with('{'))
}

fn is_blank(text: &str, node: &Node) -> bool {
    matches!(text.get(node.range.clone()), Some("" | "~" | "null"))
}

/// `key: value` in one line.
fn item(key: &str, content: Content<'_>) -> Option<String> {
    Some(match content {
        Content::Blank => format!("{key}:"),
        Content::Scalar(scalar) => format!("{key}: {}", write("", scalar)?),
        Content::Fields(fields) => format!("{key}: {}", braces(fields)?),
    })
}

/// `{ key: value, key: value }`.
fn braces(fields: &[(&str, &str)]) -> Option<String> {
    let fields: Option<Vec<String>> =
        fields.iter().map(|(key, scalar)| field(key, scalar)).collect();
    Some(format!("{{ {} }}", fields?.join(", ")))
}

/// `key: value`; a blank value stays blank, as writers leave it.
fn field(key: &str, scalar: &str) -> Option<String> {
    let scalar = if scalar.is_empty() { String::new() } else { write("", scalar)? };
    Some(format!("{}: {scalar}", write("", key)?))
}

/// The content as the value of an entry that is blank.
fn fill(text: &str, entry: &Entry, content: Content<'_>) -> Option<String> {
    if !matches!(entry.value.kind, NodeKind::Scalar) || !is_blank(text, &entry.value) {
        return None;
    }

    let value = match content {
        Content::Blank => return Some(text.to_owned()),
        Content::Scalar(scalar) => write("", scalar)?,
        Content::Fields(fields) => braces(fields)?,
    };

    let range = entry.value.range.clone();
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    let gap = if before.ends_with(':') { " " } else { "" };
    Some(format!("{before}{gap}{value}{after}"))
}

fn end_of(entry: &Entry) -> usize {
    entry.value.range.end.max(entry.key_range.end)
}

/// The entry before the new one; `None` where the new one comes first.
fn predecessor<'a>(entries: &'a [Entry], position: EntryPosition<'_>) -> Option<&'a Entry> {
    match position {
        EntryPosition::First => None,
        EntryPosition::After(key) => {
            entries.iter().find(|entry| entry.key == key).or(entries.last())
        }
        EntryPosition::Last => entries.last(),
    }
}

fn in_flow(
    text: &str,
    node: &Node,
    entries: &[Entry],
    position: EntryPosition<'_>,
    item: &str,
) -> Option<String> {
    if let Some(entry) = predecessor(entries, position) {
        // Spaces may come before a blank value.
        let end = text.get(..end_of(entry))?.trim_end_matches(' ').len();
        let (before, after) = text.split_at_checked(end)?;
        let gap = if before.ends_with(':') { " " } else { "" };
        return Some(format!("{before}{gap}, {item}{after}"));
    }

    let (before, after) = text.split_at_checked(node.range.start + 1)?;
    let comma = if entries.is_empty() { " " } else { "," };
    let rest = if entries.is_empty() { after.trim_start() } else { after };
    Some(format!("{before} {item}{comma}{rest}"))
}

fn in_block(
    text: &str,
    entries: &[Entry],
    position: EntryPosition<'_>,
    key: &str,
    content: Content<'_>,
) -> Option<String> {
    let first = entries.first()?;
    let start = line_start(text, first.key_range.start);
    let before = text.get(start..first.key_range.start)?;
    // The first key of an item of a list stands behind the item's dash.
    let is_item = before.contains('-');
    if !before.chars().all(|c| matches!(c, ' ' | '-'))
        || is_item && position == EntryPosition::First
    {
        return None;
    }
    let indent = &" ".repeat(before.len());

    let opened = |entry: &Entry| {
        matches!(entry.value.kind, NodeKind::Mapping(_)) && !is_flow(text, &entry.value)
    };
    let lines = match content {
        Content::Fields(fields) if entries.iter().any(opened) => {
            let step = step_of(text, entries, indent);

            let mut lines = vec![format!("{indent}{key}:")];
            for (key, scalar) in fields {
                let line = format!("{indent}{step}{}", field(key, scalar)?);
                lines.push(line.trim_end().to_owned());
            }

            lines
        }
        Content::Blank | Content::Scalar(_) | Content::Fields(_) => {
            vec![format!("{indent}{}", item(key, content)?)]
        }
    };

    match predecessor(entries, position) {
        Some(entry) => insert_after_line(text, end_of(entry), &lines),
        None => {
            let newline = newline(text);
            let (before, after) = text.split_at_checked(start)?;
            Some(format!("{before}{}{newline}{after}", lines.join(newline)))
        }
    }
}

/// The indent of the file's nested entries, relative to their parent.
fn step_of(text: &str, entries: &[Entry], indent: &str) -> String {
    let inner = entries.iter().find_map(|entry| match &entry.value.kind {
        NodeKind::Mapping(inner) if !is_flow(text, &entry.value) => inner.first(),
        NodeKind::Mapping(_) | NodeKind::Scalar | NodeKind::Sequence(_) => None,
    });

    let column = inner.map(|entry| {
        let start = entry.key_range.start;
        start - line_start(text, start)
    });
    " ".repeat(column.unwrap_or(0).checked_sub(indent.len()).filter(|step| *step > 0).unwrap_or(2))
}

/// A first entry under a value that is blank so far.
fn below_blank(
    text: &str,
    root: &Node,
    parent: &[Step<'_>],
    key: &str,
    content: Content<'_>,
) -> Option<String> {
    let Some((Step::Key(name), above)) = parent.split_last() else {
        return insert_after_line(text, text.len(), &[item(key, content)?]);
    };

    let outer = root.find(above)?;
    let owner = outer.entry(name)?;
    let range = owner.value.range.clone();
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);

    if is_flow(text, outer) {
        let gap = if before.ends_with(':') { " " } else { "" };
        return Some(format!("{before}{gap}{{ {} }}{after}", item(key, content)?));
    }

    let emptied = format!("{before}{after}");
    let start = line_start(text, owner.key_range.start);
    let indent = text.get(start..owner.key_range.start)?;
    let line = format!("{indent}  {}", item(key, content)?);
    insert_after_line(&emptied, range.start, &[line])
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Inserts lines after the line around `offset`.
fn insert_after_line(text: &str, offset: usize, lines: &[String]) -> Option<String> {
    let newline = newline(text);
    let added = lines.join(newline);

    match text.get(offset..)?.find('\n') {
        Some(end) => {
            let (before, after) = text.split_at_checked(offset + end + 1)?;
            Some(format!("{before}{added}{newline}{after}"))
        }
        None if text.is_empty() || text.ends_with('\n') => Some(format!("{text}{added}{newline}")),
        None => Some(format!("{text}{newline}{added}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, EntryPosition, add_entry};
    use crate::yaml::Step;

    const VALUES: Step<'static> = Step::Key("数值");

    fn year(text: &str, name: &str, position: EntryPosition<'_>) -> Option<String> {
        let fields = [("值", "3.10"), ("来源", ""), ("备注", "a: b")];
        add_entry(text, &[VALUES, Step::Key(name)], position, "2017", Content::Fields(&fields))
    }

    #[test]
    fn a_year_in_the_files_style() {
        let written = "{ 值: 3.10, 来源: , 备注: \"a: b\" }";
        let cases = [
            (
                "数值:\n  甲: # 亿\n    2016: { 值: 1 } # 注\n  # 尾\n  乙: {}\n",
                format!("数值:\n  甲: # 亿\n    2016: {{ 值: 1 }} # 注\n    2017: {written}\n  # 尾\n  乙: {{}}\n"),
            ),
            ("数值:\r\n  甲:\r\n", format!("数值:\r\n  甲:\r\n    2017: {written}\r\n")),
            ("数值:\n  甲: ~ # 空\n", format!("数值:\n  甲:  # 空\n    2017: {written}\n")),
            ("数值: {甲: {2016: {值: 1}}}", format!("数值: {{甲: {{2016: {{值: 1}}, 2017: {written}}}}}")),
            ("数值: {甲: }", format!("数值: {{甲: {{ 2017: {written} }}}}")),
            ("数值:\n  甲: {}\n", format!("数值:\n  甲: {{ 2017: {written} }}\n")),
            ("数值:\n  甲:\n    2017: # 待报\n", format!("数值:\n  甲:\n    2017: {written} # 待报\n")),
            (
                "数值:\n    甲:\n        2016:\n            值: 1",
                "数值:\n    甲:\n        2016:\n            值: 1\n        2017:\n            值: 3.10\n            来源:\n            备注: \"a: b\"".to_owned(),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(
                year(text, "甲", EntryPosition::Last).as_deref(),
                Some(&*expected),
                "{text}"
            );
        }
    }

    #[test]
    fn a_year_in_its_order() {
        let text = "数值:\n  甲:\n    # 头\n    2016: { 值: 1 }\n    2018: { 值: 2 }\n";
        let after = year(text, "甲", EntryPosition::After("2016")).unwrap();
        assert!(after.contains("2016: { 值: 1 }\n    2017: {"), "{after}");
        let first = year(text, "甲", EntryPosition::First).unwrap();
        assert!(first.contains("# 头\n    2017: {"), "{first}");
        let flow = year("数值: { 甲: { 2018: 1 } }", "甲", EntryPosition::First).unwrap();
        assert!(flow.starts_with("数值: { 甲: { 2017: { 值: 3.10,"), "{flow}");
        assert!(flow.ends_with(" }, 2018: 1 } }"), "{flow}");
    }

    #[test]
    fn an_indicator_and_a_field() {
        let name = |text| add_entry(text, &[VALUES], EntryPosition::Last, "乙: 丙", Content::Blank);
        assert_eq!(name("数值:\n").as_deref(), Some("数值:\n  \"乙: 丙\":\n"));
        assert_eq!(name("数值:\n  甲:\n").as_deref(), Some("数值:\n  甲:\n  \"乙: 丙\":\n"));
        let field =
            |text| add_entry(text, &[VALUES], EntryPosition::Last, "备注", Content::Scalar("是"));
        assert_eq!(
            field("数值: { 值: , 状态: }").as_deref(),
            Some("数值: { 值: , 状态: , 备注: 是 }")
        );
        assert_eq!(field("数值: {值: 1,}").as_deref(), Some("数值: {值: 1, 备注: 是,}"));
        assert_eq!(
            field("数值:\n  值: |\n    甲\n").as_deref(),
            Some("数值:\n  值: |\n    甲\n  备注: 是\n")
        );
        let values = |text| add_entry(text, &[], EntryPosition::Last, "数值", Content::Blank);
        assert_eq!(values("单位: 甲").as_deref(), Some("单位: 甲\n数值:"));
        assert_eq!(values("# 注\n").as_deref(), Some("# 注\n数值:\n"));
    }

    #[test]
    fn values_are_never_replaced() {
        assert_eq!(year("数值: 1\n", "甲", EntryPosition::Last), None);
        assert_eq!(year("数值:\n  甲: 1\n", "甲", EntryPosition::Last), None);
        assert_eq!(year("数值:\n  甲:\n    2017: { 值: 1 }\n", "甲", EntryPosition::Last), None);
        assert_eq!(year("数值: [\n", "甲", EntryPosition::Last), None);
    }
}
