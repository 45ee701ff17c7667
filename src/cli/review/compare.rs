//! `zishu review compare`: two states of the report as a Word file with tracked changes.

use super::super::arguments::{Common, CompareOptions};
use super::super::files::{self, Expected, Save};
use super::super::{Outcome, session};
use super::revision::{self, Revision};
use super::target;
use crate::diag::{Diagnostics, Reported, Severity};
use crate::document::Document;
use crate::pipeline::{self, Compared, Loaded, State};
use crate::source::Sources;
use crate::typography::{Faces, Search};
use crate::word::{Change, Kind, Titles};
use std::path::Path;
use std::sync::Arc;

/// Writes the file; where one of the states has errors, tells them and writes nothing.
pub(super) fn run(common: &Common, options: &CompareOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    let old = revision::find(&root, &options.old)?;
    let new = revision::find(&root, &options.new)?;
    // Before the work, so that nobody waits for a refusal.
    let roots = [root.as_path(), &old.root, &new.root];
    let target = match &options.output {
        Some(path) => Some((path.as_path(), target::check(path, &roots)?)),
        None => None,
    };
    let (before, after) = (read(&old), read(&new));
    let (Some(before), Some((mut loaded, document, mut found))) =
        (told(common, &old, before)?, told(common, &new, after)?)
    else {
        session::say(common, "没有输出文件");
        return Ok(Outcome::Problems);
    };
    let (mut old_loaded, old_document, mut old_found) = before;
    let faces = Arc::new(Faces::discover(&root, Search::Workspace));
    let old_design = pipeline::design(&mut old_loaded, None, faces.clone(), &mut old_found);
    let design = pipeline::design(&mut loaded, None, faces, &mut found);
    let made = old_design.and_then(|old_design| {
        let before = State {
            loaded: &old_loaded,
            document: old_document,
            design: old_design,
            diagnostics: &mut old_found,
        };
        let design = design?;
        let after = State { loaded: &loaded, document, design, diagnostics: &mut found };
        pipeline::compare(before, after, Titles { old: &old.title, new: &new.title })
    });
    let clean = [
        tell(common, &old, &old_loaded.sources, &old_found)?,
        tell(common, &new, &loaded.sources, &found)?,
    ];
    let Some(made) = made.ok().filter(|_| clean == [Outcome::Clean; 2]) else {
        session::say(common, "没有输出文件");
        return Ok(Outcome::Problems);
    };
    let path = write(&root, target, &loaded, &made)?;
    session::say(common, &closing(&path, &made.changes));
    Ok(Outcome::Clean)
}

type Read = (Loaded, Document, Diagnostics);

/// The report of a revision, or the sources that its problems are in.
fn read(revision: &Revision) -> Result<Read, (Sources, Diagnostics)> {
    let mut diagnostics = Diagnostics::default();
    let (sources, parts) = pipeline::load(&revision.root, &mut diagnostics);
    let Some((workspace, indicators)) = parts else { return Err((sources, diagnostics)) };
    let loaded = Loaded { sources, workspace, indicators };
    let document: Result<Document, Reported> = pipeline::assemble(&loaded, &mut diagnostics);
    match document {
        Ok(document) if !diagnostics.has_errors() => Ok((loaded, document, Diagnostics::default())),
        Ok(_) | Err(_) => Err((loaded.sources, diagnostics)),
    }
}

/// What was read; where it wasn't, its problems are told.
fn told(
    common: &Common,
    revision: &Revision,
    read: Result<Read, (Sources, Diagnostics)>,
) -> anyhow::Result<Option<Read>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err((sources, diagnostics)) => {
            tell(common, revision, &sources, &diagnostics)?;
            Ok(None)
        }
    }
}

/// Prints the errors, each place with the revision in front: `HEAD~3:chapters/…`.
fn tell(
    common: &Common,
    revision: &Revision,
    sources: &Sources,
    diagnostics: &Diagnostics,
) -> anyhow::Result<Outcome> {
    let mut errors = Diagnostics::default();
    for problem in diagnostics.iter().filter(|problem| problem.severity == Severity::Error) {
        errors.report(problem.clone());
    }
    let mut named = Sources::default();
    for (_, source) in sources.iter() {
        let path = match revision.prefix.as_str() {
            "" => source.path().to_owned(),
            prefix => format!("{prefix}:{}", source.path()),
        };
        named.add(path, source.text());
    }
    session::report(common, &named, errors)
}

/// Writes the file; gives its path as it is told.
fn write(
    root: &Path,
    target: Option<(&Path, Expected)>,
    loaded: &Loaded,
    made: &Compared,
) -> anyhow::Result<String> {
    let own = format!("out/{}-比较稿.docx", loaded.workspace.report.output);
    let bytes = &made.word;
    let (save, shown) = match target {
        Some((path, expected)) => {
            let path = path.to_owned();
            let shown = path.display().to_string();
            (Save { path, bytes, expected }, shown)
        }
        None => (Save::output(root.join(&own), bytes), own),
    };
    files::write(root, save)?;
    Ok(shown)
}

fn closing(path: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("比较稿  {path}，两稿没有不同");
    }
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let kinds = [
        ("增加", Kind::Inserted),
        ("删除", Kind::Deleted),
        ("修改", Kind::Changed),
        ("改格式", Kind::Format),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(name, kind)| (name, count(kind)))
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    format!("比较稿  {path}，{} 处改动（{}），末页有一览表", changes.len(), parts.join("，"))
}
