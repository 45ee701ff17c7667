//! How a table is set, decided once for both writers: size of its type, widths and alignment of its
//! columns, rows that stay on one page.
//!
//! In: a table and the width that it has. Out: a [`TableLayout`]. Widths are those of the text as set, so
//! that no figure, Latin word or word of a head is broken: where they don't fit, the cells' sides become
//! narrower, then the type smaller, and below a limit [`check()`] reports the table.

mod align;
mod check;
mod layout;
mod model;
mod needs;
mod row_heads;
mod rows;
mod shares;
mod sizes;
#[cfg(test)]
mod tests;

pub use check::check;
pub use layout::lay_out;
pub use model::{CellLayout, ColumnShape, RowLayout, TableFit, TableLayout};
pub use sizes::CELL_SIDE;
