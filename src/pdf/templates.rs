//! templates/*.typ: the workspace's own, else the built-in ones, file by file.

use crate::bundle;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Maximum size of a template, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// templates/*.typ of the workspace, or the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct TypstTemplates {
    /// By file name: `report.typ`.
    pub(super) files: BTreeMap<String, FileId>,
    problems: Vec<(FileId, Code, String)>,
}

impl TypstTemplates {
    /// Reads them; before the sources are frozen, since messages show their lines.
    pub fn load(root: &Path, sources: &mut Sources) -> TypstTemplates {
        let mut templates = TypstTemplates::default();
        for name in names(root) {
            let path = format!("templates/{name}");
            let custom = custom_template(root, &path);
            let file = match (&custom, bundle::template(&name), sources.find(&path)) {
                (_, _, Some(file)) => file,
                (Some(Ok(text)), _, None) => sources.add(path, text.as_str()),
                (None, Some(text), None) => sources.add(path, text),
                (Some(Err(_)) | None, _, None) => sources.add(path, ""),
            };

            if let Some(Err((code, message))) = custom {
                templates.problems.push((file, code, message));
            }
            templates.files.insert(name, file);
        }
        templates
    }

    /// Reports the files that can't be read.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        for (file, code, message) in &self.problems {
            diagnostics.report(Diagnostic::new(*code, Span::of_file(*file), message));
        }
    }
}

fn names(root: &Path) -> BTreeSet<String> {
    let built_in = bundle::templates().into_iter().map(|(path, _)| path);
    let entries = fs::read_dir(root.join("templates")).into_iter().flatten().flatten();
    let custom = entries.filter_map(|entry| entry.file_name().into_string().ok());
    built_in.chain(custom).filter(|name| name.ends_with(".typ") && !name.contains('/')).collect()
}

/// The workspace's own file, if it has one. A link that leads out of the workspace is none.
fn custom_template(root: &Path, path: &str) -> Option<Result<String, (Code, String)>> {
    let file = root.join(path);
    let data = fs::metadata(&file).ok()?;
    let is_inside = fs::canonicalize(&file).ok()?.starts_with(fs::canonicalize(root).ok()?);
    if !data.is_file() || !is_inside {
        return None;
    }

    if data.len() > MAX_SIZE {
        return Some(Err((Code::FileTooLarge, "排版模板超过 1 MB".to_owned())));
    }
    let Ok(bytes) = fs::read(&file) else {
        return Some(Err((Code::FileUnreadable, "排版模板读不出来".to_owned())));
    };
    let text = decode(&bytes).map(|decoded| decoded.text);
    Some(text.map_err(|_| (Code::NotUtf8, "排版模板不是 UTF-8 文本".to_owned())))
}
