//! What the columns of a table need. In: the texts of its cells. Out: widths in ems.

use crate::document::grid::CellArea;
use crate::typography::MeasuredText;

/// Chinese text breaks anywhere, but a column narrower than this reads badly, in ems.
const NARROWEST: f64 = 4.0;
/// A text of this width isn't broken while the type can be a little smaller: names, a figure with its unit.
const SHORT: f64 = 6.0;
/// Width of a column without text, in ems.
const BLANK: f64 = 1.0;

/// A cell's text and the columns that it covers.
#[derive(Debug)]
pub(super) struct CellText {
    pub column: usize,
    pub area: CellArea,
    pub text: MeasuredText,
}

/// What a column needs for its text: so that nothing breaks that must not, what it can't well do
/// without, and what it would like, in ems, without the cell's sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Need {
    pub tight: f64,
    pub least: f64,
    pub ideal: f64,
}

/// The needs of a table's cells.
#[derive(Debug)]
pub(super) struct Needs {
    single: Vec<Need>,
    joined: Vec<Joined>,
}

#[derive(Debug)]
struct Joined {
    column: usize,
    columns: usize,
    need: Need,
}

impl Need {
    fn of(text: &MeasuredText) -> Need {
        let (tight, ideal) = (text.unbroken(), text.natural());
        let reading = if ideal <= SHORT { ideal } else { NARROWEST };
        Need { tight, least: tight.max(reading), ideal }
    }

    fn widen(&mut self, other: Need) {
        self.tight = self.tight.max(other.tight);
        self.least = self.least.max(other.least);
        self.ideal = self.ideal.max(other.ideal);
    }
}

impl Needs {
    pub fn new(head: &[Vec<CellText>], body: &[Vec<CellText>], count: usize) -> Needs {
        let blank = Need { tight: BLANK, least: BLANK, ideal: BLANK };
        let mut needs = Needs { single: vec![blank; count], joined: Vec::new() };
        for cell in head.iter().chain(body).flatten() {
            let need = Need::of(&cell.text);
            match cell.area.columns {
                1 => needs.single[cell.column].widen(need),
                columns => needs.joined.push(Joined { column: cell.column, columns, need }),
            }
        }
        needs
    }

    /// The needs of the columns with `padding` beside each text. What a joined cell needs beyond its
    /// columns' own needs is spread over them evenly.
    pub fn columns(&self, padding: f64) -> Vec<Need> {
        let padded = |need: &Need| Need {
            tight: need.tight + padding,
            least: need.least + padding,
            ideal: need.ideal + padding,
        };
        let mut columns: Vec<Need> = self.single.iter().map(padded).collect();
        for joined in &self.joined {
            let need = padded(&joined.need);
            let covered = &mut columns[joined.column..joined.column + joined.columns];
            let count = joined.columns as f64;
            let missing = |wanted: f64, has: fn(&Need) -> f64| {
                let has: f64 = covered.iter().map(has).sum();
                (wanted - has).max(0.0) / count
            };

            let tight = missing(need.tight, |need| need.tight);
            let least = missing(need.least, |need| need.least);
            let ideal = missing(need.ideal, |need| need.ideal);
            for column in covered {
                column.tight += tight;
                column.least += least;
                column.ideal += ideal;
            }
        }
        columns
    }
}
