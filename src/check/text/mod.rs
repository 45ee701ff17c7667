//! Rules on what writers typed: punctuation, numbers' form, names, placeholders, length.
//!
//! In: the chapters' blocks. Out: problems at characters of the chapter files. Values, code, links
//! and what templates print are read as context and never blamed.

mod bureaus;
mod characters;
mod doubled;
mod empty;
mod lengths;
mod names;
mod numbers;
mod ordinals;
mod passage;
mod percent;
mod placeholders;
mod punctuation;
#[cfg(test)]
mod tests;
mod units;
mod widths;

use super::Subject;
use crate::diag::Diagnostics;
use crate::source::{FileId, Span};
use crate::workspace::ChapterFile;
use passage::Passage;
use std::collections::BTreeMap;

/// A chapter with its text.
pub(super) struct Chapter<'a> {
    subject: &'a Subject<'a>,
    file: &'a ChapterFile,
    passages: Vec<Passage>,
}

type Rule = fn(&Passage, &mut Diagnostics);

/// Rules that need no more than a passage.
const RULES: &[Rule] = &[
    punctuation::check,
    numbers::check,
    ordinals::check,
    widths::check,
    percent::check,
    units::check,
    placeholders::check,
    doubled::check,
];

/// Applies every rule on text; gives how long each contribution is.
pub(super) fn check(subject: &Subject<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<FileId, u32> {
    let known = bureaus::Known::new(subject.workspace);
    let mut chapters = Vec::new();
    let workspace = subject.workspace;
    for file in workspace.chapters.iter().chain(&workspace.row_chapters) {
        let chapter = Chapter { subject, file, passages: passage::of_chapter(subject, file) };
        for passage in &chapter.passages {
            diagnostics.extend(of_passage(passage));
        }
        empty::check(&chapter, diagnostics);
        bureaus::check(&chapter, &known, diagnostics);
        names::check(&chapter, &known, diagnostics);
        chapters.push(chapter);
    }
    lengths::check(subject, &chapters, workspace.chapters.len(), diagnostics);
    chapters.iter().map(|chapter| (chapter.file.file, lengths::length(chapter))).collect()
}

/// What the rules say of a passage. Where one fix rewrites what others would change, it alone stands.
fn of_passage(passage: &Passage) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in RULES {
        rule(passage, &mut found);
    }
    let mut fixes: Vec<Span> = found.iter().filter_map(|p| Some(p.fix.as_ref()?.span)).collect();
    fixes.sort_by_key(|fix| (fix.start, fix.end));
    // How far the fixes up to each one reach.
    let reach = fixes.iter().scan(0, |reach, fix| {
        *reach = fix.end.max(*reach);
        Some(*reach)
    });
    let reach: Vec<u32> = reach.collect();
    let mut kept = Diagnostics::default();
    for problem in found.iter() {
        let place = problem.primary.span;
        let earlier = fixes.partition_point(|fix| fix.start < place.start);
        let same = fixes.partition_point(|fix| fix.start <= place.start);
        let around = earlier.checked_sub(1).is_some_and(|last| reach[last] >= place.end);
        let longer = fixes[earlier..same].last().is_some_and(|fix| fix.end > place.end);
        if !around && !longer {
            kept.report(problem.clone());
        }
    }
    kept
}
