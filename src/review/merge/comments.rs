//! Reviewers' comments as comments in the chapters.

use super::super::change::ChangeKind;
use super::current::CurrentChapters;
use super::model::{ChapterEdit, Copy, Resolution, Status};

/// Comments as Markdown comments, each after the paragraph that it speaks of.
pub(super) fn comment_edits(copies: &[Copy<'_>], current: &CurrentChapters<'_>) -> Vec<Resolution> {
    let mut resolutions = Vec::new();
    for (index, copy) in copies.iter().enumerate() {
        for change in 0..copy.compared.changes.len() {
            if let Some(edit) = comment_edit(index, copy, change, current) {
                let (edits, status) = (vec![edit], Status::Clean);
                resolutions.push(Resolution { copy: index, change, edits, status });
            }
        }
    }
    resolutions
}

fn comment_edit(
    index: usize,
    copy: &Copy<'_>,
    change: usize,
    current: &CurrentChapters<'_>,
) -> Option<ChapterEdit> {
    let ChangeKind::Comment(comment) = copy.compared.changes[change].kind else { return None };
    let comment = copy.returned.docx.comments.get(comment)?;
    let span = copy.spans[change]?;
    let path = copy.returned.sent.sources().path(span.file);
    if !path.ends_with(".md") {
        return None;
    }

    let chapter = current.chapter(index, copy, span.file)?;
    let start = chapter.diff.carry(span.start as usize);
    let rest = chapter.text.get(start..).unwrap_or_default();
    let end = start + rest.find("\n\n").unwrap_or(rest.trim_end().len());
    let text = markdown_comment(&format!("批注（{}）：{}", comment.author, comment.text));
    let is_new = !chapter.text.contains(&text);
    is_new.then(|| ChapterEdit {
        path: path.to_owned(),
        range: end..end,
        text: format!("\n\n{text}"),
    })
}

/// A comment of one line that neither Markdown nor the chapter's template reads.
fn markdown_comment(text: &str) -> String {
    let text = text.replace("--", "—").replace(['\n', '\r'], " ");
    let text = text.replace(['{', '｛'], "（").replace(['}', '｝'], "）").replace('>', "＞");
    format!("<!-- {text} -->")
}
