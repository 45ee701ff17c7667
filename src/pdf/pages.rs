//! Pages for a screen: what each looks like as a hash, one as SVG, and its glyphs with their origins.
//!
//! In: pages laid out. Out: [`PageFace`]s, SVG text, [`GlyphRun`]s. Two pages that look the same have
//! the same hash, whatever their words came from.

use super::place::{Place, Places};
use super::{Laid, quiet};
use crate::source::Span;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::thread;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform};
use typst::syntax::FileId;
use typst::text::TextItem;
use typst_layout::Page;
use typst_svg::SvgOptions;

/// A page as it lies on the table.
#[derive(Debug, Clone, PartialEq)]
pub struct PageFace {
    /// 32 hexadecimal digits that stand for everything that is to be seen.
    pub hash: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The page's number as printed at its foot: `— 28 —`; empty where none is.
    pub label: String,
}

/// Glyphs in one face and size, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// The text.
    pub text: String,
    /// Upper edge in points from the page's upper edge.
    pub top: f64,
    /// Height in points.
    pub height: f64,
    /// The glyphs.
    pub glyphs: Vec<GlyphPlace>,
}

/// A glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphPlace {
    /// Left edge in points from the page's left edge.
    pub x: f64,
    /// Width in points.
    pub width: f64,
    /// Its bytes in the run's text.
    pub text: Range<usize>,
    /// Where it came from; `None` for what a template printed.
    pub origin: Option<Span>,
}

/// What every page looks like.
pub fn page_faces(laid: &Laid) -> Vec<PageFace> {
    let pages = laid.document.pages();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = pages.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let work = |chunk: &'_ [Page]| chunk.iter().map(face).collect::<Vec<_>>();
        let started: Vec<_> =
            pages.chunks(share).map(|chunk| scope.spawn(move || work(chunk))).collect();
        let done = started.into_iter().map(thread::ScopedJoinHandle::join);
        done.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// A page, from 1, as SVG; `None` where there is no such page or it can't be drawn.
pub fn page_svg(laid: &Laid, page: usize) -> Option<String> {
    let page = laid.document.pages().get(page.checked_sub(1)?)?;
    quiet::catch(|| typst_svg::svg(page, &SvgOptions::default()))
}

/// The glyphs of a page, from 1, in the order of drawing.
pub fn page_glyphs(laid: &Laid, page: usize) -> Vec<GlyphRun> {
    let mut runs = Vec::new();
    let page = page.checked_sub(1).and_then(|at| laid.document.pages().get(at));
    if let Some(page) = page {
        let mut reader = Reader { places: &laid.places, literal: None };
        texts(&page.frame, Transform::identity(), &mut |text, at| runs.push(reader.run(text, at)));
    }
    runs
}

/// Drops what Typst remembered of layouts that weren't asked for in the last `age` calls.
pub fn forget(age: usize) {
    typst::comemo::evict(age);
}

fn face(page: &Page) -> PageFace {
    let size = page.frame.size();
    let hash = typst::utils::hash128(&(size, &page.fill, Seen(&page.frame)));
    let (width, height) = (size.x.to_pt(), size.y.to_pt());
    PageFace { hash: format!("{hash:032x}"), width, height, label: label(&page.frame, height) }
}

/// The words in the lowest tenth of a page, where they are a number.
fn label(frame: &Frame, height: f64) -> String {
    let mut foot = String::new();
    texts(frame, Transform::identity(), &mut |text, at| {
        if Point::zero().transform(at).y.to_pt() > height * 0.9 {
            foot.push_str(&text.text);
        }
    });
    let foot = foot.trim();
    let number = foot.trim_matches(|c: char| matches!(c, '—' | '–' | '-' | '·') || c == ' ');
    let counts = |c: char| c.is_ascii_digit() || "ivxlcIVXLC".contains(c);
    let is_number = !number.is_empty() && number.len() <= 8 && number.chars().all(counts);
    if is_number { foot.to_owned() } else { String::new() }
}

/// Calls `visit` for every run of text, with what leads from its baseline's left end to the page.
fn texts(frame: &Frame, at: Transform, visit: &mut dyn FnMut(&TextItem, Transform)) {
    for (offset, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(offset.x, offset.y));
        match item {
            FrameItem::Group(group) => {
                texts(&group.frame, here.pre_concat(group.transform), visit);
            }
            FrameItem::Text(text) => visit(text, here),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

/// A frame by what is to be seen of it: no spans, no tags.
struct Seen<'a>(&'a Frame);

impl Hash for Seen<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (at, item) in self.0.items() {
            match item {
                FrameItem::Group(group) => {
                    let GroupItem { frame, transform, clip, label: _, parent: _ } = group;
                    (0_u8, at, frame.size(), transform, clip).hash(state);
                    Seen(frame).hash(state);
                    u8::MAX.hash(state);
                }
                FrameItem::Text(text) => {
                    (1_u8, at, &text.font, text.size, &text.fill, &text.stroke).hash(state);
                    text.text.hash(state);
                    for glyph in &text.glyphs {
                        (glyph.id, glyph.x_advance, glyph.x_offset).hash(state);
                        (glyph.y_advance, glyph.y_offset).hash(state);
                    }
                }
                FrameItem::Shape(shape, _) => (2_u8, at, shape).hash(state),
                FrameItem::Image(image, size, _) => (3_u8, at, image, size).hash(state),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
}

/// Reads origins; remembers the literal of the last glyph.
struct Reader<'a> {
    places: &'a Places,
    literal: Option<Literal<'a>>,
}

/// A string literal of the generated text.
#[derive(Clone)]
struct Literal<'a> {
    span: typst::syntax::Span,
    id: FileId,
    range: Range<usize>,
    /// What stands between the quotes, where it is a string.
    inner: Option<&'a str>,
    /// Whether a `\` stands there.
    escapes: bool,
}

impl<'a> Reader<'a> {
    fn run(&mut self, text: &TextItem, at: Transform) -> GlyphRun {
        let place = |x: Abs, y: Abs| Point::new(x, y).transform(at);
        let ascent = text.font.metrics().ascender.at(text.size);
        let descent = text.font.metrics().descender.at(text.size);
        let (top, bottom) = (place(Abs::zero(), -ascent).y, place(Abs::zero(), -descent).y);
        let mut x = Abs::zero();
        let mut glyphs = Vec::with_capacity(text.glyphs.len());
        for glyph in &text.glyphs {
            let (left, next) = (x, x + glyph.x_advance.at(text.size));
            let (a, b) = (place(left, Abs::zero()).x.to_pt(), place(next, Abs::zero()).x.to_pt());
            glyphs.push(GlyphPlace {
                x: a.min(b),
                width: (b - a).abs(),
                text: glyph.range(),
                origin: self.origin(glyph.span.0, usize::from(glyph.span.1), glyph.range().len()),
            });
            x = next;
        }
        GlyphRun {
            text: text.text.to_string(),
            top: top.to_pt().min(bottom.to_pt()),
            height: (bottom - top).to_pt().abs(),
            glyphs,
        }
    }

    /// A glyph knows its literal and a byte offset into the literal's text (typst 0.15: `Glyph::span`).
    fn origin(&mut self, span: typst::syntax::Span, offset: usize, bytes: usize) -> Option<Span> {
        if self.literal.as_ref().is_none_or(|known| known.span != span) {
            self.literal = self.literal(span);
        }
        let literal = self.literal.as_ref()?;
        let range = match literal.inner {
            Some(inner) => {
                let start = literal.range.start + 1 + written(inner, offset, literal.escapes)?;
                start..start + bytes.max(1)
            }
            None => literal.range.clone(),
        };
        match self.places.place_of(literal.id, range)? {
            Place::Chapter(span) => Some(span),
            Place::Template(_) => None,
        }
    }

    fn literal(&self, span: typst::syntax::Span) -> Option<Literal<'a>> {
        let (id, range) = self.places.range(span)?;
        let text = self.places.source(id)?.text().get(range.clone())?;
        let inner = text.strip_prefix('"').map(|inner| inner.strip_suffix('"').unwrap_or(inner));
        let escapes = inner.is_some_and(|inner| inner.contains('\\'));
        Some(Literal { span, id, range, inner, escapes })
    }
}

/// Where the character at `offset` of a literal's text is written between the quotes.
fn written(inner: &str, offset: usize, escapes: bool) -> Option<usize> {
    if !escapes {
        return (offset <= inner.len()).then_some(offset);
    }
    let (mut at, mut shown) = (0, 0);
    let mut characters = inner.chars();
    while shown < offset {
        let mut character = characters.next()?;
        at += character.len_utf8();
        if character == '\\' {
            character = characters.next()?;
            at += character.len_utf8();
        }
        shown += character.len_utf8();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn offsets_go_past_escapes() {
        assert_eq!(written("甲乙", 3, false), Some(3));
        assert_eq!(written(r#"a\"b"#, 2, true), Some(3));
        assert_eq!(written("a", 2, false), None);
    }
}
