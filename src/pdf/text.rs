//! The text of each page, run by run, for this room's tests.

use super::glyphs::OriginReader;
use super::laid::Laid;
use super::origins::SourceMap;
use crate::source::Span;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::TextItem;

/// The text of one page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageText {
    /// Printed page number; pages before the body count from 1 too.
    pub number: u32,
    /// Runs in the order of drawing.
    pub runs: Vec<TextRun>,
}

/// A run of text in one face and size.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// The text.
    pub text: String,
    /// Left end of its baseline, in points from the page's upper left corner.
    pub position: (f64, f64),
    /// Its width in points.
    pub width: f64,
    /// Its size in points.
    pub size: f64,
    /// Family name of its face.
    pub family: String,
    /// The origin of its first character; `None` for a template's text.
    pub origin: Option<Span>,
}

impl PageText {
    /// All runs joined.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The text of every page.
pub fn page_texts(laid: &Laid) -> Vec<PageText> {
    let pages = laid.document.pages().iter();
    pages
        .map(|page| {
            let mut runs = Vec::new();
            walk(&page.frame, Point::zero(), &laid.source_map, &mut runs);
            PageText { number: u32::try_from(page.number).unwrap_or(u32::MAX), runs }
        })
        .collect()
}

fn walk(frame: &Frame, origin: Point, source_map: &SourceMap, runs: &mut Vec<TextRun>) {
    for (offset, item) in frame.items() {
        let position = origin + *offset;
        match item {
            FrameItem::Group(group) => walk(&group.frame, position, source_map, runs),
            FrameItem::Text(text) => runs.push(run(text, position, source_map)),
            _ => {}
        }
    }
}

fn run(text: &TextItem, position: Point, source_map: &SourceMap) -> TextRun {
    let point = |length: Abs| length.to_pt();
    TextRun {
        text: text.text.to_string(),
        position: (point(position.x), point(position.y)),
        width: point(text.width()),
        size: point(text.size),
        family: text.font.info().family.clone(),
        origin: text.glyphs.first().and_then(|glyph| OriginReader::new(source_map).origin(glyph)),
    }
}
