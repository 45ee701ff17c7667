//! Opinions that a person decided to take over, in today's chapters.
//!
//! In: recorded opinions with their edits, the files as they were sent, the workspace now. Out: the
//! chapters that change; those that would have errors then. The edits were read back when their copy was
//! merged; what was done there meanwhile gives way.

use super::super::entry::{SentPatch, SentStretch};
use super::super::opinion::Opinion;
use super::super::rebase::{ChapterDiff, Rebased};
use super::current::{CurrentChapters, applied};
use crate::pipeline::Loaded;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What taking opinions over comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forced {
    /// The chapters that change, whole.
    pub chapters: BTreeMap<String, String>,
    /// Those of them that would have errors.
    pub broken: BTreeSet<String>,
    /// Files that are gone.
    pub missing: BTreeSet<String>,
}

/// Whether a file has an opinion's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It says what was sent.
    Unchanged,
    /// It says what the opinion says.
    Present,
    /// It says something else.
    Different,
}

/// Makes the edits of opinions in the workspace as it was loaded, one after the other; `sent` gives a
/// copy's file as it was sent.
pub fn force(
    opinions: &[&Opinion],
    sent: &dyn Fn(&str, &str) -> Option<String>,
    current: &Loaded,
) -> Forced {
    let current = CurrentChapters::new(current);
    let mut forced = Forced::default();
    for opinion in opinions {
        let paths: BTreeSet<&str> =
            opinion.patches.iter().map(|patch| patch.path.as_str()).collect();
        for path in paths {
            let changed = forced.chapters.get(path).cloned();
            let now = changed.or_else(|| Some(current.text(path)?.to_string()));
            let Some((then, now)) = sent(&opinion.copy, path).zip(now) else {
                forced.missing.insert(path.to_owned());
                continue;
            };

            let diff = ChapterDiff::new(&then, &now);
            let stretches: Vec<Range<usize>> = stretch(opinion, path).into_iter().collect();
            let edits = diff.force(&then, &now, &edits(opinion, path), &stretches);
            let edits = edits.iter().map(|(range, text)| (range.clone(), text.as_str()));
            forced.chapters.insert(path.to_owned(), applied(&now, edits.collect()).text);
        }
    }

    forced.chapters.retain(|path, text| current.text(path).is_none_or(|now| *now != **text));
    forced.broken = current.with_new_errors(&forced.chapters);
    forced
}

/// Whether today's file has an opinion's words; `None` where it has nothing to say of the file.
pub fn standing(opinion: &Opinion, path: &str, then: &str, now: &str) -> Option<Standing> {
    let diff = ChapterDiff::new(then, now);
    let edits = edits(opinion, path);
    let rebased = match stretch(opinion, path) {
        Some(stretch) => vec![diff.rebase_stretch(then, now, &stretch, &edits)],
        None => edits.iter().map(|(span, text)| diff.rebase(then, now, span, text)).collect(),
    };
    let standing = |rebased| match rebased {
        Rebased::Clean(_) => Standing::Unchanged,
        Rebased::Present => Standing::Present,
        Rebased::Conflict(_) => Standing::Different,
    };
    let all: BTreeSet<Standing> = rebased.into_iter().map(standing).collect();
    let mut all = all.into_iter();
    match (all.next()?, all.next()) {
        (standing, None) => Some(standing),
        _ => Some(Standing::Different),
    }
}

/// The offset in a file now of an offset in it as it was sent.
pub fn carried_offset(then: &str, now: &str, offset: usize) -> usize {
    ChapterDiff::new(then, now).carry(offset.min(then.len()))
}

/// The bytes of a file that an opinion marked as one.
fn stretch(opinion: &Opinion, path: &str) -> Option<Range<usize>> {
    opinion.stretch.as_ref().filter(|stretch| stretch.path == path).map(SentStretch::range)
}

/// What an opinion does to a file.
fn edits<'o>(opinion: &'o Opinion, path: &str) -> Vec<(Range<usize>, &'o str)> {
    let of_path = opinion.patches.iter().filter(|patch| patch.path == path);
    let edit = |patch: &'o SentPatch| (patch.start..patch.end, patch.text.as_str());
    of_path.map(edit).collect()
}
