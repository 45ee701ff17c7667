//! Indicators: definitions, values, what follows from them, and how they are printed.
//!
//! In: chapters/indicators/*.yaml. Out: [`Indicators`]. Arithmetic is decimal throughout; rounding
//! is half away from zero, as 四舍五入 asks.

mod compute;
mod datum;
mod dump;
mod formula;
mod indicators;
mod interval;
mod load;
mod magnitude;
mod rules;
mod scaffold;
#[cfg(test)]
mod tests;
mod unit;
mod years;

pub use compute::{Computed, Incomputable, format_number};
pub use datum::{Datum, DatumStatus, DatumValue, IndicatorId};
pub use dump::dump;
pub use formula::{Formula, Misformed, Term};
pub use indicators::{Indicator, IndicatorKind, Indicators};
pub use interval::Interval;
pub use load::{Entry, Misread, load, read_number};
pub use magnitude::MagnitudeSlip;
pub use rules::{Rules, Series};
pub use scaffold::scaffold;
pub use unit::convert;
pub use years::year_list;
