//! Documents that are made beside the report's, and set as those are.

use super::Loaded;
use super::design::{self, Design};
use super::documents::expander;
use super::layout::{LayoutCache, Layoutable};
use super::print::{Files, FilesJob};
use super::request::Formats;
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::expand::Expander;
use crate::source::Span;
use crate::typography::Faces;
use crate::workspace::Spanned;
use std::sync::Arc;

/// Documents of one design.
pub(super) struct SideDocuments {
    design: Design,
    formats: Formats,
    /// `None` for one whose template has errors.
    documents: Vec<Option<Document>>,
}

impl SideDocuments {
    /// The documents that `make` gives in the name of report.yaml, of a profile; `None` where the profile has errors.
    pub fn new(
        profile: &str,
        faces: Faces,
        formats: Formats,
        loaded: &mut Loaded,
        problems: &mut Diagnostics,
        make: impl FnOnce(&Expander<'_>, Span, &mut Diagnostics) -> Vec<Result<Document, Reported>>,
    ) -> Option<SideDocuments> {
        let (value, span) = (profile.to_owned(), loaded.workspace.report.profile.span);
        let profile = Spanned { value, span };
        let design = design::design(loaded, &profile, &Arc::new(faces), problems).ok()?;

        let expander = expander(loaded, problems);
        let documents = make(&expander, Span::of_file(loaded.workspace.report.file), problems);
        let documents = documents.into_iter().map(Result::ok).collect();
        Some(SideDocuments { design, formats, documents })
    }

    /// Their files; `None` for one that has errors.
    pub fn print(&self, loaded: &Loaded, problems: &mut Diagnostics) -> Vec<Option<Files>> {
        let name = &loaded.workspace.report.output;
        let targets: Vec<Layoutable<'_>> = self
            .documents
            .iter()
            .flatten()
            .map(|document| Layoutable { name, document, design: &self.design })
            .collect();
        let job = FilesJob { loaded, documents: &targets, formats: self.formats, inputs: None };
        let mut files = job.run(&mut LayoutCache::default(), problems).into_iter();
        let printed = self
            .documents
            .iter()
            .map(|document| document.as_ref().and_then(|_| files.next().flatten()));

        printed.collect()
    }
}
