//! Pages for a screen: what each looks like as a hash, and one as SVG.
//!
//! In: pages laid out. Out: [`PageAppearance`]s, SVG text. Two pages that look the same have the same hash,
//! whatever their text came from.

use super::laid::Laid;
use super::panic_guard;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::thread;
use typst::layout::{Frame, FrameItem, GroupItem, Point, Transform};
use typst::text::TextItem;
use typst_layout::Page;
use typst_svg::SvgOptions;

/// A page as a reader sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageAppearance {
    /// 32 hexadecimal digits that stand for everything that a reader sees.
    pub hash: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The page's number as printed at its foot: `— 28 —`; empty where none is.
    pub label: String,
    /// Typst's own hash of the page, with where its words stand in the generated text. Typst keeps
    /// those of the parts that it hasn't laid out anew, so that it costs next to nothing.
    pub(super) frame: u128,
}

/// What every page looks like; those that are the same as in `before` aren't read again.
pub fn page_appearances(laid: &Laid, before: &[PageAppearance]) -> Vec<PageAppearance> {
    let before: HashMap<u128, &PageAppearance> =
        before.iter().map(|page| (page.frame, page)).collect();
    let appearance_of = |page: &Page| {
        let frame = typst::utils::hash128(&(&page.frame, &page.fill));
        before.get(&frame).map_or_else(|| appearance(page, frame), |page| (*page).clone())
    };

    let pages = laid.document.pages();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = pages.len().div_ceil(cores).max(1);
    let work = |chunk: &[Page]| chunk.iter().map(appearance_of).collect::<Vec<_>>();
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> =
            pages.chunks(share).map(|chunk| scope.spawn(move || work(chunk))).collect();
        let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
        results
            .flat_map(|pages| pages.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// A page, from 1, as SVG; `None` where there is no such page or it can't be drawn.
pub fn page_svg(laid: &Laid, page: usize) -> Option<String> {
    let page = laid.document.pages().get(page.checked_sub(1)?)?;
    panic_guard::catch(|| typst_svg::svg(page, &SvgOptions::default()))
}

/// Drops what Typst remembered of layouts that weren't asked for in the last `age` calls.
pub fn forget(age: usize) {
    typst::comemo::evict(age);
}

fn appearance(page: &Page, frame: u128) -> PageAppearance {
    let size = page.frame.size();
    let hash = typst::utils::hash128(&(size, &page.fill, VisibleFrame(&page.frame)));
    let (width, height) = (size.x.to_pt(), size.y.to_pt());
    let label = label(&page.frame, height);
    PageAppearance { hash: format!("{hash:032x}"), width, height, label, frame }
}

/// The text in the lowest tenth of a page, where they are a number.
fn label(frame: &Frame, height: f64) -> String {
    let mut foot = String::new();
    texts(frame, Transform::identity(), &mut |text, at| {
        if Point::zero().transform(at).y.to_pt() > height * 0.9 {
            foot.push_str(&text.text);
        }
    });

    let foot = foot.trim();
    let number = foot.trim_matches(|c: char| matches!(c, '—' | '–' | '-' | '·') || c == ' ');
    let is_digit = |c: char| c.is_ascii_digit() || "ivxlcIVXLC".contains(c);
    let is_number = !number.is_empty() && number.len() <= 8 && number.chars().all(is_digit);
    if is_number { foot.to_owned() } else { String::new() }
}

/// Calls `visit` for every run of text, with what leads from its baseline's left end to the page.
pub(super) fn texts(frame: &Frame, at: Transform, visit: &mut dyn FnMut(&TextItem, Transform)) {
    for (offset, item) in frame.items() {
        let transform = at.pre_concat(Transform::translate(offset.x, offset.y));
        match item {
            FrameItem::Group(group) => {
                texts(&group.frame, transform.pre_concat(group.transform), visit);
            }
            FrameItem::Text(text) => visit(text, transform),
            _ => {}
        }
    }
}

/// A frame by what a reader sees of it: no spans, no tags.
struct VisibleFrame<'a>(&'a Frame);

impl Hash for VisibleFrame<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (position, item) in self.0.items() {
            match item {
                FrameItem::Group(group) => {
                    let GroupItem { frame, transform, clip, label: _, parent: _ } = group;
                    (0_u8, position, frame.size(), transform, clip).hash(state);
                    VisibleFrame(frame).hash(state);
                    u8::MAX.hash(state);
                }
                FrameItem::Text(text) => {
                    (1_u8, position, &text.font, text.size, &text.fill, &text.stroke).hash(state);
                    text.text.hash(state);
                    for glyph in &text.glyphs {
                        (glyph.id, glyph.x_advance, glyph.x_offset).hash(state);
                        (glyph.y_advance, glyph.y_offset).hash(state);
                    }
                }
                FrameItem::Shape(shape, _) => (2_u8, position, shape).hash(state),
                FrameItem::Image(image, size, _) => (3_u8, position, image, size).hash(state),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
}
