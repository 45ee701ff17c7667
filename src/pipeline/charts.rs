//! A document's Word parts, with its charts as pictures.
//!
//! In: a document and its pages, where there are any. Out: the parts. A chart is the frame that stands
//! on the page; one that isn't marked there is drawn apart.

use super::{Design, Loaded};
use crate::diag::{Diagnostics, Reported};
use crate::document::{BlockId, Chart, Document, Picture, visit};
use crate::pdf::{self, Laid, PageChart, Png};
use crate::source::Span;
use crate::typography::TextMeasure;
use crate::word::{self, ImageBytes, ReviewCopy, WordAssets};
use crate::workspace::read_picture;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Pixels an inch of the charts in Word: to what Word itself reduces pictures, and enough for print.
const CHART_PPI: u32 = 220;
/// Pixels an inch of pictures in Word: CSS's, so that a screenshot keeps its size.
const PICTURE_PPI: u32 = 96;

/// A document whose Word parts are made.
pub(super) struct WordJob<'a> {
    pub loaded: &'a Loaded,
    pub document: &'a Document,
    pub design: &'a Design,
    /// The pages on which the charts stand, if they are known.
    pub laid: Option<&'a Laid>,
    /// What makes it a copy for review.
    pub copy: Option<&'a ReviewCopy>,
}

impl WordJob<'_> {
    /// Makes the parts of the Word file.
    pub fn build(&self, diagnostics: &mut Diagnostics) -> Result<word::Package, Reported> {
        let charts = self.draw_charts(diagnostics)?;
        let assets = Assets { root: &self.loaded.workspace.root, charts };
        let Design { profile, faces, .. } = self.design;
        let measure = TextMeasure::new(profile, faces);
        Ok(match self.copy {
            Some(copy) => word::build_copy(self.document, profile, &assets, &measure, copy),
            None => word::build(self.document, profile, &assets, &measure),
        })
    }

    /// The charts as they stand on the pages; those that a workspace's own template doesn't mark there,
    /// or all where no pages are given, are drawn apart.
    fn draw_charts(
        &self,
        diagnostics: &mut Diagnostics,
    ) -> Result<BTreeMap<BlockId, Png>, Reported> {
        let charts = visit::charts(self.document);
        let ids: Vec<BlockId> = charts.iter().map(|(block, _)| block.id).collect();
        let mut drawn = BTreeMap::new();
        if let Some(laid) = self.laid {
            let frames = pdf::charts_on_pages(laid, &ids, CHART_PPI);
            drawn.extend(draw_frames(&ids, &frames));
        }

        let missing = charts.iter().filter(|(block, _)| !drawn.contains_key(&block.id));
        let missing: Vec<(BlockId, (&Chart, Span))> =
            missing.map(|(block, chart)| (block.id, (*chart, block.span))).collect();
        let (ids, charts): (Vec<BlockId>, Vec<(&Chart, Span)>) = missing.into_iter().unzip();
        let Design { profile, templates, faces, .. } = self.design;
        let sources = &self.loaded.sources;
        let pictures =
            pdf::chart_pngs(&charts, profile, faces, templates, sources, CHART_PPI, diagnostics)?;
        drawn.extend(ids.into_iter().zip(pictures));
        Ok(drawn)
    }
}

/// Draws charts, two at a time: each takes some MB. Those that can't be drawn are left out.
fn draw_frames(ids: &[BlockId], frames: &[Option<PageChart>]) -> Vec<(BlockId, Png)> {
    let next = AtomicUsize::new(0);
    let draw = || {
        let mut drawn = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((id, frame)) = ids.get(index).zip(frames.get(index)) else { return drawn };
            drawn.extend(frame.as_ref().and_then(PageChart::draw).map(|png| (*id, png)));
        }
    };

    thread::scope(|scope| {
        let helper = (ids.len() > 1).then(|| scope.spawn(draw));
        let mut drawn = draw();
        if let Some(helper) = helper {
            // A panic is a defect of the program: it goes on to the top as one.
            drawn.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        drawn
    })
}

/// Pictures from the workspace's files, and the charts.
struct Assets<'a> {
    root: &'a Path,
    charts: BTreeMap<BlockId, Png>,
}

impl WordAssets for Assets<'_> {
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>> {
        let bytes = read_picture(&self.root.join(&picture.path)).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: picture.pixels, ppi: PICTURE_PPI })
    }

    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>> {
        let png = self.charts.get(&block)?;
        let pixels = (png.width, png.height);
        Some(ImageBytes { bytes: Cow::Borrowed(&png.bytes), pixels, ppi: CHART_PPI })
    }
}
