//! `zishu review compare`: two states of the report as a Word file with tracked changes.

use super::super::arguments::{Common, CompareOptions};
use super::super::files::{self, Expected, Save};
use super::super::{Outcome, session};
use super::revision::{self, Revision};
use super::target;
use crate::diag::{Diagnostics, Severity};
use crate::document::Document;
use crate::pipeline::{
    self, Built, Cache, Compared, Design, Goal, Loaded, Outputs, Request, State, Unreadable,
};
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
    let faces = Arc::new(Faces::discover(&root, Search::Workspace));
    let mut cache = Cache::with_faces(Search::Workspace, faces);
    let (before, after) = (read(&old, &mut cache), read(&new, &mut cache));
    let (Some(before), Some(after)) = (told(common, &old, before)?, told(common, &new, after)?)
    else {
        session::say(common, "没有输出文件");
        return Ok(Outcome::Problems);
    };

    let (mut old_found, mut found) = (Diagnostics::default(), Diagnostics::default());
    let (old_loaded, loaded) = (before.loaded.clone(), after.loaded.clone());
    let titles = Titles { old: &old.title, new: &new.title };
    let made = pipeline::compare(before.state(&mut old_found), after.state(&mut found), titles);
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

/// The report of a revision.
struct Report {
    loaded: Arc<Loaded>,
    document: Document,
    design: Design,
}

impl Report {
    fn state<'s>(self, diagnostics: &'s mut Diagnostics) -> State<'s> {
        State { loaded: self.loaded, document: self.document, design: self.design, diagnostics }
    }
}

/// The report of a revision, or its problems.
fn read(revision: &Revision, cache: &mut Cache) -> Result<Report, Unreadable> {
    let request =
        Request { outputs: Outputs::Report, goal: Goal::Designs, ..Request::new(&revision.root) };
    let Built { loaded, mut documents, problems, .. } = pipeline::build(&request, cache)?;
    let report = documents.pop().and_then(|built| built.document.zip(built.design));
    match report {
        Some((document, design)) if !problems.has_errors() => {
            Ok(Report { loaded, document: Arc::unwrap_or_clone(document), design })
        }
        Some(_) | None => Err(Unreadable { sources: loaded.sources.clone(), problems }),
    }
}

/// What was read; where it wasn't, its problems are told.
fn told(
    common: &Common,
    revision: &Revision,
    read: Result<Report, Unreadable>,
) -> anyhow::Result<Option<Report>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(Unreadable { sources, problems }) => {
            tell(common, revision, &sources, &problems)?;
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
