//! From a page to the text that it shows, and back.
//!
//! In: a [`View`]. Out: places in chapters for points of a page, places on pages for those in chapters,
//! and what a search finds. Glyphs are read once a view, when first asked for.

use super::builder::View;
use crate::pdf::{GlyphRun, PageGlyphs};
use crate::source::{FileId, Span};
use std::ops::Range;
use std::sync::{Arc, PoisonError};

/// A rectangle on a page, in points: left, top, width, height.
pub(super) type Rect = [f64; 4];

/// Maximum number of hits of a search.
const MAX_HITS: usize = 5000;
/// Characters before and after a hit.
const CONTEXT_CHARACTERS: usize = 16;
/// Maximum distance of a click from the glyph that it hits, in points.
const MAX_CLICK_DISTANCE: f64 = 12.0;

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PageLocation {
    /// Page from 1.
    pub page: usize,
    /// Where.
    pub rect: Rect,
}

/// A word on a page and its place in a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// The file's place.
    pub span: Span,
    /// The word.
    pub text: String,
    /// Where it stands.
    pub rect: Rect,
}

/// A place at which a text is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SearchHit {
    /// Where.
    pub location: PageLocation,
    /// What stands before it.
    pub before: String,
    /// The text that was found.
    pub text: String,
    /// What stands after it.
    pub after: String,
}

impl View {
    /// The glyphs of every page.
    pub(super) fn page_glyphs(&self) -> &[Arc<PageGlyphs>] {
        self.glyphs.get_or_init(|| {
            let mut cache = self.glyph_cache.lock().unwrap_or_else(PoisonError::into_inner);
            cache.read(&self.laid, &self.pages)
        })
    }

    /// What stands at a point of a page.
    pub(super) fn word_near(&self, page: usize, x: f64, y: f64) -> Option<Word> {
        nearest_word(self.page_glyphs().get(page.checked_sub(1)?)?, x, y)
    }

    /// Where a place of a file is shown: its first glyphs, or what follows it most closely.
    pub(super) fn location_of(&self, path: &str, range: Range<u32>) -> Option<PageLocation> {
        let file = self.loaded.sources.find(path)?;
        self.location_in(file, range, true)
    }

    /// The same for a place that must be shown itself.
    pub(super) fn exact_location_of(&self, path: &str, range: Range<u32>) -> Option<PageLocation> {
        let file = self.loaded.sources.find(path)?;
        self.location_in(file, range, false)
    }

    /// The first glyphs of a place; where `nearby` allows it, those of what follows it most closely, else
    /// of what stands closest before it.
    fn location_in(&self, file: FileId, range: Range<u32>, nearby: bool) -> Option<PageLocation> {
        let range = range.start..range.end.max(range.start + 1);
        let mut nearest = Nearest::default();
        for (index, glyphs) in self.page_glyphs().iter().enumerate() {
            let Some(held) = glyphs.files.get(&file) else { continue };
            if !nearby && (held.end <= range.start || range.end <= held.start) {
                continue;
            }

            for run in &glyphs.runs {
                if let Some(rect) = rect_of_source(run, file, &range) {
                    return Some(PageLocation { page: index + 1, rect });
                }
                if nearby {
                    nearest.add(run, index + 1, file, &range);
                }
            }
        }
        nearest.after.or(nearest.before).map(|(_, location)| location)
    }

    /// The bytes of a line, from 1, of a file of this build.
    pub(super) fn line(&self, path: &str, line: usize) -> Option<Range<u32>> {
        let sources = &self.loaded.sources;
        let file = sources.find(path)?;
        let start = sources.offset(file, line, 1);
        let rest = sources.text(file).get(start as usize..)?;
        let length = rest.find('\n').unwrap_or(rest.len());
        Some(start..start + u32::try_from(length).unwrap_or(0))
    }

    /// Where the text begins at the foot of a page, from 0, and goes on at the head of the next.
    fn hit_across_pages(&self, page: usize, query: &str) -> Option<SearchHit> {
        let [above, below] = self.page_glyphs().get(page..page + 2)? else { return None };
        let (mut foot, mut tail, mut head) = (Vec::new(), String::new(), String::new());
        for run in text_runs(above).rev() {
            if tail.len() >= query.len() {
                break;
            }
            tail.insert_str(0, &run.text);
            foot.insert(0, run.clone());
        }
        for run in text_runs(below) {
            if head.len() >= query.len() {
                break;
            }
            head.push_str(&run.text);
        }

        let whole = format!("{tail}{head}");
        let lower = whole.to_ascii_lowercase();
        let crosses = |start: &usize| *start < tail.len() && start + query.len() > tail.len();
        let start = lower.match_indices(query).map(|(start, _)| start).find(crosses)?;
        let range = start..start + query.len();
        Some(SearchHit {
            location: PageLocation {
                page: page + 1,
                rect: rect_of_text(&foot, &(start..tail.len()))?,
            },
            before: last_characters(&whole[..start]),
            text: whole[range.clone()].to_owned(),
            after: whole[range.end..].chars().take(CONTEXT_CHARACTERS).collect(),
        })
    }

    /// Every place at which the text is shown, in reading order.
    pub(super) fn search(&self, query: &str) -> Vec<SearchHit> {
        let query = query.trim().to_ascii_lowercase();
        let mut hits = Vec::new();
        if query.is_empty() {
            return hits;
        }

        for (page, sheet) in self.page_glyphs().iter().enumerate() {
            if let Some(last) = page.checked_sub(1) {
                hits.extend(self.hit_across_pages(last, &query));
            }

            let runs = &sheet.runs;
            let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
            let lower = whole.to_ascii_lowercase();
            for (start, _) in lower.match_indices(&query) {
                let range = start..start + query.len();
                let Some(rect) = rect_of_text(runs, &range) else { continue };
                hits.push(SearchHit {
                    location: PageLocation { page: page + 1, rect },
                    before: last_characters(&whole[..range.start]),
                    text: whole[range.clone()].to_owned(),
                    after: whole[range.end..].chars().take(CONTEXT_CHARACTERS).collect(),
                });
                if hits.len() >= MAX_HITS {
                    return hits;
                }
            }
        }
        hits
    }
}

/// What stands closest to a place that isn't shown itself, each with its offset in the file.
#[derive(Default)]
struct Nearest {
    before: Option<(u32, PageLocation)>,
    after: Option<(u32, PageLocation)>,
}

impl Nearest {
    /// Takes in the first glyph of a run that comes from the file.
    fn add(&mut self, run: &GlyphRun, page: usize, file: FileId, range: &Range<u32>) {
        let mut origins = run.glyphs.iter().enumerate().filter_map(|(at, g)| Some((at, g.origin?)));
        let Some((at, origin)) = origins.next().filter(|(_, origin)| origin.file == file) else {
            return;
        };

        let start = origin.start;
        let (candidate, is_nearer) = if start >= range.end {
            let is_nearer = self.after.is_none_or(|(after, _)| start < after);
            (&mut self.after, is_nearer)
        } else {
            let is_nearer = self.before.is_none_or(|(before, _)| start > before);
            (&mut self.before, is_nearer)
        };
        if is_nearer {
            *candidate = Some((start, PageLocation { page, rect: rect_of(run, &(at..at + 1)) }));
        }
    }
}

/// The rectangle of a source range in a run, as far as its glyphs are adjacent.
fn rect_of_source(run: &GlyphRun, file: FileId, range: &Range<u32>) -> Option<Rect> {
    let is_inside = |at: &usize| {
        let origin = run.glyphs[*at].origin;
        origin.is_some_and(|o| o.file == file && o.start < range.end && range.start < o.end)
    };
    let first = (0..run.glyphs.len()).find(is_inside)?;
    let count = (first..run.glyphs.len()).take_while(is_inside).count();
    Some(rect_of(run, &(first..first + count)))
}

/// The word nearest to a point of a page.
pub(super) fn nearest_word(sheet: &PageGlyphs, x: f64, y: f64) -> Option<Word> {
    let mut best: Option<(f64, &GlyphRun, usize)> = None;
    for run in &sheet.runs {
        let up = (run.top - y).max(y - run.top - run.height).max(0.0);
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let aside = (glyph.x - x).max(x - glyph.x - glyph.width).max(0.0);
            let far = up.hypot(aside);
            let nearer = best.as_ref().is_none_or(|(nearest, ..)| far < *nearest);
            if glyph.origin.is_some() && far <= MAX_CLICK_DISTANCE && nearer {
                best = Some((far, run, at));
            }
        }
    }

    let (_, run, at) = best?;
    let around = word_around(run, at);
    let text = run.text.get(text_of(run, &around))?.to_owned();
    Some(Word { span: run.glyphs[at].origin?, text, rect: rect_of(run, &around) })
}

/// The runs of the chapters' text: page heads and numbers come from templates.
fn text_runs(sheet: &PageGlyphs) -> impl DoubleEndedIterator<Item = &GlyphRun> {
    sheet.runs.iter().filter(|run| run.glyphs.iter().any(|glyph| glyph.origin.is_some()))
}

fn last_characters(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(CONTEXT_CHARACTERS);
    text.chars().skip(skip).collect()
}

/// The rectangle of bytes of a page's text; only its part on the first line.
fn rect_of_text(runs: &[GlyphRun], range: &Range<usize>) -> Option<Rect> {
    let mut start = 0;
    for run in runs {
        let end = start + run.text.len();
        if range.start < end {
            let inside = |bytes: &Range<usize>| {
                start + bytes.start < range.end && range.start < start + bytes.end
            };
            let first = run.glyphs.iter().position(|glyph| inside(&glyph.text))?;
            let more = run.glyphs[first..].iter().take_while(|glyph| inside(&glyph.text)).count();
            return Some(rect_of(run, &(first..first + more)));
        }
        start = end;
    }

    None
}

/// The glyphs around one that make a word: letters and digits, or a few characters.
fn word_around(run: &GlyphRun, at: usize) -> Range<usize> {
    const MAX_CHARACTERS: usize = 8;

    let Some(is_ascii) = is_ascii_letter(run, at) else { return at..at + 1 };
    let is_same = |at: &usize| is_ascii_letter(run, *at) == Some(is_ascii);
    let limit = if is_ascii { usize::MAX } else { MAX_CHARACTERS / 2 };
    let before = (0..at).rev().take(limit).take_while(is_same).count();
    let after = (at + 1..run.glyphs.len()).take(limit).take_while(is_same).count();
    at - before..at + 1 + after
}

/// Whether a glyph's letter or digit is one of ASCII's; `None` where it is none.
fn is_ascii_letter(run: &GlyphRun, at: usize) -> Option<bool> {
    let bytes = run.glyphs.get(at)?.text.clone();
    let character = run.text.get(bytes)?.chars().next()?;
    character.is_alphanumeric().then(|| character.is_ascii())
}

fn text_of(run: &GlyphRun, glyphs: &Range<usize>) -> Range<usize> {
    let inner = &run.glyphs[glyphs.clone()];

    let start = inner.iter().map(|glyph| glyph.text.start).min().unwrap_or(0);
    start..inner.iter().map(|glyph| glyph.text.end).max().unwrap_or(start)
}

fn rect_of(run: &GlyphRun, glyphs: &Range<usize>) -> Rect {
    let inner = &run.glyphs[glyphs.clone()];
    let start = inner.iter().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
    let end = inner.iter().map(|glyph| glyph.x + glyph.width).fold(start, f64::max);
    let rounded = |length: f64| (length * 100.0).round() / 100.0;
    [start, run.top, end - start, run.height].map(rounded)
}
