//! Rows of a table that stay on the page of the row below them.
//!
//! In: a table, the rows, and the room on each page. Out: a frame for each page. Typst keeps rows together
//! only where a cell spans them, and such a cell would be one for those who can't see the page. So a page that
//! ends between two rows that belong together is laid out again with less room; which rows it has is read
//! from the marks of their cells.

use super::continued::{Layouter, blank, contents, with_heights};
use std::collections::BTreeMap;
use typst::diag::SourceResult;
use typst::engine::Engine;
use typst::foundations::{Content, NativeElement, Packed, Smart, StyleChain, Value};
use typst::introspection::{Locator, MetadataElem, Tag};
use typst::layout::{Abs, Fragment, Frame, FrameItem, Regions, StackElem};
use typst::model::TableCell;

/// Lays out a table some of whose rows stay on the page of the row below them.
pub(super) fn lay_out_kept(
    parts: &Packed<StackElem>,
    engine: &mut Engine<'_>,
    locator: Locator<'_>,
    styles: StyleChain<'_>,
    regions: Regions<'_>,
) -> SourceResult<Fragment> {
    let Some([rows, body]) = contents(parts) else { return Ok(blank()) };
    let rows = KeptRows::of(rows);
    let mut layouter = Layouter::new(engine, locator, styles, regions);
    let body_locator = layouter.locator(body);
    let mut laid = layouter.pages(body, body_locator.relayout(), regions)?;

    let mut page = 0;
    let mut heights: Vec<Abs> = Vec::new();
    while page + 1 < laid.len() {
        heights.extend(regions.iter().nth(page).map(|region| region.y));
        let torn = rows.torn(&laid.as_slice()[page]);
        // A page that they begin has no more room than the next one.
        let torn = torn.filter(|torn| !torn.begin_page || page == 0 && regions.may_progress());
        if let Some(torn) = torn {
            let room = std::mem::replace(&mut heights[page], torn.top);
            let less = with_heights(regions, &heights);
            let moved = layouter.pages(body, body_locator.relayout(), less)?;
            let next = moved.as_slice().get(page + 1).and_then(|next| rows.torn(next));
            if next.is_some_and(|next| next.first <= torn.first) {
                heights[page] = room;
            } else {
                laid = moved;
            }
        }
        page += 1;
    }
    Ok(laid)
}

/// Which rows of a table are kept with the row below them.
struct KeptRows {
    /// Number of rows of the head.
    head: usize,
    /// Indices in the whole table.
    kept: Vec<usize>,
}

/// Rows at the end of a page that are kept with one that isn't on it.
struct TornRows {
    /// Index of the first in the whole table.
    first: usize,
    /// Where it begins on its page.
    top: Abs,
    /// Whether no row of the body stands above it on the page.
    begin_page: bool,
}

impl KeptRows {
    /// The rows as [`carrier()`] holds them.
    fn of(content: &Content) -> KeptRows {
        let metadata = content.to_packed::<MetadataElem>();
        let numbers = metadata.and_then(|data| data.value.clone().cast::<Vec<usize>>().ok());
        let mut numbers = numbers.unwrap_or_default().into_iter();
        let head = numbers.next().unwrap_or(0);
        KeptRows { head, kept: numbers.map(|row| head + row).collect() }
    }

    /// The rows at a page's end that are kept with a row that isn't on it.
    fn torn(&self, page: &Frame) -> Option<TornRows> {
        let mut tops = BTreeMap::new();
        push_tops(page, Abs::zero(), &mut tops);
        let (last, _) = tops.last_key_value()?;
        if !self.kept.contains(last) {
            return None;
        }

        let mut first = *last;
        while first > 0 && self.kept.contains(&(first - 1)) {
            first -= 1;
        }
        let top = *tops.get(&first)?;
        let begin_page = tops.range(self.head..first).next().is_none();
        Some(TornRows { first, top, begin_page })
    }
}

/// The number of rows of the head and the kept rows of the body, as one content.
pub(super) fn carrier(head: usize, rows: Vec<usize>) -> Content {
    let numbers = [head].into_iter().chain(rows).map(|number| Value::Int(number as i64));
    MetadataElem::new(Value::Array(numbers.collect())).pack()
}

/// Puts the tops of the rows that begin on a page into `tops`, by their indices in the whole table.
fn push_tops(frame: &Frame, above: Abs, tops: &mut BTreeMap<usize, Abs>) {
    for (point, item) in frame.items() {
        let top = above + point.y;
        match item {
            FrameItem::Group(group) => push_tops(&group.frame, top + group.transform.ty, tops),
            FrameItem::Tag(Tag::Start(element, _)) => {
                let cell = element.to_packed::<TableCell>();
                if let Some(Smart::Custom(row)) = cell.map(|cell| cell.y.get(StyleChain::default()))
                {
                    let known = tops.entry(row).or_insert(top);
                    *known = (*known).min(top);
                }
            }
            _ => {}
        }
    }
}
