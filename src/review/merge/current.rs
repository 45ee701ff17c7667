//! The chapters now, and what differs in each since a copy was sent.
//!
//! In: the workspace as it was loaded. Out: its texts, how they differ from those that were sent, and which
//! of them have errors with what is to be merged.

use super::super::rebase::ChapterDiff;
use super::model::{Copy, Resolution, Status};
use crate::diag::Severity;
use crate::pipeline::{self, Cache, Loaded, Request};
use crate::review::copies;
use crate::source::{FileId, Overlay};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// A file of a copy.
type CopyFile = (usize, FileId);

/// Numbers of errors by file.
type ErrorCounts = BTreeMap<String, usize>;

/// The chapters now.
pub(super) struct CurrentChapters<'a> {
    loaded: &'a Loaded,
    texts: RefCell<BTreeMap<String, Option<Rc<str>>>>,
    diffs: RefCell<BTreeMap<CopyFile, Rc<ChapterDiff>>>,
    /// The errors that there are without any merge.
    errors: OnceCell<ErrorCounts>,
    cache: RefCell<Cache>,
    /// Pictures that copies bring along.
    pictures: RefCell<Overlay>,
}

/// A chapter now, and what differs since a copy was sent.
pub(super) struct CurrentChapter {
    pub text: Rc<str>,
    pub diff: Rc<ChapterDiff>,
}

impl<'a> CurrentChapters<'a> {
    pub fn new(loaded: &'a Loaded) -> CurrentChapters<'a> {
        CurrentChapters {
            loaded,
            texts: RefCell::default(),
            diffs: RefCell::default(),
            errors: OnceCell::new(),
            cache: RefCell::new(Cache::incremental()),
            pictures: RefCell::default(),
        }
    }

    /// Takes in pictures that chapters may show from now on.
    pub fn bring(&self, pictures: Overlay) {
        self.pictures.borrow_mut().extend(pictures);
    }

    /// A chapter's text; `None` where the chapter is gone.
    pub fn text(&self, path: &str) -> Option<Rc<str>> {
        if let Some(text) = self.texts.borrow().get(path) {
            return text.clone();
        }

        let sources = &self.loaded.sources;
        let text = sources.find(path).map(|file| Rc::from(copies::plain(sources.text(file))));
        self.texts.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }

    /// The chapter that a file of a copy is now.
    pub fn chapter(&self, index: usize, copy: &Copy<'_>, file: FileId) -> Option<CurrentChapter> {
        let sources = copy.returned.sent.sources();
        let text = self.text(sources.path(file))?;
        let cached = self.diffs.borrow().get(&(index, file)).cloned();
        let diff = cached.unwrap_or_else(|| {
            let diff = Rc::new(ChapterDiff::new(sources.text(file), &text));
            self.diffs.borrow_mut().insert((index, file), diff.clone());
            diff
        });
        Some(CurrentChapter { text, diff })
    }

    /// The chapters that change, with what is taken over.
    pub fn with_edits(&self, resolutions: &[Resolution]) -> BTreeMap<String, String> {
        let mut edits: BTreeMap<&str, Vec<(Range<usize>, &str)>> = BTreeMap::new();
        for resolution in resolutions.iter().filter(|one| one.status == Status::Clean) {
            for edit in &resolution.edits {
                edits.entry(&edit.path).or_default().push((edit.range.clone(), &edit.text));
            }
        }

        let texts = edits.into_iter().filter_map(|(path, edits)| {
            let now = self.text(path)?;
            let edited = applied(&now, edits).text;
            (*edited != *now).then(|| (path.to_owned(), edited))
        });
        texts.collect()
    }

    /// Those of these chapters that have errors now and had none.
    pub fn with_new_errors(&self, chapters: &BTreeMap<String, String>) -> BTreeSet<String> {
        if chapters.is_empty() {
            return BTreeSet::new();
        }

        let before = self.errors.get_or_init(|| self.count_errors(&BTreeMap::new()));
        let after = self.count_errors(chapters);
        let had = |path: &String| before.get(path).copied().unwrap_or_default();
        let worse: BTreeSet<&String> = after
            .iter()
            .filter(|(path, count)| **count > had(path))
            .map(|(path, _)| path)
            .collect();
        let merged: BTreeSet<String> =
            chapters.keys().filter(|path| worse.contains(path)).cloned().collect();
        // An error elsewhere comes from one of these all the same.
        if merged.is_empty() && !worse.is_empty() {
            return chapters.keys().cloned().collect();
        }
        merged
    }

    /// Errors of the workspace with these chapters, by file. What was loaded is held to, not what is
    /// saved meanwhile.
    fn count_errors(&self, chapters: &BTreeMap<String, String>) -> ErrorCounts {
        let mut overlay: Overlay = self.loaded.sources.contents();
        overlay.extend(self.pictures.borrow().clone());
        for (path, text) in chapters {
            overlay.insert(path.clone(), text.clone().into_bytes());
        }
        let request = Request { overlay, ..Request::new(&self.loaded.workspace.root) };
        let built = pipeline::build(&request, &mut self.cache.borrow_mut());
        let (sources, problems) = match &built {
            Ok(built) => (&built.loaded.sources, &built.problems),
            Err(unreadable) => (&unreadable.sources, &unreadable.problems),
        };

        let mut counts = ErrorCounts::new();
        for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
            *counts.entry(sources.path(problem.primary.span.file).to_owned()).or_insert(0) += 1;
        }
        counts
    }
}

/// A text with edits.
pub(super) struct EditedText {
    pub text: String,
    /// What each edit wrote, in the order of the text.
    pub written: Vec<Range<usize>>,
}

/// A text with edits that don't overlap; insertions at one point keep their order.
pub(super) fn applied(text: &str, mut edits: Vec<(Range<usize>, &str)>) -> EditedText {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut edited = EditedText { text: String::with_capacity(text.len()), written: Vec::new() };
    let mut copied = 0;
    for (range, new) in edits {
        edited.text.push_str(text.get(copied..range.start).unwrap_or_default());
        edited.written.push(edited.text.len()..edited.text.len() + new.len());
        edited.text.push_str(new);
        copied = copied.max(range.end);
    }

    edited.text.push_str(text.get(copied..).unwrap_or_default());
    edited
}
