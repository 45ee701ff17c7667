//! Filled forms into the value files, each form whole or not at all.

use crate::diag::{Diagnostics, Severity};
use crate::forms::{self, Reading, ValueFile};
use crate::pipeline::Loaded;
use crate::source::{Sources, in_form_of};
use crate::store::ChangeSet;
use crate::workflow::input::read_limited;
use crate::workflow::office::{self, OfficeFormat};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What filled forms come to.
#[derive(Debug)]
pub struct FormsImport {
    /// The forms that are taken.
    pub forms: Vec<FilledForm>,
    /// The value files that can't be changed without a person.
    pub uneditable: Vec<UneditableFile>,
    /// Number of forms that aren't taken.
    pub refused: usize,
    /// What is wrong with the forms.
    pub problems: Diagnostics,
    /// The value files.
    pub changes: ChangeSet,
}

/// A form that is taken.
#[derive(Debug)]
pub struct FilledForm {
    /// Its path, as it was typed.
    pub path: String,
    /// The value file that it changes.
    pub target: String,
    /// What it changes.
    pub reading: Reading,
}

/// A value file that can't be changed without a person.
#[derive(Debug)]
pub struct UneditableFile {
    /// Its path.
    pub path: String,
    /// The form that would change it.
    pub form: String,
}

/// The errors that concern data: a chapter's don't stand in a form's way.
pub fn data_errors(loaded: &Loaded) -> Diagnostics {
    let mut errors = Diagnostics::default();
    for problem in loaded.problems.iter() {
        let is_chapter = loaded.sources.path(problem.primary.span.file).ends_with(".md");
        if problem.severity == Severity::Error && !is_chapter {
            errors.report(problem.clone());
        }
    }
    errors
}

/// Reads filled forms; their problems lie in files that are added to what was loaded.
pub fn import_forms(loaded: &mut Loaded, paths: &[PathBuf]) -> anyhow::Result<FormsImport> {
    // All are opened before any is taken: a mistyped name changes nothing.
    let mut contents = Vec::with_capacity(paths.len());
    for path in paths {
        let bytes = read_limited(path, forms::MAX_SIZE as u64, "填报表的文件名")?;
        contents.push(as_xlsx(bytes));
    }

    let mut import = FormsImport {
        forms: Vec::new(),
        uneditable: Vec::new(),
        refused: 0,
        problems: Diagnostics::default(),
        changes: ChangeSet::new(&loaded.workspace.root),
    };
    // A bureau may hand in several forms: each starts from what the one before leaves.
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in paths.iter().zip(contents) {
        let path = path.to_string_lossy().into_owned();
        import.read_form(path, &bytes, loaded, &mut changed);
    }

    for (path, text) in changed {
        let old = loaded.sources.find(&path).and_then(|file| loaded.sources.bytes(file));
        let bytes = old.map_or_else(|| text.clone(), |old| in_form_of(old, &text));
        import.changes.replace(&path, bytes, &loaded.sources);
    }
    Ok(import)
}

/// An old workbook as an .xlsx, where an office can make one of it; the form's reader tells what else it is.
fn as_xlsx(bytes: Vec<u8>) -> Vec<u8> {
    let converted = forms::convertible_format(&bytes)
        .and_then(|ending| office::convert(&bytes, ending, OfficeFormat::Xlsx).ok());
    converted.unwrap_or(bytes)
}

impl FormsImport {
    fn read_form(
        &mut self,
        path: String,
        bytes: &[u8],
        loaded: &mut Loaded,
        changed: &mut BTreeMap<String, String>,
    ) {
        let current_text = |file: &ValueFile, sources: &Sources| match changed.get(&file.path) {
            Some(text) => text.clone(),
            None => value_text(file, sources),
        };
        let Loaded { sources, workspace, indicators, .. } = loaded;
        let problems = &mut self.problems;
        let reading =
            forms::read(bytes, &path, workspace, indicators, &current_text, sources, problems);
        let Ok(reading) = reading else {
            self.refused += 1;
            return;
        };

        let file = forms::value_file(&reading.bureau, indicators, sources);
        if !reading.changes.is_empty() {
            let text = current_text(&file, sources);
            let Some(text) = forms::apply(&text, &reading, indicators) else {
                self.uneditable.push(UneditableFile { path: file.path, form: path });
                self.refused += 1;
                return;
            };
            changed.insert(file.path.clone(), text);
        }
        self.forms.push(FilledForm { path, target: file.path, reading });
    }
}

/// The text of a value file; empty where there is none yet.
pub(super) fn value_text(file: &ValueFile, sources: &Sources) -> String {
    file.file.map_or_else(String::new, |file| sources.text(file).to_owned())
}
