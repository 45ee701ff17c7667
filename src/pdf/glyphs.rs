//! The glyphs of pages with their origins in the files that the user edits.
//!
//! In: pages laid out. Out: [`PageGlyphs`]. A page is read again only where it, or a text that its
//! words came from, differs from the last layout.

use super::pages::texts;
use super::place::{Place, Places};
use super::{Laid, PageFace};
use crate::source::{FileId, MappedText, Span};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::thread;
use typst::layout::{Abs, Point, Transform};
use typst::syntax;
use typst::text::{Glyph, TextItem};

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

/// What stands on a page.
#[derive(Debug, Clone, Default)]
pub struct PageGlyphs {
    /// Its runs, in the order of drawing.
    pub runs: Vec<GlyphRun>,
    /// The files that its words came from, with the least range that holds all of them.
    pub files: BTreeMap<FileId, Range<u32>>,
    /// The generated texts that lead there.
    texts: Vec<(syntax::FileId, Arc<MappedText>)>,
}

/// Pages as they were last read, by their frame.
#[derive(Debug, Default)]
pub struct KnownGlyphs(HashMap<u128, Arc<PageGlyphs>>);

impl KnownGlyphs {
    /// The glyphs of every page; those of other pages are forgotten.
    pub fn read(&mut self, laid: &Laid, faces: &[PageFace]) -> Vec<Arc<PageGlyphs>> {
        let pages = laid.document.pages();
        let known = |face: &PageFace| {
            self.0.get(&face.frame).filter(|known| known.holds(&laid.places)).cloned()
        };
        let mut read: Vec<Option<Arc<PageGlyphs>>> = faces.iter().map(known).collect();
        let unknown: Vec<usize> = (0..read.len()).filter(|at| read[*at].is_none()).collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = unknown.len().div_ceil(cores).max(1);
        let work = |chunk: &[usize]| {
            let page = |at: &usize| Some((*at, Arc::new(glyphs(laid, pages.get(*at)?))));
            chunk.iter().filter_map(page).collect::<Vec<_>>()
        };
        let work = &work;
        thread::scope(|scope| {
            let started: Vec<_> =
                unknown.chunks(share).map(|chunk| scope.spawn(move || work(chunk))).collect();
            for (at, page) in started.into_iter().flat_map(|one| one.join().unwrap_or_default()) {
                read[at] = Some(page);
            }
        });
        let read: Vec<Arc<PageGlyphs>> = read.into_iter().map(Option::unwrap_or_default).collect();
        self.0 = faces.iter().map(|face| face.frame).zip(read.iter().cloned()).collect();
        read
    }
}

impl PageGlyphs {
    /// Whether the texts that its words came from are the same.
    fn holds(&self, places: &Places) -> bool {
        let same = |id, text| places.generated(id).is_some_and(|now| Arc::ptr_eq(now, text));
        self.texts.iter().all(|(id, text)| same(*id, text))
    }
}

fn glyphs(laid: &Laid, page: &typst_layout::Page) -> PageGlyphs {
    let mut read = PageGlyphs::default();
    let mut reader = Reader::new(&laid.places);
    texts(&page.frame, Transform::identity(), &mut |text, at| read.runs.push(reader.run(text, at)));
    read.texts = reader.texts;
    for origin in read.runs.iter().flat_map(|run| &run.glyphs).filter_map(|glyph| glyph.origin) {
        let range = read.files.entry(origin.file).or_insert(origin.start..origin.end);
        *range = range.start.min(origin.start)..range.end.max(origin.end);
    }
    read
}

/// Reads origins; remembers the literal of the last glyph.
pub(super) struct Reader<'a> {
    places: &'a Places,
    literal: Option<Literal<'a>>,
    /// The generated texts in which literals were found.
    texts: Vec<(syntax::FileId, Arc<MappedText>)>,
}

/// A string literal of the generated text.
#[derive(Clone)]
struct Literal<'a> {
    span: syntax::Span,
    id: syntax::FileId,
    range: Range<usize>,
    /// What stands between the quotes, where it is a string.
    inner: Option<&'a str>,
    /// Whether a `\` stands there.
    escapes: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(places: &'a Places) -> Reader<'a> {
        Reader { places, literal: None, texts: Vec::new() }
    }

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
                origin: self.origin(glyph),
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
    pub(super) fn origin(&mut self, glyph: &Glyph) -> Option<Span> {
        let (span, offset) = (glyph.span.0, usize::from(glyph.span.1));
        if self.literal.as_ref().is_none_or(|known| known.span != span) {
            self.literal = self.literal(span);
            if let Some(id) = self.literal.as_ref().map(|literal| literal.id)
                && let Some(text) = self.places.generated(id)
                && self.texts.iter().all(|(known, _)| *known != id)
            {
                self.texts.push((id, text.clone()));
            }
        }
        let literal = self.literal.as_ref()?;
        let range = match literal.inner {
            Some(inner) => {
                let start = literal.range.start + 1 + written(inner, offset, literal.escapes)?;
                start..start + glyph.range().len().max(1)
            }
            None => literal.range.clone(),
        };
        match self.places.place_of(literal.id, range)? {
            Place::Chapter(span) => Some(span),
            Place::Template(_) => None,
        }
    }

    fn literal(&self, span: syntax::Span) -> Option<Literal<'a>> {
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
