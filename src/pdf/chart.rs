//! Charts as pictures for Word, drawn by the template and faces that draw them in the PDF.

mod png;

use super::world::TypstWorld;
use super::{Look, generate, layout, problem, quiet};
use crate::diag::{Diagnostics, Reported};
use crate::document::Chart;
use crate::font::Faces;
use crate::profile::Profile;
use crate::source::{Sources, Span};
use std::path::Path;
use typst_layout::Page;
use typst_render::RenderOptions;

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
    let Some((_, place)) = charts.first() else { return Ok(Vec::new()) };
    let generated = generate::charts(charts, profile, faces, sources, *place);
    let world = TypstWorld::new(&generated, look, faces, Path::new(""), sources);
    let document = layout::compile(&world, *place, diagnostics)?;
    let pages = document.pages();
    let pictures = quiet::catch(|| pages.iter().map(|page| picture(page, ppi)).collect());
    // A picture that can't be encoded is a defect of the program, as a panic is.
    pictures.and_then(Result::ok).ok_or_else(|| problem::report_panic(*place, diagnostics))
}

fn picture(page: &Page, ppi: u32) -> Result<Png, ::png::EncodingError> {
    let scale = f64::from(ppi) / 72.0;
    let options = RenderOptions { pixel_per_pt: scale.into(), ..RenderOptions::default() };
    let pixels = typst_render::render(page, &options);
    let (width, height) = (pixels.width(), pixels.height());
    let bytes = png::encode(pixels.data(), width, height, ppi)?;
    Ok(Png { bytes, width, height })
}

#[cfg(test)]
mod tests;
