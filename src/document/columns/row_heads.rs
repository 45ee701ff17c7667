//! Whether the first column of a table says what its rows are about, as its head says it of the columns.

use super::widths::{CellText, cell_texts, is_figure, is_plain_number};
use crate::document::{Table, ValueUse};

/// Whether the cells of the first column are the heads of their rows: names, none left out, of what are
/// mostly figures. A column of numbers counts the rows; words beside words are no more heads than these.
pub fn has_row_heads(table: &Table, values: &[ValueUse]) -> bool {
    let body = cell_texts(&table.body, table.columns.len(), values);
    let (first, others): (Vec<&CellText>, Vec<&CellText>) =
        body.iter().partition(|cell| cell.column == 0);
    let are_names = first
        .iter()
        .all(|cell| cell.columns == 1 && !cell.text.is_empty() && !is_plain_number(&cell.text));
    let filled = others.iter().filter(|cell| !cell.text.is_empty()).count();
    let figures = others.iter().filter(|cell| is_figure(&cell.text)).count();
    !table.head.is_empty() && first.len() > 1 && are_names && figures > 0 && 2 * figures >= filled
}
