//! A file held against what its build made.

use super::identify::Subject;
use super::record::RecordedFile;
use crate::docx::{self, Docx};
use crate::proof::{paragraph_hashes, paragraphs};
use crate::source::{diff, fingerprint};
use std::ops::Range;

/// Characters that are shown before and after a difference.
const CONTEXT: usize = 10;
/// Maximum number of characters that are shown of a paragraph.
const MAX_EXCERPT: usize = 40;

/// What is known of a file as it was made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Original<'a> {
    /// Its bytes, made anew or kept.
    pub bytes: Option<&'a [u8]>,
    /// What the build noted of it.
    pub record: Option<&'a RecordedFile>,
}

/// How far a file is what was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// It is, to the byte.
    Unchanged,
    /// All of it is there, and so many bytes after it: how PDF readers save notes, signatures and forms.
    Appended(usize),
    /// Another program has saved it, and every word is there.
    Resaved {
        /// Marks of tracked changes.
        revisions: usize,
        /// Comments.
        comments: usize,
    },
    /// Words differ.
    Edited {
        /// The paragraphs.
        changes: Vec<ParagraphChange>,
        /// Marks of tracked changes.
        revisions: usize,
        /// Comments.
        comments: usize,
    },
    /// It isn't, and what differs can't be told.
    Changed,
    /// Nothing is known of how it was made.
    Unknown,
}

/// A paragraph that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphChange {
    /// Its number in the file, from 1, among those with words, tables' among them; where it is gone, that of
    /// the one before.
    pub number: usize,
    /// What was made, as far as it differs; empty where there was none, `None` where only its hash is known.
    pub before: Option<String>,
    /// What stands there now, as far as it differs; empty where there is none.
    pub after: String,
}

/// Holds a file against its original.
pub fn compare(subject: &Subject, bytes: &[u8], original: Original<'_>) -> Content {
    let Original { bytes: made, record } = original;
    if made.is_none() && record.is_none() {
        return Content::Unknown;
    }

    let begins_as_made = made.filter(|made| bytes.starts_with(made)).map(<[u8]>::len);
    let begins_as_noted = || {
        let record = record?;
        let start = bytes.get(..record.size)?;
        (fingerprint([start]) == record.hash).then_some(record.size)
    };

    // Another build of this program may make other bytes: then the record still knows the file.
    match (begins_as_made.or_else(begins_as_noted), &subject.docx) {
        (Some(size), _) if size == bytes.len() => Content::Unchanged,
        (Some(size), None) => Content::Appended(bytes.len() - size),
        (None, None) => Content::Changed,
        (_, Some(docx)) => compare_words(docx, original),
    }
}

fn compare_words(docx: &Docx, original: Original<'_>) -> Content {
    let texts = paragraphs(docx);
    let made = original.bytes.and_then(|bytes| docx::read_words(bytes).ok());
    let made = made.map(|docx| paragraphs(&docx));
    let noted = original.record.map(|record| record.paragraphs.as_str());
    let noted = noted.filter(|hashes| !hashes.is_empty());
    let old = match (&made, noted) {
        (Some(texts), _) => paragraph_hashes(texts),
        (None, Some(hashes)) => hashes.split(' ').map(str::to_owned).collect(),
        (None, None) => return Content::Changed,
    };

    let new = paragraph_hashes(&texts);
    let changes: Vec<ParagraphChange> = diff(&old, &new)
        .into_iter()
        .filter(|hunk| !hunk.equal)
        .flat_map(|hunk| changes(made.as_deref(), &texts, hunk.old, hunk.new))
        .collect();
    let (revisions, comments) = (docx.counted.revisions, docx.counted.comments);
    if changes.is_empty() {
        Content::Resaved { revisions, comments }
    } else {
        Content::Edited { changes, revisions, comments }
    }
}

/// Whether most of a Word file's paragraphs differ: it is another text.
pub fn is_rewritten(subject: &Subject, content: &Content) -> bool {
    let count = subject.docx.as_ref().map_or(0, |docx| paragraphs(docx).len());
    matches!(content, Content::Edited { changes, .. } if changes.len() * 2 > count)
}

/// The changes of a stretch: paragraphs are paired in their order.
fn changes(
    made: Option<&[String]>,
    texts: &[String],
    old: Range<usize>,
    new: Range<usize>,
) -> Vec<ParagraphChange> {
    let mut changes = Vec::new();
    for index in 0..old.len().max(new.len()) {
        let (old_index, new_index) = (old.start + index, new.start + index);
        let after = if new.contains(&new_index) { texts[new_index].as_str() } else { "" };
        let before = match made {
            _ if !old.contains(&old_index) => Some(""),
            Some(made) => made.get(old_index).map(String::as_str),
            None => None,
        };

        let number = (new_index + 1).min(new.end.max(1));
        let change = match before {
            Some(before) if !before.is_empty() && !after.is_empty() => {
                let [before, after] = excerpts(before, after);
                ParagraphChange { number, before: Some(before), after }
            }
            before => {
                let before = before.map(|text| beginning(text.chars()));
                ParagraphChange { number, before, after: beginning(after.chars()) }
            }
        };

        changes.push(change);
    }
    changes
}

/// Where two texts differ, with a little of what stands around.
fn excerpts(before: &str, after: &str) -> [String; 2] {
    let [before, after] = [before, after].map(|text| text.chars().collect::<Vec<char>>());
    let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&before[start..], &after[start..]);
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = pairs.take_while(|(a, b)| a == b).count();
    [&before, &after].map(|text| {
        let from = start.saturating_sub(CONTEXT);
        let to = (text.len() - end + CONTEXT).min(text.len());
        beginning(text[from..to].iter().copied())
    })
}

fn beginning(characters: impl Iterator<Item = char>) -> String {
    let mut characters = characters.peekable();
    let mut text: String = characters.by_ref().take(MAX_EXCERPT).collect();
    if characters.peek().is_some() {
        text.push('…');
    }
    text
}
