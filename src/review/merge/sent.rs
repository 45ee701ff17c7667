//! A copy as it was sent, and the documents that changed chapters make of it.
//!
//! In: the folder of a copy's record, which is a workspace of its own. Out: its document and passages; for
//! chapters with a reviewer's changes the passages of the document that they make.

use crate::diag::Severity;
use crate::document::Document;
use crate::docx::Docx;
use crate::pipeline::{self, Built, BuiltDocument, Cache, Loaded, Outputs, Request};
use crate::review::passage::{Passage, passages};
use crate::source::{Overlay, Sources};
use crate::typography::Words;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A copy as it was sent.
#[derive(Debug)]
pub struct Sent {
    /// The sources that were kept with it.
    pub loaded: Arc<Loaded>,
    /// The document, built anew from them.
    pub document: Arc<Document>,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// The Word file as it was sent, read.
    pub docx: Docx,
    /// What the document prints beside the chapters' words.
    words: Words,
    /// Number of errors that the sources had when it was sent.
    error_count: usize,
    /// Builds the document.
    request: Request,
    cache: Mutex<Cache>,
}

/// Why a copy can't be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentError {
    /// The sources can't be read.
    Unreadable,
    /// They make no document of this name.
    NoDocument,
    /// The document can't be built.
    NotAssembled,
}

/// The document that was sent, built with other chapters.
#[derive(Debug)]
pub(in crate::review) struct Rebuilt {
    pub loaded: Arc<Loaded>,
    pub passages: Vec<Passage>,
}

impl Sent {
    /// Builds the document `name` of the workspace that is kept in a folder.
    pub fn build(folder: &Path, name: &str, docx: Docx) -> Result<Sent, SentError> {
        let request = Request::new(folder);
        let mut cache = Cache::incremental();
        let built = pipeline::build(&request, &mut cache).map_err(|_| SentError::Unreadable)?;
        let error_count = built.problems.count(Severity::Error);

        let Built { loaded, documents, .. } = built;
        let built = documents.into_iter().find(|document| document.name == name);
        let BuiltDocument { document, design, .. } = built.ok_or(SentError::NoDocument)?;
        let document = document.ok_or(SentError::NotAssembled)?;
        let words = design.map(|design| design.profile.words.clone()).unwrap_or_default();
        let passages = passages(&document, &words, &loaded.sources);
        let request = Request { outputs: Outputs::Named(name.to_owned()), ..request };
        let cache = Mutex::new(cache);
        Ok(Sent { words, loaded, document, passages, docx, error_count, request, cache })
    }

    /// The sources that were kept.
    pub fn sources(&self) -> &Sources {
        &self.loaded.sources
    }

    /// Builds the document with these chapters and the pictures that are new in them; `None` where it can't be built, or has errors that it
    /// didn't have.
    pub(super) fn rebuild(
        &self,
        chapters: BTreeMap<String, String>,
        pictures: Overlay,
    ) -> Option<Rebuilt> {
        let mut overlay = pictures;
        overlay.extend(chapters.into_iter().map(|(path, text)| (path, text.into_bytes())));
        let request = Request { overlay, ..self.request.clone() };
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let built = pipeline::build(&request, &mut cache).ok()?;
        if built.problems.count(Severity::Error) > self.error_count {
            return None;
        }

        let built_document = built.documents.first()?;
        let document = built_document.document.as_deref()?;
        let passages = passages(document, &self.words, &built.loaded.sources);
        Some(Rebuilt { loaded: built.loaded, passages })
    }
}
