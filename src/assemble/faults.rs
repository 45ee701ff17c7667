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
pub fn notices(problems: &Diagnostics, file: FileId, owner: &str) -> Vec<Notice> {
    let reported = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let mut errors: Vec<(Span, &str)> = reported
        .filter_map(|problem| Some((span_in(problem, file)?, problem.message.as_str())))
        .collect();
    errors.sort_by_key(|(span, _)| (span.start, span.end));

    let mut starts = BTreeSet::new();
    errors.retain(|(span, _)| starts.insert(span.start));

    let rest = errors.len().saturating_sub(MAX_NOTICES);
    errors.truncate(MAX_NOTICES);

    let mut notices: Vec<Notice> =
        errors.iter().map(|(span, message)| Notice::to_mend(*span, owner, message)).collect();
    if let Some(last) = notices.last().filter(|_| rest > 0) {
        let more = format!("此后还有 {rest} 处错误");
        notices.push(Notice::to_mend(last.span, owner, &more));
    }
    notices
}

/// Where a problem lies in a file.
fn span_in(problem: &Diagnostic, file: FileId) -> Option<Span> {
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
    let owner = expander.workspace.writer_of(file);
    let mut notices = notices(problems, file.file, owner);
    if notices.is_empty() {
        notices.push(Notice::to_mend(Span::of_file(file.file), owner, "文稿读不出来"));
    }

    let (blocks, notes, values) = (Vec::new(), Vec::new(), Vec::new());
    let dropped_labels = BTreeSet::new();
    let mut chapter = Chapter { file: file.file, blocks, notes, values, dropped_labels };
    notices::insert(&mut chapter, expander.sources.text(file.file), notices);
    chapter
}
