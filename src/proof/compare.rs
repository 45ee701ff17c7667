//! Two streams of words, character by character.

use super::compared::compared;
use super::paragraphs::{paragraph_hashes, paragraphs};
use super::words;
use crate::docx::{self, Docx, Refused};
use crate::pdf::{PagesText, ReadText};
use crate::source::{Span, diff, diff_lines};
use std::ops::Range;

/// Characters that are shown before and after a difference.
const CONTEXT: usize = 8;

/// Maximum number of characters that are shown of a difference in each file.
const MAX_EXCERPT: usize = 40;

/// How much was compared, and what differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Characters of the main text in the PDF, blanks left out.
    pub characters: usize,
    /// Notes in the PDF.
    pub notes: usize,
    /// What differs.
    pub differences: Vec<Difference>,
    /// A hash of each paragraph of the Word file.
    pub paragraphs: Vec<String>,
}

/// A stretch of text that the two files print differently, with what stands around it in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it was written; `None` where only a template knows.
    pub place: Option<Span>,
    /// What the PDF prints.
    pub pdf: String,
    /// What the Word file prints.
    pub word: String,
}

/// Compares pages with a Word file.
///
/// # Errors
///
/// The Word file can't be read back: it is larger than a file from outside may be.
pub fn compare(pages: &PagesText, word: &[u8]) -> Result<Proof, Refused> {
    Ok(compare_read(pages, &docx::read_words(word)?))
}

pub(super) fn compare_read(pages: &PagesText, docx: &Docx) -> Proof {
    let word = words::words(docx);
    let body = Stream::new(&pages.body.text);
    let mut proof = Proof {
        characters: body.characters.len(),
        notes: pages.notes.len(),
        differences: differences(&pages.body, &body, &word.body),
        paragraphs: paragraph_hashes(&paragraphs(docx)),
    };

    let nothing = ReadText::default();
    for index in 0..pages.notes.len().max(word.notes.len()) {
        let pdf = pages.notes.get(index).unwrap_or(&nothing);
        let word = word.notes.get(index).map_or("", String::as_str);
        let pdf_stream = Stream::new(without_mark(&pdf.text));
        proof.differences.extend(differences(pdf, &pdf_stream, word));
    }
    proof
}

/// A note's words without its mark: Word counts notes anew on each page, and only it knows where.
fn without_mark(note: &str) -> &str {
    note.trim_start().trim_start_matches(|c| matches!(c, '①'..='⑳' | '㉑'..='㊿'))
}

/// The characters that are compared, and where each stands in the text.
struct Stream {
    characters: Vec<char>,
    offsets: Vec<usize>,
}

impl Stream {
    fn new(text: &str) -> Stream {
        let compared = text.char_indices().filter_map(|(at, c)| Some((at, compared(c)?)));
        let (offsets, characters) = compared.unzip();
        Stream { characters, offsets }
    }

    fn excerpt(&self, range: &Range<usize>) -> String {
        let start = range.start.saturating_sub(CONTEXT);
        let end = (range.end + CONTEXT).min(self.characters.len());
        let shown = &self.characters[start..end];
        if shown.len() <= MAX_EXCERPT {
            return shown.iter().collect();
        }
        shown[..MAX_EXCERPT].iter().chain(&['…']).collect()
    }
}

fn differences(pdf: &ReadText, pdf_stream: &Stream, word: &str) -> Vec<Difference> {
    let word = Stream::new(word);
    if pdf_stream.characters == word.characters {
        return Vec::new();
    }

    let mut differences = Vec::new();
    for (old, new) in changes(&pdf_stream.characters, &word.characters) {
        let last = pdf_stream.offsets.len().saturating_sub(1);
        let offset = pdf_stream.offsets.get(old.start.min(last)).copied().unwrap_or(0);
        differences.push(Difference {
            place: pdf.origin(offset),
            pdf: pdf_stream.excerpt(&old),
            word: word.excerpt(&new),
        });
    }
    differences
}

/// The stretches that differ: phrases are paired first, so that a whole report with many differences still
/// falls into small ones, then the characters of those that differ.
fn changes(old: &[char], new: &[char]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old_phrases, new_phrases) = (phrases(old), phrases(new));
    let start = |phrases: &[&[char]], end: usize| -> usize {
        phrases[..end].iter().map(|phrase| phrase.len()).sum()
    };

    let mut changes = Vec::new();
    for hunk in diff_lines(&old_phrases, &new_phrases).iter().filter(|hunk| !hunk.equal) {
        let old_start = start(&old_phrases, hunk.old.start);
        let new_start = start(&new_phrases, hunk.new.start);
        let old_end = start(&old_phrases, hunk.old.end);
        let new_end = start(&new_phrases, hunk.new.end);
        let inner = diff(&old[old_start..old_end], &new[new_start..new_end]);
        changes.extend(inner.into_iter().filter(|hunk| !hunk.equal).map(|hunk| {
            let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            (shift(hunk.old, old_start), shift(hunk.new, new_start))
        }));
    }
    changes
}

/// Splits after punctuation.
fn phrases(characters: &[char]) -> Vec<&[char]> {
    const ENDS: [char; 10] = ['。', '，', '；', '：', '、', '）', '”', '》', '？', '！'];
    characters.split_inclusive(|c| ENDS.contains(c)).collect()
}
