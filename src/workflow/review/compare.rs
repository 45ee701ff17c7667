//! Two states of the report as a Word file with tracked changes.

use super::revision::{Revision, find_revision};
use super::target::check_target;
use crate::diag::{Diagnostics, Severity};
use crate::pipeline::{
    self, Built, Cache, Compared, Goal, Loaded, Outputs, ReportState, Request, Unreadable,
};
use crate::source::Sources;
use crate::store::{ChangeSet, Expected, FileChange};
use crate::typography::{Faces, Search};
use crate::word::{Change, Titles};
use std::path::Path;
use std::sync::Arc;

/// What is compared, as it was typed.
#[derive(Debug)]
pub struct CompareRequest<'a> {
    /// The older state.
    pub old: &'a str,
    /// The newer state.
    pub new: &'a str,
    /// The file that is written; a name in out/ where there is none.
    pub output: Option<&'a Path>,
}

/// What a comparison came to.
#[derive(Debug)]
pub struct StateComparison {
    /// The errors of the states, in their order; of a state without any there may be nothing.
    pub problems: Vec<RevisionProblems>,
    /// The comparison; `None` where there are errors.
    pub comparison: Option<Comparison>,
}

/// The errors of a state.
#[derive(Debug)]
pub struct RevisionProblems {
    /// The state's files, with its name before their paths: `HEAD~3:chapters/…`.
    pub sources: Sources,
    /// Its errors.
    pub errors: Diagnostics,
}

/// Two states that were compared.
#[derive(Debug)]
pub struct Comparison {
    /// The file's path, as people are told of it.
    pub path: String,
    /// What was changed.
    pub list: Vec<Change>,
    /// The file.
    pub changes: ChangeSet,
}

/// Compares two states of a workspace.
pub fn compare(root: &Path, request: &CompareRequest<'_>) -> anyhow::Result<StateComparison> {
    let old = find_revision(root, request.old)?;
    let new = find_revision(root, request.new)?;
    // Before the work, so that nobody waits for a refusal.
    let roots = [root, &old.root, &new.root];
    let target = match request.output {
        Some(path) => Some(Target { path, expected: check_target(path, &roots)? }),
        None => None,
    };

    let faces = Arc::new(Faces::discover(root, Search::Workspace));
    let mut cache = Cache::with_faces(Search::Workspace, faces);
    let (before, after) = match (read(&old, &mut cache), read(&new, &mut cache)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let states = [(&old, before.err()), (&new, after.err())];
            let problems = states.into_iter().filter_map(|(revision, unreadable)| {
                let Unreadable { sources, problems } = unreadable?;
                Some(errors_of(revision, &sources, &problems))
            });
            return Ok(StateComparison { problems: problems.collect(), comparison: None });
        }
    };

    let (old_loaded, new_loaded) = (before.loaded.clone(), after.loaded.clone());
    let titles = Titles { old: &old.title, new: &new.title };
    let Compared { comparison: compared, old_problems, new_problems } =
        pipeline::compare(before, after, titles);

    let problems = vec![
        errors_of(&old, &old_loaded.sources, &old_problems),
        errors_of(&new, &new_loaded.sources, &new_problems),
    ];
    let has_errors = problems.iter().any(|state| state.errors.has_errors());
    let compared = compared.filter(|_| !has_errors);
    let comparison = compared.map(|compared| comparison(root, target, &new_loaded, compared));
    Ok(StateComparison { problems, comparison })
}

/// Where the file goes that was asked for.
struct Target<'a> {
    path: &'a Path,
    expected: Expected,
}

/// The report of a revision, or its problems.
fn read(revision: &Revision, cache: &mut Cache) -> Result<ReportState, Unreadable> {
    let request =
        Request { outputs: Outputs::Report, goal: Goal::Designs, ..Request::new(&revision.root) };
    let Built { loaded, mut documents, problems, .. } = pipeline::build(&request, cache)?;
    let report = documents.pop().and_then(|built| built.document.zip(built.design));
    match report {
        Some((document, design)) if !problems.has_errors() => {
            Ok(ReportState { loaded, document: Arc::unwrap_or_clone(document), design })
        }
        Some(_) | None => Err(Unreadable { sources: loaded.sources.clone(), problems }),
    }
}

/// The errors of a revision, each at a place with the revision in front.
fn errors_of(revision: &Revision, sources: &Sources, problems: &Diagnostics) -> RevisionProblems {
    let mut errors = Diagnostics::default();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
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
    RevisionProblems { sources: named, errors }
}

fn comparison(
    root: &Path,
    target: Option<Target<'_>>,
    loaded: &Loaded,
    compared: pipeline::Comparison,
) -> Comparison {
    let pipeline::Comparison { word, changes: list } = compared;
    let mut changes = ChangeSet::new(root);
    let path = match target {
        Some(Target { path, expected }) => {
            changes.push(FileChange { path: path.to_owned(), bytes: word, expected });
            path.display().to_string()
        }
        None => {
            let path = format!("out/{}-比较稿.docx", loaded.workspace.report.output);
            changes.output(&path, word);
            path
        }
    };
    Comparison { path, list, changes }
}
