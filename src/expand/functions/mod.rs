//! The functions that chapters and templates call.
//!
//! In: a call. Out: a value that prints as a marker. A call that fails reports its problem and gives
//! an empty placeholder, so that the rest of the chapter is still checked.

mod chart;
mod comparison;
mod function;
mod list;
mod lookup;
mod table;
mod values;

pub(super) use function::{Action, Function, INSTALL};
pub(super) use lookup::DataValue;
pub(super) use table::{FUNCTIONS, MACROS};
