//! Pages that end early, because a picture, chart or table had no room on them and stands on the next.
//!
//! In: pages. Out: [`Gap`]s. Text doesn't flow past a figure by itself: in Word it couldn't.

use super::glyphs::OriginReader;
use super::laid::Laid;
use crate::source::Span;
use crate::typography::Profile;
use std::ops::ControlFlow::{self, Break, Continue};
use std::ops::Range;
use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::model::{FigureElem, FigureKind};
use typst_layout::Page;

/// The blank end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Where the figure is written that stands on the next page.
    pub place: Span,
    /// How many lines of text would have room.
    pub lines: u32,
}

/// The pages that end early before a figure.
pub fn gaps(laid: &Laid, profile: &Profile) -> Vec<Gap> {
    let mut origins = OriginReader::new(&laid.source_map);
    let pairs = laid.document.pages().windows(2);
    let gap = pairs.filter_map(|pair| {
        let [before, page] = pair else { return None };
        let place = figure_at_head(page, &text_area(page, profile), &mut origins)?;
        if before.frame.width() != page.frame.width() {
            return None;
        }

        let area = text_area(before, profile);
        let room = area.end - lowest(before, &area)?;
        Some(Gap { place, lines: (room.to_pt() / profile.body.pitch).max(0.0) as u32 })
    });
    gap.collect()
}

/// From the upper to the lower end of a page's text area.
fn text_area(page: &Page, profile: &Profile) -> Range<Abs> {
    Abs::pt(profile.page.top)..page.frame.height() - Abs::pt(profile.page.bottom)
}

/// Where the figure is written that a page begins with; `None` where it begins with something else.
fn figure_at_head(page: &Page, area: &Range<Abs>, origins: &mut OriginReader<'_>) -> Option<Span> {
    let mut figure: Option<Location> = None;
    let found = walk(&page.frame, Transform::identity(), &mut |item, lower_end| match item {
        FrameItem::Tag(Tag::Start(element, _)) => {
            figure = figure.or_else(|| location_of_figure(element));
            Continue(())
        }
        FrameItem::Tag(Tag::End(location, ..)) if figure == Some(*location) => Break(None),
        FrameItem::Tag(_) | FrameItem::Link(..) | FrameItem::Group(_) => Continue(()),
        _ if !area.contains(&lower_end) => Continue(()),
        _ if figure.is_none() => Break(None),
        FrameItem::Text(text) => {
            let place = text.glyphs.iter().find_map(|glyph| origins.origin(glyph));
            place.map_or(Continue(()), |place| Break(Some(place)))
        }
        FrameItem::Shape(..) | FrameItem::Image(..) => Continue(()),
    });
    found.break_value().flatten()
}

/// A figure's own location; none for the box of a task, which stands in its paragraph.
fn location_of_figure(element: &Content) -> Option<Location> {
    let figure = element.to_packed::<FigureElem>()?;
    let is_mark =
        matches!(figure.kind.get_ref(StyleChain::default()), Smart::Custom(FigureKind::Name(_)));
    element.location().filter(|_| !is_mark)
}

/// The lower end of what stands lowest in a page's text area.
fn lowest(page: &Page, area: &Range<Abs>) -> Option<Abs> {
    let mut lowest: Option<Abs> = None;
    let _ = walk(&page.frame, Transform::identity(), &mut |item, lower_end| {
        let is_ink =
            matches!(item, FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..));
        if is_ink && area.contains(&lower_end) {
            lowest = Some(lowest.map_or(lower_end, |lowest| lowest.max(lower_end)));
        }
        Continue(())
    });
    lowest
}

/// Calls `visit` for the items of a frame in their order, groups opened, each with its lower end on the
/// page (a text's is its baseline), until it has found what it looks for.
fn walk(
    frame: &Frame,
    at: Transform,
    visit: &mut dyn FnMut(&FrameItem, Abs) -> ControlFlow<Option<Span>>,
) -> ControlFlow<Option<Span>> {
    for (offset, item) in frame.items() {
        let transform = at.pre_concat(Transform::translate(offset.x, offset.y));
        let height = match item {
            FrameItem::Group(group) => {
                walk(&group.frame, transform.pre_concat(group.transform), visit)?;
                continue;
            }
            FrameItem::Shape(shape, _) => shape.bbox(false).max.y,
            FrameItem::Image(_, size, _) => size.y,
            FrameItem::Text(_) | FrameItem::Link(..) | FrameItem::Tag(_) => Abs::zero(),
        };
        visit(item, Point::with_y(height).transform(transform).y)?;
    }
    Continue(())
}
