//! From Typst's spans to places in files that the user can edit.

use super::world::file_id;
use super::{Generated, Kept, Look};
use crate::source::{GeneratedOffset, MappedText, Sources, Span};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, Source};

/// A place in a user's file, and what kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In templates/*.typ.
    Template(Span),
    /// In what a writer typed.
    Chapter(Span),
}

enum Origin {
    Generated(Arc<MappedText>),
    Template(crate::source::FileId),
}

/// Every text that Typst sees, and where it came from.
pub(super) struct Places {
    files: HashMap<FileId, (Source, Origin)>,
    /// The template that the generated text calls.
    report: Option<crate::source::FileId>,
}

impl Places {
    pub fn new(generated: &Generated, look: &Look, sources: &Sources, kept: &mut Kept) -> Places {
        let mut files = HashMap::with_capacity(generated.files.len() + look.files.len());
        let templates = look.files.iter().map(|(name, file)| {
            (format!("/templates/{name}"), sources.text(*file), Origin::Template(*file))
        });
        let texts = generated
            .files
            .iter()
            .map(|(path, text)| (path.clone(), text.text(), Origin::Generated(text.clone())));
        for (path, text, origin) in templates.chain(texts) {
            if let Some(id) = file_id(&path) {
                files.insert(id, (kept.source(id, text), origin));
            }
        }
        kept.retain(|id| files.contains_key(&id));
        Places { files, report: look.files.get("report.typ").copied() }
    }

    /// The start of the template that the generated text calls.
    pub fn report(&self) -> Option<Span> {
        self.report.map(Span::of_file)
    }

    /// A text as Typst sees it.
    pub fn source(&self, id: FileId) -> Option<&Source> {
        self.files.get(&id).map(|(source, _)| source)
    }

    /// A generated text and the origin of its parts.
    pub fn generated(&self, id: FileId) -> Option<&Arc<MappedText>> {
        match &self.files.get(&id)?.1 {
            Origin::Generated(text) => Some(text),
            Origin::Template(_) => None,
        }
    }

    /// The bytes of a file that a span of Typst's stands for.
    pub fn range(&self, span: impl Into<DiagSpan>) -> Option<(FileId, Range<usize>)> {
        match span.into().get() {
            DiagSpanKind::Detached => None,
            DiagSpanKind::Number { id, num, sub_range } => {
                Some((id, self.source(id)?.range(num, sub_range)?))
            }
            DiagSpanKind::Range { id, range } => Some((id, range)),
        }
    }

    /// The user's place that a span of Typst's stands for.
    pub fn place(&self, span: impl Into<DiagSpan>) -> Option<Place> {
        let (id, range) = self.range(span)?;
        self.place_of(id, range)
    }

    /// The user's place of a range of a file.
    pub fn place_of(&self, id: FileId, range: Range<usize>) -> Option<Place> {
        let (_, origin) = self.files.get(&id)?;
        match origin {
            Origin::Template(file) => Some(Place::Template(Span::new(*file, range))),
            Origin::Generated(text) => {
                let range = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
                text.locate(range).map(Place::Chapter)
            }
        }
    }
}
