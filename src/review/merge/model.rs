//! What a merge is given, and what becomes of each change on its way.

use super::super::change::{Change, ChangeKind, Compared};
use super::super::patch::Plan;
use super::sent::Sent;
use crate::docx::Docx;
use crate::source::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// A copy that came back.
#[derive(Debug, Clone, Copy)]
pub struct Returned<'a> {
    /// The file's name, for the list.
    pub name: &'a str,
    /// What was sent.
    pub sent: &'a Sent,
    /// The Word file as it came back, read.
    pub docx: &'a Docx,
}

/// What becomes of comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// They stand in the list.
    Listed,
    /// They stand in the list, and in the chapters after the paragraph that they speak of.
    Written,
}

/// A copy's changes, and what comes of each.
pub(super) struct Copy<'a> {
    pub returned: Returned<'a>,
    pub compared: Compared,
    pub plans: Vec<Plan>,
    /// Where each change stands in the sources.
    pub spans: Vec<Option<Span>>,
    /// For each change within a paragraph the bytes that were marked as one.
    pub stretches: Vec<Option<Span>>,
    /// Changes that go together, as a move's two ends: the least of them for each.
    pub groups: Vec<usize>,
}

/// An edit of a chapter as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChapterEdit {
    pub path: String,
    /// The bytes that go.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
}

/// What became of a change of a copy on its way into today's chapters.
#[derive(Debug, Clone)]
pub(super) struct Resolution {
    /// The copy, by its place in the list.
    pub copy: usize,
    /// The change, by its place among the copy's.
    pub change: usize,
    /// What it does to today's chapters.
    pub edits: Vec<ChapterEdit>,
    /// What was marked as one within a paragraph, in today's chapter; none where that isn't as it was sent.
    pub stretch: Option<ChapterEdit>,
    /// Whether it may.
    pub status: Status,
    /// The edits that it clashes with, by their places among all.
    pub rivals: BTreeSet<usize>,
}

/// Whether a change goes into the chapters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Status {
    /// Nothing else was done there.
    Clean,
    /// The chapter says so already.
    Present,
    /// The same as another copy's, by its place among all: what becomes of that one.
    SameAs(usize),
    /// The chapter, or another copy, says something else.
    Conflict {
        /// What it says.
        now: String,
        /// The other copy; none for the chapter.
        with: Option<String>,
    },
}

impl Status {
    /// A conflict with the chapter.
    pub fn conflict(now: &str) -> Status {
        Status::Conflict { now: now.to_owned(), with: None }
    }

    /// Whether it is a conflict.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Status::Conflict { .. })
    }
}

impl Resolution {
    /// One that nothing else has met yet.
    pub fn new(copy: usize, change: usize, edits: Vec<ChapterEdit>, status: Status) -> Resolution {
        Resolution { copy, change, edits, stretch: None, status, rivals: BTreeSet::new() }
    }

    /// Its change.
    pub fn change_of<'c>(&self, copies: &'c [Copy<'_>]) -> &'c Change {
        &copies[self.copy].compared.changes[self.change]
    }

    /// What was done.
    pub fn kind<'c>(&self, copies: &'c [Copy<'_>]) -> &'c ChangeKind {
        &self.change_of(copies).kind
    }

    /// The group of changes that it belongs to.
    pub fn group(&self, copies: &[Copy<'_>]) -> Group {
        Group { copy: self.copy, first: copies[self.copy].groups[self.change] }
    }
}

/// Changes of a copy that go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    copy: usize,
    /// The least of them.
    first: usize,
}
