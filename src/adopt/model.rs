//! What a draft becomes.

use super::citations::Citation;
use super::losses::{Location, Loss};
use crate::document::Date;
use crate::docx::RevisionKind;
use std::collections::BTreeMap;

/// Where the draft goes.
pub struct Target<'a> {
    /// The section's title: a draft's own first heading of the same words is left out.
    pub title: &'a str,
    /// Name of the chapter's file without ending; its pictures begin with it.
    pub stem: &'a str,
    /// Whether what makes it a letter is kept.
    pub is_whole: bool,
    /// A picture file that lies in [`PICTURES`](crate::workspace::PICTURES) already.
    pub existing: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// A picture to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedPicture {
    /// Its name in [`PICTURES`](crate::workspace::PICTURES).
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What was carried over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Headings.
    pub headings: usize,
    /// Paragraphs outside of lists.
    pub paragraphs: usize,
    /// Items of lists.
    pub items: usize,
    /// Tables.
    pub tables: usize,
    /// Pictures, each time that one is shown.
    pub pictures: usize,
    /// Notes.
    pub notes: usize,
}

/// A comment of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftComment {
    /// Who.
    pub author: String,
    /// When, as the file says.
    pub date: String,
    /// Where; empty where the file doesn't say.
    pub location: Location,
    /// Its text.
    pub text: String,
}

/// A draft as a chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The chapter below its front matter.
    pub body: String,
    /// 发文字号, where the draft is a letter: `衢质监〔2018〕12号`.
    pub number: Option<String>,
    /// 成文日期, where it is one.
    pub date: Option<Date>,
    /// Documents that the draft cites by their numbers.
    pub citations: Vec<Citation>,
    /// Of these, the numbers that the chapter's evidence doesn't list.
    pub unlisted: Vec<String>,
    /// Numbers that the chapter's evidence lists and the draft doesn't cite.
    pub uncited: Vec<String>,
    /// Pictures to be written.
    pub pictures: Vec<AdoptedPicture>,
    /// What was carried over.
    pub counts: Counts,
    /// Tracked changes, all taken as accepted, by kind.
    pub revisions: BTreeMap<RevisionKind, usize>,
    /// Comments, which stay out of the chapter.
    pub comments: Vec<DraftComment>,
    /// What was not carried, or not as it was.
    pub losses: Vec<Loss>,
}
