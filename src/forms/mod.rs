//! 填报表: the spreadsheets in which bureaus give their values, out and back in.
//!
//! In: a workspace and its indicators; filled forms. Out: an .xlsx for each bureau; the new text of
//! a bureau's value file with what a form changes, and nothing else changed. A form is taken whole
//! or not at all. Lists of other things become workbooks in the same look. It touches no file: that is for the command line.

mod apply;
mod cells;
mod current;
mod form;
mod form_text;
mod guard;
mod layout;
mod list;
mod number;
mod pending;
mod percent;
mod problem;
mod read;
mod row;
mod rules;
mod sheet;
#[cfg(test)]
mod tests;
mod value_file;
mod write;

pub use apply::apply;
pub use cells::{PlainCell, PlainRange, PlainSheet, is_workbook, plain_sheets};
pub use guard::{MAX_SIZE, convertible_format};
pub use layout::{Field, Fields};
pub use list::{ListColumn, ListSheet, list_workbook};
pub use pending::is_pending;
pub use read::{Reading, read};
pub use row::Change;
pub use rust_xlsxwriter::XlsxError;
pub use value_file::{ValueFile, bureaus, value_file};
pub use write::write;
