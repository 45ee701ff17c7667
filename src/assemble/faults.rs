//! What is printed of a text that has errors: a notice at each, with who is to mend what.
//!
//! In: a contribution's file and its problems. Out: notices; for a text that can't be read at all, a
//! chapter that is nothing but them. So no error withholds more than the part that can't be printed, and
//! none goes out unseen; `--final` refuses them all the same.

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::Chapter;
use crate::document::notices::{self, Notice};
use crate::expand::Expander;
use crate::source::{FileId, Span};
use crate::workspace::ChapterFile;
use std::collections::BTreeSet;

/// Maximum number of notices in one text: more would hide it, and one slip may make many errors.
const MAX_NOTICES: usize = 20;

/// The notices for the errors in a file, in reading order, one for each place.
pub fn notices(problems: &Diagnostics, file: FileId, who: &str) -> Vec<Notice> {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let mut found: Vec<(Span, &str)> = errors
        .filter_map(|problem| Some((place(problem, file)?, problem.message.as_str())))
        .collect();
    found.sort_by_key(|(span, _)| (span.start, span.end));

    let mut told = BTreeSet::new();
    found.retain(|(span, _)| told.insert(span.start));
    let rest = found.len().saturating_sub(MAX_NOTICES);
    found.truncate(MAX_NOTICES);

    let mut notices: Vec<Notice> =
        found.iter().map(|(span, message)| Notice::to_mend(*span, who, message)).collect();
    if let Some(last) = notices.last().filter(|_| rest > 0) {
        let more = format!("此后还有 {rest} 处错误");
        notices.push(Notice::to_mend(last.span, who, &more));
    }
    notices
}

/// Where a problem lies in a file.
fn place(problem: &Diagnostic, file: FileId) -> Option<Span> {
    let labels = std::iter::once(&problem.primary).chain(&problem.secondary);
    labels.map(|label| label.span).find(|span| span.file == file)
}

/// Puts notices in the place of texts that can't be read.
pub fn fill_in(
    expander: &Expander<'_>,
    files: &[ChapterFile],
    chapters: &mut [Option<Chapter>],
    problems: &Diagnostics,
) {
    for (file, chapter) in files.iter().zip(chapters) {
        if chapter.is_none() {
            *chapter = Some(stand_in(expander, file, problems));
        }
    }
}

/// A chapter that says why its text isn't there.
fn stand_in(expander: &Expander<'_>, file: &ChapterFile, problems: &Diagnostics) -> Chapter {
    let who = expander.workspace.writer_of(file);
    let mut found = notices(problems, file.file, who);
    if found.is_empty() {
        found.push(Notice::to_mend(Span::of_file(file.file), who, "文稿读不出来"));
    }

    let (blocks, notes, values) = (Vec::new(), Vec::new(), Vec::new());
    let dropped_labels = BTreeSet::new();
    let mut chapter = Chapter { file: file.file, blocks, notes, values, dropped_labels };
    notices::insert(&mut chapter, expander.sources.text(file.file), found);
    chapter
}
