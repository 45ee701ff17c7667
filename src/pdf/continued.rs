//! Blocks over several pages with lines above and below that belong to them and stand outside: a table's
//! caption, which is said again on each page, its notes, which stay with its last row, and what a joined cell
//! holds, which is said again on each page of its rows.
//!
//! In: contents, and the room on each page. Out: a frame for each page. Typst repeats only rows of a table,
//! and what is a row is a cell for those who can't see the page.

use typst::diag::SourceResult;
use typst::engine::Engine;
use typst::foundations::{Content, Packed, StyleChain};
use typst::introspection::{Locator, SplitLocator};
use typst::layout::{
    Abs, Axes, Fragment, Frame, FrameItem, Point, Region, Regions, Size, StackChild, StackElem,
};
use typst_layout::{layout_fragment, layout_frame};

/// A length that no row is lower than.
const HAIR: Abs = Abs::raw(0.01);

/// Lays out the contents of one element, each with a locator of its own.
pub(super) struct Layouter<'a, 'e> {
    engine: &'a mut Engine<'e>,
    locators: SplitLocator<'a>,
    styles: StyleChain<'a>,
    /// Room for lines above or below a body.
    line: Region,
}

impl<'a, 'e> Layouter<'a, 'e> {
    pub(super) fn new(
        engine: &'a mut Engine<'e>,
        locator: Locator<'a>,
        styles: StyleChain<'a>,
        regions: Regions<'_>,
    ) -> Self {
        let size = Size::new(regions.size.x, Abs::inf());
        let line = Region::new(size, Axes::new(regions.expand.x, false));
        Layouter { engine, locators: locator.split(), styles, line }
    }

    /// The locator of the next content.
    pub(super) fn locator(&mut self, content: &Content) -> Locator<'a> {
        self.locators.next(&content.span())
    }

    /// Lines of the regions' width.
    fn lines(&mut self, content: &Content) -> SourceResult<Frame> {
        let locator = self.locator(content);
        layout_frame(self.engine, content, locator, self.styles, self.line)
    }

    /// A body over pages.
    pub(super) fn pages(
        &mut self,
        body: &Content,
        locator: Locator<'_>,
        regions: Regions<'_>,
    ) -> SourceResult<Fragment> {
        layout_fragment(self.engine, body, locator, self.styles, regions)
    }
}

/// Lays out a body with one content above its first page and another above each further page.
pub(super) fn lay_out_continued(
    parts: &Packed<StackElem>,
    engine: &mut Engine<'_>,
    locator: Locator<'_>,
    styles: StyleChain<'_>,
    regions: Regions<'_>,
) -> SourceResult<Fragment> {
    let Some([first, again, body]) = contents(parts) else { return Ok(blank()) };
    let mut layouter = Layouter::new(engine, locator, styles, regions);
    let first = layouter.lines(first)?;
    let again = layouter.lines(again)?;
    let body_locator = layouter.locator(body);

    let mut regions = regions;
    let mut frames = Vec::new();
    loop {
        let mut backlog = Vec::new();
        let below = below(regions, first.height(), again.height(), &mut backlog);
        let laid = layouter.pages(body, body_locator.relayout(), below)?;

        // The first line above stays with the first row.
        let moves_on = laid.len() > 1 && laid.iter().next().is_some_and(has_only_tags);
        if moves_on && regions.may_progress() {
            frames.push(Frame::soft(Size::zero()));
            regions.next();
            continue;
        }

        for (index, frame) in laid.into_iter().enumerate() {
            let above = if index == 0 { &first } else { &again };
            let is_shown = index == 0 || !has_only_tags(&frame);
            frames.push(if is_shown { stacked(above.clone(), frame) } else { frame });
        }

        return Ok(Fragment::frames(frames));
    }
}

/// Lays out a body with a content below it, on the page of the body's last lines.
pub(super) fn lay_out_tied(
    parts: &Packed<StackElem>,
    engine: &mut Engine<'_>,
    locator: Locator<'_>,
    styles: StyleChain<'_>,
    regions: Regions<'_>,
) -> SourceResult<Fragment> {
    let Some([body, tail]) = contents(parts) else { return Ok(blank()) };
    let mut layouter = Layouter::new(engine, locator, styles, regions);
    let tail = layouter.lines(tail)?;
    let body_locator = layouter.locator(body);

    let mut laid = layouter.pages(body, body_locator.relayout(), regions)?;
    let last = laid.len().saturating_sub(1);
    if !fits_below(&laid, &tail, regions) && regions.iter().nth(last + 1).is_some() {
        // Where its last page hasn't quite the room for them, the body's last row goes to the next one.
        let room = regions.iter().nth(last).map_or(Abs::zero(), |region| region.y);
        let height = laid.iter().last().map_or(Abs::zero(), Frame::height);
        let mut heights = heights(regions, last + 1);
        heights[last] -= room - height + HAIR;
        let less = with_heights(regions, &heights);
        let moved = layouter.pages(body, body_locator.relayout(), less)?;
        if fits_below(&moved, &tail, regions) {
            laid = moved;
        }
    }

    let stands_alone = !fits_below(&laid, &tail, regions)
        && regions.iter().nth(laid.len()).is_some_and(|next| next.y.fits(tail.height()));
    let mut frames = laid.into_frames();
    if stands_alone {
        frames.push(tail);
    } else if let Some(body) = frames.pop() {
        frames.push(stacked(body, tail));
    }

    Ok(Fragment::frames(frames))
}

/// Lays out what a joined cell holds, and another content on each further page of its rows.
pub(super) fn lay_out_again(
    parts: &Packed<StackElem>,
    engine: &mut Engine<'_>,
    locator: Locator<'_>,
    styles: StyleChain<'_>,
    regions: Regions<'_>,
) -> SourceResult<Fragment> {
    let Some([body, again]) = contents(parts) else { return Ok(blank()) };
    let mut layouter = Layouter::new(engine, locator, styles, regions);
    let again = layouter.lines(again)?;
    let body_locator = layouter.locator(body);
    let open = Regions { expand: Axes::new(regions.expand.x, false), ..regions };
    let mut laid = layouter.pages(body, body_locator, open)?;

    // Where the table is measured, pages follow for ever; where it is laid out, they are counted.
    if regions.last.is_some() || laid.len() > 1 {
        return Ok(laid);
    }
    if regions.expand.y {
        laid.iter_mut().for_each(|frame| centre(frame, regions.size.y));
    }
    let mut frames = laid.into_frames();
    for height in regions.backlog {
        let mut frame = Frame::soft(Size::zero());
        if height.fits(again.height()) {
            frame = again.clone();
            centre(&mut frame, *height);
        }
        frames.push(frame);
    }
    Ok(Fragment::frames(frames))
}

/// Puts what a frame holds into the middle of a height, if it is lower.
fn centre(frame: &mut Frame, height: Abs) {
    let missing = height - frame.height();
    if missing > Abs::zero() && missing.to_raw().is_finite() {
        frame.translate(Point::with_y(missing / 2.0));
        let size = Size::new(frame.width(), height);
        frame.set_size(size);
    }
}

/// Lays out a body in the middle of at least the height of another content.
pub(super) fn lay_out_tall(
    parts: &Packed<StackElem>,
    engine: &mut Engine<'_>,
    locator: Locator<'_>,
    styles: StyleChain<'_>,
    regions: Regions<'_>,
) -> SourceResult<Fragment> {
    let Some([room, body]) = contents(parts) else { return Ok(blank()) };
    let mut layouter = Layouter::new(engine, locator, styles, regions);
    let room = layouter.lines(room)?;
    let body_locator = layouter.locator(body);
    let mut laid = layouter.pages(body, body_locator, regions)?;

    // What goes on over pages is high enough.
    if laid.len() == 1 {
        laid.iter_mut().for_each(|frame| centre(frame, room.height()));
    }

    Ok(laid)
}

/// The contents that an element carries.
pub(super) fn contents<const N: usize>(parts: &Packed<StackElem>) -> Option<[&Content; N]> {
    let contents: Option<Vec<&Content>> = parts
        .children
        .iter()
        .map(|child| match child {
            StackChild::Block(content) => Some(content),
            StackChild::Spacing(_) => None,
        })
        .collect();
    contents?.try_into().ok()
}

pub(super) fn blank() -> Fragment {
    Fragment::frame(Frame::soft(Size::zero()))
}

/// The regions below lines of these heights.
fn below<'a>(
    regions: Regions<'_>,
    first: Abs,
    again: Abs,
    backlog: &'a mut Vec<Abs>,
) -> Regions<'a> {
    let rest = |height: Abs| (height - again).max(Abs::zero());
    backlog.extend(regions.backlog.iter().map(|height| rest(*height)));
    Regions {
        size: Size::new(regions.size.x, (regions.size.y - first).max(Abs::zero())),
        expand: regions.expand,
        full: regions.full,
        backlog,
        last: regions.last.map(rest),
    }
}

/// The heights of the first regions.
fn heights(regions: Regions<'_>, count: usize) -> Vec<Abs> {
    regions.iter().take(count).map(|region| region.y).collect()
}

/// The regions with these heights, of which there is at least one.
pub(super) fn with_heights<'a>(regions: Regions<'_>, heights: &'a [Abs]) -> Regions<'a> {
    let (first, backlog) = heights.split_first().unwrap_or((&regions.full, &[]));
    let size = Size::new(regions.size.x, *first);
    Regions { size, backlog, expand: regions.expand, full: regions.full, last: regions.last }
}

/// Whether there is room for a frame below the last frame of a fragment.
fn fits_below(laid: &Fragment, tail: &Frame, regions: Regions<'_>) -> bool {
    let Some(last) = laid.iter().last() else { return true };
    let room = regions.iter().nth(laid.len() - 1).map_or(Abs::zero(), |region| region.y);
    room.fits(last.height() + tail.height())
}

/// Whether nothing of a frame is seen.
fn has_only_tags(frame: &Frame) -> bool {
    frame.items().all(|(_, item)| match item {
        FrameItem::Tag(_) => true,
        FrameItem::Group(group) => has_only_tags(&group.frame),
        _ => false,
    })
}

/// Two frames, one below the other.
fn stacked(above: Frame, below: Frame) -> Frame {
    let width = above.width().max(below.width());
    let height = above.height();
    let mut frame = Frame::soft(Size::new(width, height + below.height()));
    frame.push_frame(Point::zero(), above);
    frame.push_frame(Point::with_y(height), below);
    frame
}
