//! Chapters as an earlier run read them: one whose text and whose surroundings are the same isn't
//! expanded and parsed again.

use super::Loaded;
use crate::diag::Diagnostics;
use crate::document::Chapter;
use crate::source::{FileId, Sources};
use std::collections::{BTreeSet, HashMap};

/// What a run leaves for the next one over the same workspace.
#[derive(Debug, Default)]
pub struct Remembered {
    keep: bool,
    before: Sources,
    chapters: HashMap<FileId, Read>,
    lost: usize,
}

/// A chapter as read, and what was to be said of it.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub chapter: Option<Chapter>,
    pub found: Diagnostics,
}

impl Remembered {
    /// For a program that runs again and again.
    pub fn keeping() -> Remembered {
        Remembered { keep: true, ..Remembered::default() }
    }

    /// Forgets everything: a picture may have changed, of which the texts say nothing.
    pub fn forget(&mut self) {
        self.chapters.clear();
    }

    /// How many chapters of the last run could not be read.
    pub fn lost(&self) -> usize {
        self.lost
    }

    /// Drops what the texts just read no longer bear out.
    pub(super) fn compare(&mut self, loaded: &Loaded) {
        self.lost = 0;
        if !self.keep {
            return;
        }
        let workspace = &loaded.workspace;
        let files = workspace.chapters.iter().chain(&workspace.row_chapters);
        let own: BTreeSet<FileId> = files.map(|chapter| chapter.file).collect();
        let (before, now) = (&self.before, &loaded.sources);
        // Chapters give no other chapter anything; every other file may give something to each.
        let mut changed = BTreeSet::new();
        let mut same = before.iter().count() == now.iter().count();
        for ((file, old), (_, new)) in before.iter().zip(now.iter()) {
            same &= old.path() == new.path();
            if old.text() != new.text() {
                same &= own.contains(&file);
                changed.insert(file);
            }
        }
        match same {
            true => self.chapters.retain(|file, _| !changed.contains(file)),
            false => self.chapters.clear(),
        }
        self.before = now.clone();
    }

    pub(super) fn knows(&self, file: FileId) -> bool {
        self.chapters.contains_key(&file)
    }

    pub(super) fn insert(&mut self, file: FileId, read: Read) {
        self.chapters.insert(file, read);
    }

    /// The chapter of a file, which is told again what is to be said of it.
    pub(super) fn give(&mut self, file: FileId, diagnostics: &mut Diagnostics) -> Option<Chapter> {
        let read = match self.keep {
            true => self.chapters.get(&file).cloned(),
            false => self.chapters.remove(&file),
        };
        let read = read?;
        diagnostics.extend(read.found);
        self.lost += usize::from(read.chapter.is_none());
        read.chapter
    }
}
