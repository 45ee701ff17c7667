//! The glyphs of pages with their origins in the files that the user edits.
//!
//! In: pages laid out. Out: [`PageGlyphs`]. A page is read again only where it, or a text that its
//! words came from, differs from the last layout.

use super::laid::Laid;
use super::origins::{Origin, SourceMap};
use super::pages::{PageAppearance, texts};
use crate::source::{FileId, MappedText, Span};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::panic::resume_unwind;
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
    pub glyphs: Vec<PositionedGlyph>,
}

/// A glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionedGlyph {
    /// Left edge in points from the page's left edge.
    pub x: f64,
    /// Width in points.
    pub width: f64,
    /// Its bytes in the run's text.
    pub text: Range<usize>,
    /// Its origin; `None` for a template's text.
    pub origin: Option<Span>,
}

/// The glyphs of a page.
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
pub struct GlyphCache(HashMap<u128, Arc<PageGlyphs>>);

impl GlyphCache {
    /// The glyphs of every page; those of other pages are dropped.
    pub fn read(&mut self, laid: &Laid, appearances: &[PageAppearance]) -> Vec<Arc<PageGlyphs>> {
        let cached = |page: &PageAppearance| {
            let glyphs = self.0.get(&page.frame);
            glyphs.filter(|glyphs| glyphs.is_current(&laid.source_map)).cloned()
        };
        let mut read: Vec<Option<Arc<PageGlyphs>>> = appearances.iter().map(cached).collect();

        let unread: Vec<usize> = (0..read.len()).filter(|index| read[*index].is_none()).collect();
        for (index, page) in read_pages(laid, &unread) {
            read[index] = Some(Arc::new(page));
        }

        let read: Vec<Arc<PageGlyphs>> = read.into_iter().map(Option::unwrap_or_default).collect();
        self.0 = appearances.iter().map(|page| page.frame).zip(read.iter().cloned()).collect();
        read
    }
}

/// Reads pages by their indices, on every core.
fn read_pages(laid: &Laid, indices: &[usize]) -> Vec<(usize, PageGlyphs)> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = indices.len().div_ceil(cores).max(1);
    let pages = laid.document.pages();
    let work = |chunk: &[usize]| {
        let page = |index: &usize| Some((*index, glyphs(laid, pages.get(*index)?)));
        chunk.iter().filter_map(page).collect::<Vec<_>>()
    };

    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> =
            indices.chunks(share).map(|chunk| scope.spawn(move || work(chunk))).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

impl PageGlyphs {
    /// Whether the texts that its words came from are the same.
    fn is_current(&self, source_map: &SourceMap) -> bool {
        let is_same =
            |id, text| source_map.generated(id).is_some_and(|current| Arc::ptr_eq(current, text));
        self.texts.iter().all(|(id, text)| is_same(*id, text))
    }
}

fn glyphs(laid: &Laid, page: &typst_layout::Page) -> PageGlyphs {
    let mut glyphs = PageGlyphs::default();
    let mut reader = OriginReader::new(&laid.source_map);
    texts(&page.frame, Transform::identity(), &mut |text, transform| {
        glyphs.runs.push(reader.run(text, transform));
    });
    glyphs.texts = reader.texts;

    for origin in glyphs.runs.iter().flat_map(|run| &run.glyphs).filter_map(|glyph| glyph.origin) {
        let range = glyphs.files.entry(origin.file).or_insert(origin.start..origin.end);
        *range = range.start.min(origin.start)..range.end.max(origin.end);
    }

    glyphs
}

/// Reads origins; remembers the literal of the last glyph.
pub(super) struct OriginReader<'a> {
    source_map: &'a SourceMap,
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
    /// The text between the quotes, where it is a string.
    inner: Option<&'a str>,
    /// Whether a `\` is in it.
    escapes: bool,
}

impl<'a> OriginReader<'a> {
    pub(super) fn new(source_map: &'a SourceMap) -> OriginReader<'a> {
        OriginReader { source_map, literal: None, texts: Vec::new() }
    }

    fn run(&mut self, text: &TextItem, transform: Transform) -> GlyphRun {
        let on_page = |x: Abs, y: Abs| Point::new(x, y).transform(transform);
        let ascent = text.font.metrics().ascender.at(text.size);
        let descent = text.font.metrics().descender.at(text.size);
        let (top, bottom) = (on_page(Abs::zero(), -ascent).y, on_page(Abs::zero(), -descent).y);

        let mut x = Abs::zero();
        let mut glyphs = Vec::with_capacity(text.glyphs.len());
        for glyph in &text.glyphs {
            let next = x + glyph.x_advance.at(text.size);
            let start = on_page(x, Abs::zero()).x.to_pt();
            let end = on_page(next, Abs::zero()).x.to_pt();
            glyphs.push(PositionedGlyph {
                x: start.min(end),
                width: (end - start).abs(),
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
        if self.literal.as_ref().is_none_or(|literal| literal.span != span) {
            self.literal = self.literal(span);
            if let Some(id) = self.literal.as_ref().map(|literal| literal.id)
                && let Some(text) = self.source_map.generated(id)
                && self.texts.iter().all(|(other, _)| *other != id)
            {
                self.texts.push((id, text.clone()));
            }
        }

        let literal = self.literal.as_ref()?;
        let range = match literal.inner {
            Some(inner) => {
                let start =
                    literal.range.start + 1 + offset_in_literal(inner, offset, literal.escapes)?;
                start..start + glyph.range().len().max(1)
            }
            None => literal.range.clone(),
        };

        match self.source_map.origin_of_range(literal.id, range)? {
            Origin::Chapter(span) => Some(span),
            Origin::Template(_) => None,
        }
    }

    fn literal(&self, span: syntax::Span) -> Option<Literal<'a>> {
        let (id, range) = self.source_map.range(span)?;
        let text = self.source_map.source(id)?.text().get(range.clone())?;
        let inner = text.strip_prefix('"').map(|inner| inner.strip_suffix('"').unwrap_or(inner));
        let escapes = inner.is_some_and(|inner| inner.contains('\\'));
        Some(Literal { span, id, range, inner, escapes })
    }
}

/// Where the character at `offset` of a literal's text is written between the quotes.
fn offset_in_literal(inner: &str, offset: usize, escapes: bool) -> Option<usize> {
    if !escapes {
        return (offset <= inner.len()).then_some(offset);
    }

    let (mut in_literal, mut in_text) = (0, 0);
    let mut characters = inner.chars();
    while in_text < offset {
        let mut character = characters.next()?;
        in_literal += character.len_utf8();
        if character == '\\' {
            character = characters.next()?;
            in_literal += character.len_utf8();
        }
        in_text += character.len_utf8();
    }

    Some(in_literal)
}

#[cfg(test)]
mod tests {
    use super::offset_in_literal;

    #[test]
    fn offsets_go_past_escapes() {
        assert_eq!(offset_in_literal("甲乙", 3, false), Some(3));
        assert_eq!(offset_in_literal(r#"a\"b"#, 2, true), Some(3));
        assert_eq!(offset_in_literal("a", 2, false), None);
    }
}
