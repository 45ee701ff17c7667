//! Document to PDF by embedded Typst; the only user of typst.

use crate::diag::{Diagnostics, Reported};
use crate::document::{BlockId, Chart, Document};
use crate::font::Faces;
use crate::profile::Profile;
use crate::source::{MappedText, Sources, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// templates/*.typ of the workspace, or the built-in ones.
#[derive(Debug, Clone)]
pub struct Look {}

impl Look {
    /// Reads them; before the sources are frozen, since messages show their lines.
    pub fn load(root: &Path, sources: &mut Sources) -> Look {
        let _ = (root, sources);
        Look {}
    }
}

/// The generated Typst text: one file per part, and a main file.
#[derive(Debug, Clone)]
pub struct Generated {}

impl Generated {
    /// Path and text of every generated file, for `dump typst`.
    pub fn texts(&self) -> Vec<(String, &MappedText)> {
        todo!()
    }
}

/// Where things landed.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Physical pages.
    pub pages: u32,
    /// The printed page number of every heading.
    pub headings: BTreeMap<BlockId, u32>,
}

/// A document laid out, not yet exported.
#[derive(Debug)]
pub struct Laid {
    layout: Layout,
}

impl Laid {
    /// Where things landed.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// A picture of a chart.
#[derive(Debug, Clone)]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Writes the Typst text. `place` is where the profile is chosen.
pub fn generate(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
) -> Generated {
    let _ = (document, profile, faces, sources, place);
    todo!()
}

/// Lays out pages.
pub fn lay_out(
    generated: &Generated,
    look: &Look,
    faces: &Faces,
    root: &Path,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    let _ = (generated, look, faces, root, sources, diagnostics);
    todo!()
}

/// Pages to PDF/A-2a + PDF/UA-1.
pub fn export(laid: &Laid, diagnostics: &mut Diagnostics) -> Result<Vec<u8>, Reported> {
    let _ = (laid, diagnostics);
    todo!()
}

/// Charts as PNG at `ppi`, drawn by the same template and faces as in the PDF.
pub fn chart_pngs(
    charts: &[(&Chart, Span)],
    profile: &Profile,
    faces: &Faces,
    look: &Look,
    sources: &Sources,
    ppi: u32,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Png>, Reported> {
    let _ = (charts, profile, faces, look, sources, ppi, diagnostics);
    todo!()
}
