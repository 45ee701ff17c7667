//! What templates may use, as text: all of it, or one name.

use super::help::width;
use crate::expand::{Entry, EntryKind, Scope, Variable, entries};
use std::fmt::Write;

/// The parts of the list, in order: a heading, and the entries under it.
const PARTS: &[(&str, EntryKind, Option<Scope>)] = &[
    ("函数，文稿和各个 *.md.j2 模板都可以用", EntryKind::Function, None),
    ("宏，在 templates/macros.md.j2 里，可以自己改", EntryKind::Macro, None),
    ("过滤器，写在竖线后面", EntryKind::Filter, None),
    ("判断，写在 is 后面，不是的写 is not", EntryKind::Test, None),
    ("变量，各处都有", EntryKind::Variable, Some(Scope::Everywhere)),
    ("变量，文稿里有", EntryKind::Variable, Some(Scope::Chapter)),
    ("变量，{% for %} 里有", EntryKind::Variable, Some(Scope::Loop)),
    ("变量，section.md.j2 里有", EntryKind::Variable, Some(Scope::Section)),
    ("变量，report.md.j2 里有", EntryKind::Variable, Some(Scope::Report)),
    ("变量，“其他文件”的模板里有", EntryKind::Variable, Some(Scope::OtherDocument)),
    ("变量，opinions.md.j2（意见采纳情况表）里有", EntryKind::Variable, Some(Scope::Opinions)),
    ("变量，催报单等各单的模板里有", EntryKind::Variable, Some(Scope::Slip)),
];

/// Everything, a line each.
pub(super) fn list() -> String {
    let entries = entries();
    let mut text = "花括号里可以写的函数、过滤器、判断和变量；zishu explain 名称 看其中一个，如 zishu explain 值\n".to_owned();
    for (heading, kind, scope) in PARTS {
        let part = entries
            .iter()
            .filter(|entry| entry.kind == *kind && scope.is_none_or(|scope| scope == entry.scope));

        let mut rows = Vec::new();
        for entry in part {
            rows.push((entry.usage.clone(), entry.meaning.to_owned()));
            if entry.kind == EntryKind::Variable {
                field_rows(&entry.usage, entry.fields, &mut rows);
            }
        }

        let _ = write!(text, "\n{heading}：\n{}", columns(&rows));
    }

    text
}

/// Every name that [`describe`] knows.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    entries().into_iter().flat_map(|entry| entry.names)
}

/// The descriptions of a name, in all its meanings; `None` for an unknown one.
pub(super) fn describe(name: &str) -> Option<String> {
    let entries = entries();
    let described: Vec<String> =
        entries.iter().filter(|entry| entry.names.contains(&name)).map(description).collect();
    (!described.is_empty()).then(|| described.join("\n"))
}

fn description(entry: &Entry) -> String {
    let [name, others @ ..] = entry.names.as_slice() else { return String::new() };

    let others = if others.is_empty() {
        String::new()
    } else {
        format!("，也可用 {}", others.join("、"))
    };

    let mut text = format!("{name}（{}{others}）\n\n", entry.kind.chinese());
    let _ = writeln!(text, "写法：{}", entry.usage);
    let _ = writeln!(text, "意思：{}", entry.meaning);
    if !entry.returns.is_empty() {
        let _ = writeln!(text, "得到：{}", entry.returns);
    }
    let _ = writeln!(text, "可用处：{}", entry.scope.chinese());

    let parameters = entry.parameters.iter().map(|parameter| {
        let optional = if parameter.required { "" } else { "（可以不写）" };
        (parameter.names.join("、"), format!("{}{optional}", parameter.meaning))
    });
    let parameters: Vec<(String, String)> = parameters.collect();
    if !parameters.is_empty() {
        let _ = write!(text, "\n参数：\n{}", columns(&parameters));
    }

    let mut fields = Vec::new();
    field_rows("", entry.fields, &mut fields);
    if !fields.is_empty() {
        let _ = write!(text, "\n各项：\n{}", columns(&fields));
    }

    for example in &entry.examples {
        let output = example.output.trim_end().replace('\n', "\n      ");
        let _ = write!(text, "\n例：   {}\n印出： {output}\n", example.template);
    }

    text
}

/// A row for each field of a variable, and for those within it.
fn field_rows(owner: &str, fields: &[Variable], rows: &mut Vec<(String, String)>) {
    for field in fields {
        let [chinese, ascii] = field.names;
        let name = format!("{owner}.{chinese}");
        let ascii = if chinese == ascii { String::new() } else { format!("（{ascii}）") };
        rows.push((format!("{name}{ascii}"), field.meaning.to_owned()));
        field_rows(&name, field.fields, rows);
    }
}

/// Rows of two aligned columns.
fn columns(rows: &[(String, String)]) -> String {
    let widest = rows.iter().map(|(left, _)| width(left)).max().unwrap_or(0);
    let lines = rows.iter().map(|(left, right)| {
        let gap = " ".repeat(widest - width(left) + 2);
        format!("  {left}{gap}{right}\n")
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_every_entry() {
        let list = list();
        for entry in entries() {
            assert!(list.contains(&format!("  {}", entry.usage)), "{}", entry.usage);
        }
        for field in
            ["章.号（number）", "章.佐证.文号（number）", "稿件.正文（body）", "计划.牵头（lead）"]
        {
            assert!(list.contains(field), "{field}");
        }
    }

    #[test]
    fn a_name_is_described_in_all_its_meanings() {
        let unit = describe("单位").unwrap();
        assert!(unit.starts_with("单位（函数，也可用 unit）\n\n写法：单位(名称)\n"), "{unit}");
        assert!(unit.contains("印出： 亿元"), "{unit}");
        let chapter = describe("章").unwrap();
        assert!(chapter.contains("section.md.j2") && chapter.contains("report.md.j2"), "{chapter}");
        assert_eq!(describe("没有"), None);
        assert!(names().any(|name| name == "selectattr"));
    }
}
