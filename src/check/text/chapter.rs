//! A chapter as the rules on text see it.

use super::passage::{self, Passage};
use crate::check::subject::Subject;
use crate::workspace::ChapterFile;

/// A chapter with its text.
pub(super) struct Chapter<'a> {
    pub subject: &'a Subject<'a>,
    pub file: &'a ChapterFile,
    pub passages: Vec<Passage>,
}

impl<'a> Chapter<'a> {
    pub(super) fn new(subject: &'a Subject<'a>, file: &'a ChapterFile) -> Chapter<'a> {
        Chapter { subject, file, passages: passage::of_chapter(subject, file) }
    }
}
