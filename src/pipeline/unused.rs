//! What is known of the labels that stand for nothing in a document.
//!
//! In: the chapters' texts, the labels that chapters lost with what an error was reported of, and the
//! problems so far. Out: for each label why it isn't used.

use super::load::Loaded;
use crate::assemble::UnusedLabel;
use crate::diag::{Code, Diagnostics, Severity};
use crate::document::Chapter;
use crate::markdown::typed_labels;
use crate::source::{FileId, Sources, Span};
use crate::workspace::{self, ChapterFile};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// The chapters that became trees, and what they lost.
#[derive(Debug, Default)]
pub(super) struct ReadChapters {
    files: BTreeSet<FileId>,
    dropped_labels: BTreeSet<String>,
}

impl ReadChapters {
    /// Takes in chapters, `None` for one that failed.
    pub fn add(&mut self, files: &[ChapterFile], chapters: &[Option<Chapter>]) {
        for (file, chapter) in files.iter().zip(chapters) {
            let Some(chapter) = chapter else { continue };
            self.files.insert(file.file);
            self.dropped_labels.extend(chapter.dropped_labels.iter().cloned());
        }
    }

    /// Takes in chapters that are no part of the document.
    pub fn add_others(&mut self, files: &[ChapterFile]) {
        self.files.extend(files.iter().map(|file| file.file));
    }
}

/// The labels that a document doesn't use; they are looked for when first asked for.
pub(super) struct UnusedLabels<'a> {
    root: &'a Path,
    sources: &'a Sources,
    read: &'a ReadChapters,
    problems: &'a Diagnostics,
    index: OnceCell<BTreeMap<String, UnusedLabel>>,
}

impl<'a> UnusedLabels<'a> {
    /// Those of a workspace, of which `problems` were reported so far.
    pub fn new(
        loaded: &'a Loaded,
        read: &'a ReadChapters,
        problems: &'a Diagnostics,
    ) -> UnusedLabels<'a> {
        let (root, sources) = (&loaded.workspace.root, &loaded.sources);
        UnusedLabels { root, sources, read, problems, index: OnceCell::new() }
    }

    /// What is known of a label.
    pub fn find(&self, name: &str) -> UnusedLabel {
        let index = self.index.get_or_init(|| self.index());
        // Any label may have stood in a text that can't be had at all.
        if self.has_unreadable_chapter() {
            return UnusedLabel::Reported;
        }
        index.get(name).cloned().unwrap_or(UnusedLabel::Absent)
    }

    fn has_unreadable_chapter(&self) -> bool {
        self.problems.iter().any(|problem| {
            let is_unreadable = matches!(
                problem.code,
                Code::FileUnreadable | Code::FileTooLarge | Code::BinaryFile
            );
            is_unreadable && self.is_chapter(problem.primary.span.file)
        })
    }

    fn is_chapter(&self, file: FileId) -> bool {
        self.sources.path(file).ends_with(".md")
    }

    /// Every label that is typed anywhere; what says most of it comes first.
    fn index(&self) -> BTreeMap<String, UnusedLabel> {
        let dropped = self.read.dropped_labels.iter().cloned();
        let mut index: BTreeMap<String, UnusedLabel> =
            dropped.map(|name| (name, UnusedLabel::Reported)).collect();

        // A chapter that wasn't read has an error of its own.
        let chapters = || self.sources.iter().filter(|(file, _)| self.is_chapter(*file));
        for (_, source) in chapters().filter(|(file, _)| !self.read.files.contains(file)) {
            add(&mut index, source.text(), |_| UnusedLabel::Reported);
        }

        // What a wrong template would have printed is missing.
        let is_template_wrong = is_template_wrong(self.sources, self.problems);
        for (file, source) in chapters().filter(|(file, _)| self.read.files.contains(file)) {
            add(&mut index, source.text(), |range| {
                if is_template_wrong || self.is_in_failed_call(file, source.text(), &range) {
                    UnusedLabel::Reported
                } else {
                    UnusedLabel::Typed(Span::new(file, range))
                }
            });
        }

        self.add_strays(&mut index);
        index
    }

    /// Whether a label is an argument of a call that has an error: there is no chart that it could be on.
    fn is_in_failed_call(&self, file: FileId, text: &str, label: &Range<usize>) -> bool {
        let Some(start) = text[..label.start].rfind("{{") else { return false };
        if text[start..label.start].contains("}}") {
            return false;
        }

        let end = text[label.end..].find("}}").map_or(text.len(), |length| label.end + length);
        self.problems.iter().any(|problem| {
            let span = problem.primary.span;
            let is_inside = span.file == file && (start..end).contains(&(span.start as usize));
            is_inside && problem.severity == Severity::Error
        })
    }

    /// Adds the labels of text files in the chapters' folders that nothing uses.
    fn add_strays(&self, index: &mut BTreeMap<String, UnusedLabel>) {
        let strays = self.problems.iter().filter(|problem| problem.code == Code::StrayFile);
        let paths = strays.map(|stray| self.sources.path(stray.primary.span.file));
        for path in paths {
            let is_text = [".txt", ".markdown", ".md"].iter().any(|end| path.ends_with(end));
            let mut texts = Sources::default();
            let read = is_text
                && workspace::read(self.root, path, &mut texts, &mut Diagnostics::default())
                    .is_ok();
            if read {
                for (_, source) in texts.iter() {
                    add(index, source.text(), |_| UnusedLabel::InStrayFile(path.to_owned()));
                }
            }
        }
    }
}

/// Adds the labels of a text that aren't known yet.
fn add(
    index: &mut BTreeMap<String, UnusedLabel>,
    text: &str,
    label: impl Fn(Range<usize>) -> UnusedLabel,
) {
    for range in typed_labels(text) {
        index.entry(text[range.clone()].to_owned()).or_insert_with(|| label(range));
    }
}

/// Whether a template is wrong: what it would have printed is missing.
fn is_template_wrong(sources: &Sources, problems: &Diagnostics) -> bool {
    sources.iter().any(|(file, source)| {
        source.path().starts_with("templates/") && problems.has_errors_in(file)
    })
}
