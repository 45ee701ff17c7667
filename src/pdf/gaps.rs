//! Pages that end early, because a picture, chart or table had no room on them and stands on the next.
//!
//! In: pages. Out: [`Gap`]s. Text doesn't flow past a figure by itself: in Word it couldn't.

use super::glyphs::OriginReader;
use super::laid::Laid;
use crate::source::Span;
use crate::typography::Profile;
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
    let mut gaps = Vec::new();
    let mut before: Option<ReadPage> = None;
    for page in laid.document.pages() {
        let read = read_page(laid, page, profile);
        if let Some(before) = &before
            && let Some(place) = read.figure
            && before.width == read.width
            && let Some(lowest) = before.lowest
        {
            let lines = ((before.bottom - lowest).to_pt() / profile.body.pitch).max(0.0);
            gaps.push(Gap { place, lines: lines as u32 });
        }
        before = Some(read);
    }
    gaps
}

/// What is asked of a page.
struct ReadPage {
    width: Abs,
    /// The lower end of its text area.
    bottom: Abs,
    /// The lowest ink of its text area.
    lowest: Option<Abs>,
    /// Where the figure is written that the page begins with.
    figure: Option<Span>,
}

fn read_page(laid: &Laid, page: &Page, profile: &Profile) -> ReadPage {
    let size = page.frame.size();
    let (top, bottom) = (Abs::pt(profile.page.top), size.y - Abs::pt(profile.page.bottom));
    let mut reader = Reader {
        origins: OriginReader::new(&laid.source_map),
        area: top..bottom,
        lowest: None,
        state: State::Blank,
        figure: None,
    };
    reader.read(&page.frame, Transform::identity());
    ReadPage { width: size.x, bottom, lowest: reader.lowest, figure: reader.figure }
}

/// How far a page is read.
enum State {
    /// Nothing stands on it yet.
    Blank,
    /// In the figure that it begins with.
    Figure(Location),
    /// Beyond what it begins with.
    Begun,
}

struct Reader<'a> {
    origins: OriginReader<'a>,
    area: Range<Abs>,
    lowest: Option<Abs>,
    state: State,
    figure: Option<Span>,
}

impl Reader<'_> {
    fn read(&mut self, frame: &Frame, at: Transform) {
        for (offset, item) in frame.items() {
            let transform = at.pre_concat(Transform::translate(offset.x, offset.y));
            let lower = |height: Abs| Point::with_y(height).transform(transform).y;
            match item {
                FrameItem::Group(group) => {
                    self.read(&group.frame, transform.pre_concat(group.transform));
                }
                FrameItem::Text(text) => {
                    if self.ink(lower(Abs::zero()))
                        && matches!(self.state, State::Figure(_))
                        && self.figure.is_none()
                    {
                        let mut glyphs = text.glyphs.iter();
                        self.figure = glyphs.find_map(|glyph| self.origins.origin(glyph));
                    }
                }
                FrameItem::Image(_, size, _) => {
                    self.ink(lower(size.y));
                }
                FrameItem::Shape(shape, _) => {
                    self.ink(lower(shape.bbox(false).max.y));
                }
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    if matches!(&self.state, State::Figure(figure) if figure == location) {
                        self.state = State::Begun;
                    }
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    /// Takes note of ink down to `y`; whether it stands in the text area.
    fn ink(&mut self, y: Abs) -> bool {
        let is_inside = self.area.contains(&y);
        if is_inside {
            self.lowest = Some(self.lowest.map_or(y, |lowest| lowest.max(y)));
            if matches!(self.state, State::Blank) {
                self.state = State::Begun;
            }
        }
        is_inside
    }

    fn start(&mut self, element: &Content) {
        let Some(figure) = element.to_packed::<FigureElem>() else { return };
        let kind = figure.kind.get_ref(StyleChain::default());
        // The box of a task stands in its paragraph.
        let is_mark = matches!(kind, Smart::Custom(FigureKind::Name(_)));
        if let (State::Blank, false, Some(location)) = (&self.state, is_mark, element.location()) {
            self.state = State::Figure(location);
        }
    }
}
