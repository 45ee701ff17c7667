//! What a reference without its label is due to: a label that was typed and has no block any more.
//!
//! In: a problem of `resolve`. Out: the same with the right advice, or nothing where the cause was
//! reported as an error of its own. Advice to type a label that stands there would send the writer
//! the wrong way.

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Sources, Span};
use crate::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// So many labels are looked for; a report has some hundred.
const MOST_LABELS: usize = 500;

/// What is known when references are filled.
pub(super) struct Known<'a> {
    pub root: &'a Path,
    pub sources: &'a Sources,
    /// The chapters that became part of the tree.
    pub read: &'a BTreeSet<FileId>,
    pub reported: &'a Diagnostics,
}

/// What to do with the references to a label.
#[derive(Clone)]
enum Advice {
    /// They follow from an error that was reported.
    Nothing,
    /// As `resolve` says.
    Same,
    /// This help, and the place where the label is typed.
    Other(String, Option<Span>),
}

impl Known<'_> {
    /// The problems as they are to be told, without those that follow from an error.
    pub fn told(&self, found: &Diagnostics) -> Vec<Diagnostic> {
        let mut known: BTreeMap<&str, Advice> = BTreeMap::new();
        let mut told = Vec::new();
        for problem in found.iter() {
            let label = self.label(problem);
            let advice = match label.and_then(|label| known.get(label)) {
                Some(advice) => advice.clone(),
                None => {
                    // Each looks through all texts.
                    let label = label.filter(|_| known.len() < MOST_LABELS);
                    let advice = label.map_or(Advice::Same, |label| self.advice(label));
                    known.extend(label.map(|label| (label, advice.clone())));
                    advice
                }
            };
            match advice {
                Advice::Nothing => {}
                Advice::Same => told.push(problem.clone()),
                Advice::Other(help, place) => {
                    let problem = Diagnostic { help: vec![help], ..problem.clone() };
                    told.push(match place {
                        Some(place) => problem.also(place, "标签写在这里，但没有用上"),
                        None => problem,
                    });
                }
            }
        }
        told
    }

    /// The label that a problem says there isn't.
    fn label(&self, problem: &Diagnostic) -> Option<&str> {
        let typed = self.sources.slice(problem.primary.span);
        let label = typed.rsplit(['@', '#']).next()?.trim_end_matches([']', ')']);
        (problem.code == Code::UnknownReference && !label.is_empty()).then_some(label)
    }

    fn advice(&self, label: &str) -> Advice {
        if self.has_unread_text() || self.unread_file_has(label) {
            return Advice::Nothing;
        }
        match self.place(label) {
            Some(place)
                if self.is_wrong(place) || is_template_wrong(self.sources, self.reported) =>
            {
                Advice::Nothing
            }
            Some(place) => {
                let help = "先照标签那一处的提醒改好；标签只在标题、图片的末尾和表格的题注里有用";
                Advice::Other(help.to_owned(), Some(place))
            }
            None => match self.stray_with(label) {
                Some(path) => {
                    let help = format!("标签写在 {path} 里，这个文件没有用上；先照那里的提醒改好");
                    Advice::Other(help, None)
                }
                None => Advice::Same,
            },
        }
    }

    /// Whether a chapter's text couldn't be had at all: any label may have stood in it.
    fn has_unread_text(&self) -> bool {
        self.reported.iter().any(|other| {
            let without_text =
                matches!(other.code, Code::FileUnreadable | Code::FileTooLarge | Code::BinaryFile);
            without_text && self.is_chapter(other.primary.span.file)
        })
    }

    fn is_chapter(&self, file: FileId) -> bool {
        self.sources.path(file).ends_with(".md")
    }

    /// Whether a chapter that was left out for an error of its own has the label.
    fn unread_file_has(&self, label: &str) -> bool {
        let left_out = |file: FileId| self.is_chapter(file) && !self.read.contains(&file);
        let mut texts = self.sources.iter().filter(|(file, _)| left_out(*file));
        texts.any(|(_, source)| find(source.text(), label).is_some())
    }

    /// Where the label is typed in a chapter that was read.
    fn place(&self, label: &str) -> Option<Span> {
        self.read.iter().find_map(|file| {
            let found = find(self.sources.text(*file), label)?;
            Some(Span::new(*file, found))
        })
    }

    /// Whether an error lies in the lines around a place up to the next empty ones: the block was
    /// left out for it.
    fn is_wrong(&self, place: Span) -> bool {
        let around = paragraph(self.sources.text(place.file), place.range());
        self.reported.iter().any(|other| {
            let span = other.primary.span;
            let inside = span.file == place.file && around.contains(&(span.start as usize));
            let error = other.severity == Severity::Error && other.code != Code::UnknownReference;
            error && inside
        })
    }

    /// A text file in the chapters' folders that nothing uses and that has the label.
    fn stray_with(&self, label: &str) -> Option<String> {
        let strays = self.reported.iter().filter(|other| other.code == Code::StrayFile);
        let mut paths = strays.map(|other| self.sources.path(other.primary.span.file));
        let found = paths.find(|path| {
            let (mut texts, mut unheard) = (Sources::default(), Diagnostics::default());
            let text = [".txt", ".markdown", ".md"].iter().any(|kind| path.ends_with(kind));
            if !text || workspace::read(self.root, path, &mut texts, &mut unheard).is_err() {
                return false;
            }
            texts.iter().any(|(_, source)| find(source.text(), label).is_some())
        });
        found.map(str::to_owned)
    }
}

/// Whether a template is wrong: what it would have printed is missing.
fn is_template_wrong(sources: &Sources, reported: &Diagnostics) -> bool {
    let mut templates =
        sources.iter().filter(|(_, source)| source.path().starts_with("templates/"));
    templates.any(|(file, _)| reported.has_errors_in(file))
}

/// Where a label is given to a block: `#label` in braces, or `标签="label"`.
fn find(text: &str, label: &str) -> Option<Range<usize>> {
    text.match_indices(label).map(|(at, _)| at..at + label.len()).find(|place| {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        let named = |quote: char| {
            let key = before.strip_suffix(quote).map(str::trim_end);
            let key = key.and_then(|key| key.strip_suffix('=')).map(str::trim_end);
            let fits = key.is_some_and(|key| key.ends_with("标签") || key.ends_with("label"));
            fits && after.starts_with(quote)
        };
        let signed = before.ends_with('#')
            && !before.ends_with("(#")
            && after.starts_with(|c: char| c.is_whitespace() || c == '}');
        signed || named('"') || named('\'')
    })
}

/// The lines around a place up to the next empty ones.
fn paragraph(text: &str, place: Range<usize>) -> Range<usize> {
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        if blank && at >= place.end {
            return start..at;
        }
        at += line.len();
        if blank {
            start = at;
        }
    }
    start..text.len()
}
