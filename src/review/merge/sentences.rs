//! Sentences in which several made changes that all went in.
//!
//! In: what became of every change. Out: for each that is taken over, who else changed its sentence: what each
//! wrote is right for itself, and a person is to read what they make together.

use super::super::entry::SameSentence;
use super::super::phrase::sentence;
use super::current::CurrentChapters;
use super::model::{ChapterEdit, Copy, Resolution, Status};
use std::ops::Range;

/// For each edit who else changed its sentence.
pub(super) fn same_sentences(
    copies: &[Copy<'_>],
    resolutions: &[Resolution],
    current: &CurrentChapters<'_>,
) -> Vec<SameSentence> {
    let sentences: Vec<Option<Sentence<'_>>> =
        resolutions.iter().map(|one| Sentence::of(one, current)).collect();

    let same = resolutions.iter().zip(&sentences).map(|(one, own)| {
        let Some(own) = own else { return SameSentence::default() };
        let mut same =
            SameSentence { reviewers: Vec::new(), in_chapter: is_changed(copies, one, current) };
        for (other, sentence) in resolutions.iter().zip(&sentences) {
            let name = copies[other.copy].returned.name;
            let is_new = other.copy != one.copy && !same.reviewers.iter().any(|one| one == name);
            if is_new && sentence.as_ref().is_some_and(|sentence| sentence.overlaps(own)) {
                same.reviewers.push(name.to_owned());
            }
        }
        same
    });
    same.collect()
}

/// The sentence of an edit that is taken over, in today's chapter.
struct Sentence<'a> {
    path: &'a str,
    range: Range<usize>,
}

impl<'a> Sentence<'a> {
    fn of(resolution: &'a Resolution, current: &CurrentChapters<'_>) -> Option<Sentence<'a>> {
        let is_taken = resolution.status == Status::Clean;
        let ChapterEdit { path, range, .. } = resolution.stretch.as_ref().filter(|_| is_taken)?;
        let text = current.text(path)?;
        Some(Sentence { path, range: sentence(&text, range) })
    }

    fn overlaps(&self, other: &Sentence<'_>) -> bool {
        let (a, b) = (&self.range, &other.range);
        self.path == other.path && a.start < b.end && b.start < a.end
    }
}

/// Whether the chapter's writer changed words of the sentence since the copy was sent.
fn is_changed(copies: &[Copy<'_>], one: &Resolution, current: &CurrentChapters<'_>) -> bool {
    let copy = &copies[one.copy];
    let Some(span) = copy.stretches[one.change] else { return false };
    let Some(chapter) = current.chapter(one.copy, copy, span.file) else { return false };
    let then = copy.returned.sent.sources().text(span.file);
    let range = sentence(then, &span.range());
    chapter.diff.rewords(then, &chapter.text, &range)
}
