//! Repairs that can't change what a writer meant.
//!
//! First files that can't be read as they are (encoding, control characters), then what the checks
//! offer for the chapters' text. A figure that was typed becomes an expression only where that is
//! asked for: it then follows the indicator's data, whatever it was about. Everything else in a file
//! stays byte for byte.

use super::saving::is_read_only;
use crate::diag::{Code, Fix};
use crate::pipeline::{self, Built, Cache, Checks, Request};
use crate::source::{FileId, Overlay};
use crate::store::{ChangeSet, Expected};
use crate::workspace::{self, Repair};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// What can be repaired in a workspace.
#[derive(Debug)]
pub struct Fixes {
    /// Repairs of encoding and control characters, one a file, by path.
    pub repairs: Vec<Repair>,
    /// What the checks offer for the repaired text, one a file, by path.
    pub corrections: Vec<Repair>,
    /// Files that could be repaired, and that their owners made read-only.
    pub read_only: BTreeSet<String>,
    /// Number of figures that could become expressions and weren't asked for.
    pub typed_values: usize,
    /// The files with both.
    pub changes: ChangeSet,
}

/// Finds what can be repaired; figures become expressions where `with_values` asks for them.
pub fn fix(root: &Path, with_values: bool) -> anyhow::Result<Fixes> {
    let mut repairs = workspace::repairs(root)?;
    // The checks need texts that can be read.
    let repaired = repairs.iter().map(|repair| (repair.path.clone(), repair.after.clone()));
    let Corrections { mut corrections, typed_values } =
        corrections(root, repaired.collect(), with_values);

    let all = repairs.iter().chain(&corrections).map(|repair| &repair.path);
    let read_only: BTreeSet<String> =
        all.filter(|path| is_read_only(&root.join(path))).cloned().collect();
    repairs.retain(|repair| !read_only.contains(&repair.path));
    corrections.retain(|repair| !read_only.contains(&repair.path));

    let mut files: BTreeMap<&str, (&[u8], &[u8])> = BTreeMap::new();
    for Repair { path, before, after, .. } in repairs.iter().chain(&corrections) {
        files.entry(path).or_insert((before, after)).1 = after;
    }
    let mut changes = ChangeSet::new(root);
    for (path, (before, after)) in files {
        changes.add(path, after, Expected::Bytes(before.to_owned()));
    }
    Ok(Fixes { repairs, corrections, read_only, typed_values, changes })
}

/// What the checks offer.
#[derive(Default)]
struct Corrections {
    corrections: Vec<Repair>,
    typed_values: usize,
}

/// What the checks offer for the chapters; nothing where the report can't be read.
fn corrections(root: &Path, overlay: Overlay, with_values: bool) -> Corrections {
    let request = Request { checks: Checks::All, overlay, ..Request::new(root) };
    let Ok(Built { loaded, problems, .. }) = pipeline::build(&request, &mut Cache::default())
    else {
        return Corrections::default();
    };

    let chapters = loaded.workspace.chapters.iter().chain(&loaded.workspace.row_chapters);
    let chapters: BTreeSet<FileId> = chapters.map(|chapter| chapter.file).collect();
    let mut fixes: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    let mut typed_values = 0;
    for problem in problems.iter() {
        let Some(fix) = problem.fix.as_ref().filter(|fix| chapters.contains(&fix.span.file)) else {
            continue;
        };
        if with_values || problem.code != Code::HandTypedValue {
            fixes.entry(fix.span.file).or_default().push(fix);
        } else {
            typed_values += 1;
        }
    }

    let mut corrections = Vec::new();
    for (file, mut fixes) in fixes {
        let edits = non_overlapping(&mut fixes);
        corrections.extend(workspace::replaced(&loaded.sources, file, &edits));
    }
    corrections.sort_by(|a, b| a.path.cmp(&b.path));
    Corrections { corrections, typed_values }
}

/// The fixes in the file's order; of two that overlap the one that begins first, then the longer one.
fn non_overlapping<'a>(fixes: &mut Vec<&'a Fix>) -> Vec<(Range<usize>, &'a str)> {
    fixes.sort_by_key(|fix| (fix.span.start, Reverse(fix.span.end)));
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    for fix in fixes {
        let range = fix.span.range();
        if edits.last().is_none_or(|(last, _)| last.end <= range.start && *last != range) {
            edits.push((range, &fix.replacement));
        }
    }
    edits
}
