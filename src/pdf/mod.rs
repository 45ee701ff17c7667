//! Document to PDF by embedded Typst; the only user of typst, beside `font`.
//!
//! In: a resolved document, a profile, templates, faces. Out: PDF bytes and where things landed.
//! Words go to Typst as string literals; it reads nothing but what it is given.

mod again;
mod chart;
mod export;
mod generate;
mod glyphs;
mod kept;
mod layout;
mod look;
mod messages;
mod pages;
mod place;
mod problem;
mod quiet;
mod reading;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod text;
mod world;

pub use chart::{PageChart, Png, chart_pngs, charts_on_pages};
pub use export::export;
pub use glyphs::{GlyphPlace, GlyphRun, KnownGlyphs, PageGlyphs};
pub use kept::Kept;
pub use layout::{lay_out, lay_out_again};
pub use look::Look;
pub use pages::{PageFace, forget, page_faces, page_svg};
pub use reading::{Passage, page_passages};
pub use world::warm_up;

use crate::document::{BlockId, Date, Document};
use crate::source::{MappedText, Sources, Span};
use crate::typography::Faces;
use crate::typography::Profile;
use std::collections::BTreeMap;
use std::sync::Arc;
use typst_layout::PagedDocument;

/// The generated Typst text: one file per part, and a main file.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    files: Vec<(String, Arc<MappedText>)>,
    /// The pictures that may be read, by path in the workspace, and the first place of each.
    pictures: BTreeMap<String, Span>,
    headings: Vec<BlockId>,
    /// How many sections there are.
    sections: usize,
    /// Where the profile is chosen: the place of what has no other.
    place: Span,
    date: Date,
}

impl Generated {
    /// Takes over the texts of an earlier one that are the same, so that they are known by where they
    /// lie in memory.
    pub fn share(&mut self, before: &Generated) {
        for (path, text) in &mut self.files {
            let old = before.files.iter().find(|(old, _)| old == path);
            if let Some((_, old)) = old.filter(|(_, old)| old == text) {
                *text = old.clone();
            }
        }
    }

    /// Path and text of every generated file, for `dump typst`.
    pub fn texts(&self) -> Vec<(String, &MappedText)> {
        self.files.iter().map(|(path, text)| (path.clone(), text.as_ref())).collect()
    }
}

/// Where things landed.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Physical pages.
    pub pages: u32,
    /// The printed page number of every heading.
    pub headings: BTreeMap<BlockId, u32>,
    /// The physical page, from 1, on which each section starts.
    pub sections: Vec<u32>,
}

/// A document laid out, not yet exported.
pub struct Laid {
    document: PagedDocument,
    layout: Layout,
    /// Typst's spans to places, for what export finds and for the pages' text.
    places: Arc<place::Places>,
    place: Span,
}

impl Laid {
    /// Where things landed.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// Writes the Typst text. `place` is where the profile is chosen.
pub fn generate(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
) -> Generated {
    generate::document(document, profile, faces, sources, place)
}

impl std::fmt::Debug for Laid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Laid").field("layout", &self.layout).finish_non_exhaustive()
    }
}
