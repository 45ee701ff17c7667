//! From Typst's spans to their origins in files that the user can edit.

use super::cache::TypstCache;
use super::file_id::file_id;
use super::generated::Generated;
use super::templates::TypstTemplates;
use crate::source::{GeneratedOffset, MappedText, Sources, Span};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, Source};

/// A span in a user's file, and what kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// In templates/*.typ.
    Template(Span),
    /// In what a writer typed.
    Chapter(Span),
}

/// What a file is that Typst reads.
enum FileKind {
    Generated(Arc<MappedText>),
    Template(crate::source::FileId),
}

/// Every text that Typst sees, and where it came from.
pub(super) struct SourceMap {
    files: HashMap<FileId, (Source, FileKind)>,
    /// The template that the generated text calls.
    report: Option<crate::source::FileId>,
}

impl SourceMap {
    pub fn new(
        generated: &Generated,
        templates: &TypstTemplates,
        sources: &Sources,
        cache: &mut TypstCache,
    ) -> SourceMap {
        let mut files = HashMap::with_capacity(generated.files.len() + templates.files.len());
        let template_texts = templates.files.iter().map(|(name, file)| {
            (format!("/templates/{name}"), sources.text(*file), FileKind::Template(*file))
        });
        let generated_texts = generated
            .files
            .iter()
            .map(|(path, text)| (path.clone(), text.text(), FileKind::Generated(text.clone())));

        for (path, text, kind) in template_texts.chain(generated_texts) {
            if let Some(id) = file_id(&path) {
                files.insert(id, (cache.source(id, text), kind));
            }
        }
        cache.retain(|id| files.contains_key(&id));

        SourceMap { files, report: templates.files.get("report.typ").copied() }
    }

    /// The start of the template that the generated text calls.
    pub fn report_template(&self) -> Option<Span> {
        self.report.map(Span::of_file)
    }

    /// A text as Typst sees it.
    pub fn source(&self, id: FileId) -> Option<&Source> {
        self.files.get(&id).map(|(source, _)| source)
    }

    /// A generated text and the origin of its parts.
    pub fn generated(&self, id: FileId) -> Option<&Arc<MappedText>> {
        match &self.files.get(&id)?.1 {
            FileKind::Generated(text) => Some(text),
            FileKind::Template(_) => None,
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

    /// The origin of a span of Typst's.
    pub fn origin(&self, span: impl Into<DiagSpan>) -> Option<Origin> {
        let (id, range) = self.range(span)?;
        self.origin_of_range(id, range)
    }

    /// The origin of a range of a file.
    pub fn origin_of_range(&self, id: FileId, range: Range<usize>) -> Option<Origin> {
        let (_, kind) = self.files.get(&id)?;
        match kind {
            FileKind::Template(file) => Some(Origin::Template(Span::new(*file, range))),
            FileKind::Generated(text) => {
                let range = GeneratedOffset(range.start as u32)..GeneratedOffset(range.end as u32);
                text.locate(range).map(Origin::Chapter)
            }
        }
    }
}
