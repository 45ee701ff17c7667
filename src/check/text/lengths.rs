//! `contribution-length` and `late-contribution`: what report.yaml asks of every contribution.

use super::chapter::Chapter;
use super::passage::{Passage, Role};
use crate::check::subject::Subject;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::workspace::Lengths;

/// Holds contributions and sections against 字数 and 栏目字数, and every text against 截止: `chapters`
/// has the report's `contributions` first; what the 申报表 asks for has no length set.
pub(super) fn check(
    subject: &Subject<'_>,
    chapters: &[Chapter<'_>],
    contributions: usize,
    diagnostics: &mut Diagnostics,
) {
    chapters.iter().for_each(|chapter| late(subject, chapter, diagnostics));

    let chapters = chapters.get(..contributions).unwrap_or(chapters);
    let workspace = subject.workspace;
    let report = &workspace.report;
    for chapter in chapters {
        let file = chapter.file.file;
        if chapter.file.bureau.is_some()
            && let Some(message) = outside(report.lengths, length(chapter), "文稿")
        {
            let problem = Diagnostic::new(Code::ContributionLength, Span::of_file(file), message);
            diagnostics.report(problem);
        }
    }

    for (index, section) in workspace.outline.iter().enumerate() {
        let of_section = chapters.iter().filter(|chapter| chapter.file.section == index);
        let total = of_section.map(length).sum();
        let subject = format!("“{}”一栏", section.title);
        if let Some(message) = outside(report.section_lengths, total, &subject) {
            let span = workspace.plan[section.row].span;
            diagnostics.report(Diagnostic::new(Code::ContributionLength, span, message));
        }
    }
}

fn late(subject: &Subject<'_>, chapter: &Chapter<'_>, diagnostics: &mut Diagnostics) {
    if let (Some(date), Some(deadline)) =
        (&chapter.file.front.date, subject.workspace.report.deadline)
        && date.value > deadline
    {
        let message = format!("{}报送，截止日期为 {}", date.value.chinese(), deadline.chinese());
        diagnostics.report(Diagnostic::new(Code::LateContribution, date.span, message));
    }
}

/// Nothing is said of an empty text: it was reported as such, or couldn't be read.
fn outside(lengths: Lengths, length: u32, text: &str) -> Option<String> {
    match (lengths.least, lengths.greatest) {
        (_, _) if length == 0 => None,
        (Some(least), _) if length < least => {
            Some(format!("{text}约 {length} 字，不足下限 {least} 字"))
        }
        (_, Some(greatest)) if length > greatest => {
            Some(format!("{text}约 {length} 字，超过上限 {greatest} 字"))
        }
        (_, _) => None,
    }
}

/// Characters of headings and paragraphs.
pub(super) fn length(chapter: &Chapter<'_>) -> u32 {
    let counted = |passage: &&Passage| match passage.role {
        Role::Heading | Role::Paragraph => true,
        Role::Other | Role::Number => false,
    };
    chapter.passages.iter().filter(counted).map(|passage| characters(passage.text())).sum()
}

/// Characters as official writing counts them: a run of letters and digits is one.
fn characters(text: &str) -> u32 {
    let (mut count, mut in_word) = (0, false);
    for character in text.chars() {
        let word = character.is_ascii_alphanumeric() || (in_word && matches!(character, '.' | '%'));
        if !character.is_whitespace() && !(word && in_word) {
            count += 1;
        }
        in_word = word;
    }
    count
}
