//! A chart's frame, found on a page or laid out alone, and drawn.

use super::png;
use crate::diag::{Diagnostics, Reported};
use crate::document::{BlockId, Chart};
use crate::pdf::cache::TypstCache;
use crate::pdf::laid::Laid;
use crate::pdf::templates::TypstTemplates;
use crate::pdf::world::{TypstWorld, WorkspaceFiles};
use crate::pdf::{generate, layout, panic_guard, problem};
use crate::source::{Sources, Span};
use crate::typography::Faces;
use crate::typography::Profile;
use std::collections::BTreeMap;
use std::path::Path;
use typst::foundations::{Content, Smart};
use typst::layout::{Frame, FrameItem, Sides};
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

/// A chart as it stands on a page, not yet drawn.
#[derive(Debug, Clone)]
pub struct PageChart {
    frame: Frame,
    ppi: u32,
}

/// Charts to be drawn at `ppi`, as they are on the pages: laid out once for both files. `None` for one
/// that the template doesn't mark.
pub fn charts_on_pages(laid: &Laid, charts: &[BlockId], ppi: u32) -> Vec<Option<PageChart>> {
    let mut marked = BTreeMap::new();
    if !charts.is_empty() {
        laid.document.pages().iter().for_each(|page| collect(&page.frame, &mut marked));
    }
    charts.iter().map(|id| Some(PageChart { frame: marked.remove(id)??, ppi })).collect()
}

impl PageChart {
    /// The picture, which takes some MB while it is drawn; `None` where it can't be drawn.
    pub fn draw(&self) -> Option<Png> {
        let page = Page {
            frame: self.frame.clone(),
            bleed: Sides::default(),
            fill: Smart::Auto,
            numbering: None,
            supplement: Content::empty(),
            number: 1,
        };
        panic_guard::catch(|| picture(&page, self.ppi))?.ok()
    }
}

/// The frames with a chart's label; `None` where one is on several pages.
fn collect(frame: &Frame, marked: &mut BTreeMap<BlockId, Option<Frame>>) {
    for (_, item) in frame.items() {
        let FrameItem::Group(group) = item else { continue };
        match group.label.and_then(|label| marked_chart(&label.resolve())) {
            Some(chart) => {
                let first = !marked.contains_key(&chart);
                marked.insert(chart, first.then(|| group.frame.clone()));
            }
            None => collect(&group.frame, marked),
        }
    }
}

/// The chart that `chart-figure` of the template marks with this label.
fn marked_chart(label: &str) -> Option<BlockId> {
    label.strip_prefix("chart-b")?.parse().ok().map(BlockId)
}

/// Charts as PNG at `ppi`, each on a page of its own, drawn by the same template and faces as in the PDF.
pub fn chart_pngs(
    charts: &[(&Chart, Span)],
    profile: &Profile,
    faces: &Faces,
    templates: &TypstTemplates,
    sources: &Sources,
    ppi: u32,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Png>, Reported> {
    let Some((_, place)) = charts.first() else { return Ok(Vec::new()) };
    let generated = generate::charts(charts, profile, faces, sources, *place);
    let workspace = WorkspaceFiles { root: Path::new(""), sources };
    let mut cache = TypstCache::default();
    let world = TypstWorld::new(&generated, templates, faces, workspace, &mut cache);
    let document = layout::compile(&world, *place, diagnostics)?;
    let pages = document.pages();
    let pictures = panic_guard::catch(|| pages.iter().map(|page| picture(page, ppi)).collect());
    // A picture that can't be encoded is a defect of the program, as a panic is.
    pictures.and_then(Result::ok).ok_or_else(|| problem::report_panic(*place, diagnostics))
}

fn picture(page: &Page, ppi: u32) -> Result<Png, ::png::EncodingError> {
    let options = RenderOptions { pixel_per_pt: scale(ppi).into(), ..RenderOptions::default() };
    let canvas = typst_render::render(page, &options);
    let (width, height) = (canvas.width(), canvas.height());
    let pixels = png::Pixels::of_drawn(canvas.data());
    // The larger: gone before the file is made.
    drop(canvas);

    let bytes = png::encode(pixels, width, height, ppi)?;
    Ok(Png { bytes, width, height })
}

/// Pixels a point.
fn scale(ppi: u32) -> f64 {
    f64::from(ppi) / 72.0
}
