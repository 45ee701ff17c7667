//! templates/*.typ: the workspace's own, else the built-in ones, file by file.

use super::stopped::ChangedTemplates;
use super::supervision;
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
    /// Those that aren't built in, as far as they are used.
    pub(super) changed: Option<ChangedTemplates>,
    problems: Vec<Diagnostic>,
}

/// A template of the workspace that can't be used.
struct Unusable {
    code: Code,
    message: &'static str,
}

impl TypstTemplates {
    /// Reads them; before the sources are frozen, since messages show their lines. Templates that ended
    /// the process before are a problem, and the built-in ones stand in for them.
    pub fn load(root: &Path, sources: &mut Sources) -> TypstTemplates {
        let Read { texts, unusable } = read(root);
        let changed = ChangedTemplates::among(&texts);
        let stopped = changed.as_ref().and_then(supervision::stopped);

        let mut templates = TypstTemplates::default();
        for (name, text) in texts {
            let path = format!("templates/{name}");
            let mut file = sources.find(&path).unwrap_or_else(|| sources.add(path, text));
            if let Some(Unusable { code, message }) = unusable.get(&name) {
                templates.problems.push(Diagnostic::new(*code, Span::of_file(file), *message));
            }
            if stopped.is_some() {
                // Each profile reads the templates.
                let path = format!("templates/{name}（自带）");
                let built_in = bundle::template(&name).unwrap_or_default();
                file = sources.find(&path).unwrap_or_else(|| sources.add(path, built_in));
            }
            templates.files.insert(name, file);
        }

        match stopped {
            Some(stopped) => {
                let file = sources.find(&stopped.path());
                let problem = file.map(|file| stopped.problem(file, sources.text(file)));
                templates.problems.extend(problem);
            }
            None => templates.changed = changed,
        }
        templates
    }

    /// Those of a workspace that aren't the built-in ones.
    pub fn changed(root: &Path) -> Option<ChangedTemplates> {
        ChangedTemplates::among(&read(root).texts)
    }

    /// Reports the files that can't be used.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.problems.iter().cloned());
    }
}

/// What stands in a workspace's templates/*.typ, or in the built-in ones.
struct Read {
    /// By file name; empty where one can't be used.
    texts: BTreeMap<String, String>,
    unusable: BTreeMap<String, Unusable>,
}

fn read(root: &Path) -> Read {
    let mut read = Read { texts: BTreeMap::new(), unusable: BTreeMap::new() };
    for name in names(root) {
        let text = match custom_template(root, &name) {
            Some(Ok(text)) => text,
            Some(Err(unusable)) => {
                read.unusable.insert(name.clone(), unusable);
                String::new()
            }
            None => bundle::template(&name).unwrap_or_default().to_owned(),
        };
        read.texts.insert(name, text);
    }
    read
}

fn names(root: &Path) -> BTreeSet<String> {
    let built_in = bundle::templates().into_iter().map(|(path, _)| path);
    let entries = fs::read_dir(root.join("templates")).into_iter().flatten().flatten();
    let custom = entries.filter_map(|entry| entry.file_name().into_string().ok());
    built_in.chain(custom).filter(|name| name.ends_with(".typ") && !name.contains('/')).collect()
}

/// The workspace's own file, if it has one. A link that leads out of the workspace is none.
fn custom_template(root: &Path, name: &str) -> Option<Result<String, Unusable>> {
    let file = root.join("templates").join(name);
    let data = fs::metadata(&file).ok()?;
    let is_inside = fs::canonicalize(&file).ok()?.starts_with(fs::canonicalize(root).ok()?);
    if !data.is_file() || !is_inside {
        return None;
    }

    let unusable = |code, message| Some(Err(Unusable { code, message }));
    if data.len() > MAX_SIZE {
        return unusable(Code::FileTooLarge, "排版模板超过 1 MB");
    }
    let Ok(bytes) = fs::read(&file) else {
        return unusable(Code::FileUnreadable, "排版模板读不出来");
    };
    match decode(&bytes) {
        Ok(decoded) => Some(Ok(decoded.text)),
        Err(_) => unusable(Code::NotUtf8, "排版模板不是 UTF-8 文本"),
    }
}
