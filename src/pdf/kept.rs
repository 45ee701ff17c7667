//! What one run of Typst leaves for the next: texts with their spans, pictures, and the pages.
//!
//! Typst remembers a layout by what it was made from. A text that is taken in anew has new spans, even
//! where nothing changed, and a new text that replaces an old one keeps those around the change.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst_layout::PagedDocument;

/// Pictures that were read.
pub(super) type Pictures = Arc<Mutex<BTreeMap<PathBuf, Bytes>>>;

/// Texts and pictures of the last run over one document.
#[derive(Default)]
pub struct Kept {
    sources: HashMap<FileId, Source>,
    pictures: Pictures,
    /// The pages themselves: what was asked of them is mostly answered alike.
    pub(super) pages: Option<PagedDocument>,
}

impl Kept {
    /// Has pictures read again.
    pub fn forget_pictures(&mut self) {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The text as Typst reads it; the last one, changed where it differs.
    pub(super) fn source(&mut self, id: FileId, text: &str) -> Source {
        match self.sources.get_mut(&id) {
            Some(source) => {
                if source.text() != text {
                    source.replace(text);
                }
                source.clone()
            }
            None => {
                let source = Source::new(id, text.to_owned());
                self.sources.insert(id, source.clone());
                source
            }
        }
    }

    /// Drops the texts that are no longer asked for.
    pub(super) fn retain(&mut self, wanted: impl Fn(FileId) -> bool) {
        self.sources.retain(|id, _| wanted(*id));
    }

    pub(super) fn pictures(&self) -> Pictures {
        self.pictures.clone()
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("sources", &self.sources.len()).finish_non_exhaustive()
    }
}
