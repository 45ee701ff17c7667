//! Word's parts and their charts: in go a document and its pages, where there are any, out come the parts.
//!
//! A chart is the frame on the page, drawn. Its size is known before: the charts are drawn on one
//! thread while the text is built on another, which then helps.

use super::{Design, Loaded};
use crate::diag::{Diagnostics, Reported};
use crate::document::{BlockId, Chart, Document, Picture, visit};
use crate::pdf::{self, Laid, PageChart, Png};
use crate::source::Span;
use crate::word::{self, ImageBytes, ReviewCopy, WordAssets};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Pixels an inch of the charts in Word.
const CHART_PPI: u32 = 300;
/// Pixels an inch of pictures in Word: CSS's, so that a screenshot keeps its size.
const PICTURE_PPI: u32 = 96;

/// Pixels of each chart, across and down.
type Sizes = BTreeMap<BlockId, (u32, u32)>;

/// The parts of the Word file, with the charts of these pages; a copy for review where one is given.
pub(super) fn build_word(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    (laid, copy): (Option<&Laid>, Option<&ReviewCopy>),
    diagnostics: &mut Diagnostics,
) -> Result<word::Package, Reported> {
    let build = |sizes| {
        let assets = Assets { root: &loaded.workspace.root, sizes };
        match copy {
            Some(copy) => word::build_copy(document, &design.profile, &assets, copy),
            None => word::build(document, &design.profile, &assets),
        }
    };
    let ids: Vec<BlockId> = visit::charts(document).iter().map(|(block, _)| block.id).collect();
    let found = match laid {
        Some(laid) => pdf::charts_on_pages(laid, &ids, CHART_PPI),
        None => vec![None; ids.len()],
    };
    let all: Option<Vec<&PageChart>> = found.iter().map(Option::as_ref).collect();
    if let Some(package) = all.and_then(|all| draw_beside(&ids, &all, build)) {
        return Ok(package);
    }
    let drawn = draw_each(loaded, document, design, found, diagnostics)?;
    let mut package = build(drawn.iter().map(|(id, png)| (*id, size(png))).collect());
    give(&mut package, drawn);
    Ok(package)
}

fn size(png: &Png) -> (u32, u32) {
    (png.width, png.height)
}

fn give(package: &mut word::Package, mut charts: BTreeMap<BlockId, Png>) {
    package.give_charts(|id| charts.remove(&id).map_or_else(Vec::new, |png| png.bytes));
}

/// Builds while the charts are drawn, two at a time: each takes some MB. `None` where one can't be.
fn draw_beside(
    ids: &[BlockId],
    charts: &[&PageChart],
    build: impl Fn(Sizes) -> word::Package,
) -> Option<word::Package> {
    let next = AtomicUsize::new(0);
    let draw = || {
        let mut drawn = Vec::new();
        while let Some((id, chart)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            ids.get(at).zip(charts.get(at))
        } {
            drawn.push((*id, chart.draw().filter(|png| size(png) == chart.pixels())));
        }
        drawn
    };
    let sizes = ids.iter().zip(charts).map(|(id, chart)| (*id, chart.pixels())).collect();
    let (mut package, drawn) = thread::scope(|scope| {
        let helper = (!ids.is_empty()).then(|| scope.spawn(draw));
        let package = build(sizes);
        let mut drawn = draw();
        // A panic is a defect of the program: it goes on to the top as one.
        let helped =
            helper.map(|helper| helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        drawn.extend(helped.into_iter().flatten());
        (package, drawn)
    });
    let drawn = drawn.into_iter().map(|(id, png)| Some((id, png?)));
    give(&mut package, drawn.collect::<Option<_>>()?);
    Some(package)
}

/// The charts as they stand on the pages; those that a workspace's own template doesn't mark there, or
/// all where no pages are given, are drawn apart.
fn draw_each(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    found: Vec<Option<PageChart>>,
    diagnostics: &mut Diagnostics,
) -> Result<BTreeMap<BlockId, Png>, Reported> {
    let Design { profile, look, faces, .. } = design;
    let mut drawn = BTreeMap::new();
    let mut missing: Vec<(&Chart, Span)> = Vec::new();
    let mut apart = Vec::new();
    for ((block, chart), found) in visit::charts(document).into_iter().zip(found) {
        match found.and_then(|found| found.draw()) {
            Some(png) => drop(drawn.insert(block.id, png)),
            None => {
                missing.push((chart, block.span));
                apart.push(block.id);
            }
        }
    }
    let sources = &loaded.sources;
    let pictures =
        pdf::chart_pngs(&missing, profile, faces, look, sources, CHART_PPI, diagnostics)?;
    drawn.extend(apart.into_iter().zip(pictures));
    Ok(drawn)
}

/// Pictures from the workspace's files; charts as large as they are drawn.
struct Assets<'a> {
    root: &'a Path,
    sizes: Sizes,
}

impl WordAssets for Assets<'_> {
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>> {
        let bytes = std::fs::read(self.root.join(&picture.path)).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: picture.pixels, ppi: PICTURE_PPI })
    }

    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>> {
        Some(ImageBytes::awaited(block, *self.sizes.get(&block)?, CHART_PPI))
    }
}
