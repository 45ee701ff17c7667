//! chapters/plan.yaml, and the outline that its rows give.

use super::choices::YesNo;
use super::file_name::is_file_name;
use super::{Bureau, OutlineSection, PlanRow, Spanned, bureaus, read, restored};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{Sources, Span};
use crate::yaml::{self, Positions, Step};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "编号", alias = "id")]
    id: String,
    #[serde(rename = "任务", alias = "task")]
    task: String,
    #[serde(rename = "部分", alias = "part")]
    part: String,
    #[serde(rename = "栏目", alias = "column")]
    column: String,
    #[serde(rename = "内容", alias = "wording")]
    wording: String,
    #[serde(rename = "责任", alias = "duty")]
    duty: String,
    #[serde(rename = "牵头", alias = "lead", default)]
    lead: Vec<String>,
    #[serde(rename = "配合", alias = "joint", default)]
    joint: Vec<String>,
    #[serde(rename = "章", alias = "section", default)]
    section: Option<String>,
    #[serde(rename = "情况说明", alias = "叙述", alias = "narrative", default)]
    narrative: Option<YesNo>,
}

/// The spans in one row.
struct RowSpans<'a> {
    positions: &'a Positions,
    index: usize,
}

impl RowSpans<'_> {
    fn whole(&self) -> Span {
        self.positions.value(&[Step::Index(self.index)])
    }

    /// The value under the Chinese or the ASCII key.
    fn value(&self, keys: [&str; 2]) -> Span {
        self.positions.value_under(&[Step::Index(self.index)], &keys)
    }

    /// An item of the list under the Chinese or the ASCII key.
    fn item(&self, keys: [&str; 2], item: usize) -> Span {
        let list = self.value(keys);

        let span_under = |key| {
            let path = [Step::Index(self.index), Step::Key(key), Step::Index(item)];
            self.positions.value(&path)
        };
        // A key that isn't there leads to the whole row.
        keys.into_iter().map(span_under).find(|span| *span != self.whole()).unwrap_or(list)
    }
}

/// Reads chapters/plan.yaml; bureaus that are unknown are reported and left out of its rows.
pub(super) fn load(
    root: &Path,
    bureaus: &[Bureau],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<PlanRow>, Reported> {
    let file = read(root, "chapters/plan.yaml", sources, diagnostics)?;
    let range = 0..sources.text(file).len();
    let (rows, positions) = yaml::load::<Vec<Row>>(sources, file, range, diagnostics)?;
    if rows.is_empty() {
        let problem = Diagnostic::new(Code::YamlShape, Span::of_file(file), "没有任何工作任务");
        return Err(diagnostics.report(problem.help(restored("chapters/plan.yaml"))));
    }

    let mut ids = BTreeMap::new();
    let mut plan = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        let spans = RowSpans { positions: &positions, index };
        check_id(&row.id, spans.value(["编号", "id"]), &mut ids, diagnostics);

        let mut named = Vec::new();
        let mut resolve = |names: Vec<String>, keys| {
            let spanned = names.into_iter().enumerate().map(|(item, value)| {
                let span = spans.item(keys, item);
                Spanned { value, span }
            });
            resolve(spanned.collect(), bureaus, &mut named, diagnostics)
        };

        let lead = resolve(row.lead, ["牵头", "lead"]);
        let joint = resolve(row.joint, ["配合", "joint"]);
        let section = row.section.filter(|number| !number.trim().is_empty());
        let section = section.and_then(|number| section_number(&number, &spans, diagnostics));

        plan.push(PlanRow {
            span: spans.whole(),
            id: row.id,
            task: row.task,
            part: row.part,
            column: row.column,
            wording: row.wording,
            duty: row.duty,
            lead,
            joint,
            section,
            narrative: row.narrative == Some(YesNo::Yes),
        });
    }

    Ok(plan)
}

fn check_id(id: &str, span: Span, ids: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if id.is_empty() || !id.bytes().all(plain) {
        let message = format!("行号只用英文字母、数字和连字符，现为“{id}”");
        diagnostics.report(Diagnostic::new(Code::YamlShape, span, message));
    }

    if let Some(first) = ids.insert(id.to_owned(), span) {
        let problem = Diagnostic::new(Code::DuplicateEntry, span, format!("行号“{id}”用了两次"));
        diagnostics.report(problem.also(first, "第一次在这里"));
    }
}

/// Short names of the bureaus with these names; `named` are the bureaus of the row so far.
fn resolve(
    names: Vec<Spanned<String>>,
    bureaus: &[Bureau],
    named: &mut Vec<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<String>> {
    let mut resolved = Vec::with_capacity(names.len());
    for name in names {
        let Some(index) = bureaus::find(bureaus, &name.value) else {
            diagnostics.report(bureaus::unknown(bureaus, &name.value, name.span));
            continue;
        };

        if named.contains(&index) {
            let message = format!("同一行里“{}”写了两次", name.value);
            diagnostics.report(Diagnostic::new(Code::DuplicateEntry, name.span, message));
            continue;
        }

        named.push(index);
        resolved.push(Spanned { value: bureaus[index].short.clone(), span: name.span });
    }

    resolved
}

fn section_number(
    number: &str,
    spans: &RowSpans<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let number = number.trim();
    if number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{number:0>2}"));
    }

    let message = format!("章号应为两位数字，如 \"06\"，现为“{number}”");
    let problem = Diagnostic::new(Code::YamlShape, spans.value(["章", "section"]), message);
    diagnostics.report(problem);
    None
}

/// The sections that the plan's rows ask for, in the order of their numbers.
pub(super) fn outline(plan: &[PlanRow], diagnostics: &mut Diagnostics) -> Vec<OutlineSection> {
    let mut sections: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (index, row) in plan.iter().enumerate() {
        let Some(number) = &row.section else {
            continue;
        };

        if !is_file_name(&row.column) {
            let message = format!("栏目“{}”含有文件夹名不能用的符号", row.column);
            diagnostics.report(Diagnostic::new(Code::YamlShape, row.span, message));
            continue;
        }

        match sections.get(&(number.len(), number.as_str())) {
            Some(first) => {
                let problem = Diagnostic::new(
                    Code::DuplicateEntry,
                    row.span,
                    format!("章号“{number}”用了两次"),
                );
                diagnostics.report(problem.also(plan[*first].span, "第一次在这里"));
            }
            None => _ = sections.insert((number.len(), number), index),
        }
    }

    let section = |((_, number), row): ((usize, &str), usize)| OutlineSection {
        number: number.to_owned(),
        title: plan[row].column.clone(),
        row,
        folder: format!("{number}-{}", plan[row].column),
    };
    sections.into_iter().map(section).collect()
}

/// The rows that ask for no section, by their ids; texts for them lie in folders of that name.
pub(super) fn rows(plan: &[PlanRow]) -> Vec<OutlineSection> {
    let mut rows: Vec<OutlineSection> = Vec::new();
    for (index, row) in plan.iter().enumerate().filter(|(_, row)| row.section.is_none()) {
        if is_file_name(&row.id) && !rows.iter().any(|earlier| earlier.folder == row.id) {
            let id = || row.id.clone();
            rows.push(OutlineSection { number: id(), title: id(), row: index, folder: id() });
        }
    }

    rows
}
