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

/// What a search shows at most.
const MOST_FOUND: usize = 5000;
/// So many characters stand before and after what was found.
const AROUND: usize = 16;
/// A click hits a glyph this near, in points.
const NEAR: f64 = 12.0;

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OnPage {
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

/// Something found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Where.
    pub on: OnPage,
    /// What stands before.
    pub before: String,
    /// What was found.
    pub text: String,
    /// What stands after.
    pub after: String,
}

impl View {
    /// The glyphs of every page.
    pub(super) fn sheets(&self) -> &[Arc<PageGlyphs>] {
        self.glyphs.get_or_init(|| {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.read(&self.laid, &self.pages)
        })
    }

    /// What stands at a point of a page.
    pub(super) fn word_at(&self, page: usize, x: f64, y: f64) -> Option<Word> {
        word_on(self.sheets().get(page.checked_sub(1)?)?, x, y)
    }

    /// Where a place of a file is shown: its first glyphs, or what follows it most closely.
    pub(super) fn place_of(&self, path: &str, range: Range<u32>) -> Option<OnPage> {
        let file = self.loaded.sources.find(path)?;
        self.place_in(file, range, true)
    }

    /// The same for a place that must be shown itself.
    pub(super) fn exact_place_of(&self, path: &str, range: Range<u32>) -> Option<OnPage> {
        let file = self.loaded.sources.find(path)?;
        self.place_in(file, range, false)
    }

    // long: one walk over the glyphs that keeps the best of three kinds of places.
    fn place_in(&self, file: FileId, range: Range<u32>, near: bool) -> Option<OnPage> {
        let end = range.end.max(range.start + 1);
        let mut after: Option<(u32, OnPage)> = None;
        let mut before: Option<(u32, OnPage)> = None;
        for (page, sheet) in self.sheets().iter().enumerate() {
            let Some(held) = sheet.files.get(&file) else { continue };
            if !near && (held.end <= range.start || end <= held.start) {
                continue;
            }
            for run in &sheet.runs {
                let hits = |at: usize| {
                    let origin = run.glyphs[at].origin;
                    origin.is_some_and(|o| o.file == file && o.start < end && range.start < o.end)
                };
                if let Some(first) = (0..run.glyphs.len()).find(|at| hits(*at)) {
                    let last = (first..run.glyphs.len()).take_while(|at| hits(*at)).last();
                    let rect = rect_of(run, &(first..last.unwrap_or(first) + 1));
                    return Some(OnPage { page: page + 1, rect });
                }
                let Some((at, origin)) = run
                    .glyphs
                    .iter()
                    .enumerate()
                    .find_map(|(at, glyph)| Some((at, glyph.origin?)))
                    .filter(|(_, origin)| origin.file == file && near)
                else {
                    continue;
                };
                let here = || OnPage { page: page + 1, rect: rect_of(run, &(at..at + 1)) };
                if origin.start >= end {
                    if after.is_none_or(|(known, _)| origin.start < known) {
                        after = Some((origin.start, here()));
                    }
                } else if before.is_none_or(|(known, _)| origin.start > known) {
                    before = Some((origin.start, here()));
                }
            }
        }
        after.or(before).map(|(_, on)| on)
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
    fn across(&self, page: usize, wanted: &str) -> Option<Found> {
        let [above, below] = self.sheets().get(page..page + 2)? else { return None };
        let (mut foot, mut tail, mut head) = (Vec::new(), String::new(), String::new());
        for run in written(above).rev() {
            if tail.len() >= wanted.len() {
                break;
            }
            tail.insert_str(0, &run.text);
            foot.insert(0, run.clone());
        }
        for run in written(below) {
            if head.len() >= wanted.len() {
                break;
            }
            head.push_str(&run.text);
        }
        let whole = format!("{tail}{head}");
        let small = whole.to_ascii_lowercase();
        let ends = |at: &usize| *at < tail.len() && at + wanted.len() > tail.len();
        let at = small.match_indices(wanted).map(|(at, _)| at).find(ends)?;
        let range = at..at + wanted.len();
        Some(Found {
            on: OnPage { page: page + 1, rect: shown(&foot, &(at..tail.len()))? },
            before: last_characters(&whole[..at]),
            text: whole[range.clone()].to_owned(),
            after: whole[range.end..].chars().take(AROUND).collect(),
        })
    }

    /// Every place at which the text is shown, in reading order.
    pub(super) fn search(&self, wanted: &str) -> Vec<Found> {
        let wanted = wanted.trim().to_ascii_lowercase();
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        for (page, sheet) in self.sheets().iter().enumerate() {
            if let Some(last) = page.checked_sub(1) {
                found.extend(self.across(last, &wanted));
            }
            let runs = &sheet.runs;
            let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
            let small = whole.to_ascii_lowercase();
            for (at, _) in small.match_indices(&wanted) {
                let range = at..at + wanted.len();
                let Some(rect) = shown(runs, &range) else { continue };
                found.push(Found {
                    on: OnPage { page: page + 1, rect },
                    before: last_characters(&whole[..range.start]),
                    text: whole[range.clone()].to_owned(),
                    after: whole[range.end..].chars().take(AROUND).collect(),
                });
                if found.len() >= MOST_FOUND {
                    return found;
                }
            }
        }
        found
    }
}

/// What stands at a point of a page's glyphs.
pub(super) fn word_on(sheet: &PageGlyphs, x: f64, y: f64) -> Option<Word> {
    let mut best: Option<(f64, &GlyphRun, usize)> = None;
    for run in &sheet.runs {
        let up = (run.top - y).max(y - run.top - run.height).max(0.0);
        for (at, glyph) in run.glyphs.iter().enumerate() {
            let aside = (glyph.x - x).max(x - glyph.x - glyph.width).max(0.0);
            let far = up.hypot(aside);
            let nearer = best.as_ref().is_none_or(|(known, ..)| far < *known);
            if glyph.origin.is_some() && far <= NEAR && nearer {
                best = Some((far, run, at));
            }
        }
    }

    let (_, run, at) = best?;
    let around = word_around(run, at);
    let text = run.text.get(text_of(run, &around))?.to_owned();
    Some(Word { span: run.glyphs[at].origin?, text, rect: rect_of(run, &around) })
}

/// The runs of a page's own text: page heads and numbers come from templates.
fn written(sheet: &PageGlyphs) -> impl DoubleEndedIterator<Item = &GlyphRun> {
    sheet.runs.iter().filter(|run| run.glyphs.iter().any(|glyph| glyph.origin.is_some()))
}

fn last_characters(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(AROUND);
    text.chars().skip(skip).collect()
}

/// Where bytes of a page's text are shown; only as far as the first line goes.
fn shown(runs: &[GlyphRun], range: &Range<usize>) -> Option<Rect> {
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
    const LONGEST: usize = 8;
    let kind = |at: usize| {
        let bytes = run.glyphs.get(at)?.text.clone();
        let c = run.text.get(bytes)?.chars().next()?;
        c.is_alphanumeric().then(|| c.is_ascii())
    };
    let Some(own) = kind(at) else { return at..at + 1 };
    let limit = if own { usize::MAX } else { LONGEST / 2 };
    let before = (0..at).rev().take(limit).take_while(|at| kind(*at) == Some(own)).count();
    let after =
        (at + 1..run.glyphs.len()).take(limit).take_while(|at| kind(*at) == Some(own)).count();
    at - before..at + 1 + after
}

fn text_of(run: &GlyphRun, glyphs: &Range<usize>) -> Range<usize> {
    let inner = &run.glyphs[glyphs.clone()];
    let start = inner.iter().map(|glyph| glyph.text.start).min().unwrap_or(0);
    start..inner.iter().map(|glyph| glyph.text.end).max().unwrap_or(start)
}

fn rect_of(run: &GlyphRun, glyphs: &Range<usize>) -> Rect {
    let inner = &run.glyphs[glyphs.clone()];
    let left = inner.iter().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
    let right = inner.iter().map(|glyph| glyph.x + glyph.width).fold(left, f64::max);
    let rounded = |length: f64| (length * 100.0).round() / 100.0;
    [left, run.top, right - left, run.height].map(rounded)
}
