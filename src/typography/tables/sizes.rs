//! Size of a table's type and the sides of its cells. In: what the columns need. Out: the largest that
//! keep whole what must be whole.

use super::model::TableFit;
use super::needs::{Need, Needs};
use super::shares;
use crate::document::Table;
use crate::typography::TextStyle;

/// Space between a cell's text and either side of the cell, in ems of the table's text, where there is
/// room; both writers leave it.
pub const CELL_SIDE: f64 = 0.4;
/// The same at least: two figures side by side are then as far apart as a space and a half.
const LEAST_SIDE: f64 = 0.2;
/// What Word and LibreOffice need beside a text lest they break it (they count in whole twips), in ems.
const SPARE: f64 = 0.1;
/// Sizes of small type that Chinese printers know (五号, 小五, 六号), in points.
const SMALLER: [f64; 3] = [10.5, 9.0, 7.5];
/// Type that is made smaller only so that no name breaks stays at least this large (小五), in points.
const LEAST_FOR_NAMES: f64 = 9.0;
/// Smallest type of a table that nobody asked about, in points.
const SMALLEST: f64 = 1.0;
/// Width taken where the caller's is no number, in points.
const FULL_LINE: f64 = 442.0;

/// What is chosen.
#[derive(Debug)]
pub(super) struct Choice {
    /// Widths of the columns in points.
    pub widths: Vec<f64>,
    /// Size of the type in points.
    pub size: f64,
    /// Space at either side of a cell's text, in ems.
    pub side: f64,
    pub fit: TableFit,
}

/// A table whose size is sought.
struct Search<'a> {
    table: &'a Table,
    needs: &'a Needs,
    /// Width of the table in points.
    width: f64,
}

/// What of a need must fit.
type Level = fn(&Need) -> f64;

/// Chooses size and sides for a table of this width, in points.
pub(super) fn choose(table: &Table, needs: &Needs, style: &TextStyle, width: f64) -> Choice {
    let width = if width.is_finite() && width > 1.0 { width } else { FULL_LINE };
    let search = Search { table, needs, width };
    let own = style.typst_size();
    let smaller = SMALLER.into_iter().filter(|size| *size < own);
    let sizes: Vec<f64> = [own].into_iter().chain(smaller).collect();

    // What fits isn't broken.
    if let Some(side) = search.side(own, |need| need.ideal) {
        return search.choice(own, side, TableFit::Fits);
    }
    for size in sizes.iter().copied().filter(|size| *size >= LEAST_FOR_NAMES || *size == own) {
        if let Some(side) = search.side(size, |need| need.least) {
            return search.choice(size, side, TableFit::Fits);
        }
    }
    for size in sizes {
        if let Some(side) = search.side(size, |need| need.tight) {
            return search.choice(size, side, TableFit::Fits);
        }
    }

    // Smaller still, so that at least nothing is printed over anything else.
    let (size, fit) = search.too_wide(own);
    search.choice(size, LEAST_SIDE, fit)
}

impl Search<'_> {
    /// The widest sides at which a level of the needs fits; `None` where it doesn't.
    fn side(&self, size: f64, level: Level) -> Option<f64> {
        let steps = (0..=20).map(|step| CELL_SIDE - f64::from(step) * 0.01);
        let mut sides = steps.filter(|side| *side >= LEAST_SIDE - 1e-9);
        sides.find(|side| self.fits(size, *side, level))
    }

    fn fits(&self, size: f64, side: f64, level: Level) -> bool {
        let needs = self.needs.columns(2.0 * side + SPARE);
        let width = self.width / size;
        let given = shares::given(self.table);
        let typed = given.iter().zip(&needs).all(|(share, need)| match share {
            // A writer who gives widths may have names broken, but not figures.
            Some(share) => need.tight <= share * width + 1e-9,
            None => true,
        });
        let open: f64 = shares::open(&given, &needs).map(level).sum();
        typed && open <= shares::open_share(&given) * width + 1e-9
    }

    fn choice(&self, size: f64, side: f64, fit: TableFit) -> Choice {
        let needs = self.needs.columns(2.0 * side + SPARE);
        let widths = shares::widths(self.table, &needs, self.width / size);
        let widths = widths.into_iter().map(|width| width * size).collect();
        Choice { widths, size, side, fit }
    }

    /// The size at which a table fits that doesn't at any size that can be read, and what makes it so.
    fn too_wide(&self, own: f64) -> (f64, TableFit) {
        let needs = self.needs.columns(2.0 * LEAST_SIDE + SPARE);
        let given = shares::given(self.table);
        let open: f64 = shares::open(&given, &needs).map(|need| need.tight).sum();
        let mut ems = open / shares::open_share(&given).max(0.001);
        let mut narrowest = None;
        for (column, (share, need)) in given.iter().zip(&needs).enumerate() {
            let Some(share) = share else { continue };
            let wanted = need.tight / share.max(0.001);
            if wanted > ems {
                ems = wanted;
                narrowest = Some((column, need));
            }
        }

        let limit = SMALLER[SMALLER.len() - 1].min(own);
        let least = narrowest.map(|(column, need)| (column, need.tight * limit / self.width));
        // More of the width helps one column only while the others can do with the rest.
        let all: f64 = needs.iter().map(|need| need.tight).sum();
        let column = least.filter(|_| all * limit <= self.width);
        let size = (self.width / ems.max(1.0) * 10.0).floor() / 10.0;
        (size.clamp(SMALLEST, own), TableFit::TooWide { column })
    }
}
