//! How wide each column of a table is and how it is aligned: one decision for both writers.
//!
//! In: a table and the width that it has, counted in characters of its text. Out: shares of that
//! width and alignments. It measures by counting (a Chinese character is 1 em, an ASCII one half),
//! so that PDF and Word agree whatever their faces.

mod row_heads;
#[cfg(test)]
mod tests;
mod widths;

pub use row_heads::has_row_heads;
pub use widths::{CELL_SIDE, ColumnShape, align, shape};
pub(in crate::document) use widths::{PADDING, width};
