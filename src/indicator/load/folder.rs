//! The files of chapters/indicators, in the order in which they are read.

use super::definitions::Definitions;
use super::values::Values;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::indicators::Indicators;
use crate::source::{FileId, Sources, Span};
use crate::workspace::{self, Workspace};
use crate::yaml;

const FOLDER: &str = "chapters/indicators";
/// The file that defines them in every workspace that `init` makes.
const DEFINITIONS: &str = "chapters/indicators/_定义.yaml";

/// Reads chapters/indicators/*.yaml: files that begin with `_` define, the others give values.
///
/// A workspace without them has no indicators. A file that is no YAML of the right shape gives no
/// indicators at all: nearly every chapter would be reported for what that file lacks.
pub fn load(
    workspace: &Workspace,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Indicators, Reported> {
    let mut files = Vec::new();
    let mut unread = None;

    for name in file_names(workspace) {
        let path = format!("{FOLDER}/{name}");
        match workspace::read(&workspace.root, &path, sources, diagnostics) {
            Ok(file) => {
                if defines(sources, file) {
                    workspace::report_sample_city(&workspace.report, file, sources, diagnostics);
                }
                files.push(file);
            }
            Err(reported) => unread = Some(reported),
        }
    }

    if unread.is_none()
        && let Some(problem) = undefined(workspace, &files, sources)
    {
        return Err(diagnostics.report(problem));
    }

    let indicators = read(workspace, &files, sources, diagnostics);
    unread.map_or(indicators, Err)
}

/// The problem where nothing defines an indicator and something asks for one.
fn undefined(workspace: &Workspace, files: &[FileId], sources: &mut Sources) -> Option<Diagnostic> {
    let (definitions, values): (Vec<FileId>, Vec<FileId>) =
        files.iter().partition(|file| defines(sources, **file));

    let chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
    let asked = !values.is_empty() || chapters.map(|it| sources.text(it.file)).any(calls);
    if !asked || definitions.iter().any(|file| !yaml::is_blank(sources.text(*file))) {
        return None;
    }

    let (code, file, message) = match definitions.first() {
        Some(file) => (Code::YamlShape, *file, "没有任何指标定义".to_owned()),
        None => {
            let message = format!("没有文件 {DEFINITIONS}，因而没有任何指标定义");
            (Code::FileMissing, sources.add(DEFINITIONS, ""), message)
        }
    };

    let problem = Diagnostic::new(code, Span::of_file(file), message);
    let path = sources.path(file);
    Some(problem.help(workspace::restored(path)))
}

/// Whether a chapter calls a function with a text: most take an indicator's name.
fn calls(text: &str) -> bool {
    let tags = text.split("{{").skip(1).filter_map(|tag| tag.split("}}").next());
    tags.into_iter().any(|tag| tag.contains('(') && tag.contains('"'))
}

/// Whether a file defines indicators.
fn defines(sources: &Sources, file: FileId) -> bool {
    sources.path(file).rsplit('/').next().is_some_and(|name| name.starts_with('_'))
}

/// The YAML files of the folder, sorted; hidden ones belong to editors.
fn file_names(workspace: &Workspace) -> Vec<String> {
    let entries = std::fs::read_dir(workspace.root.join(FOLDER)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.ends_with(".yaml") && !name.starts_with('.')).collect();
    names.sort();
    names
}

/// Reads files that are in `sources`.
pub(super) fn read(
    workspace: &Workspace,
    files: &[FileId],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Indicators, Reported> {
    let defines = |file: &&FileId| defines(sources, **file);
    let mut failed = None;
    let mut definitions = Definitions::default();
    for file in files.iter().filter(defines) {
        failed = definitions.read(workspace, *file, sources, diagnostics).err().or(failed);
    }

    let indicators = definitions.finish(sources, diagnostics);
    // Where a definition could not be read, an unknown name says nothing.
    let mut values = Values::new(workspace, indicators, failed.is_none(), diagnostics);
    for file in files.iter().filter(|file| !defines(file)) {
        failed = values.read(*file, sources).err().or(failed);
    }

    failed.map_or(Ok(values.finish()), Err)
}
