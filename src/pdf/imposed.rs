//! Pages two by two on sheets twice as wide, in the order in which the sheets are folded and stitched.
//!
//! In: pages laid out. Out: a PDF for a printer that prints both sides and turns them over the short edge. Pages
//! that lie landscape are turned so that the sheet folds. It is for paper alone, so it has no tags.

use super::laid::Laid;
use super::{panic_guard, problem};
use crate::diag::{Diagnostics, Reported};
use crate::stamp::Stamp;
use typst::foundations::{Content, Smart};
use typst::layout::{Abs, Angle, Frame, FrameItem, GroupItem, Point, Sides, Size, Transform};
use typst::model::Document as _;
use typst_layout::{Page, PagedDocument};
use typst_pdf::PdfOptions;

/// The sheets as a PDF.
pub fn export_imposed(
    laid: &Laid,
    stamp: Option<&Stamp>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let document = impose(&laid.document);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some(stamp.map_or_else(|| "zishu".to_owned(), Stamp::to_string))),
        tagged: false,
        ..PdfOptions::default()
    };
    let Some(result) = panic_guard::catch(|| typst_pdf::pdf(&document, &options)) else {
        return Err(problem::report_panic(laid.origin, diagnostics));
    };

    result.map_err(|errors| {
        let reported = problem::report(&errors, &laid.source_map, laid.origin, diagnostics);
        reported.unwrap_or_else(|| problem::report_panic(laid.origin, diagnostics))
    })
}

fn impose(document: &PagedDocument) -> PagedDocument {
    let pages = document.pages();
    let size = pages.first().map_or(Size::zero(), |page| upright(page.frame.size()));
    let sheets = sides(pages.len()).into_iter().map(|side| {
        let mut frame = Frame::hard(Size::new(size.x * 2.0, size.y));
        for (index, left) in side.into_iter().zip([Abs::zero(), size.x]) {
            if let Some(page) = pages.get(index) {
                frame.push(Point::new(left, Abs::zero()), turned(page));
            }
        }
        Page {
            frame,
            bleed: Sides::splat(Abs::zero()),
            fill: Smart::Auto,
            numbering: None,
            supplement: Content::empty(),
            number: 0,
        }
    });

    PagedDocument::new(sheets.collect(), document.info().clone())
}

/// The pages, from 0, on each side of each sheet, left and right. Where there are fewer than the sheets hold, the
/// last are blank.
fn sides(pages: usize) -> Vec<[usize; 2]> {
    let sheets = pages.div_ceil(4);
    let places = sheets * 4;
    let sides = (0..sheets).flat_map(|sheet| {
        let first = 2 * sheet;
        [[places - 1 - first, first], [first + 1, places - 2 - first]]
    });
    sides.collect()
}

/// The size of a page that stands upright.
fn upright(size: Size) -> Size {
    Size::new(size.x.min(size.y), size.x.max(size.y))
}

/// A page as it is pushed onto a sheet: one that lies landscape stands on its right edge.
fn turned(page: &Page) -> FrameItem {
    let mut group = GroupItem::new(page.frame.clone());
    let size = page.frame.size();
    if size.x > size.y {
        group.transform = Transform::translate(Abs::zero(), size.x)
            .pre_concat(Transform::rotate(Angle::deg(-90.0)));
    }
    FrameItem::Group(group)
}

#[cfg(test)]
mod tests {
    use super::sides;

    #[test]
    fn folded_sheets_read_in_order() {
        assert_eq!(sides(4), [[3, 0], [1, 2]]);
        assert_eq!(sides(5), [[7, 0], [1, 6], [5, 2], [3, 4]]);
        assert!(sides(0).is_empty());

        // Stitched, the right side of each front and the left of each back follow each other.
        for pages in 1..200 {
            let all: Vec<usize> = sides(pages).concat();
            let mut sorted = all.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..pages.div_ceil(4) * 4).collect::<Vec<_>>());
        }
    }
}
