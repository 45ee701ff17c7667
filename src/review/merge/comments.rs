//! Reviewers' comments as comments in the chapters.
//!
//! In: entries of copies. Out: an edit for each comment: a line behind the paragraph that it speaks of. One
//! whose place is in no chapter stands behind the nearest paragraph of one.

use super::super::entry::Entry;
use super::super::opinion::written;
use super::super::token_origins::PassageIndex;
use super::current::CurrentChapters;
use super::model::{ChapterEdit, Copy, Resolution, Status};
use crate::source::Span;

/// Comments as Markdown comments, each after the paragraph that it speaks of.
pub(super) fn comment_edits(
    copies: &[Copy<'_>],
    drafts: &[Vec<Entry>],
    current: &CurrentChapters<'_>,
) -> Vec<Resolution> {
    let mut resolutions = Vec::new();
    for (index, (copy, entries)) in copies.iter().zip(drafts).enumerate() {
        for (change, entry) in entries.iter().enumerate() {
            if let Some(edit) = comment_edit(index, copy, change, entry, current) {
                resolutions.push(Resolution::new(index, change, vec![edit], Status::Clean));
            }
        }
    }
    resolutions
}

fn comment_edit(
    index: usize,
    copy: &Copy<'_>,
    change: usize,
    entry: &Entry,
    current: &CurrentChapters<'_>,
) -> Option<ChapterEdit> {
    let comment = entry.comment.as_ref().filter(|comment| !comment.was_sent)?;
    let sources = copy.returned.sent.sources();
    let is_chapter = |span: &Span| {
        let path = sources.path(span.file);
        path.starts_with("chapters/") && path.ends_with(".md") && current.text(path).is_some()
    };
    let own = copy.spans[change].filter(is_chapter);
    let span = own.or_else(|| nearest(copy, &entry.sent.anchor, &is_chapter))?;
    let path = sources.path(span.file);

    let chapter = current.chapter(index, copy, span.file)?;
    let start = chapter.diff.carry(span.start as usize);
    let rest = chapter.text.get(start..).unwrap_or_default();
    let end = start + rest.find("\n\n").unwrap_or(rest.trim_end().len());

    let docx = copy.returned.docx;
    let answers = comment.answers.and_then(|index| docx.comments.get(index));
    let author = match answers {
        Some(parent) => format!("{}，答{}", entry.author, parent.author),
        None => entry.author.clone(),
    };
    let mut text = written(&author, &entry.after);
    if own.is_none() {
        let place =
            if entry.sent.position.is_empty() { "正文以外" } else { &entry.sent.position };
        text.push_str(&format!("（在{place}）"));
    }
    if comment.is_done {
        text.push_str("；已解决");
    }
    let text = format!("<!-- {text} -->");
    let is_new = !chapter.text.contains(text.trim_end_matches(" -->"));
    is_new.then(|| ChapterEdit {
        path: path.to_owned(),
        range: end..end,
        text: format!("\n\n{text}"),
    })
}

/// The last paragraph of a chapter before an anchor, or the first one of all.
fn nearest(copy: &Copy<'_>, anchor: &str, is_chapter: &dyn Fn(&Span) -> bool) -> Option<Span> {
    let passages = PassageIndex::new(&copy.returned.sent.passages);
    let all = passages.all();
    let position = all.iter().position(|passage| passage.name == anchor).unwrap_or(0);
    let (before, after) = all.split_at(position);
    let own = after.first().into_iter();
    let mut candidates = own.chain(before.iter().rev()).chain(after).map(|passage| passage.block);
    candidates.find(is_chapter)
}
