//! 其他文件 of chapters/report.yaml: what is made beside the report, each from a template of its own.

use super::choices::{self, with_choices};
use super::file_name::is_file_name;
use super::{OtherDocument, Spanned};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_TITLE};
use crate::source::Span;
use crate::yaml::{Positions, Step};

/// The list's key and its alias.
const LIST: [&str; 2] = ["其他文件", "documents"];
const OUTPUT: [&str; 2] = ["文件名", "output"];

with_choices! {
/// An entry of the list.
pub(super) struct Entry {
    #[serde(rename = "文件名", alias = "output")]
    output: String,
    #[serde(rename = "标题", alias = "title")]
    title: String,
    #[serde(rename = "副题", alias = "subtitle", default)]
    subtitle: String,
    #[serde(rename = "模板", alias = "template")]
    template: String,
    #[serde(rename = "版式", alias = "profile", default)]
    profile: Option<String>,
}
}

/// What the entries come to; `main` is the report's own file name and profile.
pub(super) fn read(
    entries: Vec<Entry>,
    main: (&str, &Spanned<String>),
    positions: &Positions,
    diagnostics: &mut Diagnostics,
) -> Vec<OtherDocument> {
    let key = positions.name_under(&[], &LIST).unwrap_or(LIST[0]);

    // A report without 文件名 has the default one: its title is nearest to it.
    let named = positions.value_under(&[], &OUTPUT);
    let first = if named == positions.value(&[]) {
        positions.value_under(&[], &["标题", "title"])
    } else {
        named
    };

    let mut taken = vec![(main.0.to_lowercase(), first)];
    let mut documents = Vec::with_capacity(entries.len());
    for (index, mut entry) in entries.into_iter().enumerate() {
        let path = [Step::Key(key), Step::Index(index)];
        let span_of = |keys: [&str; 2]| positions.value_under(&path, &keys);
        let required = [
            (&entry.output, OUTPUT),
            (&entry.title, ["标题", "title"]),
            (&entry.template, TEMPLATE),
        ];
        for (text, keys) in required {
            if text.trim().is_empty() {
                let message = format!("“{}”不能空着", keys[0]);
                diagnostics.report(Diagnostic::new(Code::YamlShape, span_of(keys), message));
            }
        }

        let titles = [(&entry.title, ["标题", "title"]), (&entry.subtitle, ["副题", "subtitle"])];
        for (text, keys) in titles {
            let field = format!("“{}”", keys[0]);
            diagnostics.report_long(text, &field, MAX_TITLE, span_of(keys));
        }

        let output = entry.output.trim().to_owned();
        check_output(&output, span_of(OUTPUT), &mut taken, diagnostics);
        let choices = choices::read(entry.take_choices(), positions, &path, diagnostics);
        documents.push(OtherDocument {
            span: positions.value(&path),
            output,
            title: entry.title,
            subtitle: entry.subtitle,
            template: Spanned { value: entry.template.trim().to_owned(), span: span_of(TEMPLATE) },
            profile: match entry.profile {
                Some(value) => Spanned { value, span: span_of(["版式", "profile"]) },
                None => main.1.clone(),
            },
            choices,
        });
    }

    documents
}

const TEMPLATE: [&str; 2] = ["模板", "template"];

/// Names that differ in case alone are one file on some systems.
fn check_output(
    output: &str,
    span: Span,
    taken: &mut Vec<(String, Span)>,
    diagnostics: &mut Diagnostics,
) {
    if output.is_empty() {
        return;
    }

    if !is_file_name(output) {
        let message = format!("“文件名”里有文件名不能用的符号：{output}");
        let problem = Diagnostic::new(Code::YamlShape, span, message);
        diagnostics.report(problem.help("不写文件夹和扩展名，不用 / \\ : * ? \" < > |"));
    }

    let lower = output.to_lowercase();
    if let Some((_, first)) = taken.iter().find(|(name, _)| *name == lower) {
        let message = format!("文件名“{output}”用了两次");
        let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
        diagnostics.report(problem.also(*first, "第一次在这里"));
        return;
    }

    taken.push((lower, span));
}
