//! Pages laid out, and the pages of headings and sections.

use super::origins::SourceMap;
use crate::document::BlockId;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;
use typst_layout::PagedDocument;

/// The pages of headings and sections.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Physical pages.
    pub pages: u32,
    /// The printed page number of every heading, and of what the lists behind the contents name.
    pub headings: BTreeMap<BlockId, u32>,
    /// The physical page, from 1, on which each section starts.
    pub sections: Vec<u32>,
    /// The [`fingerprint`](crate::source::fingerprint()) of the text that was laid out.
    pub text: String,
}

/// A document laid out, not yet exported.
pub struct Laid {
    pub(super) document: PagedDocument,
    pub(super) layout: Layout,
    /// From Typst's spans to origins, for export's problems and for the pages' text.
    pub(super) source_map: Arc<SourceMap>,
    /// Where the profile is chosen: the origin of what has no other.
    pub(super) origin: Span,
}

impl Laid {
    /// The pages of headings and sections.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl std::fmt::Debug for Laid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Laid").field("layout", &self.layout).finish_non_exhaustive()
    }
}
