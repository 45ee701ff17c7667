//! Filled forms, known by their mark.

use super::files::{name, stem};
use super::sort::{Finding, Sorted, bureau_of_name};
use crate::diag::{Diagnostic, Severity};
use crate::pipeline::Loaded;
use crate::register::Content;
use crate::source::Span;
use crate::store::ChangeSet;
use crate::workflow::forms::{FormsImport, data_errors, import_forms};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Forms that came in.
pub(super) struct SortedForms {
    /// What each is, by its path.
    pub sorted: BTreeMap<PathBuf, Sorted>,
    /// What they change, where all of them can be taken.
    pub import: Option<FormsImport>,
}

/// Reads the workbooks; their problems are among those of the import.
pub(super) fn sort(loaded: &mut Loaded, paths: &[PathBuf]) -> anyhow::Result<SortedForms> {
    let mut sorted = BTreeMap::new();
    if paths.is_empty() {
        return Ok(SortedForms { sorted, import: None });
    }
    if data_errors(loaded).has_errors() {
        for path in paths {
            let reason = "数据文件或指标定义有错误，填报表读不进；先用 zishu check 查看，改好再收";
            sorted.insert(path.clone(), Sorted::Refused(reason.to_owned()));
        }
        return Ok(SortedForms { sorted, import: None });
    }

    let import = import_forms(loaded, paths)?;
    for path in paths {
        let found = one(loaded, &import, path);
        sorted.insert(path.clone(), found);
    }
    Ok(SortedForms { sorted, import: Some(import) })
}

fn one(loaded: &Loaded, import: &FormsImport, path: &Path) -> Sorted {
    let typed = path.to_string_lossy();
    let workspace = &loaded.workspace;
    let Some(form) = import.forms.iter().find(|form| form.path == typed) else {
        return Sorted::Refused(refusal(loaded, import, &typed));
    };
    let Some(bureau) = workspace.find_bureau(&form.reading.bureau) else {
        return Sorted::Refused(
            "填报表的单位不在 bureaus.yaml 中；用 zishu forms 重新生成".to_owned(),
        );
    };

    let mut notes = vec![format!(
        "采用 {} 处，相同 {} 行，缺 {} 行",
        form.reading.changes.len(),
        form.reading.unchanged,
        form.reading.absent
    )];
    let named = bureau_of_name(workspace, &stem(path));
    if let Some(other) = named.filter(|other| *other != bureau) {
        let other = &workspace.bureaus[other].short;
        notes.push(format!("文件名写的是{other}，里面是{}的填报表", form.reading.bureau));
    }
    let target = (!form.reading.changes.is_empty()).then(|| form.target.clone());
    Sorted::Known(Finding { notes, target, ..Finding::of(vec![bureau], Content::Form) })
}

/// Why a form isn't taken.
fn refusal(loaded: &Loaded, import: &FormsImport, path: &str) -> String {
    if import.uneditable.iter().any(|file| file.form == path) {
        return "数据文件改不了；照 zishu forms read 说的办".to_owned();
    }
    let of_form = |span: Span| loaded.sources.path(span.file) == path;
    let errors: Vec<&Diagnostic> = import
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error && of_form(problem.primary.span))
        .collect();

    match errors.as_slice() {
        [] => format!("{} 读不进；用 zishu forms read 查看原因", name(Path::new(path))),
        [first, others @ ..] => {
            let help: Vec<&str> = first.help.iter().map(String::as_str).collect();
            let mut reason = [&[first.message.as_str()][..], &help].concat().join("；");
            if !others.is_empty() {
                let more = format!("；另有 {} 处，用 zishu forms read 查看", others.len());
                reason.push_str(&more);
            }
            reason
        }
    }
}

/// The value files that forms change, without those of forms that aren't taken after all.
pub(super) fn value_changes(import: &FormsImport, targets: &[&str]) -> ChangeSet {
    let mut changes = ChangeSet::new(import.changes.root());
    for change in import.changes.files() {
        let is_kept =
            targets.iter().any(|target| change.path == import.changes.root().join(target));
        if is_kept {
            changes.push(change.clone());
        }
    }

    changes
}
