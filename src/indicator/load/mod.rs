//! Reads chapters/indicators: what the indicators are, and the values that the bureaus give.
//!
//! In: files beginning with `_` (definitions) and the others (values of one bureau each). Out:
//! [`Indicators`]. It goes on after each problem, and takes what was surely meant, so that one
//! mistake is reported once and not again wherever the value is used.

mod definitions;
mod entry;
mod links;
mod number;
mod rules;
mod values;

pub use entry::Entry;
pub use number::{Misread, read as read_number};

use super::Indicators;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Sources, Span, nearest};
use crate::workspace::{self, Bureau, Workspace};
use crate::yaml::{self, Positions, Step};

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
            Ok(file) => files.push(file),
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

/// What is wrong where nothing defines an indicator and something asks for one.
fn undefined(workspace: &Workspace, files: &[FileId], sources: &mut Sources) -> Option<Diagnostic> {
    let (definitions, values): (Vec<FileId>, Vec<FileId>) =
        files.iter().partition(|file| defines(sources, **file));
    let chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
    let asked = !values.is_empty() || chapters.map(|one| sources.text(one.file)).any(calls);
    if !asked || definitions.iter().any(|file| !yaml::is_blank(sources.text(*file))) {
        return None;
    }
    let (code, file, message) = match definitions.first() {
        Some(file) => (Code::YamlShape, *file, "没有定义任何指标".to_owned()),
        None => {
            let message = format!("没有文件 {DEFINITIONS}，指标都没有定义");
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

/// The YAML files of the folder, sorted; hidden ones are an editor's own.
fn file_names(workspace: &Workspace) -> Vec<String> {
    let entries = std::fs::read_dir(workspace.root.join(FOLDER)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.ends_with(".yaml") && !name.starts_with('.')).collect();
    names.sort();
    names
}

/// Reads files that are in `sources`.
fn read(
    workspace: &Workspace,
    files: &[FileId],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Indicators, Reported> {
    let defines = |file: &&FileId| defines(sources, **file);
    let mut failed = None;
    let mut list = definitions::Definitions::default();
    for file in files.iter().filter(defines) {
        failed = list.read(workspace, *file, sources, diagnostics).err().or(failed);
    }
    let known = list.finish(sources, diagnostics);
    // Where a definition could not be read, an unknown name says nothing.
    let mut given = values::Values::new(workspace, known, failed.is_none());
    for file in files.iter().filter(|file| !defines(file)) {
        failed = given.read(*file, sources, diagnostics).err().or(failed);
    }
    failed.map_or(Ok(given.finish()), Err)
}

/// The bureau with this short name, name or alias; reports one that there isn't.
fn bureau<'a>(
    workspace: &'a Workspace,
    typed: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Bureau> {
    let found = workspace.find_bureau(typed).and_then(|index| workspace.bureaus.get(index));
    if found.is_none() {
        let names = workspace.bureaus.iter().map(|bureau| bureau.short.as_str());
        let message = format!("没有单位“{typed}”");
        let problem = Diagnostic::new(Code::UnknownBureau, span, message);
        diagnostics.report(ask(problem, typed, names));
    }
    found
}

/// Asks whether the nearest known name was meant.
fn ask<'a>(
    problem: Diagnostic,
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match nearest(typed, known) {
        Some(near) => problem.label(format!("是不是“{near}”？")),
        None => problem,
    }
}

/// `steps` with the name of its last key as the file writes it: Chinese or its ASCII alias.
fn written<'a>(
    positions: &Positions,
    parents: &[Step<'a>],
    chinese: &'a str,
    ascii: &'a str,
) -> Vec<Step<'a>> {
    let with = |key| [parents, &[Step::Key(key)]].concat();
    // The place of a key that isn't there is its parent's.
    if positions.key(&with(ascii)) != positions.value(parents) {
        with(ascii)
    } else {
        with(chinese)
    }
}

#[cfg(test)]
mod tests;
