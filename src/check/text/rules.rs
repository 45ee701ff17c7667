//! The rules on text, and what stands where several speak of one place.

use super::bureaus::{self, BureauNames};
use super::chapter::Chapter;
use super::passage::Passage;
use super::{
    contacts, dates, doubled, empty, lengths, names, numbers, ordinals, percent, placeholders,
    punctuation, ranges, repeated, sums, typed_numbers, units, widths, years,
};
use crate::check::cores::on_all_cores;
use crate::check::subject::Subject;
use crate::diag::Diagnostics;
use crate::source::{FileId, Span};
use crate::workspace::ChapterFile;
use std::collections::BTreeMap;

type Rule = fn(&Passage, &mut Diagnostics);

/// Rules that need no more than a passage.
const RULES: &[Rule] = &[
    punctuation::check,
    numbers::check,
    ordinals::check,
    widths::check,
    percent::check,
    ranges::check,
    years::check,
    dates::check,
    sums::check,
    units::check,
    placeholders::check,
    doubled::check,
];

/// Applies every rule on text; gives how long each contribution is.
pub(in crate::check) fn check(
    subject: &Subject<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<FileId, u32> {
    let workspace = subject.workspace;
    let names = BureauNames::new(workspace);
    let files: Vec<&ChapterFile> =
        workspace.chapters.iter().chain(&workspace.row_chapters).collect();
    let checked = on_all_cores(&files, |file| of_chapter(subject, file, &names));

    let mut chapters = Vec::with_capacity(checked.len());
    for (chapter, problems) in checked {
        diagnostics.extend(problems);
        chapters.push(chapter);
    }

    repeated::check(subject, diagnostics);
    lengths::check(subject, &chapters, workspace.chapters.len(), diagnostics);
    chapters.iter().map(|chapter| (chapter.file.file, lengths::length(chapter))).collect()
}

/// A chapter, and what the rules say of it.
fn of_chapter<'a>(
    subject: &'a Subject<'a>,
    file: &'a ChapterFile,
    names: &BureauNames,
) -> (Chapter<'a>, Diagnostics) {
    let mut problems = Diagnostics::default();
    let chapter = Chapter::new(subject, file);
    for passage in &chapter.passages {
        problems.extend(of_passage(passage));
    }
    empty::check(&chapter, &mut problems);
    typed_numbers::check(&chapter, &mut problems);
    contacts::check(&chapter, &mut problems);
    bureaus::check(&chapter, names, &mut problems);
    names::check(&chapter, names, &mut problems);
    (chapter, problems)
}

/// What the rules say of a passage. Where one fix rewrites what others would change, it alone stands.
pub(super) fn of_passage(passage: &Passage) -> Diagnostics {
    let mut problems = Diagnostics::default();
    for rule in RULES {
        rule(passage, &mut problems);
    }

    let fixes = problems.iter().filter_map(|problem| Some(problem.fix.as_ref()?.span));
    let fixes = Fixes::new(fixes.collect());
    let mut standing = Diagnostics::default();
    for problem in problems.iter() {
        if !fixes.rewrite(problem.primary.span) {
            standing.report(problem.clone());
        }
    }
    standing
}

/// The fixes of a passage, by their start.
struct Fixes {
    spans: Vec<Span>,
    /// How far the fixes up to each one reach.
    reach: Vec<u32>,
}

impl Fixes {
    fn new(mut spans: Vec<Span>) -> Fixes {
        spans.sort_by_key(|fix| (fix.start, fix.end));
        let reach = spans.iter().scan(0, |reach, fix| {
            *reach = fix.end.max(*reach);
            Some(*reach)
        });
        let reach = reach.collect();
        Fixes { spans, reach }
    }

    /// Whether a fix rewrites more than this span, and all of it.
    fn rewrite(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|fix| fix.start < span.start);
        let with_same_start = self.spans.partition_point(|fix| fix.start <= span.start);
        let covered = before.checked_sub(1).is_some_and(|last| self.reach[last] >= span.end);
        let longest = self.spans[before..with_same_start].last();
        covered || longest.is_some_and(|fix| fix.end > span.end)
    }
}
