//! What the report and the documents beside it share: their meta data, and contributions that print
//! nothing.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::notices::{self, Notice};
use crate::document::{Chapter, Meta, plain};
use crate::expand::Expander;
use crate::source::Span;
use crate::workspace::ChapterFile;

/// Reports a contribution that prints no text of its own, and has it say who is to write one. A body
/// without a character was reported by the workspace, and where an error took a block away nothing is
/// certain.
pub(super) fn notice_empty(
    expander: &Expander<'_>,
    file: &ChapterFile,
    mut chapter: Chapter,
    diagnostics: &mut Diagnostics,
) -> Chapter {
    let text = expander.sources.text(file.file);
    let body = text.get(file.front.body_start as usize..).unwrap_or("");
    if body.trim().is_empty()
        || diagnostics.has_errors_in(file.file)
        || plain::has_text(&chapter.blocks, &chapter.values)
    {
        return chapter;
    }

    let message = if chapter.blocks.is_empty() {
        "文稿没有会印出的内容"
    } else {
        "文稿只有标题、空格之类，没有正文"
    };
    let problem = Diagnostic::new(Code::EmptyChapter, Span::of_file(file.file), message);
    diagnostics.report(problem.help("写入正文；{## ##} 里的说明、<!-- --> 里的注释都不会印出"));

    if let Some(bureau) = expander.workspace.bureau_of(file) {
        let end = Span::new(file.file, text.len()..text.len());
        notices::insert(&mut chapter, text, vec![Notice::to_write(end, &bureau.short)]);
    }
    chapter
}

/// Title, author and date as report.yaml gives them.
pub(super) fn meta(expander: &Expander<'_>) -> Meta {
    let report = &expander.workspace.report;
    Meta {
        title: report.title_in_one_line(),
        title_lines: plain::title_lines(&report.title),
        subtitle: report.subtitle.clone(),
        author: report.author.clone(),
        subject: report.subject.clone(),
        date: report.date,
        sample: false,
        is_working: false,
        arrangement: report.choices.arrangement,
    }
}
